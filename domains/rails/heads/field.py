"""Tell by the question's vector whether it belongs to a field: a logistic regression."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.errors import InvalidModel, UnknownName

from .card import SHIPPED, Card

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

    from ..rail import Subject

WEIGHTS: Final = SHIPPED / "scope.safetensors"
MOST_CHARACTERS: Final = 1000
"""A question; in what is longer, one vector no longer tells what it is about."""


@dataclass(frozen=True)
class FieldHead:
    """Weights for each field, and the log-odds under which a question is none of it."""

    card: Card
    sha256: str
    weights: Floats = field(repr=False)
    """float32 of shape (fields, dimension)."""
    bias: Floats
    thresholds: Floats

    def margin(self, vector: Floats, name: str) -> float:
        """Return how far under the threshold of a field a question is; above 0 is outside."""
        at = self.card.outputs.index(name)
        return float(self.thresholds[at] - self.weights[at] @ vector - self.bias[at])


def is_outside(subject: Subject, name: str) -> bool:
    """Tell whether the question clearly belongs to another field than ``name``."""
    margin = outside_margin(subject, name)
    return margin is not None and margin > 0


def outside_margin(subject: Subject, name: str) -> float | None:
    """Return how far outside the field ``name`` the question is, in log-odds; above 0 is outside.

    None where the head cannot tell: no question, a long text, another encoder.
    """
    from vademecum.retrieval.encoder import base_encoder

    if not subject.text.strip() or len(subject.text) > MOST_CHARACTERS:
        return None
    head = scope_head()
    if head.card.base_sha256 != base_encoder().sha256:
        return None
    return head.margin(subject.read(subject.cleaned).vector, name)


@cache
def scope_head() -> FieldHead:
    """Load the shipped head, once."""
    return load_field_head(WEIGHTS)


def load_field_head(path: Path) -> FieldHead:
    """Read weights and card; raise UnknownName or InvalidModel."""
    from safetensors.numpy import load

    if not path.is_file() or not path.with_suffix(".json").is_file():
        raise UnknownName(
            f"no head {path.stem!r} in {path.parent}; train it: vademecum adapt train"
        )
    raw = path.read_bytes()
    try:
        tensors = load(raw)
        return FieldHead(
            card=Card.model_validate_json(path.with_suffix(".json").read_text(encoding="utf-8")),
            sha256=hashlib.sha256(raw).hexdigest(),
            weights=tensors["weights"],
            bias=tensors["bias"],
            thresholds=tensors["thresholds"],
        )
    except (KeyError, ValueError) as error:
        raise InvalidModel(f"{path}: not a scope head ({error})") from None


def save_field_head(head: FieldHead, path: Path) -> None:
    """Write weights and card."""
    from safetensors.numpy import save

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(
        save({"weights": head.weights, "bias": head.bias, "thresholds": head.thresholds})
    )
    card = head.card.model_dump_json(indent=2) + "\n"
    path.with_suffix(".json").write_text(card, encoding="utf-8")
