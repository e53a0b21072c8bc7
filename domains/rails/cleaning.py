"""What of a text may be computed with: in domains that say so, not what identifies a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .identifiers import IdentifierRail, redact
from .rail import as_it_is

if TYPE_CHECKING:
    from ..domain import Domain


def cleaner(domain: Domain) -> Callable[[str], str]:
    """Return what removes identifiers as the domain's own rail finds them, or nothing."""
    rails = [rail for rail in domain.rails if isinstance(rail, IdentifierRail)]
    if not domain.manifest.redact_before_encoding or not rails:
        return as_it_is
    kinds = rails[0].kinds
    return lambda text: redact(text, kinds).text
