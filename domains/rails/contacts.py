"""Whom to call: emergency and crisis numbers by region, from ``contacts.toml``."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

from vademecum.retrieval.types import Noun


class Contacts(Noun):
    """The numbers of one region, who published them, and when they were last looked at."""

    emergency: str
    crisis: str
    poison: str
    source: str
    checked: date


ANYWHERE = Contacts(
    emergency="your local emergency number (911 in the US, 999 in the UK, 112 in the EU)",
    crisis="your local emergency number or crisis line (988 in the US, 116 123 in the UK)",
    poison="your local emergency number or poison centre",
    source="contacts.toml",
    checked=date(2026, 11, 23),
)
"""What a person in a region without an entry is told."""


def _read() -> dict[str, Contacts]:
    table = tomllib.loads((Path(__file__).parent / "contacts.toml").read_text(encoding="utf-8"))
    return {region: Contacts.model_validate(entry) for region, entry in table.items()}


CONTACTS = _read()


def fill_contacts(template: str, region: str) -> str:
    """Replace ``{emergency_number}``, ``{crisis_number}`` and ``{poison_number}``."""
    contacts = CONTACTS.get(region) or CONTACTS.get(region.split("-")[0], ANYWHERE)
    return (
        template.replace("{emergency_number}", contacts.emergency)
        .replace("{crisis_number}", contacts.crisis)
        .replace("{poison_number}", contacts.poison)
    )
