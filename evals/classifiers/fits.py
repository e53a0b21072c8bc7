"""The fits of each kind of set, and which set is of which kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from vademecum.retrieval.errors import UnknownName

from ..items import Item
from ..probes import Fit, for_tuning, labels_of
from ..side_by_side import groups_of
from ..tasks.classification import Classifier
from . import clauses, grading, reading_level, yes_no_maybe
from .linear import LinearHead, Table, fit_chosen
from .pairs import pairs_of
from .reader import Readings
from .relations import relations

if TYPE_CHECKING:
    from .pair_training import PairPlace
    from .pairs import PairWeights

KINDS: Final[Mapping[str, str]] = {
    "pubmedqa": "yes_no_maybe",
    "semeval2013_sra": "grading",
    "saf_english": "grading",
    "onestop_english": "reading_level",
    "legalbench": "clauses",
}
"""What kind of head sorts the items of a set."""
PAIRED: Final = frozenset({"semeval2013_sra"})
"""Sets of which a network that reads pairs was measured on items for tuning: it trains long."""
RULE: Final = (
    "configured: a linear head on features of the kind of set, on the frozen encoder; penalty and "
    "class weights by accuracy and macro-F1 in a cross-validation over the items for tuning, "
    "groups kept together (answers to questions that were graded before: by item)"
)
PAIRED_RULE: Final = (
    "its probabilities beside those of a LoRA on the upper layers that reads question, reference "
    "and answer at once, trained on the same items; the geometric mean of both counts"
)


def rules_of(name: str) -> tuple[str, ...]:
    """Return what a manifest says of the head that sorts a set."""
    return (RULE,) * (name in KINDS) + (PAIRED_RULE,) * (name in PAIRED)


def fit_of(kind: str, readings: Readings, seed: int, place: PairPlace | None = None) -> Fit:
    """Return the fit of a kind of head; raise UnknownName for no kind.

    With a ``place``, a grader reads pairs as well: minutes of training, where none is kept.
    """
    fits: Mapping[str, Callable[[], Fit]] = {
        "yes_no_maybe": lambda: (
            lambda items: _said_by(yes_no_maybe.table_of, fit_yes_no_maybe(items, seed))
        ),
        "reading_level": lambda: (
            lambda items: _said_by(reading_level.table_of, fit_reading_level(items, seed))
        ),
        "clauses": lambda: (
            lambda items: _said_by(
                lambda asked: clauses.table_of(readings, asked), fit_clauses(readings, items)
            )
        ),
        "grading": lambda: lambda items: fit_grading(readings, items, seed, place).classify,
    }
    if kind not in fits:
        raise UnknownName(f"no kind of head is named {kind!r}; there is: {', '.join(fits)}")
    return fits[kind]()


def fit_yes_no_maybe(items: Sequence[Item], seed: int) -> LinearHead:
    """Fit on the questions and abstracts of items for tuning."""
    known = for_tuning(items)
    table = yes_no_maybe.table_of(known)
    return fit_chosen(table, labels_of(known), groups_of(known), yes_no_maybe.CHOICES, seed)


def fit_reading_level(items: Sequence[Item], seed: int) -> LinearHead:
    """Fit on the texts of items for tuning."""
    known = for_tuning(items)
    table = reading_level.table_of(known)
    return fit_chosen(table, labels_of(known), groups_of(known), reading_level.CHOICES, seed)


def fit_clauses(readings: Readings, items: Sequence[Item]) -> LinearHead:
    """Fit on the examples of one task."""
    known = for_tuning(items)
    return clauses.fit_means(clauses.table_of(readings, known), labels_of(known))


def fit_grading(
    readings: Readings, items: Sequence[Item], seed: int, place: PairPlace | None = None
) -> grading.Grader:
    """Fit a head for questions that were graded before and one for those that were not."""
    known = for_tuning(items)
    labels = labels_of(known)
    graded = grading.graded(readings, known, labels)
    alone = relations(readings, known)
    beside = np.hstack([alone, grading.neighbours(readings, known, graded)])
    each = [item.id for item in known]
    return grading.Grader(
        readings,
        unseen=fit_chosen(Table(alone), labels, groups_of(known), grading.CHOICES, seed),
        seen=fit_chosen(Table(beside), labels, each, grading.CHOICES, seed),
        graded=replace(graded, ids=()),
        reads_pairs=None if place is None else _pair_reader(readings, known, seed, place),
    )


def fit_pairs(
    readings: Readings, items: Sequence[Item], seed: int, place: PairPlace
) -> PairWeights:
    """Train the network that reads pairs, or return what is kept of the same training."""
    from .pair_training import trained_pairs

    known = for_tuning(items)
    return trained_pairs(place, pairs_of(readings, known), labels_of(known), seed)


def _said_by(table_of: Callable[[Sequence[Item]], Table], head: LinearHead) -> Classifier:
    return lambda asked: head.say(table_of(asked))


def _pair_reader(
    readings: Readings, items: Sequence[Item], seed: int, place: PairPlace
) -> grading.PairReader:
    from .pair_encoder import encoder_of

    model = encoder_of(place.base, fit_pairs(readings, items, seed, place))
    return lambda asked: model.log_shares(pairs_of(readings, asked))
