"""The evidence head on disk: numbers in safetensors, a card in JSON beside them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from ..classifiers.saved import TrainedCard, read_trained, write_trained
from ..results import Metric
from . import sentence_net, span_net
from .head import EvidenceHead

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

NAME: Final = "evidence"
FILE: Final = f"{NAME}.safetensors"
_PARTS: Final = ("sentence", "span")


class EvidenceCard(TrainedCard):
    """The card of the evidence head; ``before`` is of the rule by which sentences are quoted."""

    difference: dict[str, Metric]
    """After minus before, paired by question, stories drawn whole."""
    stopped_by: str
    """What training stopped by, and was not learned from."""


def save_evidence(head: EvidenceHead, card: EvidenceCard, path: Path) -> EvidenceCard:
    """Write weights and card; return the card with the hash of the weights."""
    parts = zip(_PARTS, (head.sentence, head.span), strict=True)
    tensors = {f"{part}/{name}": own for part, of in parts for name, own in of.items()}
    return write_trained(card, tensors, path)


def load_evidence(path: Path, base_sha256: str) -> tuple[EvidenceHead, EvidenceCard]:
    """Read weights and card; raise UnknownName or InvalidModel as ``read_trained`` does."""
    return read_trained(path, base_sha256, EvidenceCard, _read)


def _read(card: EvidenceCard, tensors: Mapping[str, Any]) -> tuple[EvidenceHead, EvidenceCard]:
    head = EvidenceHead(*(_part(tensors, part) for part in _PARTS))
    sizes = len(head.sentence["asked"]), len(head.span["states"])
    own = (sentence_net.shapes(sizes[0]), span_net.shapes(sizes[1]))
    wanted = {
        f"{part}/{name}": shape
        for part, of in zip(_PARTS, own, strict=True)
        for name, shape in of.items()
    }
    found = {name: tuple(tensor.shape) for name, tensor in tensors.items()}
    if found != wanted:
        wrong = sorted(n for n in {*found, *wanted} if found.get(n) != wanted.get(n))
        raise ValueError(f"{wrong[0]} has the shape {found.get(wrong[0])}")
    return head, card


def _part(tensors: Mapping[str, Any], part: str) -> dict[str, Floats]:
    start = f"{part}/"
    return {n.removeprefix(start): own for n, own in tensors.items() if n.startswith(start)}
