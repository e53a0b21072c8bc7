"""A mark: what a person says about a verdict or an answer."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field, TypeAdapter

from vademecum.evals.questions import GoldSpan
from vademecum.evals.tasks.guardrails import Expected
from vademecum.evals.tasks.marked_answers import Says
from vademecum.retrieval.types import Action, Noun, Stage

from ..composition import MAX_QUESTION_CHARS

MOST_NOTE_CHARS: Final = 1_000
Outcome = Literal["answered", "refused", "redirected", "abstained"]


def new_id() -> str:
    """Return a name for a mark that says nothing about who made it."""
    return secrets.token_hex(6)


class VerdictMark(Noun):
    """A text of which a person says that it should, or should not, have been stopped."""

    kind: Literal["verdict"] = "verdict"
    id: str = Field(default_factory=new_id)
    on: date
    domain: str
    text: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS)
    stage: Stage = "input"
    expected: Expected
    rail: str | None = None
    """The rail that was wrong; None where the person does not know."""
    action: Action
    """What happened: the strongest action of the rails of that stage."""
    note: str = Field(default="", max_length=MOST_NOTE_CHARS)

    def cleaned(self, clean: Callable[[str], str]) -> VerdictMark:
        """Return the mark with what a person wrote passed through ``clean``, which may cut it."""
        text, note = clean(self.text), clean(self.note)
        cut = {"text": text[:MAX_QUESTION_CHARS], "note": note[:MOST_NOTE_CHARS]}
        return self.model_copy(update=cut)


class AnswerMark(Noun):
    """A question, and what a person says about the reply that it got."""

    kind: Literal["answer"] = "answer"
    id: str = Field(default_factory=new_id)
    on: date
    domain: str
    question: str = Field(min_length=1, max_length=MAX_QUESTION_CHARS)
    says: Says
    outcome: Outcome
    """What the reply was."""
    sentence: str = ""
    """The sentence that is wrong, as the reply had it."""
    wrong: tuple[GoldSpan, ...] = ()
    """What that sentence cited."""
    cited: tuple[GoldSpan, ...] = ()
    """Everything that the reply cited: words of documents, which stay as they are."""
    audience: str | None = None
    jurisdiction: str | None = None
    as_of: date | None = None
    earlier_turns: int = 0
    """How many questions came before in the same conversation: a follow-up stands not alone."""
    note: str = Field(default="", max_length=MOST_NOTE_CHARS)

    def cleaned(self, clean: Callable[[str], str]) -> AnswerMark:
        """Return the mark with what a person wrote passed through ``clean``, which may cut it."""
        cut = {
            "question": clean(self.question)[:MAX_QUESTION_CHARS],
            "sentence": clean(self.sentence),
            "note": clean(self.note)[:MOST_NOTE_CHARS],
        }
        return self.model_copy(update=cut)


Mark = Annotated[VerdictMark | AnswerMark, Field(discriminator="kind")]
MARK: Final[TypeAdapter[VerdictMark | AnswerMark]] = TypeAdapter(Mark)
"""Reads either kind from JSON."""
