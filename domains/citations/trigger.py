"""One look at a text, before anything else is loaded: may it cite something?"""

from __future__ import annotations

import re

_MAYBE = re.compile(
    r"\d|\bv(?:s?\.|ersus)? [A-Z]|\b(?:In re|Ex parte) [A-Z]|\b[Ii]d\.|\b[Ii]bid|, supra\b|"
    r"\b[Cc]onst"
)


def may_cite(text: str) -> bool:
    """Tell, in one look, whether reading ``text`` for citations can find any."""
    return _MAYBE.search(text) is not None
