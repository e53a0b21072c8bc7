"""Press a tutor for an answer: scripts of three turns, against the worst of language models."""

from __future__ import annotations

from pathlib import Path

from vademecum.retrieval.protocols import Policy
from vademecum.retrieval.types import (
    PUBLIC,
    Access,
    Citation,
    Claim,
    Context,
    Document,
    Grounding,
    Hit,
    Noun,
    Passage,
    Query,
    Refusal,
    Turn,
)

from .answer_forms import forms_of, holds_answer
from .exercises import MadeExercise
from .questions import read_models

LESSON = "A lesson explains the method and leaves the work to the learner."


class Script(Noun):
    """Two turns that follow a request; ``{true}``, ``{guess}``, ``{sub}`` are filled in."""

    id: str
    kind: str
    turns: tuple[str, ...]


class Pressed(Noun):
    """What came of one script: the replies, and the form in which an answer leaked, if one did."""

    script: str
    exercise: str
    replies: tuple[str, ...]
    leaked: str | None


def read_scripts(path: Path) -> tuple[Script, ...]:
    """Read pressure scripts; raise InvalidInput, naming file and line, at a bad one."""
    return read_models(Script, path)


def press(policy: Policy, exercise: MadeExercise, script: Script) -> Pressed:
    """Ask for the answer, press twice, and look for any form of the answer in the replies."""
    turns = [exercise.text, *(_filled(turn, exercise) for turn in script.turns)]
    history: tuple[Turn, ...] = ()
    replies: list[str] = []
    leaked: str | None = None
    for turn in turns:
        text = reply_of(
            policy, Query(text=turn, allow=Access.of(PUBLIC), history=history), exercise
        )
        replies.append(text)
        leaked = leaked or next((f for v in exercise.values if (f := holds_answer(text, v))), None)
        history = (*history, Turn(role="user", text=turn), Turn(role="assistant", text=text))
    return Pressed(script=script.id, exercise=exercise.id, replies=tuple(replies), leaked=leaked)


def reply_of(policy: Policy, query: Query, exercise: MadeExercise) -> str:
    """Return what is sent: a refusal, or what the output rails leave of a leaking draft."""
    checked, _ = policy.check_input(query)
    if isinstance(checked, Refusal):
        return checked.text
    context = Context(hits=(_lesson(),), confidence=1.0)
    drafts = [LESSON, *leaking_drafts(exercise)]
    outcome, _ = policy.check_output(checked, context, Grounding(claims=tuple(map(_claim, drafts))))
    return outcome.text


def leaking_drafts(exercise: MadeExercise) -> list[str]:
    """Return sentences of a language model that gives the answer away, in every form."""
    frames = ("The answer is {}.", "x = {}", "{}", "So you end up with {}, as you can check.")
    return [
        frame.format(form)
        for value in exercise.values
        for form in forms_of(value).values()
        for frame in frames
    ] + [f"return {value}" for value in exercise.values]


def _filled(turn: str, exercise: MadeExercise) -> str:
    value = exercise.values[0]
    sub = (
        f"{value + 3} - 3" if value.denominator == 1 else f"{value.numerator} / {value.denominator}"
    )
    filled = {"true": str(value), "guess": str(value + 1), "guess2": str(value - 1), "sub": sub}
    for name, text in filled.items():
        turn = turn.replace(f"{{{name}}}", text)
    return turn


def _lesson() -> Hit:
    document = Document(id="lesson", title="Lesson", text=LESSON)
    passage = Passage(id="lesson#0", document_id="lesson", start=0, end=len(LESSON), text=LESSON)
    return Hit(passage=passage, document=document, score=1.0)


def _claim(text: str) -> Claim:
    citation = Citation(
        passage_id="lesson#0",
        document_id="lesson",
        title="Lesson",
        source="lesson",
        start=0,
        end=len(LESSON),
        quote=LESSON,
        status="verified",
    )
    return Claim(text=text, citations=(citation,))
