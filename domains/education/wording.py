"""The tutor's words: hints by kind of exercise and level, misconceptions, worked examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Noun

from ..manifest import read_toml
from .exercises import Exercise
from .notation import plain_math
from .numerals import numerals


class HintWords(Noun):
    """What is said about one kind of exercise; ``steps`` are the levels of the ladder."""

    steps: tuple[str, ...]
    next: str
    check: str
    praise: str
    part: str = ""
    examples: tuple[str, ...] = ()


class Misconception(Noun):
    """A known mistake: its name for the teacher, and what the learner is asked."""

    name: str
    say: str


class Wording(Noun):
    """The contents of ``hints.toml``."""

    kinds: dict[str, HintWords]
    says: dict[str, str]
    misconceptions: dict[str, Misconception]


WORDING: Final = read_toml(Wording, Path(__file__).parent / "hints.toml")
TOP_LEVEL: Final = min(len(kind.steps) for kind in WORDING.kinds.values()) - 1
ORDINARY: Final = re.compile(r"\b(?:two sides|one of)\b")


def hint_words(exercise: Exercise | None) -> HintWords:
    """Return the words for an exercise; the general ones where its kind is not known."""
    kind = "general" if exercise is None else exercise.kind
    return WORDING.kinds.get(kind, WORDING.kinds["general"])


def worked_example(exercise: Exercise, others: Sequence[Exercise]) -> str:
    """Return a different exercise of the same kind that holds none of the answers, or ""."""
    guarded = (exercise, *others)
    for example in hint_words(exercise).examples:
        if is_free_of(example, guarded):
            return f"{WORDING.says['example']} {example}."
    return ""


def is_free_of(words: str, exercises: Sequence[Exercise]) -> bool:
    """Tell whether the tutor's own words hold no answer: no number of them is one, in any form.

    Stricter than the leak check, and quicker: what a hint says is known beforehand.
    """
    values, plain = _content(words)
    return not any(
        any(exercise.is_answer(value) for value in values)
        or any(word in plain for word in exercise.words)
        for exercise in exercises
    )


@lru_cache(maxsize=256)
def _content(words: str) -> tuple[frozenset[Fraction], str]:
    plain = ORDINARY.sub(" ", plain_math(words))
    return frozenset(n.value for n in numerals(plain)), plain
