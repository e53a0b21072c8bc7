"""Figures of a system and of its rivals on the same items, the differences, and the slices."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TypeAlias

from vademecum.retrieval.types import Noun

from .intervals import RESAMPLES
from .items import Item
from .manifest import RunManifest
from .resampling import clustered_mean, clustered_rate, is_shared
from .results import EvalResult, ItemResult, Metric

Rows: TypeAlias = Sequence[Mapping[str, float]]
"""Figures by metric name, one mapping an item; a name that an item lacks does not bear on it."""


class SideBySide(Noun):
    """What ``EvalResult`` takes under the same names."""

    metrics: dict[str, Metric]
    baselines: dict[str, dict[str, Metric]]
    differences: dict[str, dict[str, Metric]]
    clusters: tuple[str, ...] = ()
    """What each item is drawn with; none where each is drawn alone."""


def side_by_side(
    rows: Mapping[str, Rows],
    items: Sequence[Item],
    *,
    rates: Collection[str] = (),
    by: Sequence[str] = (),
    seed: int,
    resamples: int = RESAMPLES,
    clusters: Sequence[str] | None = None,
    known: Collection[str] = (),
) -> SideBySide:
    """Return the figures of the first system and, beside them, those of the others.

    ``rates`` are metrics of 0 and 1, with Wilson intervals; the others are means with bootstrap
    intervals. Where items of a figure share a document (``clusters_of``), or one of ``clusters``,
    these are drawn whole (``clustered_rate``, ``clustered_mean``). Slices of the item labels
    ``by`` are named ``metric/label=value``. A difference is paired over the items that bear on
    both. Figures of the systems ``known`` are reckoned, not measured, and have no width. Raises
    ValueError on no system.
    """
    if not rows:
        raise ValueError("side_by_side needs at least one system")
    slices = slices_of(items, by)
    clusters = clusters_of(items) if clusters is None else clusters

    def figure(column: Mapping[int, float], is_rate: bool) -> Metric:
        interval = clustered_rate if is_rate else clustered_mean
        return interval(list(column.values()), [clusters[i] for i in column], seed, resamples)

    def exactly(column: Mapping[int, float]) -> Metric:
        value = sum(column.values()) / len(column)
        return Metric(value=value, low=value, high=value)

    def figures(system: str) -> dict[str, Metric]:
        return {
            name + suffix: exactly(column) if system in known else figure(column, name in rates)
            for name in _names(rows[system])
            for suffix, places in slices.items()
            if (column := _column(rows[system], name, places))
        }

    def differences(rival: str) -> dict[str, Metric]:
        found = {}
        for name in _names(rows[first]):
            for suffix, places in slices.items():
                ours, theirs = (_column(rows[s], name, places) for s in (first, rival))
                if pairs := {i: ours[i] - theirs[i] for i in ours if i in theirs}:
                    found[name + suffix] = figure(pairs, False)
        return found

    first, *others = rows
    return SideBySide(
        metrics=figures(first),
        baselines={name: figures(name) for name in others},
        differences={name: differences(name) for name in others},
        clusters=tuple(clusters) if is_shared(clusters) else (),
    )


def paired_result(
    task: str,
    figures: SideBySide,
    results: Iterable[ItemResult],
    *,
    domain: str,
    manifest: RunManifest,
    notes: Iterable[str] = (),
    drawn_by: str = "document",
) -> EvalResult:
    """Put figures and items into the result of one task; add ``notes`` to the manifest's.

    ``drawn_by`` says what the clusters of the figures are, for the note about them.
    """
    items = tuple(results)
    drawn: tuple[str, ...] = ()
    if figures.clusters:
        drawn = drawn_together([item.id for item in items], figures.clusters, drawn_by)
        items = tuple(
            item.model_copy(update={"cluster": cluster})
            for item, cluster in zip(items, figures.clusters, strict=True)
        )
    return EvalResult(
        task=task,
        domain=domain,
        metrics=figures.metrics,
        baselines=figures.baselines,
        differences=figures.differences,
        manifest=manifest.model_copy(
            update={"n": len(items), "notes": (*manifest.notes, *notes, *drawn)}
        ),
        items=items,
    )


def clusters_of(items: Sequence[Item], group: str = "") -> list[str]:
    """Name what each item is drawn with.

    That is its slice ``group``, the document that it is asked ``within``, its own ``group``, the
    first of its gold documents by id (many a question has several, and all that overlap would
    chain into one), or, without any of these, itself.
    """
    return [_cluster_of(item, group) for item in items]


def drawn_together(
    ids: Sequence[str], clusters: Sequence[str], what: str = "document"
) -> tuple[str, ...]:
    """Say how many items are drawn by how many clusters; nothing where items are drawn alone.

    An item whose cluster is its own id has none and is not counted.
    """
    if not is_shared(clusters):
        return ()
    drawn = [one for item, one in zip(ids, clusters, strict=True) if one != item]
    n, m = len(drawn), len(set(drawn))
    if what == "document":
        return (f"{n} questions on {m} documents, drawn together by document",)
    return (f"{n} items with {m} values of {what}, drawn together by {what}",)


def _cluster_of(item: Item, group: str) -> str:
    if group in item.slices:
        return f"{group} {item.slices[group]}"
    if item.within is not None:
        return f"within {item.within}"
    if item.group is not None:
        return f"group {item.group}"
    gold = item.documents or [span.document_id for span in item.gold]
    return f"document {min(gold)}" if gold else item.id


def groups_of(items: Sequence[Item]) -> list[str]:
    """Name what never falls into two parts: the group of an item, or the item itself."""
    return [item.id if item.group is None else f"group {item.group}" for item in items]


def slices_of(items: Sequence[Item], by: Sequence[str]) -> dict[str, list[int]]:
    """Return the places of all items under "" and those of each slice under "/label=value"."""
    slices = {"": list(range(len(items)))}
    for label in by:
        values = sorted({item.slices[label] for item in items if label in item.slices})
        for value in values:
            places = [i for i, item in enumerate(items) if item.slices.get(label) == value]
            slices[f"/{label}={value}"] = places
    return slices


def _names(rows: Rows) -> list[str]:
    return list(dict.fromkeys(name for row in rows for name in row))


def _column(rows: Rows, name: str, places: Sequence[int]) -> dict[int, float]:
    return {i: rows[i][name] for i in places if name in rows[i]}
