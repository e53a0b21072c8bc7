"""What an adapter gives: the domain's search with it and without it, on items for reporting."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

from vademecum.domains import Domain
from vademecum.evals.adapting.plan import PlannedSet, documents_of, items_to_report
from vademecum.evals.beir import qrels_of
from vademecum.evals.data import data_home
from vademecum.evals.items import Item
from vademecum.evals.ranking import DEPTH, ranking_values
from vademecum.evals.resampling import resampled_mean
from vademecum.evals.side_by_side import clusters_of
from vademecum.evals.spans import char_recall
from vademecum.retrieval import Access, Query
from vademecum.retrieval.adapters import Figure
from vademecum.retrieval.search import HybridSearch
from vademecum.retrieval.types import Noun

from ..adapters import reading_with
from ..composition import shared_encoder
from ..evaluating.options import Gauge, Ticks
from ..evaluating.systems import EVERYBODY, evaluation_search

Values: TypeAlias = dict[str, list[float]]


class Gains(Noun):
    """Figures by "set metric": before, after, and the paired difference, with 95 % intervals."""

    before: dict[str, Figure]
    after: dict[str, Figure]
    difference: dict[str, Figure]


def gains_of(
    domain: Domain,
    adapter: Path,
    plan: Sequence[PlannedSet],
    notice: Callable[[str], None] = lambda line: None,
    gauge: Gauge = lambda completed, total=None: None,
) -> Gains:
    """Measure ``domain``'s search without and with the adapter in a folder, on every set."""
    encoder = shared_encoder().adapted(adapter)
    before: dict[str, Figure] = {}
    after: dict[str, Figure] = {}
    difference: dict[str, Figure] = {}
    for planned in plan:
        items = items_to_report(data_home(), planned)
        notice(f"{planned.set}: measuring {len(items):,} questions without and with the adapter")
        base = evaluation_search(domain, documents_of(data_home(), planned), notice=notice)
        values_of = _recalls if planned.inside else _ndcgs
        old = values_of(base, items, Ticks(gauge, 2 * len(items)))
        adapted = values_of(
            reading_with(base, encoder), items, Ticks(gauge, 2 * len(items), len(items))
        )
        for metric, values in old.items():
            key, new = f"{planned.set} {metric}", adapted[metric]
            pairs = [b - a for a, b in zip(values, new, strict=True)]
            for figures, column in ((before, values), (after, new), (difference, pairs)):
                figures[key] = _figure(column, items)
    return Gains(before=before, after=after, difference=difference)


def _ndcgs(search: HybridSearch, items: Sequence[Item], tick: Ticks) -> Values:
    ranked = {}
    for item in items:
        query = Query(text=item.with_options, allow=EVERYBODY)
        ranked[item.id] = [name for name, _ in search.search_documents(query, DEPTH)]
        tick()
    values = ranking_values(qrels_of(items), ranked)
    return {"nDCG@10": [values[item.id]["nDCG@10"] for item in items]}


def _recalls(search: HybridSearch, items: Sequence[Item], tick: Ticks) -> Values:
    found: Values = {"char_recall@1": [], "char_recall@5": []}
    for item in items:
        allow = Access.of(str(item.within))
        hits = search.search(Query(text=item.text, allow=allow, k=5))
        passages = [hit.passage for hit in hits]
        found["char_recall@1"].append(char_recall(passages[:1], item.gold))
        found["char_recall@5"].append(char_recall(passages, item.gold))
        tick()
    return found


def _figure(values: Sequence[float], items: Sequence[Item]) -> Figure:
    """Return the mean with its interval, questions on one document drawn together."""
    found = resampled_mean(values, clusters_of(items), 0)
    return Figure(value=found.value, low=found.low, high=found.high, n=len(items))
