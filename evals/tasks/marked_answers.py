"""Whether replies that people marked are still as they were marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Literal

from pydantic import ConfigDict, model_validator

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Access, Answer, Query, Refusal

from ..intervals import wilson
from ..manifest import RunManifest
from ..questions import GoldSpan, Question
from ..results import EvalResult, ItemResult, ItemTexts, Metric
from ..spans import citation_recall
from .retrieval import nothing

Says = Literal["good", "wrong", "source_missing", "refuse", "answer"]
"""The reply is good; a sentence is wrong; a source is missing; refuse it; answer it."""
EXPECTED: Final[dict[Says, str]] = {
    "good": "the reply as it was",
    "wrong": "no citation of the words marked wrong",
    "source_missing": "an answer that cites another document too",
    "refuse": "no answer",
    "answer": "an answer",
}


class AnswerItem(Question):
    """A question with what a person said about the reply to it; in the form of the own questions.

    Unlike those, an answerable one may have no gold spans: who marks an answer as wrong need not
    know the right one. Fields that the task does not know are passed over.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    says: Says
    wrong: tuple[GoldSpan, ...] = ()
    """What an answer is not to cite."""
    cited: tuple[GoldSpan, ...] = ()
    """What the marked reply cited."""

    @model_validator(mode="after")
    def _answerable_has_gold(self) -> AnswerItem:
        if self.gold and not self.answerable:
            raise ValueError("a question that is not to be answered has no gold spans")
        if self.says == "wrong" and not self.wrong:
            raise ValueError("an answer marked wrong names what it cited wrongly")
        return self

    @property
    def spans(self) -> tuple[GoldSpan, ...]:
        """Return every place in a document that the item speaks of."""
        return (*self.gold, *self.wrong, *self.cited)


def evaluate_marked_answers(
    items: Sequence[AnswerItem],
    ask: Callable[[Query], Answer | Refusal],
    text_of: Callable[[str], str | None],
    *,
    allow: Access,
    domain: str,
    manifest: RunManifest,
    tick: Callable[[], None] = nothing,
) -> EvalResult:
    """Ask every question again; ``right`` is the share of replies that are as they should be.

    ``right/SAYS`` is the same by what was said (``EXPECTED``). A reply marked good is right where
    the same quotations are cited or, if it did not answer, where there is again no answer. Items
    whose spans do not stand in the documents are left out, and the manifest counts them.
    """
    current = [item for item in items if _stands(item, text_of)]
    if not current:
        raise InvalidInput(
            "no marked answer to evaluate whose citations stand in the documents measured"
        )
    results: list[ItemResult] = []
    for item in current:
        reply = ask(item.query(allow))
        results.append(_result(item, reply))
        tick()
    left_out = len(items) - len(current)
    note = f"{left_out} items left out: what they cite does not stand in the documents measured"
    update = {"n": len(results), "notes": (*manifest.notes, *([note] if left_out else []))}
    return EvalResult(
        task="answers",
        domain=domain,
        metrics=_figures(results),
        manifest=manifest.model_copy(update=update),
        items=tuple(results),
    )


def is_right(item: AnswerItem, reply: Answer | Refusal) -> bool:
    """Tell whether a reply is as the person who marked the item said it should be."""
    is_answered = reply.outcome == "answered"
    citations = tuple(c for claim in reply.claims for c in claim.citations) if is_answered else ()
    if item.says == "wrong":
        return not any(
            span.overlaps(c.document_id, c.start, c.end) for span in item.wrong for c in citations
        )
    if item.says == "source_missing":
        known = {span.document_id for span in item.cited}
        return any(c.document_id not in known for c in citations)
    if item.gold:
        return is_answered and citation_recall(citations, item.gold) == 1
    return is_answered == item.answerable


def _stands(item: AnswerItem, text_of: Callable[[str], str | None]) -> bool:
    return all(
        (text := text_of(span.document_id)) is not None
        and text[span.start : span.end] == span.quote
        for span in item.spans
    )


def _result(item: AnswerItem, reply: Answer | Refusal) -> ItemResult:
    return ItemResult(
        id=item.id,
        values={"right": float(is_right(item, reply))},
        labels={"says": item.says, "outcome": reply.outcome},
        texts=ItemTexts.of(item.question, EXPECTED[item.says], f"{reply.outcome}\n{reply.text}"),
    )


def _figures(results: Sequence[ItemResult]) -> dict[str, Metric]:
    groups: dict[str, list[float]] = {}
    for result in results:
        for name in ("right", f"right/{result.labels['says']}"):
            groups.setdefault(name, []).append(result.values["right"])
    order = sorted(groups, key=lambda name: ("/" in name, name))
    return {name: wilson(int(sum(groups[name])), len(groups[name])) for name in order}
