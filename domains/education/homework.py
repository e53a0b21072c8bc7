"""Tutor mode: a hint in place of the answer, through a whole conversation.

Expectations E1 to E4: pressure never yields the answer; the hint level rises only after an
attempt; a worked example is a different problem; the hint speaks to the learner's own step; a
correct attempt is recognised. Who is a teacher is said by the operator's ``users.toml`` (the group
``teachers``), never by words in the conversation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from vademecum.retrieval.types import Query, Verdict

from ..rails.phrases import Phrases
from ..rails.rail import Subject
from .exercises import Exercise, find_exercises
from .keys import NO_KEYS, AnswerKeys
from .leaks import leaks
from .session import Move, Session, asks_for_answer, read_session
from .wording import WORDING, hint_words, is_free_of, worked_example

TEACHERS: Final = "teachers"
NOTE: Final = "Check: "
"""How a note begins that the policy shows below an answer."""
HARDLY: Final = "Write your next line and show it to me."


def is_teacher(query: Query) -> bool:
    """Tell whether the operator gave the asker the group of teachers."""
    return TEACHERS in query.allow.groups


def check_homework(
    words: Phrases, keys: AnswerKeys = NO_KEYS
) -> Callable[[Subject], Verdict | None]:
    """Return a check that answers requests, attempts and pressure with the tutor's own words."""

    def check(subject: Subject) -> Verdict | None:
        if is_teacher(subject.query):
            return None
        session = read_session(subject.query.history, subject.text, words, keys)
        if not _is_tutored(session, subject.folded.text, words):
            return None
        is_study = _is_study(session, subject.folded.text, words)
        return Verdict(
            rail="homework",
            stage="input",
            action="warn" if is_study else "redirect",
            reason=reply(session),
            basis="",
        )

    return check


def check_note(words: Phrases, keys: AnswerKeys = NO_KEYS) -> Callable[[Subject], Verdict | None]:
    """Return a check that adds a word on the learner's own step to an answer from the lessons."""

    def check(subject: Subject) -> Verdict | None:
        query = subject.query
        if is_teacher(query) or (
            not words["which_step"].search(subject.folded.text)
            and not (words["which_step"].search(query.text.lower()))
        ):
            return None
        session = read_session(query.history, query.text, words, keys)
        if session.exercise is None or session.last.step is None:
            return None
        reason = NOTE + _on_step(session, session.last)
        return Verdict(rail="tutor_note", stage="output", action="warn", reason=reason, basis="")

    return check


def check_leak(keys: AnswerKeys = NO_KEYS) -> Callable[[Subject], Verdict | None]:
    """Return a check that refuses a statement which gives the answer of the learner's own task."""

    def check(subject: Subject) -> Verdict | None:
        if is_teacher(subject.query):
            return None
        guarded = guarded_exercises(subject.query, keys)
        if not guarded or not leaks(subject.text, guarded, is_verbatim=_is_verbatim(subject)):
            return None
        reason = "left out a statement that gives the answer to the learner's own task"
        return Verdict(rail="answer_leak", stage="output", action="refuse", reason=reason, basis="")

    return check


def guarded_exercises(query: Query, keys: AnswerKeys = NO_KEYS) -> tuple[Exercise, ...]:
    """Return every exercise that the learner brought up in the conversation."""
    said = [turn.text for turn in query.history if turn.role == "user"]
    texts = [*said, query.text]
    return (*keys.find(texts), *(x for text in texts for x in find_exercises(text)))


def reply(session: Session) -> str:
    """Return what the tutor says to the last move; it holds no answer of any exercise."""
    move, exercise = session.last, session.exercise
    if move.kind == "attempt" and move.step is not None:
        said = [_on_step(session, move)]
    elif move.kind == "fishing":
        said = [WORDING.says["fishing"], hint_words(exercise).check]
    elif move.kind == "line":
        said = [WORDING.says["line"], _step(exercise, session.level)]
    else:
        said = _hint(session)
    return _without_answers(said, session)


def _is_tutored(session: Session, folded: str, words: Phrases) -> bool:
    """Tell whether the tutor speaks, and not the lessons."""
    move = session.last
    if asks_for_answer(folded, words):
        return True
    if session.exercise is None:
        return session.was_asked and move.kind in {"pressure", "hollow"} and _is_later(session)
    if move.kind == "question":
        return False
    if move.kind in {"hollow", "pressure", "other"}:
        return _is_later(session)
    # Who begins by asking why wants to understand; what is then quoted is checked for the answer.
    return _is_later(session) or words["why"].search(folded) is None


def _is_later(session: Session) -> bool:
    return len(session.moves) > 1


def _is_study(session: Session, folded: str, words: Phrases) -> bool:
    """Tell whether a first question shows a step and asks what was misunderstood."""
    is_first = not _is_later(session)
    return is_first and session.last.kind == "attempt" and bool(words["which_step"].search(folded))


def _on_step(session: Session, move: Move) -> str:
    exercise, step = session.exercise, move.step
    words = hint_words(exercise)
    if step is None or not move.is_confirmed or step.result == "open":
        return words.check
    if step.result == "done":
        return words.praise
    if step.result == "right":
        return f"{WORDING.says['right']} {words.next}"
    if step.result == "part":
        return words.part or f"{WORDING.says['part']} {words.next}"
    if step.result == "same":
        return WORDING.says["same"]
    if step.misconception is not None:
        return WORDING.misconceptions[step.misconception].say
    if step.line is not None:
        return WORDING.says["wrong"]
    return f"{WORDING.says['wrong_value']} {words.check}"


def _hint(session: Session) -> list[str]:
    exercise = session.exercise
    said = [_step(exercise, session.level), WORDING.says["word"]]
    if exercise is not None:
        said.append(worked_example(exercise, session.guarded))
    return said


def _step(exercise: Exercise | None, level: int) -> str:
    steps = hint_words(exercise).steps
    return steps[min(level, len(steps) - 1)]


def _without_answers(said: Sequence[str], session: Session) -> str:
    """Join what may be said: a part that holds an answer is left out, whatever wrote it."""
    guarded = session.guarded
    kept = [part for part in said if part and is_free_of(part, guarded)]
    return " ".join(kept) or HARDLY


def _is_verbatim(subject: Subject) -> bool:
    """Tell whether the text is a quotation, word for word, of a cited passage."""
    if subject.grounding is None:
        return False
    quotes = [c.quote for claim in subject.grounding.claims for c in claim.citations]
    return any(subject.text.strip() in quote for quote in quotes)
