"""Who and what one note is about: the same people, birthday and record number all through it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from random import Random
from typing import Final

from .dates import birthday
from .people import Person, invent_person

_WOMEN: Final = frozenset({"mother", "wife", "daughter", "sister", "aunt", "grandmother"})
_MEN: Final = frozenset({"father", "husband", "son", "brother", "uncle", "grandfather"})
_KIN: Final = _WOMEN | _MEN | {"cousin", "sibling"}


class Cast:
    """The state of one note while it is written; everything is drawn from its ``rng``."""

    def __init__(self, rng: Random, roles: tuple[str, ...]) -> None:
        self.rng = rng
        self.roles = roles
        self._people: dict[str, Person] = {}
        self._facts: dict[str, str] = {}
        self.age = rng.randint(90, 104) if rng.random() < 0.2 else rng.randint(19, 89)
        self.child_age = rng.randint(4, 17)

    def person(self, role: str) -> Person:
        """Return who plays a role; the first of ``roles`` is whom the note is about."""
        if role not in self._people:
            family = None
            if role in _KIN and self.rng.random() < 0.7:
                family = self.person(self.roles[0]).family
            is_man = role in _MEN if role in _WOMEN | _MEN else None
            self._people[role] = invent_person(self.rng, is_man, family)
        return self._people[role]

    def birthday(self, is_child: bool) -> date:
        """Return the day on which whom the note is about was born."""
        age = self.child_age if is_child else self.age
        return date.fromisoformat(
            self.fact("birthday", lambda: birthday(self.rng, age).isoformat())
        )

    def fact(self, name: str, draw: Callable[[], str]) -> str:
        """Return a value that stays the same within the note, drawing it the first time."""
        if name not in self._facts:
            self._facts[name] = draw()
        return self._facts[name]
