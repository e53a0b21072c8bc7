"""The tutor's words: hints by kind of exercise and level, misconceptions, worked examples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Noun

from ..manifest import read_toml
from .exercises import Exercise
from .leaks import leaks
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
WORD: Final = re.compile(r"[a-z]+")


def hint_words(exercise: Exercise | None) -> HintWords:
    """Return the words for an exercise; the general ones where its kind is not known."""
    kind = "general" if exercise is None else exercise.kind
    return WORDING.kinds.get(kind, WORDING.kinds["general"])


def worked_example(exercise: Exercise, others: Sequence[Exercise]) -> str:
    """Return a different exercise of the same kind that holds none of the answers, or ""."""
    guarded = (exercise, *others)
    for example in hint_words(exercise).examples:
        values = {n.value for n in numerals(example)}
        is_free = not any(e.is_answer(value) for e in guarded for value in values)
        names = {word for e in guarded for word in e.words}
        if is_free and not leaks(example, guarded) and not names & set(WORD.findall(example)):
            return f"{WORDING.says['example']} {example}."
    return ""
