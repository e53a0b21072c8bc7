"""Invented people: a name from one culture or two, and the many ways to write it."""

from __future__ import annotations

from random import Random
from typing import Final

from vademecum.retrieval.types import Noun

from .pools import cultures, words

_PRONOUNS: Final = {
    "he": ("she", "he"),
    "him": ("her", "him"),
    "his": ("her", "his"),
    "He": ("She", "He"),
    "His": ("Her", "His"),
    "mr": ("Ms.", "Mr."),
}
WORDS_FOR: Final = frozenset(_PRONOUNS)
"""The variants that are no part of a name."""


class Person(Noun):
    """Somebody whom a note speaks of; ``middle`` is an initial or empty."""

    given: str
    middle: str
    family: str
    nick: str
    is_man: bool
    family_first: bool


def invent_person(rng: Random, is_man: bool | None = None, family: str | None = None) -> Person:
    """Draw a person; a given ``family`` name is that of a relative."""
    is_man = rng.random() < 0.5 if is_man is None else is_man
    culture = rng.choice(cultures())
    given = rng.choice(culture.men if is_man else culture.women)
    is_native = family is None and rng.random() < 0.75
    if family is None:
        origin = culture if is_native else rng.choice(cultures())
        family = rng.choice(origin.families)
        if rng.random() < 0.08:
            family = f"{family}-{rng.choice(rng.choice(cultures()).families)}"
        elif rng.random() < 0.06:
            family = rng.choice(words("names", "homographs"))
    return Person(
        given=given,
        middle=rng.choice("ABCDEFGHJKLMNPRSTVW") if rng.random() < 0.35 else "",
        family=family,
        nick=rng.choice(words("names", "nicknames")),
        is_man=is_man,
        family_first=culture.family_first and is_native,
    )


def word_for(person: Person, variant: str) -> str:
    """Return the pronoun or the title that ``variant`` asks for."""
    return _PRONOUNS[variant][person.is_man]


def write_name(person: Person, variant: str, rng: Random) -> str:
    """Write a name: ``first``, ``last``, ``nick``, ``initials``, ``file`` (as in a record's head),
    or in any form that running text has.
    """
    given, family, initial = person.given, person.family, person.given[0]
    middle = f" {person.middle}." if person.middle else ""
    if variant == "first":
        return given
    if variant == "last":
        return family
    if variant == "nick":
        return person.nick
    if variant == "initials":
        letters = initial, person.middle, family[0].upper()
        return rng.choice((".", "")).join(filter(None, letters))
    filed = (
        f"{family.upper()}, {given}",
        f"{family}, {given}{middle}",
        f"{family.upper()}, {given.upper()}{middle}",
        f"{family}, {given}",
        f"{given} {family.upper()}",
        f"{given}{middle} {family}",
        f"{family.upper()},{given.upper()}",
    )
    if variant == "file":
        return rng.choice(filed)
    if person.family_first and rng.random() < 0.5:
        return f"{family} {given}"
    running = (
        f"{given}{middle} {family}",
        f"{initial}. {family}",
        f"{given} “{person.nick}” {family}",
        f"{given} ({person.nick}) {family}",
        f"{initial}.{person.middle or rng.choice('AEJM')}. {family}",
        f"{given} {family.upper()}",
        f"{given} {family}".upper(),
        f"{given} {family}".lower(),
        f"{family}, {given}",
    )
    return f"{given} {family}" if rng.random() < 0.6 else rng.choice(running)
