"""Doses: every number with a unit in an answer stands in a quotation that the answer cites."""

from __future__ import annotations

import re

from vademecum.retrieval.types import Verdict

from ..rails.fold import fold
from ..rails.rail import Subject

NUMBER = r"(?:\d{1,3}(?:,\d{3}){1,3}|\d{1,7}(?:\.\d{1,4})?)"
DOSE = re.compile(
    rf"(?<![\w.]){NUMBER}(?:\s?(?:-|to)\s?{NUMBER})?\s?"
    r"(?:mcg|microgram\w{0,2}|mg|milligram\w{0,2}|g|gram\w{0,2}|kg|ml|millilit\w{2,4}|l|"
    r"lit(?:re|er)s?|iu|units?|mmol|meq|drops?|puffs?|tablets?|capsules?|teaspoon\w{0,4}|%)"
    r"(?:/(?:kg|day|hour|h|min|dose|l|ml)){0,3}(?!\w)"
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
