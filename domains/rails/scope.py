"""Requests that clearly belong elsewhere are said to be so."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from vademecum.retrieval.types import Verdict

from .heads.field import is_outside, outside_margin
from .phrases import read_phrases
from .rail import Ground, HeadScore, Rail, Subject

FOREIGN = read_phrases(Path(__file__).parent / "scope.toml")
MAX_CHARACTERS = 20_000

GROUND = Ground(
    rule="Out-of-scope questions are said to be so",
    source="NIST AI 600-1 (2024), human-AI configuration; expectations, All three",
)


def check_scope(
    foreign: Sequence[str], own: re.Pattern[str], field: str | None = None
) -> Callable[[Subject], Verdict | None]:
    """Return a check for requests of ``foreign`` fields that hold no word of the own field.

    With ``field``, also what a learned head places far outside it.
    """

    def check(subject: Subject) -> Verdict | None:
        text = subject.folded.text
        if own.search(text):
            return None
        for key in foreign:
            if match := FOREIGN[key].search(text):
                start, end = subject.folded.span(*match.span())
                return _verdict("scope", "the question belongs to another field", start, end)
        if field is not None and is_outside(subject, field):
            reason = "the question belongs to another field"
            return _verdict("scope", reason, 0, len(subject.text))
        return None

    return check


def scope_score(own: re.Pattern[str], field: str) -> Callable[[Subject], HeadScore | None]:
    """Return what says how far outside ``field`` a question is; not asked of one with its words."""

    def score(subject: Subject) -> HeadScore | None:
        margin = None if own.search(subject.folded.text) else outside_margin(subject, field)
        return None if margin is None else HeadScore(value=margin, threshold=0, scale="log-odds")

    return score


def check_length(subject: Subject) -> Verdict | None:
    """Redirect a question that is really a document."""
    if len(subject.text) <= MAX_CHARACTERS:
        return None
    return _verdict("length", f"longer than {MAX_CHARACTERS:,} characters", 0, len(subject.text))


def _verdict(rail: str, reason: str, start: int, end: int) -> Verdict:
    return Verdict(
        rail=rail, stage="input", action="redirect", reason=reason, basis="", start=start, end=end
    )


LENGTH = Rail(
    id="length",
    stage="input",
    ground=Ground(
        rule="A question is short; documents go to the library, where access rules apply",
        source="OWASP Top 10 for LLM Applications, 2025: LLM10 Unbounded consumption",
    ),
    check=check_length,
    must_fire=tuple(letter * (MAX_CHARACTERS + 1) for letter in ("a", "b ", "é", "1")),
    must_not_fire=(
        "What is a deposition?",
        "What is insulin?",
        "What is a cell?",
        "a" * MAX_CHARACTERS,
    ),
    expectation=("ALL",),
    is_urgent=True,
)
