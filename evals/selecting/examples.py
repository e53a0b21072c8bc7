"""Questions with their sentences, as training and figures read them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vademecum.retrieval.types import Hit

from ..answers_match import holds_answer
from ..halves import fold_of
from ..items import Item
from .sentences import Choices, Reading, choices, sentences_of
from .span_training import Range
from .span_words import MOST_WORDS, LayerReader, ReadWords, read_words
from .words import answer_words, words_of

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

STOP_FOLDS = 8
"""One fold of stories in so many is not learned from: training stops by it."""


class Example(NamedTuple):
    """A question, the sentences that it may be answered with, and which of them hold an answer."""

    item: Item
    group: str
    """The story: its questions are never parted."""
    choices: Choices
    holds: Floats

    @property
    def is_stop(self) -> bool:
        """Tell whether training stops by it rather than learning from it."""
        return fold_of(self.group, STOP_FOLDS) == 0

    def text(self, place: int) -> str:
        """Return the words of a sentence."""
        return self.choices.candidates[place].text


class Spans(NamedTuple):
    """Sentences that hold an answer word for word, read, with the words that are the answer."""

    read: list[ReadWords]
    ranges: list[Range]
    is_stop: list[bool]


def examples_of(
    items: Iterable[Item],
    found: Callable[[Item], Sequence[Hit]],
    reading: Reading,
    tick: Callable[[], None] = lambda: None,
) -> list[Example]:
    """Return the questions of which passages with sentences are found."""
    asked = [(item, found(item)) for item in items]
    # Read together: a batch of many texts is faster than one for each question.
    reading.readings.read_tokens(
        [t for item, hits in asked for t in (item.text, *sentences_of(hits))]
    )
    examples = []
    for item, hits in asked:
        own = choices(item.text, hits, reading)
        if own.candidates:
            holds = [holds_answer(c.text, item.answers) for c in own.candidates]
            group = hits[0].document.title or hits[0].document.id
            examples.append(Example(item, group, own, np.array(holds, dtype=np.float32)))
        tick()
    return examples


def spans_of(examples: Sequence[Example], encoder: LayerReader) -> Spans:
    """Return every sentence of the examples that holds an answer, with where it stands."""
    pairs, ranges, is_stop = [], [], []
    for example in examples:
        for place in np.flatnonzero(example.holds).tolist():
            text = example.text(place)
            where = answer_words(words_of(text)[:MOST_WORDS], example.item.answers)
            if where is not None:
                pairs.append((example.item.text, text))
                ranges.append(where)
                is_stop.append(example.is_stop)
    return Spans(read_words(pairs, encoder), ranges, is_stop)
