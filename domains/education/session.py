"""Read the state of a tutoring conversation from its turns: nothing is kept between questions.

The hint level is the number of real attempts since the exercise came up (expectation E2): a line
or an operation of the learner's own, or a value stated as theirs. Pressure, hollow replies, guesses
put as questions and repetitions are none.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal, TypeAlias

from vademecum.retrieval.types import Turn

from ..rails.fold import fold
from ..rails.phrases import Phrases
from .exercises import Exercise, Value, find_exercises, is_solved_form
from .expressions import Equation, calculations, equations, readable
from .keys import NO_KEYS, AnswerKeys
from .numerals import numerals
from .steps import Step, judge_equality, judge_lines, judge_value, judge_words
from .wording import TOP_LEVEL

MoveKind: TypeAlias = Literal[
    "task", "request", "pressure", "hollow", "fishing", "question", "line", "attempt", "other"
]
MAX_TURNS: Final = 24
"""The learner's last turns that are read: what came before no longer matters to a hint."""
MAX_BARE_TRIES: Final = 2
MAX_VALUES: Final = 2
HOLLOW_WORDS: Final = 3
TASK_CUE: Final = re.compile(
    r"\b(?:solve|calculate|compute|simplify|evaluate|work out|next (?:one|question"
    r"|problem|exercise)|now do"
    r"|another (?:one|question|problem)|new (?:one|problem|exercise)|homework|exercise|problem)\b"
)
SUBQUESTION: Final = re.compile(
    r"^\W*(?:and |so |ok |then |just |but )*(?:what(?:'s| is| does)?|how much is"
    r"|calculate|compute|whats"
    r"|tell me|cuanto es)\b(?! if)(?!.*\bi (?:got|get)\b)"
)
OPEN_QUESTION: Final = re.compile(r"\W*(?:what|why|how|who|when|where|which)(?: [\w'-]+){3,}")
POINTS_AT_TASK: Final = re.compile(
    r"\d|\b(?:answers?|solutions?|results?|values?|numbers?|final|it|that|this|these|[a-hj-z]|last|end"
    r"|write|put|lines?|comes? out|i|me|equal|equals|say|tell)\b"
)
SAYS_EQUAL: Final = re.compile(r"(?<=[\d%)]) is (?=-?[\d.(])")
REASON: Final = re.compile(
    r"\b(?:because|since|so|therefore|i think|i believe|that means|which means)\b"
)
CONTENT: Final = re.compile(r"[a-z]{4,}")
MIN_REASON_WORDS: Final = 8
MIN_OWN_WORDS: Final = 2
LEADING: Final = re.compile(r"^\s*=\s*")
STATED_VALUE: Final = re.compile(
    r"(?:={1,3}|:|\b(?:is|was|got|get|gives|gave|equals|answer|result|think|found|be|say|said|makes|it's|have"
    r"|guess|maybe|to)\b)[ (\"'$]*(?:about|around|it's|it is|just|exactly|[a-z] ?=)?[ (\"'$]*$"
)


@dataclass(frozen=True)
class Move:
    """What one turn of the learner does."""

    kind: MoveKind
    text: str
    step: Step | None = None
    is_real: bool = False
    """A real attempt: it raises the hint level."""
    is_confirmed: bool = True
    """False for a value after too many bare tries: saying yes or no would be a guessing game."""
    level: int = 0
    """The level of the hint that answers it."""
    exercise: Exercise | None = None


@dataclass(frozen=True)
class Session:
    """A conversation as the tutor sees it."""

    exercise: Exercise | None = None
    guarded: tuple[Exercise, ...] = ()
    """Every exercise that came up: none of their answers may be sent."""
    moves: tuple[Move, ...] = ()
    lines: tuple[Equation, ...] = ()
    """The exercise's own lines and the learner's right ones."""
    level: int = 0
    bare_tries: tuple[Value, ...] = ()
    was_asked: bool = False
    is_done: bool = False
    has_step: bool = False
    """The learner showed a right line or operation of this exercise."""
    seen: tuple[str, ...] = ()

    @property
    def last(self) -> Move:
        """Return the learner's last move."""
        return self.moves[-1]


