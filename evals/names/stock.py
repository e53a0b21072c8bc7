"""Names of people and places of many origins, from the package Faker (MIT)."""

from __future__ import annotations

import random
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from vademecum.retrieval.errors import InvalidInput

LOCALES: Final = (
    "az_AZ bs_BA cs_CZ da_DK de_AT de_CH de_DE en_AU en_BD en_CA en_GB en_IE en_IN en_KE en_NG "
    "en_NZ en_PH en_PK en_US es_AR es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_FR "
    "ga_IE ha_NG hr_HR hu_HU id_ID ig_NG is_IS it_IT lb_LU lt_LT lv_LV mt_MT nl_BE nl_NL no_NO "
    "pl_PL pt_BR pt_PT ro_RO sk_SK sl_SI sq_AL sv_SE sw tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA"
).split()
ROMANIZED: Final = {"ja_JP": "romanized_name", "zh_CN": "romanized_name", "th": None}
OTHER_SCRIPTS: Final = ("el_GR", "ru_RU", "bg_BG", "uk_UA")
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
    """Return names of every origin; raise InvalidInput where Faker is not installed."""
    try:
        from faker import Faker
    except ImportError:
        raise InvalidInput(
            "training the name tagger needs Faker; run: pip install 'vademecum[train]'"
        ) from None
    found = []
    for number, locale in enumerate([*locales, *OTHER_SCRIPTS, "ja_JP", "zh_CN"]):
        fake = Faker(locale)
        fake.seed_instance(seed * 1000 + number)
        found.append(_stock(locale, fake))
    return tuple(found)


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
