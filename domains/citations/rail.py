"""The rails that read citations: in a question, and in what a language model wrote."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from vademecum.retrieval.types import Action, Document, Verdict

from ..notes import CHECK
from ..rails.rail import Ground, Rail, Subject
from .trigger import may_cite

if TYPE_CHECKING:
    from .nouns import Entry

QUESTION = "cited_question"
ANSWER = "citations"


def citation_rails(
    folder: Path,
    ground: Ground,
    must_fire: Sequence[str],
    must_not_fire: Sequence[str],
    expectation: tuple[str, ...],
) -> tuple[Rail, Rail]:
    """Return the rail of questions, which only warns, and that of answers.

    In an answer, a statement that cites what does not exist or what is named wrongly is left out.
    Words quoted from a passage stay, with a line to check: the citation is the passage's own.
    """
    return (
        Rail(
            id=QUESTION,
            stage="input",
            ground=ground,
            check=_check_question(folder),
            must_fire=tuple(must_fire),
            must_not_fire=tuple(must_not_fire),
            expectation=expectation,
            is_told=True,
        ),
        Rail(
            id=ANSWER,
            stage="output",
            ground=ground,
            check=_check_answer(folder),
            must_fire=tuple(must_fire),
            must_not_fire=tuple(must_not_fire),
            expectation=expectation,
        ),
    )


def _check_question(folder: Path) -> Callable[[Subject], Sequence[Verdict]]:
    def check(subject: Subject) -> Sequence[Verdict]:
        return [
            Verdict(
                rail=QUESTION, stage="input", action="warn", reason=f"{CHECK}{what}", basis="",
                start=row.start, end=row.end,
            )
            for row, what in _faults(_rows(folder, subject.text))
        ]  # fmt: skip

    return check


def _check_answer(folder: Path) -> Callable[[Subject], Sequence[Verdict]]:
    def check(subject: Subject) -> Sequence[Verdict]:
        hits = subject.context.hits if subject.context else ()
        documents = tuple({hit.document.id: hit.document for hit in hits}.values())
        claims = subject.grounding.claims if subject.grounding else ()
        quotes = [citation.quote for claim in claims for citation in claim.citations]
        sources = {f"document:{c.document_id}" for claim in claims for c in claim.citations}
        found: list[Verdict] = []
        for row in _rows(folder, subject.text, documents):
            if row.source in sources:
                continue  # the passage's own dates and marks speak for it
            is_own = any(row.text in quote for quote in quotes)
            if said := _said_of(row, is_own=is_own, is_written=bool(claims)):
                found.append(_verdict(*said, None if claims else row))
        premises = _rows(folder, subject.query.text, documents)
        found += [_verdict("warn", f"{CHECK}{what}") for _, what in _faults(premises)]
        return found

    return check


def _said_of(row: Entry, *, is_own: bool, is_written: bool) -> tuple[Action, str] | None:
    """Return what to do about one citation of a statement, and the reason."""
    if row.is_failed:
        if is_own:
            return "warn", f"{CHECK}the source cites “{row.text}”, but {row.reason}."
        return (
            "refuse",
            f"left out a statement that cites “{row.text}” ({row.status}): {row.reason}",
        )
    if row.standing and not row.is_noted:
        return "warn", f"{CHECK}{_standing(row)}"
    if is_written and not is_own and row.status == "not_checked":
        return "warn", f"{CHECK}“{row.text}” could not be checked: {row.reason}."
    return None


def _faults(rows: Sequence[Entry]) -> Iterator[tuple[Entry, str]]:
    """Yield what is wrong with the premises of a question."""
    for row in rows:
        if row.is_failed:
            yield row, f"“{row.text}” ({row.status}): {row.reason}."
        elif row.standing and not row.is_noted:
            yield row, _standing(row)


def _standing(row: Entry) -> str:
    return f"{row.authority} must not be relied on: {row.standing}."


def _rows(folder: Path, text: str, documents: Sequence[Document] = ()) -> tuple[Entry, ...]:
    """Return the ledger's rows; claims are left to grounding, dates of documents to their rail."""
    if not may_cite(text):
        return ()
    from .ledger import check_citations
    from .of_domain import domain_kinds, kept_tables
    from .reader import find_citations
    from .shelf import Shelf

    kinds = set(domain_kinds(folder)) - {"document"}
    if not find_citations(text, kinds):
        return ()
    tables, shelf = kept_tables(folder, folder.name), Shelf(tuple(documents))
    return check_citations(text, tables, shelf, kinds, with_support=False).rows


def _verdict(action: Action, reason: str, row: Entry | None = None) -> Verdict:
    at = {"start": row.start, "end": row.end} if row else {}
    return Verdict(rail=ANSWER, stage="output", action=action, reason=reason, basis="", **at)
