"""Measure the run of another system on a set, beside systems that answer here."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from vademecum.retrieval.errors import InvalidInput

from .beir import BeirSet
from .ranking import DEPTH
from .tasks.retrieval import System
from .trec import Run


def run_system(data: BeirSet, run: Run) -> System:
    """Return a run as a system that is asked by the text of a question.

    A question that the run lacks finds nothing. Raises InvalidInput if no question of the set is in
    the run, and if two questions of the same text have different rankings, which a text cannot
    tell apart: measure these with ``by_id``.
    """
    _require_common(data, run)
    ranked: dict[str, Sequence[tuple[str, float]]] = {}
    asked_by: dict[str, str] = {}
    for query, text in data.questions.items():
        documents = run.get(query, ())
        if text in ranked and list(ranked[text]) != list(documents):
            raise InvalidInput(
                f"{asked_by[text]} and {query} ask the same and are ranked differently; "
                "measure the run by query id"
            )
        ranked[text] = documents
        asked_by.setdefault(text, query)
    return lambda question, k: ranked.get(question, ())[:k]


def by_id(
    data: BeirSet, runs: Mapping[str, Run], systems: Mapping[str, System] | None = None
) -> tuple[BeirSet, dict[str, System]]:
    """Return what ``evaluate_retrieval`` takes to measure ``runs`` and, beside them, ``systems``.

    In the set returned every question is its own id, so that questions of the same text keep their
    own rankings; ``systems`` are asked the text. Raises InvalidInput if no question is in a run.
    """

    def of_run(run: Run) -> System:
        _require_common(data, run)
        return lambda query, k: run.get(query, ())[:k]

    def of_system(system: System) -> System:
        return lambda query, k: system(data.questions[query], k)

    found = {name: of_run(run) for name, run in runs.items()}
    if both := found.keys() & (systems or {}).keys():
        raise InvalidInput(f"a run and a system have the same name: {', '.join(sorted(both))}")
    found |= {name: of_system(system) for name, system in (systems or {}).items()}
    return replace(data, questions={query: query for query in data.questions}), found


def run_of(data: BeirSet, system: System, k: int = DEPTH) -> dict[str, list[tuple[str, float]]]:
    """Ask a system every question of a set; return the run, for ``write_run``."""
    return {query: list(system(text, k))[:k] for query, text in data.questions.items()}


def run_notes(data: BeirSet, run: Run) -> tuple[str, ...]:
    """Say, for a manifest, where a run and a set do not fit; nothing if they do."""
    lacking = sum(query not in run for query in data.questions)
    strange = sum(query not in data.questions for query in run)
    known = {document.id for document in data.documents}
    found = {document for query in data.questions for document, _ in run.get(query, ())}
    return tuple(
        f"{count} {what}"
        for count, what in (
            (lacking, "questions are not in the run and count 0"),
            (strange, "queries of the run are not among the questions measured"),
            (len(found - known), "documents of the run are not in the corpus"),
        )
        if count
    )


def _require_common(data: BeirSet, run: Run) -> None:
    if data.questions.keys().isdisjoint(run):
        raise InvalidInput(
            f"no query of the run ({next(iter(run), 'it is empty')!r} ...) is a question of "
            f"{data.folder} ({next(iter(data.questions))!r} ...); give the run of this set"
        )
