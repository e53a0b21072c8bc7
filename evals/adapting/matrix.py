"""The transfer matrix: every adapter on the sets of every domain, beside no adapter."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from ..intervals import RESAMPLES, Values
from ..manifest import RunManifest
from ..resampling import resampled
from ..results import Metric
from ..verdicts import Verdict, verdict_of
from .inheritance import Inheritance, inheritance
from .question_set import (
    DEPTH,
    MAIN,
    Find,
    QuestionSet,
    fails,
    failure,
    figures,
    mean,
    ranked,
)

NONE: Final = "none"


class AdapterInfo(Noun):
    """An adapter as a column: where it was trained, and what it stores."""

    name: str
    domain: str
    """The domain that it was trained for; "all" for a mixture."""
    stored_bytes: int
    trained_on: tuple[str, ...] = ()


class Cell(Noun):
    """One adapter on one set."""

    adapter: str
    value: Metric
    difference: Metric
    """Minus no adapter, paired by question."""
    verdict: Verdict
    is_home: bool
    """Whether the adapter was trained for the domain of the set."""
    inheritance: Inheritance
    """What became of the questions whose answer was not among the first ten."""


class MatrixRow(Noun):
    """One set: the search without adapter, and with each."""

    set: str
    domain: str
    unit: str
    """What is found: documents, or passages of the one document that a question is asked of."""
    n: int
    base: Metric
    cells: tuple[Cell, ...]


class Transfer(Noun):
    """What an adapter does at home and abroad: means over sets, each set counting alike."""

    adapter: str
    home: Metric | None
    """Mean difference over the sets of its own domain; None where none was measured."""
    abroad: Metric | None
    worst: float
    """The lowest difference on any set."""
    worst_set: str


class MatrixResult(Noun):
    """Every adapter on every set."""

    metric: str = MAIN
    adapters: tuple[AdapterInfo, ...]
    rows: tuple[MatrixRow, ...]
    transfers: tuple[Transfer, ...]
    manifest: RunManifest


@dataclass(frozen=True)
class MatrixSet:
    """A set, and the search over it without adapter and with each, by adapter name."""

    questions: QuestionSet
    base: Find
    adapted: Mapping[str, Find]
    unit: str = "documents"


@dataclass(frozen=True)
class _Gains:
    """What an adapter gives each question of a set."""

    questions: QuestionSet
    pairs: Sequence[float]

    @property
    def drawn(self) -> Sequence[Hashable]:
        """Name what each question is drawn with; alone where all of the set share one cluster."""
        clusters = self.questions.clusters
        return range(len(self.pairs)) if clusters is None else clusters


def transfer_matrix(
    sets: Sequence[Callable[[], MatrixSet]],
    adapters: Sequence[AdapterInfo],
    *,
    manifest: RunManifest,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = lambda: None,
) -> MatrixResult:
    """Ask every set's questions without adapter and with each of ``adapters``.

    Sets are opened one after another, so that one library is in memory at a time. ``tick`` is
    called once for each question of each search. Raises InvalidInput without sets or adapters.
    """
    if not sets or not adapters:
        raise InvalidInput("a matrix needs at least one set and one adapter")
    rows: list[MatrixRow] = []
    notes = list(manifest.notes)
    gains: dict[str, list[_Gains]] = {one.name: [] for one in adapters}
    for opened in sets:
        measured = opened()
        questions, seed = measured.questions, manifest.seed
        notes += (f"{questions.name}: {note}" for note in questions.notes)
        before = ranked(questions, measured.base, tick)
        base = [values[MAIN] for values in figures(questions, before).values()]
        cells = []
        for adapter in adapters:
            after = ranked(questions, measured.adapted[adapter.name], tick)
            column = [values[MAIN] for values in figures(questions, after).values()]
            pairs = [a - b for a, b in zip(column, base, strict=True)]
            gains[adapter.name].append(_Gains(questions, pairs))
            difference = mean(pairs, questions.clusters, seed, resamples)
            cells.append(
                Cell(
                    adapter=adapter.name,
                    value=mean(column, questions.clusters, seed, resamples),
                    difference=difference,
                    verdict=verdict_of(MAIN, difference),
                    is_home=adapter.domain == questions.domain,
                    inheritance=inheritance(
                        NONE,
                        adapter.name,
                        fails(questions, before, DEPTH),
                        fails(questions, after, DEPTH),
                        failure(DEPTH),
                    ),
                )
            )
        rows.append(
            MatrixRow(
                set=questions.name,
                domain=questions.domain,
                unit=measured.unit,
                n=len(questions.items),
                base=mean(base, questions.clusters, seed, resamples),
                cells=tuple(cells),
            )
        )
    return MatrixResult(
        adapters=tuple(adapters),
        rows=tuple(rows),
        transfers=tuple(
            _transfer(adapter, gains[adapter.name], manifest.seed, resamples)
            for adapter in adapters
        ),
        manifest=manifest.model_copy(
            update={"n": sum(row.n for row in rows), "notes": tuple(notes)}
        ),
    )


def _transfer(
    adapter: AdapterInfo,
    gains: Sequence[_Gains],
    seed: int,
    resamples: int,
) -> Transfer:
    home = [one for one in gains if one.questions.domain == adapter.domain]
    abroad = [one for one in gains if one.questions.domain != adapter.domain]
    means = {one.questions.name: sum(one.pairs) / len(one.pairs) for one in gains}
    worst = min(means, key=lambda name: (means[name], name))
    return Transfer(
        adapter=adapter.name,
        home=_mean_over_sets(home, seed, resamples) if home else None,
        abroad=_mean_over_sets(abroad, seed, resamples) if abroad else None,
        worst=means[worst],
        worst_set=worst,
    )


def _mean_over_sets(sets: Sequence[_Gains], seed: int, resamples: int) -> Metric:
    """Return the mean of the sets' means.

    Each set keeps its number of clusters in every resample: of questions, where none share one.
    """
    strata = [one.questions.name for one in sets for _ in one.pairs]
    clusters = [(one.questions.name, drawn) for one in sets for drawn in one.drawn]
    values = np.array([value for one in sets for value in one.pairs])
    members = np.array([[float(own == one.questions.name) for one in sets] for own in strata])

    def statistic(weights: Values) -> Values:
        found: Values = ((weights * values) @ members / (weights @ members)).mean(axis=1)
        return found

    return resampled(statistic, strata, seed=seed, clusters=clusters, resamples=resamples)
