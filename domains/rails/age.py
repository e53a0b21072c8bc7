"""The age of the evidence: from when the texts are that an answer rests on."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from vademecum.retrieval.types import Document


def ages(documents: Iterable[Document], today: date) -> str:
    """Return "2016 (10 years old), 2021 (5 years old)"; empty where no text has a date."""
    days = {d.effective_from or d.written for d in documents} - {None}
    said: dict[int, str] = {}
    for day in sorted(day for day in days if day):
        years = today.year - day.year - ((today.month, today.day) < (day.month, day.day))
        old = f"{years} years old" if years > 1 else "1 year old" if years else "this year"
        said[day.year] = f"{day.year} ({old})"
    return ", ".join(said.values())
