"""How well a system ranks the documents of a public set, beside its baselines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ..beir import BeirSet
from ..intervals import RESAMPLES
from ..manifest import RunManifest
from ..ranking import DEPTH, METRICS, ranking_values
from ..readable import SHOWN, documents
from ..resampling import clustered_mean, is_shared
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from ..side_by_side import drawn_together

System: TypeAlias = Callable[[str, int], Sequence[tuple[str, float]]]
"""Maps (question, k) to (document id, score), best first, at most k."""
"""How many document ids an item keeps, to look at its failures."""


def nothing() -> None:
    """Show no progress."""


def evaluate_retrieval(
    data: BeirSet,
    systems: Mapping[str, System],
    *,
    domain: str,
    manifest: RunManifest,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Measure the first of ``systems`` and, beside it, the others as baselines.

    Questions on the same document are drawn together, for the figures and the paired differences.
    A question's document is the first that is relevant to it, the best graded, ties by id: where
    many are, all questions that share one could chain into a single cluster. ``tick`` is called
    once for every question of every system. Raises ValueError on no system.
    """
    if not systems:
        raise ValueError("evaluate_retrieval needs at least one system")
    ranked: dict[str, dict[str, list[str]]] = {name: {} for name in systems}
    for query, question in data.questions.items():
        for name, system in systems.items():
            ranked[name][query] = [document for document, _ in system(question, DEPTH)][:DEPTH]
            tick()
    values = {name: ranking_values(data.qrels, run) for name, run in ranked.items()}
    first, *others = systems
    seed = manifest.seed

    def column(name: str, metric: str) -> list[float]:
        return [values[name][query][metric] for query in data.questions]

    relevant = {query: _relevant(data, query) for query in data.questions}
    clusters = {q: f"document {ids[0]}" if ids else q for q, ids in relevant.items()}
    drawn = list(clusters.values())

    def figures(name: str) -> dict[str, Metric]:
        return {m: clustered_mean(column(name, m), drawn, seed, resamples) for m in METRICS}

    def differences(name: str) -> dict[str, Metric]:
        found = {}
        for m in METRICS:
            pairs = [a - b for a, b in zip(column(first, m), column(name, m), strict=True)]
            found[m] = clustered_mean(pairs, drawn, seed, resamples)
        return found

    titles = {document.id: document.title for document in data.documents}

    def texts(query: str) -> ItemTexts:
        found = ranked[first][query][:SHOWN]
        return ItemTexts.of(
            data.questions[query], documents(relevant[query], titles), documents(found, titles)
        )

    notes = (*_notes(data, first), *drawn_together(list(clusters), drawn))
    return EvalResult(
        task="retrieval",
        domain=domain,
        metrics=figures(first),
        baselines={name: figures(name) for name in others},
        differences={name: differences(name) for name in others},
        manifest=manifest.model_copy(
            update={"n": len(data.questions), "notes": manifest.notes + notes}
        ),
        items=tuple(
            ItemResult(
                id=query,
                values=values[first][query],
                found=tuple(ranked[first][query][:DEPTH]),
                cluster=clusters[query] if is_shared(drawn) else None,
                texts=texts(query),
            )
            for query in data.questions
        ),
    )


def _relevant(data: BeirSet, query: str) -> list[str]:
    """Return the ids of the documents that are relevant, the best graded first, ties by id."""
    grades = data.qrels[query]
    return sorted((d for d in grades if grades[d] > 0), key=lambda d: (-grades[d], d))


def _notes(data: BeirSet, first: str) -> tuple[str, ...]:
    unknown = data.unknown_documents()
    lost = (f"{unknown} relevant documents are not in the corpus",) if unknown else ()
    return (f"metrics are of the system {first!r}", *lost)
