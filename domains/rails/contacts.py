"""Whom to call: emergency, crisis, safety and poison numbers by region, from ``contacts.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.types import Noun

ANYWHERE: Final = "anywhere"
NUMBERS: Final = ("emergency", "crisis", "safety", "poison")


class Contacts(Noun):
    """The numbers of one region, who published them, and when they were last looked at."""

    emergency: str
    crisis: str
    safety: str
    poison: str
    source: str
    checked: date


def _read() -> dict[str, Contacts]:
    """Return contacts by region, and by ``REGION.language`` where that language says it anew."""
    text = (Path(__file__).parent / "contacts.toml").read_text(encoding="utf-8")
    found: dict[str, Contacts] = {}
    for region, table in tomllib.loads(text).items():
        own: dict[str, Any] = {k: v for k, v in table.items() if not isinstance(v, dict)}
        found[region] = Contacts.model_validate(own)
        for language, said in table.items():
            if isinstance(said, dict):
                found[f"{region}.{language}"] = Contacts.model_validate(own | said)
    return found


CONTACTS: Final = _read()


def contacts_of(region: str, language: str = "en") -> Contacts:
    """Return the contacts of ``region``, of the whole it is part of, or those for anywhere."""
    known = next((r for r in (region, region.split("-")[0]) if r in CONTACTS), ANYWHERE)
    return CONTACTS.get(f"{known}.{language}", CONTACTS[known])


def fill_contacts(template: str, region: str, language: str = "en") -> str:
    """Replace ``{emergency_number}`` and its like by the numbers of a region."""
    contacts = contacts_of(region, language)
    for name in NUMBERS:
        template = template.replace(f"{{{name}_number}}", getattr(contacts, name))
    return template
