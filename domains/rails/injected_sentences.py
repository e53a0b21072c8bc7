"""Read a passage sentence by sentence: which of them were meant for the machine that reads it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from vademecum.retrieval.sentences import sentence_spans

from .fold import fold
from .hashed import HashedHead, load_head, probability_of
from .wording import Surroundings, sentence_features, tells

HEAD = "injected_sentence"
ALONE = 0.7
"""Least probability for a sentence that has no passage around it to stand out from."""
FREE_SHARE = 0.2
REGISTER = 12.0
"""Where more of the other sentences than the share tell somebody what to do, the passage is a list
of instructions to its reader (first aid, a recipe): none stands out, so up to so much is taken from
the logit of each. A safety sentence that vanishes is worse than a harmless order that stays."""
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


def chances(head: HashedHead, read: Read) -> list[float]:
    """Return of each sentence how likely it was meant for a machine, by the passage's register."""
    others = max(len(read.sentences) - 1, 1)
    found: list[float] = []
    for sentence in read.sentences:
        share = (read.around.telling - tells(sentence)) / others
        shift = REGISTER * max(0.0, share - FREE_SHARE) / (1.0 - FREE_SHARE)
        found.append(probability_of(head.logit(sentence_features(sentence, read.around)) - shift))
    return found


def _least(head: HashedHead, read: Read, threshold: float | None) -> float:
    """Return from which probability a sentence of the passage counts as addressed to a machine."""
    least = head.threshold if threshold is None else threshold
    return max(least, ALONE) if len(read.sentences) == 1 else least


def likeliest_sentence(text: str, threshold: float | None = None) -> tuple[float, float] | None:
    """Return the highest probability of a sentence and the least that counts; None without one."""
    head, read = load_head(HEAD), read_passage(text)
    likely = chances(head, read)
    return (max(likely), _least(head, read, threshold)) if likely else None


@lru_cache(maxsize=REMEMBERED)
def addressed_sentences(text: str, threshold: float | None = None) -> tuple[tuple[int, int], ...]:
    """Return the spans of sentences that the head holds for orders to an assistant.

    ``threshold`` is a probability; without one, the head's own. Passages are found again and
    again, so the last ones are remembered.
    """
    head = load_head(HEAD)
    read = read_passage(text)
    least = _least(head, read, threshold)
    likely = chances(head, read)
    return tuple(span for span, chance in zip(read.spans, likely, strict=True) if chance >= least)
