"""Simple scorers that a certainty must beat before it is worth anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import Final, TypeAlias

from vademecum.retrieval.errors import InvalidInput

from .items import Item

Scorer: TypeAlias = Callable[[Item], float]
"""Maps a question to a certainty: the higher, the likelier it can be answered."""
PRIOR_WEIGHT: Final = 1.0


def prior_scorer(items: Iterable[Item], label: str) -> Scorer:
    """Return the scorer that knows a label's share of answerable questions and nothing else.

    The shares are of the items for tuning, drawn to the overall one by ``PRIOR_WEIGHT`` items.
    Raises InvalidInput without such items.
    """
    tuned = [item for item in items if item.use == "tune" and item.answerable is not None]
    if not tuned:
        raise InvalidInput("a prior is counted on items for tuning, and there are none")
    all_of = Counter(item.slices.get(label) for item in tuned)
    good_of = Counter(item.slices.get(label) for item in tuned if item.answerable)
    overall = good_of.total() / all_of.total()

    def prior(item: Item) -> float:
        value = item.slices.get(label)
        return (good_of[value] + PRIOR_WEIGHT * overall) / (all_of[value] + PRIOR_WEIGHT)

    return prior


def lookup_scorer(texts: Iterable[str], asked: Callable[[Item], str]) -> Scorer:
    """Return the scorer that says 1 where the term ``asked`` stands in one of ``texts``, else 0.

    Case and the kind of white space do not matter; a part of a longer word counts as well.
    """
    everything = "\x00".join(" ".join(text.casefold().split()) for text in texts)
    return lambda item: float(" ".join(asked(item).casefold().split()) in everything)
