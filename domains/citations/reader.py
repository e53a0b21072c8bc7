"""Find every citation in a text."""

from __future__ import annotations

import re
from collections.abc import Collection

from .cases import find_cases
from .claims import with_claims
from .nouns import Cited, Kind
from .statutes import find_statutes

_MAYBE = re.compile(
    r"\d|\bv(?:s?\.|ersus)? [A-Z]|\b(?:In re|Ex parte) [A-Z]|\b[Ii]d\.|\b[Ii]bid|, supra\b|\b[Cc]onst"
)


def may_cite(text: str) -> bool:
    """Tell, in one look, whether reading ``text`` for citations can find any."""
    return _MAYBE.search(text) is not None


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
