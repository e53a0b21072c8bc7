"""Grade answers: how they stand to the references, and to answers that people graded before."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from ..halves import fold_of
from ..items import Item
from .linear import Choice, LinearHead, Table
from .reader import Readings
from .relations import dice, relations, stems_of

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

PairReader: TypeAlias = "Callable[[Sequence[Item]], Floats]"
"""Returns the logarithm of the probability of each label, in the order of the heads' labels."""
CHOICES: Final = (Choice(0.1), Choice(0.01), Choice(0.001))
FOLDS: Final = 10
NEAREST: Final = 3
"""So many graded answers of each class are looked at."""
SHARPNESS: Final = 6.0
"""How fast a graded answer loses its vote as it is less alike."""


def question_of(item: Item) -> int:
    """Name by 63 bits of a hash the question that is graded: its words and its references."""
    words = "\n".join((item.context, *item.answers))
    return int.from_bytes(hashlib.sha256(words.encode()).digest()[:8], "big") >> 1


@dataclass(frozen=True)
class Graded:
    """Answers that people graded, as numbers: what they say is not kept."""

    labels: tuple[str, ...]
    questions: NDArray[np.int64]
    given: NDArray[np.int64]
    """The place of each answer's label among ``labels``."""
    vectors: Floats = field(repr=False)
    stems: NDArray[np.int64] = field(repr=False)
    """Hashes of the stems of all answers, one after the other."""
    ends: NDArray[np.int64] = field(repr=False)
    """Where the stems of each answer end."""
    ids: tuple[str, ...] = field(default=(), repr=False)
    """Only while a head is fitted on them: an answer is not compared with those of its own fold.

    Leaving out the answer alone would give its label away: its class then has one answer less.
    """

    def stems_at(self, place: int) -> frozenset[int]:
        """Return the hashed stems of one answer."""
        start = self.ends[place - 1] if place else 0
        return frozenset(self.stems[start : self.ends[place]].tolist())


def graded(readings: Readings, items: Sequence[Item], labels: Sequence[str]) -> Graded:
    """Return the answers of items with their labels."""
    known = tuple(sorted(set(labels)))
    stems = [sorted(stems_of(item.text)) for item in items]
    return Graded(
        labels=known,
        questions=np.array([question_of(item) for item in items], dtype=np.int64),
        given=np.array([known.index(label) for label in labels], dtype=np.int64),
        vectors=readings.vectors([item.text for item in items]).astype(np.float16),
        stems=np.array([s for own in stems for s in own], dtype=np.int64),
        ends=np.cumsum([len(own) for own in stems], dtype=np.int64),
        ids=tuple(item.id for item in items),
    )


@dataclass(frozen=True)
class Grader:
    """Two heads: one for questions of which answers were graded before, one for others.

    Where there is a network that reads pairs, its probabilities count as much as a head's: the
    geometric mean of both, which on items for tuning did better than either.
    """

    readings: Readings = field(repr=False)
    unseen: LinearHead
    seen: LinearHead
    graded: Graded
    reads_pairs: PairReader | None = None

    def classify(self, items: Sequence[Item]) -> list[str]:
        """Return the label of each answer; of equally likely ones the first by name."""
        alone = relations(self.readings, items)
        beside = np.hstack([alone, neighbours(self.readings, items, self.graded)])
        questions = set(self.graded.questions.tolist())
        known = np.array([question_of(item) in questions for item in items])
        shares = np.where(
            known[:, None],
            log_shares(self.seen.logits(Table(beside))),
            log_shares(self.unseen.logits(Table(alone))),
        )
        if self.reads_pairs is not None:
            shares = shares + self.reads_pairs(items)
        return [self.seen.labels[place] for place in shares.argmax(axis=1)]


def log_shares(logits: Floats) -> Floats:
    """Return the logarithm of the probability of each label, one row an item."""
    high = logits - logits.max(axis=1, keepdims=True)
    found: Floats = high - np.log(np.exp(high).sum(axis=1, keepdims=True))
    return found


def neighbours(readings: Readings, items: Sequence[Item], known: Graded) -> Floats:
    """Return how close each answer is to graded answers to the same question, by class."""
    rows = np.zeros((len(items), len(known.labels) * 5), dtype=np.float32)
    asked: dict[int, list[int]] = defaultdict(list)
    for place, item in enumerate(items):
        asked[question_of(item)].append(place)
    for question, places in asked.items():
        others = np.flatnonzero(known.questions == question)
        if len(others):
            rows[places] = _closeness(readings, [items[p] for p in places], known, others)
    return rows


def _closeness(
    readings: Readings, items: Sequence[Item], known: Graded, places: NDArray[np.intp]
) -> Floats:
    """Return for each class the cosines and shared stems of the nearest, and its vote."""
    vectors = readings.vectors([i.text for i in items])
    cosines = vectors @ known.vectors[places].astype(np.float32).T
    stems = [known.stems_at(place) for place in places]
    shared = np.array([[dice(stems_of(i.text), own) for own in stems] for i in items])
    other = np.ones(shared.shape, dtype=bool)
    if known.ids:
        own_folds = [fold_of(i.id, FOLDS) for i in items]
        folds = [fold_of(known.ids[place], FOLDS) for place in places]
        other = np.not_equal.outer(np.array(own_folds), np.array(folds))
    votes = np.where(other, np.exp(SHARPNESS * (cosines + shared)), 0.0)
    total = np.maximum(votes.sum(axis=1), 1e-9)
    columns = []
    for label in range(len(known.labels)):
        own = other & (known.given[places] == label)
        columns += [
            *_top(np.where(own, cosines, 0.0)),
            *_top(np.where(own, shared, 0.0)),
            np.where(own, votes, 0.0).sum(axis=1) / total,
        ]
    found: Floats = np.stack(columns, axis=1).astype(np.float32)
    return found


def _top(rows: Floats) -> tuple[Floats, Floats]:
    """Return the highest of each row, and the mean of the highest few."""
    ordered = -np.sort(-rows, axis=1)[:, :NEAREST]
    return ordered[:, 0], ordered.mean(axis=1)
