"""Doses: every number with a unit in an answer stands in a quotation that the answer cites."""

from __future__ import annotations

import re

from vademecum.retrieval.types import Verdict

from ..rails.fold import fold
from ..rails.rail import Subject

DOSE = re.compile(
    r"(?<![\w.])(\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?)\s?(?:-|to)?\s?(?:\d+(?:\.\d+)?)?\s?"
    r"(mcg|microgram\w*|mg|milligram\w*|g|gram\w*|kg|ml|millilit\w+|l|litre\w*|liter\w*|iu|units?|"
    r"mmol|meq|drops?|puffs?|tablets?|capsules?|teaspoon\w*|%)(?:/(?:kg|day|hour|h|min|dose|l|ml))*"
    r"(?![\w])"
)


def doses(text: str) -> tuple[str, ...]:
    """Return the numbers with units in ``text``, folded, without white space."""
    return tuple(re.sub(r"\s+", "", m.group()) for m in DOSE.finditer(fold(text).text))


def check_doses(subject: Subject) -> Verdict | None:
    """Refuse a statement with a dose that no cited quotation has in the same words."""
    claims = subject.grounding.claims if subject.grounding else ()
    quotes = [c.quote for claim in claims for c in claim.citations if c.status == "verified"]
    known = {dose for quote in quotes for dose in doses(quote)}
    unknown = [dose for dose in doses(subject.text) if dose not in known]
    if not unknown:
        return None
    reason = f"left out a statement: {unknown[0]} does not stand word for word in a cited passage"
    return Verdict(rail="dose_verbatim", stage="output", action="refuse", reason=reason, basis="")
