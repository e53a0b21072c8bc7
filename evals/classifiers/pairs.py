"""One text of three parts for a model to read: the question, a reference answer, the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, NamedTuple

from vademecum.retrieval.types import Noun

from ..adapting.settings import LoraShape
from ..items import Item
from .reader import Readings

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

QUESTION, REFERENCE, ANSWER, BETWEEN = 0, 1, 2, 0
"""The part that a token belongs to; what stands between parts counts as the question's."""
QUESTION_TOKENS: Final = 48
"""Of a long question the end is read: what is asked stands there."""
REFERENCE_TOKENS: Final = 64
ANSWER_TOKENS: Final = 72


class Pair(NamedTuple):
    """Token ids, and the part that each belongs to."""

    ids: tuple[int, ...]
    parts: tuple[int, ...]


class PairShape(Noun):
    """Where the factors stand, and how wide the end is."""

    lora: LoraShape = LoraShape(rank=32, alpha=64, layers=3)
    width: int = 256
    dropout: float = 0.1


@dataclass(frozen=True)
class PairWeights:
    """What was trained, by name; float32."""

    labels: tuple[str, ...]
    shape: PairShape
    tensors: Mapping[str, Floats] = field(repr=False)


def pairs_of(readings: Readings, items: Sequence[Item]) -> list[Pair]:
    """Return one pair an item, with the reference that is closest to the answer."""
    texts = sorted({t for i in items for t in (i.text, *_references(i))})
    readings.vectors(texts)
    readings.read_tokens(sorted({*texts, *(i.context for i in items)}))
    return [_pair(readings, item) for item in items]


def _pair(readings: Readings, item: Item) -> Pair:
    references = _references(item)
    rows = readings.vectors(references)
    closest = references[int((rows @ readings.vectors([item.text])[0]).argmax())]
    question = readings.ids(item.context)[-QUESTION_TOKENS:]
    reference = readings.ids(closest)[:REFERENCE_TOKENS]
    answer = readings.ids(item.text)[:ANSWER_TOKENS]
    start, end = readings.ends(item.text)
    return Pair(
        (start, *question, end, *reference, end, *answer, end),
        (
            *(BETWEEN, *[QUESTION] * len(question), BETWEEN),
            *(*[REFERENCE] * len(reference), BETWEEN),
            *(*[ANSWER] * len(answer), BETWEEN),
        ),
    )


def _references(item: Item) -> tuple[str, ...]:
    return item.answers or (item.context or item.text,)
