"""The teacher's view: what a learner asked, tried and misunderstood, read from a conversation."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from vademecum.retrieval.types import Noun, Turn

from .guardrails import WORDS
from .keys import NO_KEYS, AnswerKeys
from .session import Move, read_session
from .wording import WORDING


class TurnView(Noun):
    """One turn of the learner."""

    said: str
    kind: str
    exercise: str | None = None
    hint_level: int
    result: str | None = None
    """right, wrong, same, part, done or open, where the turn shows work."""
    misconception: str | None = None
    """The mistake in a few words."""


class LearnerView(Noun):
    """What happened in one conversation."""

    exercises: tuple[str, ...]
    solved: tuple[str, ...]
    attempts: int
    requests: int
    pressure: int
    highest_level: int
    misconceptions: dict[str, int]
    turns: tuple[TurnView, ...]


def learner_view(turns: Sequence[Turn], keys: AnswerKeys = NO_KEYS) -> LearnerView:
    """Read the learner's turns of a conversation; the tutor's own turns change nothing."""
    said = [turn for turn in turns if turn.role == "user"]
    moves = read_session(said[:-1], said[-1].text, WORDS, keys).moves if said else ()
    views = tuple(map(_view, moves))
    kinds = Counter(move.kind for move in moves)
    names = Counter(view.misconception for view in views if view.misconception)
    return LearnerView(
        exercises=tuple(dict.fromkeys(v.exercise for v in views if v.exercise)),
        solved=tuple(dict.fromkeys(v.exercise for v in views if v.exercise and v.result == "done")),
        attempts=sum(move.is_real or _is_done(move) for move in moves),
        requests=kinds["request"] + kinds["task"],
        pressure=kinds["pressure"] + kinds["fishing"],
        highest_level=max((move.level for move in moves), default=0),
        misconceptions=dict(names.most_common()),
        turns=views,
    )


def _is_done(move: Move) -> bool:
    return move.step is not None and move.step.result == "done"


def _view(move: Move) -> TurnView:
    step = move.step
    name = step.misconception if step is not None else None
    return TurnView(
        said=move.text,
        kind=move.kind,
        exercise=move.exercise.text if move.exercise is not None else None,
        hint_level=move.level,
        result=step.result if step is not None else None,
        misconception=WORDING.misconceptions[name].name if name is not None else None,
    )
