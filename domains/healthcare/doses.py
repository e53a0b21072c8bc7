"""Doses: every amount and how often it is taken stands in a quotation that the answer cites."""

from __future__ import annotations

import re

from vademecum.retrieval.types import Verdict

from ..rails.fold import fold
from ..rails.rail import Subject

NUMBER = r"(?:\d{1,3}(?:[, ]\d{3}){1,3}|\d{1,7}(?:[.,]\d{1,4})?|\d?[\u2044/]\d)"
SPOKEN = (
    r"(?:half(?: an?)?|quarter|an?(?= (?:tablet|capsule|puff|teaspoon|tablespoon|drop|spoon))|"
    r"one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|"
    r"fifty|sixty|seventy|eighty|ninety|"
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|a) )?hundred"
    r"(?: (?:and )?(?:ten|twenty|twenty-five|fifty|seventy-five))?)"
)
UNIT = (
    r"(?:mcg|ug|\u03bcg|microgram\w{0,2}|ng|mg|milligram\w{0,2}|g|grams?|gram\w{0,2}|kg|kilogram\w{0,2}|"
    r"ml|millilit\w{2,4}|cc|l|lit(?:re|er)s?|iu|units?|mmol|meq|drops?|puffs?|inhalations?|sprays?|"
    r"tablets?|pills?|capsules?|caplets?|lozenges?|suppositor\w{1,3}|patch(?:es)?|ampoules?|vials?|"
    r"sachets?|tsp|tbsp|teaspoon\w{0,4}|tablespoon\w{0,4}|spoonfuls?|%)"
)
PER = r"(?:\s?(?:/|per)\s?(?:kg|m2|day|hour|h|hr|min|minute|dose|l|ml|body ?weight)){0,3}"
DOSE = re.compile(
    rf"(?<![\w.,/])(?:{NUMBER}(?:\s?(?:-|to|or)\s?{NUMBER})?\s?-?|"
    rf"{SPOKEN}(?: (?:to|or) {SPOKEN})?\s)"
    rf"{UNIT}{PER}(?!\w)"
)
OFTEN = re.compile(
    rf"\bevery (?:{NUMBER}|{SPOKEN})(?:\s?(?:-|to)\s?(?:{NUMBER}|{SPOKEN}))? ?"
    r"(?:hours?|hourly|hrs?|h|minutes?|mins?)\b|"
    rf"\b(?:once|twice|thrice|(?:{NUMBER}|{SPOKEN})(?:\s?(?:-|to)\s?(?:{NUMBER}|{SPOKEN}))? times) "
    r"(?:a|per|each|every)? ?(?:day|daily|week|weekly)\b|"
    rf"\bin (?:any )?{NUMBER} (?:hours?|hrs?)\b"
)


def doses(text: str) -> tuple[str, ...]:
    """Return amounts with units and how often they are taken, folded, without white space."""
    folded = fold(text).text
    found = [m.group() for pattern in (DOSE, OFTEN) for m in pattern.finditer(folded)]
    return tuple(re.sub(r"\s+", "", said) for said in found)


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
