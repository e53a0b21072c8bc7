"""Read a passage sentence by sentence: which of them were meant for the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from vademecum.retrieval.sentences import sentence_spans

from .fold import fold
from .hashed import load_head
from .wording import Surroundings, sentence_features

HEAD = "injected_sentence"
ALONE = 0.7
"""Least probability for a sentence that has no passage around it to stand out from."""
INSTRUCTING_SHARE = 0.5
SURE = 0.95
"""Where so many of a passage's sentences tell somebody what to do, it is a list of instructions to
its reader (first aid, a recipe): none stands out, and only what is surely an order is cut."""
REMEMBERED = 2048


@dataclass(frozen=True)
class Read:
    """The folded sentences of a passage, where they stand in it, and what they say together."""

    sentences: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    around: Surroundings


def read_passage(text: str) -> Read:
    """Cut a passage into sentences; capitals show where, so it is folded afterwards."""
    spans = tuple(sentence_spans(text))
    sentences = tuple(fold(text[start:end]).text for start, end in spans)
    return Read(sentences, spans, Surroundings.of(sentences))


@lru_cache(maxsize=REMEMBERED)
def addressed_sentences(text: str, threshold: float | None = None) -> tuple[tuple[int, int], ...]:
    """Return the spans of sentences that the head holds for orders to an assistant.

    ``threshold`` is a probability; without one, the head's own. Passages are found again and
    again, so the last ones are remembered.
    """
    head = load_head(HEAD)
    least = head.threshold if threshold is None else threshold
    read = read_passage(text)
    if len(read.sentences) == 1:
        least = max(least, ALONE)
    likely = [head.probability(sentence_features(s, read.around)) for s in read.sentences]
    orders = sum(chance >= least for chance in likely)
    if orders > 1 and orders >= INSTRUCTING_SHARE * len(likely):
        least = max(least, SURE)
    return tuple(span for span, chance in zip(read.spans, likely, strict=True) if chance >= least)
