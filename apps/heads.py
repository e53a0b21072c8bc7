"""The evidence head of a domain: the one it ships, or one trained here."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vademecum.domains import Domain
from vademecum.evals.selecting.saved import FILE

from .adapters import trained_here

SHIPPED: Final = "heads"
"""The folder of a domain that holds the heads it ships."""


def head_file(domain: Domain) -> Path | None:
    """Return where the evidence head stands, if any; one trained here hides a shipped one."""
    places = (trained_here(domain.name), domain.folder / SHIPPED)
    return next((place / FILE for place in places if (place / FILE).is_file()), None)
