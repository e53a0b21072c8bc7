"""LoRA adapters of the base encoder: their card, and their weights once everything fits."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Literal

from pydantic import Field, JsonValue, ValidationError

from .errors import InvalidModel
from .types import Noun

Side = Literal["query", "both"]
"""Which texts an adapter encodes: questions alone, over the base's vectors, or passages as well."""
CARD: Final = "card.json"
CONFIG: Final = "adapter_config.json"
WEIGHTS: Final = "adapter_model.safetensors"
_PREFIX: Final = "base_model.model."


class Figure(Noun):
    """A measure with its 95 % interval over ``n`` items that nothing was trained on."""

    value: float
    low: float
    high: float
    n: int


class TrainedOn(Noun):
    """A set that weights were trained on, and its licence."""

    name: str
    licence: str
    items: int


class AdapterCard(Noun):
    """What a person needs to know about an adapter, and what is checked before it is loaded."""

    name: str
    domain: str
    purpose: str
    side: Side = "query"
    base_sha256: str
    """Hash of the weights of the encoder that it was trained on."""
    weights_sha256: str
    """Hash of the shipped file."""
    trained_on: tuple[TrainedOn, ...]
    data_sha256: str
    held_out: str
    """What was kept apart, and how."""
    command: str
    course: dict[str, JsonValue]
    """How it was trained, seed included, as training reads it."""
    shape: dict[str, JsonValue]
    """Where the factors stand."""
    steps: int
    seconds: float
    dev_metric: float
    """nDCG@10 on questions kept for stopping, the mean over sets: what `reproduce` must match."""
    before: dict[str, Figure] = Field(default_factory=dict)
    after: dict[str, Figure] = Field(default_factory=dict)
    difference: dict[str, Figure] = Field(default_factory=dict)
    limits: str


@dataclass(frozen=True)
class Adapter:
    """An adapter that fits: for each weight of the encoder that it changes, a pair of factors.

    ``factors`` maps the name of a weight W of shape (out, in) to (B, A) of shapes (out, r) and
    (r, in), numpy float32, the scale inside B: the adapted weight is W + B A (Hu et al., "LoRA",
    2021).
    """

    card: AdapterCard
    sha256: str
    factors: Mapping[str, tuple[Any, Any]] = field(repr=False)

    @property
    def name(self) -> str:
        """Return the name that it is asked for by."""
        return self.card.name


def adapter_names(folder: Path) -> tuple[str, ...]:
    """Return the names of the adapters in ``folder``, sorted; what is being written is none."""
    names = (path.parent.name for path in folder.glob(f"*/{CONFIG}"))
    return tuple(sorted(name for name in names if "." not in name))


def read_card(folder: Path) -> AdapterCard:
    """Return the card of the adapter in ``folder``; raise InvalidModel without a valid one."""
    path = folder / CARD
    try:
        return AdapterCard.model_validate_json(path.read_text(encoding="utf-8"))
    except OSError:
        raise InvalidModel(f"{folder}: no {CARD}; not an adapter of this project") from None
    except (ValidationError, UnicodeDecodeError):
        raise InvalidModel(f"{path}: not a valid card; restore the adapter's folder") from None


def load_adapter(folder: Path, base_sha256: str, shapes: Mapping[str, tuple[int, int]]) -> Adapter:
    """Return the adapter in ``folder`` in peft's format, once everything was checked.

    ``shapes`` are those of the encoder's weights, by name. Raises InvalidModel with one line, and
    loads nothing, where the card names another base or another file, where the file is damaged
    and where a factor's shape does not fit.
    """
    card = read_card(folder)
    if card.base_sha256 != base_sha256:
        raise InvalidModel(
            f"{folder}: trained on the encoder {card.base_sha256[:12]}…, this one is "
            f"{base_sha256[:12]}…; train it again: vademecum adapt train {card.domain}"
        )
    path = folder / WEIGHTS
    try:
        content = path.read_bytes()
    except OSError:
        raise InvalidModel(f"{folder}: no {WEIGHTS}; restore the adapter's folder") from None
    digest = hashlib.sha256(content).hexdigest()
    if digest != card.weights_sha256:
        raise InvalidModel(
            f"{path}: sha256 {digest[:12]}… is not that of its card "
            f"({card.weights_sha256[:12]}…); restore the file"
        )
    rank, scale = _rank_and_scale(folder)
    return Adapter(card, digest, _factors(path, content, rank, scale, shapes))


def _rank_and_scale(folder: Path) -> tuple[int, float]:
    path = folder / CONFIG
    try:
        config = json.loads(path.read_text(encoding="utf-8"))
        rank, alpha = int(config["r"]), float(config["lora_alpha"])
        plain = config.get("peft_type") == "LORA" and not config.get("use_rslora")
    except (OSError, ValueError, KeyError, TypeError):
        raise InvalidModel(f"{path}: not a readable LoRA configuration") from None
    if rank < 1 or not plain:
        raise InvalidModel(f"{path}: only plain LoRA of rank 1 or more is read")
    return rank, alpha / rank


def _factors(
    path: Path, content: bytes, rank: int, scale: float, shapes: Mapping[str, tuple[int, int]]
) -> dict[str, tuple[Any, Any]]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        tensors = load(content)
    except (SafetensorError, ValueError, KeyError) as error:
        raise InvalidModel(f"{path}: not a readable safetensors file ({error})") from None
    found = {}
    for name in sorted(tensors):
        if not name.endswith(".lora_A.weight"):
            continue
        target = name.removeprefix(_PREFIX).removesuffix(".lora_A.weight") + ".weight"
        down, up = tensors[name], tensors.get(name.replace(".lora_A.", ".lora_B."))
        shape = shapes.get(target)
        if shape is None or up is None:
            raise InvalidModel(f"{path}: {target} is no weight of this encoder, or half is missing")
        if down.shape != (rank, shape[1]) or up.shape != (shape[0], rank):
            raise InvalidModel(
                f"{path}: {target} has factors {up.shape} and {down.shape}; rank {rank} needs "
                f"{(shape[0], rank)} and {(rank, shape[1])}"
            )
        found[target] = (up.astype("float32") * scale, down.astype("float32"))
    if len(found) * 2 != len(tensors):
        raise InvalidModel(f"{path}: holds tensors that are no LoRA factors")
    if not found:
        raise InvalidModel(f"{path}: holds no LoRA factor")
    return found
