"""How well a system ranks the documents of a public set, beside its baselines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from ..beir import BeirSet
from ..intervals import RESAMPLES, bootstrap_mean, paired_difference
from ..manifest import RunManifest
from ..ranking import DEPTH, METRICS, ranking_values
from ..readable import SHOWN, documents
from ..results import EvalResult, ItemResult, ItemTexts, Metric

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

    ``tick`` is called once for every question of every system. Raises ValueError on no system.
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

    def figures(name: str) -> dict[str, Metric]:
        return {m: bootstrap_mean(column(name, m), seed, resamples) for m in METRICS}

    def differences(name: str) -> dict[str, Metric]:
        return {
            m: paired_difference(column(first, m), column(name, m), seed, resamples)
            for m in METRICS
        }

    titles = {document.id: document.title for document in data.documents}

    def texts(query: str) -> ItemTexts:
        grades = data.qrels[query]
        relevant = sorted((d for d in grades if grades[d] > 0), key=lambda d: (-grades[d], d))
        found = ranked[first][query][:SHOWN]
        return ItemTexts.of(
            data.questions[query], documents(relevant, titles), documents(found, titles)
        )

    return EvalResult(
        task="retrieval",
        domain=domain,
        metrics=figures(first),
        baselines={name: figures(name) for name in others},
        differences={name: differences(name) for name in others},
        manifest=manifest.model_copy(
            update={"n": len(data.questions), "notes": manifest.notes + _notes(data, first)}
        ),
        items=tuple(
            ItemResult(
                id=query,
                values=values[first][query],
                found=tuple(ranked[first][query][:DEPTH]),
                texts=texts(query),
            )
            for query in data.questions
        ),
    )


def _notes(data: BeirSet, first: str) -> tuple[str, ...]:
    unknown = data.unknown_documents()
    lost = (f"{unknown} relevant documents are not in the corpus",) if unknown else ()
    return (f"metrics are of the system {first!r}", *lost)
