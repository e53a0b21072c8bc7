"""Law and guidance in force: what a reader must know about a document's dates, and its rank."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from vademecum.retrieval.types import Document, Hit, Verdict

from .fold import fold
from .phrases import sentences
from .regulations import ground

RAIL = "in_force"
BASIS = str(ground("in_force"))
FORMER = re.compile(
    r"\b(?:repealed|former|formerly|supersed\w+|previous(?:ly)? (?:version|rule|law|guid\w+|text)|"
    r"prior version|old(?:er)? (?:version|rule|law|guid\w+|text)|"
    r"no longer in force|historical(?:ly)?|"
    r"(?:before|until|prior to) (?:the )?(?:\d{4}|amend\w+|change|reform|gdpr))\b"
)
PRESENT = re.compile(
    r"\b(?:now|today|currently|current|still|nowadays|must|should|may i|can i|do i|do we|"
    r"am i|are we|when (?:does|do|is)|at what age|is it)\b"
)
SAYS = re.compile(r"\b(?:say|said|state[sd]?|provided?|read|text|version)\b")
PAST = re.compile(r"\b(?:was|were|did|had|used to)\b")
NUMBER = re.compile(r"\b\d+/\d+\b")
YEAR = re.compile(r"\b(?:1[89]|20)\d\d\b")


def marks_of(document: Document, day: date, titles: dict[str, str]) -> tuple[str, ...]:
    """Say what is wrong with a document's dates on ``day``; empty when it is in force."""
    if is_current(document, day):
        return ()
    marks: list[str] = []
    if document.effective_from is not None and document.effective_from > day:
        marks.append(f"not in force until {document.effective_from.isoformat()}")
    if document.effective_to is not None and document.effective_to < day:
        since = document.effective_to + timedelta(days=1)
        is_repealed = document.attributes.get("status") == "repealed"
        marks.append(
            f"{'repealed on' if is_repealed else 'not in force since'} {since.isoformat()}"
        )
    if document.superseded_by:
        name = titles.get(document.superseded_by, document.superseded_by)
        marks.append(f"superseded by {name}")
    return tuple(marks)


def is_current(document: Document, day: date) -> bool:
    """Tell whether the document is in force on ``day`` and not replaced without a date."""
    is_replaced = document.superseded_by is not None and document.effective_to is None
    return document.is_in_force(day) and not is_replaced


def is_named(document: Document, question: str) -> bool:
    """Tell whether the question itself asks for this document, though it is out of force.

    A question of what holds now does not, even where it mentions the older text.
    """
    folded = fold(question).text
    asked = [sentence for _, sentence in sentences(folded)][-1:] or [folded]
    if PRESENT.search(asked[0]) and not SAYS.search(asked[0]):
        return False
    if FORMER.search(folded):
        return True
    name = fold(f"{document.citation or ''} {document.title}").text
    if set(NUMBER.findall(name)) & set(NUMBER.findall(folded)):
        return True
    years = {int(year) for year in YEAR.findall(folded)}
    if years & {int(year) for year in YEAR.findall(document.title)}:
        return True
    first = document.effective_from.year if document.effective_from else 0
    last = document.effective_to.year if document.effective_to else first
    return bool(PAST.search(folded)) and any(first <= year <= last for year in years)


def order_by_currency(
    question: str, hits: Sequence[Hit], as_of: date | None, today: date
) -> tuple[tuple[Hit, ...], tuple[Verdict, ...]]:
    """Drop what was not in force on ``as_of``; mark what is not today and rank it last.

    An out-of-force document that is the best match and that the question names keeps its place.
    """
    verdicts: list[Verdict] = []
    titles = {hit.document.id: hit.document.title for hit in hits}
    if as_of is not None:
        dropped = [hit for hit in hits if not hit.document.is_in_force(as_of)]
        for document in _documents(dropped):
            verdicts.append(_warn(f"left out “{document.title}”: not in force on {as_of}"))
        hits = [hit for hit in hits if hit.document.is_in_force(as_of)]
    marked = [_mark(hit, marks_of(hit.document, today, titles)) for hit in hits]
    if as_of is not None:
        return _behind_replacements(marked), tuple(verdicts)
    best = marked[0].document if marked else None
    named = best.id if best and not is_current(best, today) and is_named(best, question) else None
    kept = [h for h in marked if is_current(h.document, today) or h.document.id == named]
    last = [h for h in marked if not is_current(h.document, today) and h.document.id != named]
    for document in _documents(last):
        verdicts.append(_warn(f"ranked “{document.title}” last: not in force today"))
    ceiling = min((hit.score for hit in kept), default=float("inf"))
    capped = [h.model_copy(update={"score": min(h.score, ceiling)}) for h in last]
    return (*kept, *capped), tuple(verdicts)


def _behind_replacements(hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Move each document behind the one that replaced it, if that was found as well."""
    found = {hit.document.id for hit in hits}
    is_late = {hit.document.id for hit in hits if hit.document.superseded_by in found}
    kept = [hit for hit in hits if hit.document.id not in is_late]
    ceiling = min((hit.score for hit in kept), default=float("inf"))
    late = [hit for hit in hits if hit.document.id in is_late]
    return (*kept, *(h.model_copy(update={"score": min(h.score, ceiling)}) for h in late))


def _mark(hit: Hit, marks: tuple[str, ...]) -> Hit:
    return hit.model_copy(update={"marks": (*hit.marks, *marks)}) if marks else hit


def _documents(hits: Sequence[Hit]) -> list[Document]:
    return list({hit.document.id: hit.document for hit in hits}.values())


def _warn(reason: str) -> Verdict:
    return Verdict(rail=RAIL, stage="context", action="warn", reason=reason, basis=BASIS)
