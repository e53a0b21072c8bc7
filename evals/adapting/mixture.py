"""One adapter out of several: the average of what they add to each weight."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias

import numpy as np

from vademecum.retrieval.adapters import CARD, CONFIG, WEIGHTS, Adapter, AdapterCard
from vademecum.retrieval.errors import InvalidInput

MIXTURE: Final = "mixture"
Factors: TypeAlias = Mapping[str, tuple[Any, Any]]
"""As ``Adapter.factors``: (B, A) by the name of a weight, numpy float32, the scale inside B."""


def averaged(adapters: Sequence[Factors]) -> dict[str, tuple[Any, Any]]:
    """Return factors whose products are the means of the products of ``adapters``.

    Exact: B's stand side by side, A's below one another, so that ranks add up. An adapter without
    factors for a weight adds nothing to it, and counts in the mean.
    """
    if len(adapters) < 2:
        raise InvalidInput("a mixture needs two adapters or more")
    names = sorted({name for factors in adapters for name in factors})
    found = {}
    for name in names:
        own = [factors[name] for factors in adapters if name in factors]
        up = np.concatenate([b for b, _ in own], axis=1) / len(adapters)
        down = np.concatenate([a for _, a in own], axis=0)
        found[name] = (up.astype(np.float32), down.astype(np.float32))
    return found


def write_mixture(adapters: Sequence[Adapter], root: Path) -> Path:
    """Write the mixture of ``adapters`` below ``root`` and return its folder; once for each set.

    It is an adapter like others, in peft's format with a card. Raises InvalidInput on fewer than
    two, and where they adapt different sides.
    """
    adapters = sorted(adapters, key=lambda adapter: adapter.sha256)
    factors = averaged([adapter.factors for adapter in adapters])
    sides = {adapter.card.side for adapter in adapters}
    if len(sides) > 1:
        raise InvalidInput("adapters of questions alone and of both sides do not mix")
    digest = hashlib.sha256("".join(a.sha256 for a in adapters).encode()).hexdigest()
    folder = root / f"{MIXTURE}-{digest[:16]}"
    if (folder / CARD).is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    _write_weights(factors, folder)
    weights = hashlib.sha256((folder / WEIGHTS).read_bytes()).hexdigest()
    # The card comes last: a folder without one is no adapter.
    card = _card(adapters, weights)
    (folder / CARD).write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")
    return folder


def _write_weights(factors: Factors, folder: Path) -> None:
    """Write factors of one rank, the largest; the smaller ones are filled with zeros."""
    from safetensors.numpy import save_file

    rank = max(down.shape[0] for _, down in factors.values())
    tensors: dict[str, Any] = {}
    for name, (up, down) in factors.items():
        more = rank - down.shape[0]
        stem = f"base_model.model.{name.removesuffix('.weight')}"
        tensors[f"{stem}.lora_A.weight"] = np.pad(down, ((0, more), (0, 0)))
        tensors[f"{stem}.lora_B.weight"] = np.pad(up, ((0, 0), (0, more)))
    save_file(tensors, folder / WEIGHTS)
    config = {"peft_type": "LORA", "r": rank, "lora_alpha": rank}
    (folder / CONFIG).write_text(json.dumps(config, indent=1) + "\n", encoding="utf-8")


def _card(adapters: Sequence[Adapter], weights_sha256: str) -> AdapterCard:
    cards = [adapter.card for adapter in adapters]
    names = ", ".join(f"{card.domain}/{card.name}" for card in cards)
    first = cards[0]
    return AdapterCard(
        name=MIXTURE,
        domain="all",
        purpose=f"the average of {names}",
        side=first.side,
        base_sha256=first.base_sha256,
        weights_sha256=weights_sha256,
        trained_on=tuple(source for card in cards for source in card.trained_on),
        data_sha256=hashlib.sha256("".join(c.data_sha256 for c in cards).encode()).hexdigest(),
        held_out="; ".join(card.held_out for card in cards),
        command="vademecum adapt matrix",
        course={},
        shape={},
        steps=0,
        seconds=0.0,
        dev_metric=0.0,
        limits="an average of weights; nothing was trained",
    )
