"""Names of people and places of many origins: Faker (MIT) and lists of our own."""

from __future__ import annotations

import random
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.errors import InvalidInput

ORIGINS: Final = tomllib.loads((Path(__file__).parent / "origins.toml").read_text("utf-8"))
LOCALES: Final[tuple[str, ...]] = tuple(
    locale for script in ("latin", "other_scripts", "romanized") for locale in ORIGINS[script]
)
MORE: Final = tomllib.loads((Path(__file__).parent / "more_origins.toml").read_text("utf-8"))
ROMANIZED: Final = frozenset(ORIGINS["romanized"])
EACH: Final = 250
"""Names drawn for each locale."""


@dataclass(frozen=True)
class Stock:
    """Names of one origin."""

    origin: str
    given: tuple[str, ...]
    family: tuple[str, ...]
    cities: tuple[str, ...]
    streets: tuple[str, ...]
    addresses: tuple[str, ...]


def read_stocks(seed: int, locales: Sequence[str] = LOCALES) -> tuple[Stock, ...]:
    """Return names of every origin, our own lists twice; raise InvalidInput without Faker."""
    try:
        from faker import Faker
    except ImportError:
        raise InvalidInput(
            "training the name tagger needs Faker; run: pip install 'vademecum[train]'"
        ) from None
    found = []
    for number, locale in enumerate(locales):
        fake = Faker(locale)
        fake.seed_instance(seed * 1000 + number)
        found.append(_stock(locale, fake))
    more = [
        Stock(origin, _distinct(own["given"]), _distinct(own["family"]), (), (), ())
        for origin, own in MORE.items()
    ]
    return (*found, *more, *more)


def _stock(locale: str, fake: Any) -> Stock:  # Faker's methods are made at run time
    if locale in ROMANIZED:
        names = [fake.romanized_name().split() for _ in range(EACH)]
        given, family = [n[0] for n in names], [n[-1] for n in names]
        places: list[str] = []
        streets: list[str] = []
        addresses: list[str] = []
    else:
        given = [fake.first_name() for _ in range(EACH)]
        family = [fake.last_name() for _ in range(EACH)]
        places = [fake.city() for _ in range(EACH // 2)]
        streets = [fake.street_name() for _ in range(EACH // 2)]
        addresses = [fake.address() for _ in range(EACH // 2)]
    return Stock(
        origin=locale,
        given=_distinct(given),
        family=_distinct(family),
        cities=_distinct(places),
        streets=_distinct(streets),
        addresses=_distinct(addresses),
    )


def _distinct(words: Sequence[str]) -> tuple[str, ...]:
    kept = {unicodedata.normalize("NFC", word).strip() for word in words}
    return tuple(sorted(word for word in kept if word and not word.isdigit()))


def without_accents(text: str) -> str:
    """Return ``text`` without the accents of its letters."""
    parts = unicodedata.normalize("NFKD", text)
    return "".join(c for c in parts if unicodedata.category(c) != "Mn")


def pick(rng: random.Random, options: Sequence[str]) -> str:
    """Return one of ``options``."""
    return options[rng.randrange(len(options))]