def read_session(
    history: Sequence[Turn], text: str, words: Phrases, keys: AnswerKeys = NO_KEYS
) -> Session:
    """Read the learner's turns and ``text``, the newest; ``last`` is the move of ``text``."""
    said = [turn.text for turn in history if turn.role == "user"][-MAX_TURNS:]
    session = Session()
    for turn in (*said, text):
        session = _after(session, turn, words, keys)
    return session


def asks_for_answer(folded: str, words: Phrases) -> bool:
    """Tell whether a folded text asks for an answer rather than for help."""
    return bool(words["answer"].search(folded)) and not words["answer_unless"].search(folded)


def _after(session: Session, text: str, words: Phrases, keys: AnswerKeys) -> Session:
    folded = fold(text).text
    found = (*keys.find([text]), *find_exercises(text))
    is_question = words["question"].search(folded) is not None
    is_asked = asks_for_answer(folded, words)
    guarded = (*session.guarded, *(x for x in found if x.is_solved and x not in session.guarded))
    session = replace(session, guarded=guarded, was_asked=session.was_asked or is_asked)
    if found and _is_new_task(session, found[0], folded, words):
        session = _begin(session, found[0])
        step = _attempt(session, text, folded, words)
        kind: MoveKind = "request" if is_asked else "question" if is_question else "task"
        if step is not None and step.result != "same" and not is_asked:
            return _attempted(session, text, folded, step, words)
        if words["fishing"].search(folded) and not is_asked and not is_question:
            kind = "fishing"
        return _moved(session, Move(kind, text))
    if is_asked:
        return _moved(session, Move("request", text))
    step = _attempt(session, text, folded, words)
    if step is not None:
        return _attempted(session, text, folded, step, words)
    return _moved(session, Move(_kind(session, found, folded, words), text))


def _kind(session: Session, found: Sequence[Exercise], folded: str, words: Phrases) -> MoveKind:
    is_short = len(folded.split()) <= HOLLOW_WORDS
    if session.exercise is not None:
        shown = equations(readable(folded))
        if words["fishing"].search(folded) or _is_scattered(session.exercise, shown):
            return "fishing"
    is_open = OPEN_QUESTION.match(folded) and not POINTS_AT_TASK.search(folded)
    if words["question"].search(folded) or is_open:
        return "question"
    if found or (session.exercise is not None and calculations(readable(folded))):
        return "line"
    if words["hollow"].search(folded) and (is_short or not words["pressure"].search(folded)):
        return "hollow"
    if words["pressure"].search(folded):
        return "pressure"
    return "hollow" if is_short else "other"


def _begin(session: Session, exercise: Exercise) -> Session:
    return replace(
        session,
        exercise=exercise,
        lines=exercise.equations,
        level=0,
        bare_tries=(),
        is_done=False,
        has_step=False,
        seen=(),
    )


def _is_new_task(session: Session, found: Exercise, folded: str, words: Phrases) -> bool:
    now = session.exercise
    if now is None:
        return True
    if found == now or found.text == now.text:
        return False
    if now.kind in {"linear", "quadratic", "system"} and found.equations:
        is_same_letters = set(found.letters) <= set(now.letters)
        is_cued = TASK_CUE.search(folded) is not None or asks_for_answer(folded, words)
        if not is_same_letters:
            return True
        return (is_cued or session.is_done) and not words["own_work"].search(
            folded.replace("=", " ")
        )
    if found.kind == "key" or (found.kind == "word" and len(found.text.split()) > 12):
        return True
    if now.kind in {"linear", "quadratic", "system", "word", "key", "percent"}:
        return bool(found.equations) or (session.is_done and found.kind != "word")
    is_own = words["own_work"].search(folded) is not None
    return found.is_solved and not is_own and (session.is_done or bool(found.equations))


def _moved(session: Session, move: Move) -> Session:
    answered = replace(move, level=session.level, exercise=session.exercise)
    return replace(session, moves=(*session.moves, answered))


