"""What is known of each sentence that could be quoted, beside the question and its neighbours."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from vademecum.retrieval.quotes import features
from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.types import Hit

from ..classifiers.reader import Readings
from ..classifiers.relations import common_ids, stems_of
from .asking import ASKED, asked

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

_OWN: Final = 18
_NEAR: Final = (0, 1, 2, 7, 8, 9, 10)
"""Columns that are also given of the sentence before and after, and beside the best one's."""
COLUMNS: Final = _OWN + 3 * len(_NEAR) + 3 + len(ASKED)
"""Numbers of a sentence."""
_QUOTED: Final = re.compile(r"[\"“”]|(?<!\w)['‘]|['’](?!\w)")
_CAUSE: Final = re.compile(r"\b(?:because|for|since|so|as|that|therefore|to)\b", re.IGNORECASE)
_CONTRAST: Final = re.compile(r"\b(?:but|then|when|after|at last|soon)\b", re.IGNORECASE)


class Candidate(NamedTuple):
    """A sentence that may be quoted."""

    hit: Hit
    start: int
    end: int

    @property
    def text(self) -> str:
        """Return its words."""
        return self.hit.document.text[self.start : self.end]


class Choices(NamedTuple):
    """The sentences of one question in the order of the text, and one row of numbers for each."""

    candidates: tuple[Candidate, ...]
    rows: Floats
    rule: Floats
    """The features of the rule by which sentences are quoted."""
    question: Floats
    """The states of the question's tokens, of length 1; float16."""
    tokens: tuple[Floats, ...]
    """Those of each sentence, read by itself."""


class Reading(NamedTuple):
    """What features are made with: the lexical index's terms and weights, and the encoder."""

    terms: Callable[[str], Sequence[str]]
    weight: Callable[[str], float]
    readings: Readings


def choices(question: str, hits: Sequence[Hit], reading: Reading) -> Choices:
    """Return the sentences of ``hits`` that the rule would weigh, with their features."""
    found = features(question, hits, reading.terms, reading.weight)
    found.sort(key=lambda pair: (pair[0].hit.document.id, pair[0].start))
    candidates = tuple(Candidate(s.hit, s.start, s.end) for s, _ in found)
    rule = np.array([own for _, own in found], dtype=np.float32).reshape(len(found), 7)
    if not found:
        return Choices((), np.zeros((0, COLUMNS), dtype=np.float32), rule, rule[:0], ())
    texts = [candidate.text for candidate in candidates]
    own = np.hstack([rule, _alike(question, texts, reading.readings), _looks(question, texts)])
    near = own[:, _NEAR]
    behind = near - near.max(axis=0)
    before, after = np.zeros_like(near), np.zeros_like(near)
    for place in range(1, len(candidates)):
        if candidates[place - 1].hit.document.id == candidates[place].hit.document.id:
            before[place], after[place - 1] = near[place - 1], near[place]
    shown = np.tile(np.array(asked(question), dtype=np.float32), (len(candidates), 1))
    rows = np.hstack([own, behind, before, after, _places(candidates), shown])
    read, *each = (_states(reading.readings, text) for text in (question, *texts))
    return Choices(candidates, rows.astype(np.float32), rule, read, tuple(each))


def sentences_of(hits: Sequence[Hit]) -> list[str]:
    """Return the words of all sentences of passages."""
    texts = [hit.passage.text for hit in hits]
    return [text[start:end] for text in texts for start, end in sentence_spans(text)]


def _alike(question: str, texts: Sequence[str], readings: Readings) -> Floats:
    """Return the cosine of mean tokens, and those of the question's with the nearest of a sentence.

    The latter are late interaction (Khattab and Zaharia 2020), here with an encoder not trained
    for it: of all tokens, of those that carry content, of the worst of these.
    """
    readings.read_tokens([question, *texts])
    tokens, ids = _states(readings, question).astype(np.float32), readings.ids(question)
    common = common_ids(readings)
    content = np.array([i not in common for i in ids])
    content = content if content.any() else np.ones(len(tokens), dtype=bool)
    rows = []
    for text in texts:
        own = _states(readings, text).astype(np.float32)
        nearest = (tokens @ own.T).max(axis=1)
        heavy = nearest[content]
        cosine = _cosine(tokens.mean(axis=0), own.mean(axis=0))
        rows.append([cosine, nearest.mean(), heavy.mean(), heavy.min()])
    return np.array(rows, dtype=np.float32)


def _states(readings: Readings, text: str) -> Floats:
    """Return the states of the tokens; one row of zeros for a text without any."""
    found = readings.stored(text)
    return found if len(found) else np.zeros((1, found.shape[1]), dtype=np.float16)


def _cosine(one: Floats, other: Floats) -> float:
    return float(one @ other) / max(float(np.linalg.norm(one) * np.linalg.norm(other)), 1e-9)


def _looks(question: str, texts: Sequence[str]) -> Floats:
    wanted = stems_of(question)
    rows = []
    for text in texts:
        held = stems_of(text)
        rows.append(
            [
                len(wanted & held) / max(len(wanted), 1),
                len(wanted & held) / max(len(held), 1),
                float(bool(_QUOTED.search(text))),
                float(text.rstrip("\"'”’ ").endswith("?")),
                float(bool(_CAUSE.search(text))),
                float(bool(_CONTRAST.search(text))),
                float(np.log1p(len(text.split()))),
            ]
        )
    return np.array(rows, dtype=np.float32)


def _places(candidates: Sequence[Candidate]) -> Floats:
    last = max(len(candidates) - 1, 1)
    rows = [
        [place / last, float(place == 0), float(place == last)] for place in range(len(candidates))
    ]
    return np.array(rows, dtype=np.float32)
