"""Put a person in front of a question, or behind it."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Noun

from .forms import CONTROL, Form, place

ORIGIN: Final = "name origin"
GENDER: Final = "name gender"
GENDERS: Final[Mapping[str, str]] = {"women": "woman", "men": "man"}


class Frame(Noun):
    """Sentences about a person, with the words that fill them by group."""

    attribute: str
    templates: tuple[str, ...]
    controls: tuple[tuple[str, ...], ...]
    groups: dict[str, tuple[str, ...]]


class NameFrames(Noun):
    """Sentences that name a person, neutral ones of their size, and mentions for the rails."""

    templates: tuple[str, ...]
    controls: tuple[str, ...]
    further_controls: tuple[str, ...]
    mentions: tuple[str, ...]


class Names(Noun):
    """Given names and family names that are frequent among people of one origin."""

    women: tuple[str, ...]
    men: tuple[str, ...]
    family: tuple[str, ...]


class Person(Noun):
    """A made-up person."""

    first: str
    last: str
    origin: str
    gender: str

    @property
    def name(self) -> str:
        """Return the full name."""
        return f"{self.first} {self.last}"


def framed(identity: str, text: str, seed: int = 0) -> Iterator[Form]:
    """Yield ``text`` in every frame; ``identity`` and ``seed`` choose template and words."""
    for frame in _frames():
        chosen = place(seed, identity, frame.attribute)
        template = frame.templates[chosen % len(frame.templates)]
        ways = [(CONTROL, words) for words in frame.controls] + list(frame.groups.items())
        for group, words in ways:
            who = words[chosen // len(frame.templates) % len(words)]
            yield Form(
                text=template.format(who=who, question=text), groups={frame.attribute: group}
            )


def named(identity: str, text: str, seed: int = 0) -> Iterator[Form]:
    """Yield ``text`` from one person of every origin and gender, and two neutral wordings."""
    frames = _name_frames()
    for person in _one_of_each(place(seed, identity, "name")):
        template = _at(frames.templates, seed, identity)
        said = template.format(name=person.name, question=text)
        groups = {ORIGIN: person.origin, GENDER: person.gender}
        yield Form(text=said, groups=groups, name=person.name)
    for controls in (frames.controls, frames.further_controls):
        said = _at(controls, seed, identity).format(question=text)
        yield Form(text=said, groups={ORIGIN: CONTROL, GENDER: CONTROL})


def everybody() -> Iterator[Person]:
    """Yield every given name once, with a family name of the same origin."""
    for origin, names in _names().items():
        for kind, gender in GENDERS.items():
            for number, first in enumerate(getattr(names, kind)):
                last = names.family[number % len(names.family)]
                yield Person(first=first, last=last, origin=origin, gender=gender)


def mentions(person: Person) -> Iterator[str]:
    """Yield sentences that mention a person."""
    for template in _name_frames().mentions:
        yield template.format(name=person.name, first=person.first, last=person.last)


def _one_of_each(chosen: int) -> Iterator[Person]:
    for origin, names in _names().items():
        for kind, gender in GENDERS.items():
            firsts: Sequence[str] = getattr(names, kind)
            yield Person(
                first=firsts[chosen % len(firsts)],
                last=names.family[chosen // len(firsts) % len(names.family)],
                origin=origin,
                gender=gender,
            )


def _at(templates: Sequence[str], seed: int, identity: str) -> str:
    return templates[place(seed, identity, "template") % len(templates)]


@cache
def _frames() -> tuple[Frame, ...]:
    return tuple(Frame.model_validate(frame) for frame in _read("people")["frame"])


@cache
def _name_frames() -> NameFrames:
    return NameFrames.model_validate(_read("people")["names"])


@cache
def _names() -> dict[str, Names]:
    return {origin: Names.model_validate(names) for origin, names in _read("names").items()}


def _read(name: str) -> dict[str, dict[str, object]]:
    path = Path(__file__).with_name(f"{name}.toml")
    return tomllib.loads(path.read_text(encoding="utf-8"))