def _attempted(session: Session, text: str, folded: str, step: Step, words: Phrases) -> Session:
    """Take a judged attempt in: its level, whether it is confirmed, whether all is done."""
    is_bare = step.result in {"done", "wrong", "part"} and _is_bare(text)
    is_fishing = is_bare and words["fishing"].search(folded) is not None
    if is_fishing:
        return _moved(session, Move("fishing", text))
    key = " ".join(step.text.split())
    is_repeated = step.result == "same" or key in session.seen
    is_late = is_bare and len(session.bare_tries) >= MAX_BARE_TRIES and not session.has_step
    is_real = not is_repeated and not is_late and step.result != "done"
    lines = session.lines
    if step.result == "right" and step.line is not None and step.line.letters:
        lines = (*lines, step.line)
    tries = session.bare_tries
    if is_bare and step.result == "wrong" and key not in session.seen:
        tries = (*tries, len(tries))
    after = replace(
        session,
        level=min(session.level + is_real, TOP_LEVEL),
        lines=lines,
        bare_tries=tries,
        seen=(*session.seen, key),
        has_step=session.has_step or (step.result in {"right", "part"} and not is_bare),
        is_done=session.is_done or (step.result == "done" and not is_late),
    )
    return _moved(after, Move("attempt", text, step, is_real, is_confirmed=not is_late))


def _is_bare(text: str) -> bool:
    """Tell whether a text states a value and shows no line and no operation."""
    plain = readable(text)
    return not any(not is_solved_form(e) for e in equations(plain)) and not re.search(
        r"\b(?:subtract|add|divid|multipl|because|first|both sides)", plain
    )


def _attempt(session: Session, text: str, folded: str, words: Phrases) -> Step | None:
    """Return the judged step of a turn; None where the turn shows no work of the learner's own."""
    exercise = session.exercise
    if exercise is None or (words["pressure"].search(folded) and not re.search(r"[=\d]", folded)):
        return None
    plain = words["not_a_number"].sub(" , ", readable(text))
    plain = SAYS_EQUAL.sub(" = ", plain)
    found = equations(plain)
    if SUBQUESTION.search(plain) or _is_scattered(exercise, found):
        return None
    if exercise.equations:
        own = [e for e in found if not any(e.text == line.text for line in exercise.equations)]
        step = judge_lines(exercise, own, session.lines)
        if step is None:
            step = judge_words(exercise, plain, session.lines)
        if step is not None:
            return step
    elif (step := judge_equality(exercise, found)) is not None:
        return step
    values = _stated(exercise, plain, words)
    if values:
        return judge_value(exercise, values)
    return Step("open", plain) if _is_reasoned(exercise, folded, words) else None


def _is_scattered(exercise: Exercise, found: Sequence[Equation]) -> bool:
    """Tell whether more values are tried at once than there are answers."""
    own = [e for e in found if e.letters]
    tried = {e.text for e in own if is_solved_form(e)}
    is_worked = len(own) > len([e for e in own if is_solved_form(e)])
    return not is_worked and len(tried) > len(exercise.answers) > 0


def _is_reasoned(exercise: Exercise, folded: str, words: Phrases) -> bool:
    """Tell whether a text argues about an exercise whose answer is no number that is known."""
    if exercise.answers or len(folded.split()) < MIN_REASON_WORDS or not REASON.search(folded):
        return False
    own = {word for word in CONTENT.findall(folded) if word in exercise.text}
    return len(own) >= MIN_OWN_WORDS and not words["answer"].search(folded)


def _stated(exercise: Exercise, plain: str, words: Phrases) -> list[tuple[Value, int]]:
    """Return the values that a text states as the learner's result."""
    plain = LEADING.sub("", plain)
    without = plain.replace(exercise.text, " , ")
    for line in exercise.equations:
        without = without.replace(line.text.replace(" = ", "="), " , ").replace(line.text, " , ")
    found = numerals(without)
    is_short = len(re.findall(r"[a-z]{2,}", without)) <= HOLLOW_WORDS
    is_own = words["own_work"].search(without) is not None or words["fishing"].search(without)
    stated: list[tuple[Value, int]] = []
    for numeral in found:
        before = without[max(0, numeral.start - 30) : numeral.start]
        is_cued = STATED_VALUE.search(before) is not None
        if (is_cued and (is_own or exercise.letters)) or (is_short and numeral.form == "digits"):
            stated.append((numeral.value, numeral.digits))
    longest = {n.start: n for n in found}
    unique: list[tuple[Value, int]] = []
    for n in found:
        value = (longest[n.start].value, n.digits)
        if (n.value, n.digits) in stated and value not in unique:
            unique.append(value)
    return unique if len(unique) <= max(MAX_VALUES, len(exercise.answers)) else []
