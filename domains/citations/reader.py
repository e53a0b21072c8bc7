"""Find every citation in a text."""

from __future__ import annotations

from collections.abc import Collection

from .cases import find_cases
from .claims import with_claims
from .nouns import Cited, Kind
from .statutes import find_statutes
from .trigger import may_cite


def find_citations(text: str, kinds: Collection[Kind] | None = None) -> tuple[Cited, ...]:
    """Return the citations of ``text`` in order; none overlaps another.

    ``kinds`` keeps those of some kinds; None keeps all.
    """
    if not may_cite(text):
        return ()
    cases = find_cases(text) if kinds is None or "case" in kinds else []
    statutes = [c for c in find_statutes(text) if kinds is None or c.kind in kinds]
    found: list[Cited] = []
    for cited in sorted([*cases, *statutes], key=lambda c: (c.start, -c.end)):
        if not found or cited.start >= found[-1].end:
            found.append(cited)
    return with_claims(text, found)
