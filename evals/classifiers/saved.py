"""Heads on disk: numbers in safetensors, a card in JSON beside them, and checks on loading."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, TypeVar

import numpy as np
from pydantic import Field

from vademecum.retrieval.adapters import TrainedOn
from vademecum.retrieval.errors import InvalidModel, UnknownName
from vademecum.retrieval.types import Noun

from ..results import Metric
from .grading import Graded
from .linear import LinearHead
from .pairs import PairShape, PairWeights

PARTS: Final = ("mean", "scale", "weights", "idf", "words", "bias")
GRADED: Final = ("questions", "given", "vectors", "stems", "ends")


Card = TypeVar("Card", bound="TrainedCard")
Made = TypeVar("Made")


class TrainedCard(Noun):
    """What a person needs to know about anything trained, and what loading checks."""

    task: str
    purpose: str
    base_sha256: str
    learned_from: tuple[TrainedOn, ...]
    data_sha256: str
    command: str
    seed: int
    dtype: str
    before: dict[str, Metric]
    """Figures without it, on parts that nothing was fitted on."""
    after: dict[str, Metric]
    may_be_shipped: bool
    limits: str
    weights_sha256: str = ""


class HeadsCard(TrainedCard):
    """The card of heads that sort texts; ``before`` is of the most frequent label."""

    labels: dict[str, tuple[str, ...]]
    """The labels of each head, by its name."""
    graded: tuple[str, ...] = ()
    """Sets of which graded answers are kept, as numbers."""
    pairs: dict[str, PairShape] = Field(default_factory=dict)
    """Sets with a network that reads pairs, and its shape; its labels are those of the heads."""


@dataclass(frozen=True)
class Heads:
    """Trained heads by name, with the graded answers that some of them look at."""

    card: HeadsCard
    linear: Mapping[str, LinearHead] = field(repr=False)
    graded: Mapping[str, Graded] = field(default_factory=dict, repr=False)
    pairs: Mapping[str, PairWeights] = field(default_factory=dict, repr=False)


def save_heads(heads: Heads, path: Path) -> HeadsCard:
    """Write weights and card; return the card with the hash of the weights."""
    tensors = {
        f"{name}/{part}": getattr(head, part)
        for name, head in heads.linear.items()
        for part in PARTS
    }
    tensors |= {
        f"{name}/{part}": getattr(kept, part)
        for name, kept in heads.graded.items()
        for part in GRADED
    }
    for name, trained in heads.pairs.items():
        tensors |= {f"{name}/pairs/{part}": own for part, own in trained.tensors.items()}
    return write_trained(heads.card, tensors, path)


def write_trained(card: Card, tensors: Mapping[str, Any], path: Path) -> Card:
    """Write weights and the card beside them; return the card with the hash of the weights."""
    from safetensors.numpy import save

    raw = save({name: np.ascontiguousarray(tensor) for name, tensor in tensors.items()})
    card = card.model_copy(update={"weights_sha256": hashlib.sha256(raw).hexdigest()})
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(raw)
    path.with_suffix(".json").write_text(card.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return card


def load_heads(path: Path, base_sha256: str) -> Heads:
    """Read weights and the card beside them; raises what ``read_trained`` does."""
    return read_trained(path, base_sha256, HeadsCard, _read)


def read_trained(
    path: Path,
    base_sha256: str,
    model: type[Card],
    make: Callable[[Card, Mapping[str, Any]], Made],
) -> Made:
    """Return what ``make`` makes of a card and its tensors; ValueError or KeyError: no fit.

    Raises UnknownName where there is no head, and InvalidModel on a file that is damaged, does
    not belong to its card, or stands on another base than the one with ``base_sha256``.
    """
    if not path.is_file() or not path.with_suffix(".json").is_file():
        raise UnknownName(
            f"no head {path.stem!r} in {path.parent}; train it: vademecum adapt train"
        )
    raw = path.read_bytes()
    try:
        card = model.model_validate_json(path.with_suffix(".json").read_text(encoding="utf-8"))
    except ValueError:
        raise InvalidModel(
            f"{path.with_suffix('.json')}: not a card of heads; train anew"
        ) from None
    if hashlib.sha256(raw).hexdigest() != card.weights_sha256:
        raise InvalidModel(f"{path}: the weights are not those of its card; train or copy it anew")
    if card.base_sha256 != base_sha256:
        base, ours = card.base_sha256[:12], base_sha256[:12]
        raise InvalidModel(f"{path}: stands on the base {base}…, not {ours}…; train anew")
    try:
        return make(card, _tensors(raw))
    except (KeyError, ValueError) as error:
        raise InvalidModel(f"{path}: weights and card do not fit ({error}); train anew") from None


def _tensors(raw: bytes) -> dict[str, Any]:
    from safetensors import SafetensorError
    from safetensors.numpy import load

    try:
        found: dict[str, Any] = load(raw)
    except SafetensorError as error:
        raise ValueError(f"not safetensors: {error}") from None
    return found


def _read(card: HeadsCard, tensors: Mapping[str, Any]) -> Heads:
    linear = {}
    for name, labels in card.labels.items():
        head = LinearHead(labels, *(tensors[f"{name}/{part}"] for part in PARTS))
        width, slots, many = len(head.mean), len(head.idf), len(labels)
        found = [head.scale.shape, head.weights.shape, head.words.shape, head.bias.shape]
        if found != [(width,), (width, many), (slots, many), (many,)]:
            raise ValueError(f"{name} has shapes {found}")
        linear[name] = head
    graded = {}
    for name in card.graded:
        labels = card.labels[f"{name}/seen"]
        kept = Graded(labels, *(tensors[f"{name}/{part}"] for part in GRADED))
        if not len(kept.questions) == len(kept.given) == len(kept.vectors) == len(kept.ends):
            raise ValueError(f"{name} has graded answers of different numbers")
        graded[name] = kept
    pairs = {}
    for name, shape in card.pairs.items():
        start = f"{name}/pairs/"
        own = {
            k.removeprefix(start): tensor for k, tensor in tensors.items() if k.startswith(start)
        }
        if not own:
            raise ValueError(f"{name} has no network that reads pairs")
        pairs[name] = PairWeights(card.labels[f"{name}/seen"], shape, own)
    return Heads(card, linear, graded, pairs)
