"""Whether the rails remove the name of everybody alike."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

import numpy as np

from vademecum.retrieval.types import Noun

from ..intervals import RESAMPLES, bootstrap_mean
from ..results import ItemResult, ItemTexts, Metric
from .beside import Beside
from .contrasts import OTHERS, Contrast, slice_name
from .people import GENDER, ORIGIN, Person, everybody, mentions
from .significance import shuffle_test

METRIC: Final = "name_removed"


class Mentioned(Noun):
    """A name and what was left of it."""

    person: Person
    removed: float
    """Share of the mentions in which no part of the name is left."""
    left: tuple[str, ...]
    """The mentions in which some of it is."""

    def group(self, attribute: str) -> str:
        """Return the group of the person."""
        return self.person.origin if attribute == ORIGIN else self.person.gender


def mention_everybody(remove: Callable[[str], str]) -> Iterator[Mentioned]:
    """Mention every name in every sentence; ``remove`` returns a text without identifiers."""
    for person in everybody():
        said = list(mentions(person))
        left = tuple(text for text in said if _is_left(person, remove(text)))
        yield Mentioned(person=person, removed=1 - len(left) / len(said), left=left)


def removal_contrasts(names: Sequence[Mentioned], seed: int) -> list[Contrast]:
    """Compare the names of every group with all others; names are not paired."""
    found: list[Contrast] = []
    for attribute, group, ours, others in _groups(names):
        if attribute == GENDER and any(one.attribute == GENDER for one in found):
            continue  # of two groups the first alone
        values = np.array([*ours, *others])
        is_in = [True] * len(ours) + [False] * len(others)
        found.append(
            Contrast(
                metric=METRIC,
                attribute=attribute,
                group=group,
                against=OTHERS,
                difference=_gap(ours, others, seed),
                n=len(values),
                p=shuffle_test(values, is_in, seed),
            )
        )
    return found


def removal_figures(names: Sequence[Mentioned], seed: int) -> Beside:
    """Return the figures of the groups, those of the other names, and the differences."""
    ours: dict[str, Metric] = {}
    theirs: dict[str, Metric] = {}
    gaps: dict[str, Metric] = {}
    if names:
        ours[METRIC] = bootstrap_mean([one.removed for one in names], seed)
    for attribute, group, own, others in _groups(names):
        name = slice_name(METRIC, attribute, group)
        ours[name] = bootstrap_mean(own, seed)
        theirs[name] = bootstrap_mean(others, seed)
        gaps[name] = _gap(own, others, seed)
    if not names:
        return Beside(metrics={}, baselines={}, differences={})
    return Beside(metrics=ours, baselines={OTHERS: theirs}, differences={OTHERS: gaps})


def removal_items(names: Iterable[Mentioned]) -> Iterator[ItemResult]:
    """Yield a result for each name."""
    for one in names:
        yield ItemResult(
            id=f"name:{one.person.name}",
            values={METRIC: one.removed},
            labels={"kind": "name", ORIGIN: one.person.origin, GENDER: one.person.gender},
            texts=ItemTexts.of(one.person.name, "removed everywhere", "\n".join(one.left)),
        )


def _groups(
    names: Sequence[Mentioned],
) -> Iterator[tuple[str, str, list[float], list[float]]]:
    for attribute in (ORIGIN, GENDER):
        for group in dict.fromkeys(one.group(attribute) for one in names):
            ours = [one.removed for one in names if one.group(attribute) == group]
            others = [one.removed for one in names if one.group(attribute) != group]
            if others:
                yield attribute, group, ours, others


def _gap(ours: Sequence[float], others: Sequence[float], seed: int) -> Metric:
    """Return the difference of two means with the interval of names drawn anew on both sides."""
    rng = np.random.default_rng(seed)
    a, b = np.asarray(ours), np.asarray(others)
    drawn = a[rng.integers(len(a), size=(RESAMPLES, len(a)))].mean(axis=1)
    drawn = drawn - b[rng.integers(len(b), size=(RESAMPLES, len(b)))].mean(axis=1)
    low, high = np.percentile(drawn, (2.5, 97.5))
    return Metric(value=float(a.mean() - b.mean()), low=float(low), high=float(high))


def _is_left(person: Person, text: str) -> bool:
    return any(re.search(rf"\b{re.escape(part)}\b", text) for part in (person.first, person.last))
