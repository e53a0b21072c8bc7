"""Select the sentence that holds the answer, and in it the words that are the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from vademecum.retrieval.types import Hit

from .sentence_net import sentence_scores
from .sentences import Candidate, Reading, choices
from .span_net import best_span, edge_scores
from .span_words import LayerReader, read_words
from .words import text_of

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats


@dataclass(frozen=True)
class EvidenceHead:
    """Weights of the network that weighs sentences, and of the one that finds the answer's ends."""

    sentence: Mapping[str, Floats] = field(repr=False)
    span: Mapping[str, Floats] = field(repr=False)


class Weighed(NamedTuple):
    """A sentence and how likely it holds the answer, beside the others."""

    candidate: Candidate
    chance: float


def weighed_sentences(
    question: str, hits: Sequence[Hit], reading: Reading, head: EvidenceHead
) -> list[Weighed]:
    """Return the sentences of ``hits``, the likeliest first; of equally likely ones as read."""
    found = choices(question, hits, reading)
    if not found.candidates:
        return []
    scores = sentence_scores(found, head.sentence)
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-shares, kind="stable").tolist()
    return [Weighed(found.candidates[n], float(shares[n])) for n in order]


def answer_in(
    question: str, sentence: str, encoder: LayerReader, head: EvidenceHead
) -> tuple[int, int]:
    """Return the characters of ``sentence`` that answer, half-open."""
    (read,) = read_words([(question, sentence)], encoder)
    if not read.words:
        return 0, len(sentence)
    first, end, _ = best_span(edge_scores(read, head.span))
    return text_of(sentence, read.words, first, end)
