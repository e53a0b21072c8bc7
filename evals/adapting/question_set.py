"""Questions of a set with what answers them, and what a search makes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, TypeAlias

from ..intervals import RESAMPLES, bootstrap_mean
from ..items import Item
from ..ranking import ranking_values
from ..resampling import clustered_mean, is_shared
from ..results import Metric
from ..side_by_side import clusters_of, drawn_together

Find: TypeAlias = Callable[[Item], Sequence[str]]
"""Maps a question to the units found, best first: documents, or passages of its own document."""
MAIN: Final = "nDCG@10"
METRICS: Final = (MAIN, "recall@10", "hit@1")
DEPTH: Final = 10
"""How many units a search must return."""


@dataclass(frozen=True)
class QuestionSet:
    """Questions for reporting, none of which was trained on, and the units that answer each."""

    name: str
    domain: str
    items: Sequence[Item]
    right: Mapping[str, frozenset[str]]
    """By the id of an item."""
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def clusters(self) -> list[str] | None:
        """Name what each item is drawn with; None where each is drawn alone."""
        names = clusters_of(self.items)
        return names if is_shared(names) else None

    @property
    def notes(self) -> tuple[str, ...]:
        """Say how many questions are drawn together; nothing where each is drawn alone."""
        return drawn_together([item.id for item in self.items], clusters_of(self.items))

    def expected(self, item: Item) -> str:
        """Name what answers an item."""
        return "\n".join(map(self.titled, sorted(self.right[item.id])))

    def titled(self, unit: str) -> str:
        """Return the title of a document, with its id; the id alone where it has none."""
        title = self.titles.get(unit)
        return f"{title} ({unit})" if title else unit


Ranked: TypeAlias = Mapping[str, Sequence[str]]
"""The units found, best first, by the id of an item."""


def ranked(
    questions: QuestionSet, find: Find, tick: Callable[[], None] = lambda: None
) -> dict[str, tuple[str, ...]]:
    """Ask a search every question of a set."""
    found = {}
    for item in questions.items:
        found[item.id] = tuple(find(item))[:DEPTH]
        tick()
    return found


def figures(questions: QuestionSet, found: Ranked) -> dict[str, dict[str, float]]:
    """Return the figures of ``METRICS`` by item and name."""
    qrels = {item.id: dict.fromkeys(questions.right[item.id], 1) for item in questions.items}
    return ranking_values(qrels, found, METRICS)


def fails(questions: QuestionSet, found: Ranked, depth: int) -> dict[str, bool]:
    """Tell of each item whether nothing that answers it is among the first ``depth``."""
    return {
        item.id: not questions.right[item.id] & set(found[item.id][:depth])
        for item in questions.items
    }


def failure(depth: int) -> str:
    """Say what ``fails`` counts."""
    if depth == 1:
        return "what is found first does not answer the question"
    return f"nothing among the first {depth} answers the question"


def mean(
    values: Sequence[float], clusters: Sequence[str] | None, seed: int, resamples: int = RESAMPLES
) -> Metric:
    """Return a mean with its bootstrap interval, over clusters where there are any."""
    if clusters is None:
        return bootstrap_mean(values, seed, resamples)
    return clustered_mean(values, clusters, seed, resamples)
