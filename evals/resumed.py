"""Systems that remember, across processes, what they said of an item."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TypeVar

from vademecum.retrieval.types import Noun

from .checkpoint import Store
from .items import Item
from .tasks.retrieval import System

M = TypeVar("M", bound=Noun)


class Ranking(Noun):
    """Documents and scores, best first."""

    documents: tuple[tuple[str, float], ...]


class Score(Noun):
    """One number."""

    value: float


class Choice(Noun):
    """The index of an option, or None."""

    index: int | None


def resumed_system(store: Store, name: str, system: System) -> System:
    """Return ``system``, which is asked only what ``store`` does not hold."""

    def ranked(question: str, k: int) -> tuple[tuple[str, float], ...]:
        digest = hashlib.sha256(question.encode("utf-8", "surrogatepass")).hexdigest()
        key = f"{name}/{k}/{digest[:32]}"
        return store.once(
            key, Ranking, lambda: Ranking(documents=tuple(system(question, k)))
        ).documents

    return ranked


def resumed(
    store: Store, name: str, model: type[M], make: Callable[[Item], M]
) -> Callable[[Item], M]:
    """Return ``make``, which is asked only of the items that ``store`` does not hold."""
    return lambda item: store.once(f"{name}/{item.id}", model, lambda: make(item))
