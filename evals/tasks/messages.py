"""Whether a long message finds what its human summary finds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from vademecum.retrieval.errors import InvalidInput

from ..intervals import RESAMPLES
from ..items import Item
from ..manifest import RunManifest
from ..ranking import ranking_values
from ..readable import documents
from ..results import EvalResult, ItemResult, ItemTexts
from ..side_by_side import paired_result, side_by_side
from .retrieval import System, nothing

DEPTH: Final = 10
METRICS: Final = ("nDCG@10", "recall@10", "RR@10")
GRADES: Final = ((1, 3), (3, 2), (10, 1))
"""(worst rank that any judge gives, grade), best first."""


def evaluate_messages(
    pairs: Sequence[Item],
    search: System,
    judges: Mapping[str, System],
    *,
    domain: str,
    manifest: RunManifest,
    resamples: int = RESAMPLES,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Search the message as it stands, and beside it the summary.

    The text of an item is the message, its first answer the summary. Nobody has judged which
    documents bear on it, so they are pooled: relevant is what *every* one of ``judges`` finds
    among its first ten for the summary, graded 3, 2, 1 where the worst of their ranks is 1, up
    to 3, up to 10. Pairs on which the judges share nothing are left out and counted in the notes.
    ``agreement@10`` is the share of the summary's own first ten, by ``search``, that are found.

    What this measures is not relevance but how far the message leads where the summary does.
    Judges should be other systems than ``search``; if they are its ingredients, that flatters the
    summary most, so the difference to the summary errs against the message. Raises InvalidInput
    on an item without a summary, on fewer than two judges, if no pair is left.
    """
    if len(judges) < 2:
        raise InvalidInput("long messages need at least two judges that search the summary")
    if lost := [pair.id for pair in pairs if not pair.answers]:
        raise InvalidInput(f"{len(lost)} items have no summary among their answers: {lost[0]}")
    qrels: dict[str, dict[str, int]] = {}
    for pair in pairs:
        ranked = [_ids(judge(pair.answers[0], DEPTH)) for judge in judges.values()]
        if pooled := pool(ranked):
            qrels[pair.id] = pooled
        tick()
    judged = [pair for pair in pairs if pair.id in qrels]
    if not judged:
        raise InvalidInput("the judges agree on no document for any summary")
    queries: dict[str, Callable[[Item], str]] = {
        "message": lambda pair: pair.text,
        "summary": lambda pair: pair.answers[0],
    }
    asked = {name: {pair.id: query(pair) for pair in judged} for name, query in queries.items()}
    found: dict[str, dict[str, list[str]]] = {name: {} for name in queries}
    for pair in judged:
        for name in queries:
            question = asked[name][pair.id]
            found[name][pair.id] = _ids(search(question, DEPTH))
        tick()
    rows: dict[str, list[dict[str, float]]] = {}
    for name, run in found.items():
        values = ranking_values(qrels, run, METRICS)
        rows[name] = [
            values[p.id] | {"agreement@10": _agreement(run[p.id], found["summary"][p.id])}
            for p in judged
        ]
    figures = side_by_side(rows, judged, seed=manifest.seed, resamples=resamples)
    left_out = len(pairs) - len(judged)
    return paired_result(
        "messages",
        figures,
        (
            ItemResult(
                id=pair.id,
                values=row,
                found=tuple(found["message"][pair.id]),
                labels={"summary": pair.answers[0]},
                texts=ItemTexts.of(
                    pair.text,
                    f"{pair.answers[0]}\n{documents(qrels[pair.id], {})}",
                    documents(found["message"][pair.id], {}),
                ),
            )
            for pair, row in zip(judged, rows["message"], strict=True)
        ),
        domain=domain,
        manifest=manifest,
        notes=(
            f"relevant: pooled from the summary by {' and '.join(judges)}",
            *((f"{left_out} pairs left out, no document shared",) if left_out else ()),
        ),
    )


def pool(ranked: Sequence[Sequence[str]]) -> dict[str, int]:
    """Return the grade of every document that stands in all rankings (of ids, best first)."""
    first, *others = [{name: rank for rank, name in enumerate(r, start=1)} for r in ranked]
    grades = {}
    for document, rank in first.items():
        worst = max([rank, *(other.get(document, DEPTH + 1) for other in others)])
        grade = next((grade for up_to, grade in GRADES if worst <= up_to), 0)
        if grade:
            grades[document] = grade
    return grades


def _ids(ranked: Sequence[tuple[str, float]]) -> list[str]:
    return list(dict.fromkeys(document for document, _ in ranked))[:DEPTH]


def _agreement(found: Sequence[str], reference: Sequence[str]) -> float:
    return len(set(found) & set(reference)) / len(reference) if reference else 0.0
