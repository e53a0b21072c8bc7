"""A teacher's answer key: exercises whose answers the tutor knows and never gives."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Final

from pydantic import Field

from vademecum.retrieval.types import Noun

from .exercises import Exercise, Kind, find_exercises
from .notation import plain_math
from .numerals import numerals
from .percents import percent_answer

WORD: Final = re.compile(r"[a-z]{3,}|\d+(?:\.\d+)?")
MIN_SHARED: Final = 0.7
"""Share of the exercise's words that a learner's text must hold to be about it."""


class AnswerKey(Noun):
    """One exercise of a teacher, and every form of its answer that must not be given away."""

    exercise: str = Field(min_length=1)
    answers: tuple[str, ...] = Field(min_length=1)


class KeyedExercise:
    """An answer key made ready: its words for recognising it, its answers for guarding them."""

    def __init__(self, key: AnswerKey) -> None:
        self.words = frozenset(WORD.findall(plain_math(key.exercise)))
        found = find_exercises(key.exercise)
        known = found[0] if found else None
        kind: Kind = known.kind if known is not None and known.kind != "word" else "word"
        if known is None:
            kind = "key"
        values = [numerals(answer) for answer in key.answers]
        self.exercise = Exercise(
            kind=kind,
            text=plain_math(key.exercise),
            answers=tuple(v[-1].value for v in values if v) or (known.answers if known else ()),
            letters=known.letters if known else (),
            equations=known.equations if known else (),
            givens=frozenset(n.value for n in numerals(key.exercise)),
            is_percent=bool((p := percent_answer(plain_math(key.exercise))) and p[1]),
            words=tuple(
                plain_math(answer).strip(" .")
                for answer, v in zip(key.answers, values, strict=True)
                if not v
            ),
        )

    def is_in(self, text: str) -> bool:
        """Tell whether ``text`` (plain) states this exercise."""
        if not self.words:
            return False
        said = set(WORD.findall(text))
        return len(self.words & said) >= MIN_SHARED * len(self.words)


class AnswerKeys:
    """The keys of a school or a class."""

    def __init__(self, keys: Iterable[AnswerKey] = ()) -> None:
        self._keyed = [KeyedExercise(key) for key in keys]

    def find(self, texts: Sequence[str]) -> tuple[Exercise, ...]:
        """Return the exercises of the key that the learner's ``texts`` state."""
        if not self._keyed:
            return ()
        plain = [plain_math(text) for text in texts]
        return tuple(k.exercise for k in self._keyed if any(k.is_in(text) for text in plain))


NO_KEYS: Final = AnswerKeys()
