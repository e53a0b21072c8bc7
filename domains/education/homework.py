"""Tutor mode: a hint in place of the answer, through a whole conversation.

Expectations E1 to E4: pressure never yields the answer; the hint level rises only after an
attempt; a worked example is a different problem; a correct attempt is recognised.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Final

from vademecum.retrieval.types import Turn, Verdict

from ..rails.fold import fold
from ..rails.phrases import Phrases
from ..rails.rail import Subject
from .algebra import Equation, find_equations, stated_values

ATTEMPT = re.compile(r"\d|(?<!\w)(?:i (?:tried|think|got|subtracted|added|divided|multiplied|did))")
FIRST_STEP: Final = (
    "First step, as a question: what is done to the unknown last, and what could you do to both "
    "sides to undo it?",
    "Next hint: undo the addition or subtraction before the multiplication. What stands on each "
    "side after that?",
    "One more hint: when only a multiple of the unknown is left, divide both sides by what it is "
    "multiplied by. What do you get?",
)
GENERAL_STEP: Final = (
    "First step, as a question: what does the task ask you to find, and what does it give you?",
    "Next hint: which rule or method links what is given to what is asked? Write its first line.",
    "One more hint: compare your line with a solved example. Where do they differ first?",
)
EXAMPLES: Final = (
    (Fraction(6), "4n + 7 = 31: taking 7 from both sides gives 4n = 24; dividing by 4 gives n = 6"),
    (Fraction(9), "2n - 3 = 15: adding 3 to both sides gives 2n = 18; dividing by 2 gives n = 9"),
)


def check_homework(words: Phrases) -> Callable[[Subject], Verdict | None]:
    """Return a check that redirects requests for an answer, now or earlier in the conversation."""

    def check(subject: Subject) -> Verdict | None:
        turns = [fold(turn.text).text for turn in subject.query.history if turn.role == "user"]
        text = subject.folded.text
        is_asked = _asks(text, words)
        was_asked = any(_asks(turn, words) for turn in turns)
        equations = [e for turn in (*turns, text) for e in find_equations(turn)]
        is_pushed = was_asked and _pushes(text, words)
        is_attempt = bool((equations or was_asked) and stated_values(text) and not is_asked)
        is_task = bool(turns or is_attempt)
        if not (is_asked or is_pushed or (is_attempt and is_task)):
            return None
        attempt = stated_values(text) if is_attempt else ()
        level = hint_level((*turns, text), words)
        reason = hint(equations[-1] if equations else None, level, attempt)
        return Verdict(rail="homework", stage="input", action="redirect", reason=reason, basis="")

    return check


def hint(equation: Equation | None, level: int, attempt: Sequence[Fraction] = ()) -> str:
    """Return a hint of ``level`` (0 to 2) that states neither the answer nor a number of it."""
    if equation is not None and attempt:
        if equation.solution in attempt:
            return "Your value makes both sides equal: well done. Which step came first, and why?"
        return "Put your value in place of the unknown on both sides. Do the two sides agree?"
    if equation is None:
        return f"{GENERAL_STEP[level]} I can explain the method with a different example."
    example = next(text for value, text in EXAMPLES if value != equation.solution)
    step = FIRST_STEP[level]
    return f"{step} I can explain the method. A different one, worked: {example}."


def hint_level(turns: Sequence[str], words: Phrases) -> int:
    """Count attempts after the first request; a hollow reply or pressure is none. At most 2."""
    later = turns[1:]
    attempts = [turn for turn in later if _is_attempt(turn, words)]
    return min(len(attempts), 2)


def check_leak(subject: Subject) -> Verdict | None:
    """Refuse a statement that gives the solution of the learner's own equation."""
    asked = (*subject.query.history, Turn(role="user", text=subject.query.text))
    equations = [e for t in asked if t.role == "user" for e in find_equations(fold(t.text).text)]
    stated = set(stated_values(subject.folded.text))
    if not stated & {equation.solution for equation in equations}:
        return None
    reason = "left out a statement that gives the answer to the learner's own task"
    return Verdict(rail="answer_leak", stage="output", action="refuse", reason=reason, basis="")


def _asks(text: str, words: Phrases) -> bool:
    return bool(words["answer"].search(text)) and not words["answer_unless"].search(text)


def _pushes(text: str, words: Phrases) -> bool:
    is_question = words["question"].search(text) is not None
    return words["pressure"].search(text) is not None and not is_question


def _is_attempt(text: str, words: Phrases) -> bool:
    is_hollow = len(text.split()) < 4 and words["hollow"].search(text) is not None
    return not is_hollow and ATTEMPT.search(text) is not None and not _asks(text, words)
