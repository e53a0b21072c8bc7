"""Make marks from what a page holds, keep them with consent, take them back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeAlias

from vademecum.domains import Domain, load_domain
from vademecum.domains.rails.actions import strongest
from vademecum.evals.questions import GoldSpan
from vademecum.evals.tasks.guardrails import Expected
from vademecum.evals.tasks.marked_answers import Says
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Claim, Stage

from ..marking.marks import MOST_NOTE_CHARS, AnswerMark, VerdictMark
from ..marking.store import forget_marks, save_mark
from ..trying.attempt import Tried
from .speech import tr
from .turn_html import Exchange

Held: TypeAlias = tuple[tuple[str, str], ...]
"""The domain and the id of each mark of this visit."""


def mark_verdict(
    domain: Domain,
    tried: Tried | None,
    expected: Expected | None,
    stage: Stage,
    rail: str | None,
    note: str,
    consents: bool,
    on: date,
) -> VerdictMark | AnswerMark:
    """Keep what a person says of a verdict; raise InvalidInput where something is missing."""
    if tried is None:
        raise InvalidInput(tr("try a message first, then mark what the guardrails did"))
    if expected is None:
        raise InvalidInput(tr("choose whether it should have been stopped"))
    mark = VerdictMark(
        on=on,
        domain=domain.name,
        text=tried.attempt.given(stage),
        stage=stage,
        expected=expected,
        rail=rail,
        action=said.action if (said := strongest(tried.given[stage])) else "allow",
        note=checked_note(note),
    )
    return save_mark(domain, mark, consents=consents)


def mark_answer(
    domain: Domain,
    past: Sequence[Exchange],
    says: Says | None,
    sentence: int | None,
    note: str,
    consents: bool,
    on: date,
) -> VerdictMark | AnswerMark:
    """Keep what a person says of the last reply; raise InvalidInput where something is missing.

    ``past`` holds the exchanges of the conversation, the last one being meant; ``sentence`` is the
    number of the claim that is wrong, from 0.
    """
    if not past:
        raise InvalidInput(tr("ask a question first, then mark the reply"))
    if says is None:
        raise InvalidInput(tr("choose what you want to say about the reply"))
    meant = past[-1]
    outcome = meant.outcome
    is_answered = outcome.outcome == "answered"
    if is_answered != (says in ("wrong", "source_missing", "refuse")) and says != "good":
        raise InvalidInput(tr("that does not fit this reply; choose another"))
    wrong: Claim | None = None
    if says == "wrong":
        if sentence is None:
            raise InvalidInput(tr("choose the sentence that is wrong"))
        wrong = outcome.claims[sentence]
    mark = AnswerMark(
        on=on,
        domain=domain.name,
        question=meant.question,
        says=says,
        outcome=outcome.outcome,
        sentence=wrong.text if wrong else "",
        wrong=spans_of([wrong] if wrong else []),
        cited=spans_of(outcome.claims),
        audience=meant.audience,
        jurisdiction=meant.jurisdiction,
        as_of=meant.as_of,
        earlier_turns=len(past) - 1,
        note=checked_note(note),
    )
    return save_mark(domain, mark, consents=consents)


def spans_of(claims: Iterable[Claim]) -> tuple[GoldSpan, ...]:
    """Return what claims cite, each place once."""
    cited = (citation for claim in claims for citation in claim.citations)
    return tuple(
        dict.fromkeys(
            GoldSpan(document_id=c.document_id, quote=c.quote, start=c.start, end=c.end)
            for c in cited
        )
    )


def checked_note(note: str) -> str:
    """Return a note without white space around it; raise InvalidInput where it is too long."""
    if len(note.strip()) > MOST_NOTE_CHARS:
        raise InvalidInput(tr("the note is longer than {n} characters", n=f"{MOST_NOTE_CHARS:,}"))
    return note.strip()


def take_back(held: Held) -> int:
    """Delete the marks of this visit; return how many there were."""
    names = dict.fromkeys(name for name, _ in held)
    return sum(
        forget_marks(load_domain(n).name, {mark for name, mark in held if name == n}) for n in names
    )
