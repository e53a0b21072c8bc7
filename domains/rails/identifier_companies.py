"""Find companies and firms: by the ends of their names, and by the name tagger.

A lawyer's duty of confidence covers who the client is, persons or not (ABA Model Rule 1.6(a)). A
party of a reported case is public: "International Shoe Co. v. Washington, 326 U.S. 310".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .identifier_people import CITED, COMMON, SURE, VERSUS, Place, tags_of
from .identifier_terms import is_within_cases
from .names import LOWER, UPPER

_WORD: Final = rf"(?:[{UPPER}][{UPPER}{LOWER}\d’'&.-]{{0,24}}|\d{{1,4}}(?:st|nd|rd|th))"
_END: Final = (
    r"(?:Inc|Incorporated|L\.?L\.?C|L\.?L\.?P|P\.?L\.?L\.?C|P\.C|P\.A|L\.P|LP|Ltd|Limited|Corp|"
    r"Corporation|Co|Company|PLC|plc|GmbH|AG|S\.?A|S\.?r\.?l|B\.V|N\.V|Oy|AB|Pty|Holdings?|Partners|"
    r"Partnership|Group|Associates|Enterprises|Industries|Logistics|Properties|Realty|Ventures|"
    r"Capital|Trust|Bank|Insurance|Mutual|Builders|Construction|Contractors|Services|Solutions|"
    r"Systems|Technologies|Labs|Foods|Motors|Freight|Trucking|Roofing|Plumbing|Electric|Brewing|"
    r"Farms|Management|Consulting|Manufacturing|Supply|Transport|Apartments|Credit Union)"
)
ENDED: Final = re.compile(
    rf"(?<![\w.])(?:{_WORD}(?:,? (?:and |of |& |the )?| & |-)){{1,7}}{_END}\b\.?"
    rf"(?:,? (?:Inc|LLC|L\.L\.C|Ltd|LP|LLP|P\.C|Co)\b\.?)?"
)
FIRST: Final = re.compile(
    r"(?:The|A|An|In|On|At|By|For|From|To|With|And|Our|My|Their|Your|Against|Dear|Re|Attn|Client|"
    r"Plaintiff|Defendant|Landlord|Tenant|Employer|Insurer|Lender|Buyer|Seller|Vendor|Call|Email)"
    r"(?:[:,.]? )"
)
ENDED_SMALL: Final = re.compile(
    r"(?<![\w.])(?:[a-z][a-z'’&.-]{1,20},? (?:& |and |of )?){1,3}"
    r"(?:inc|llc|ltd|llp|corp|plc|gmbh|p\.c|l\.p)\b\.?"
)
"""The same in a text without capitals, where only the form of a company tells its name."""
SMALL_WORD: Final = re.compile(r"[a-z]+,? ")
JOINED: Final = re.compile(rf",? & {_WORD}(?: (?:{_WORD}|{_END}))?")
JOINS: Final = re.compile(rf"(?<![\w.]){_WORD},? & $")
"""A partner of a firm, beside a name that was found."""
PUBLIC: Final = re.compile(
    r"\b(?:Court|Department|Dept|Commission|Agency|Congress|Senate|Parliament|Bureau|Ministry|"
    r"Administration|Authority|Board|Council|Association|Amendment|Act|Code|Union|Nations|State|"
    r"States|Government|Treasury|Police|Circuit|Constitution|Organi[sz]ation|Institutes?)\b"
)
"""Words of public bodies, which are nobody's client in a question about what they decide."""


def find_companies(text: str) -> Iterator[Place]:
    """Yield the places of companies' names; they may overlap."""
    for match in ENDED.finditer(text):
        start = match.start()
        while lead := FIRST.match(text, start, match.end()):
            start = lead.end()
        if " " in text[start : match.end()] and _is_private(text, start, match.end()):
            yield start, match.end()
    for match in ENDED_SMALL.finditer(text) if text.islower() else ():
        start = match.start()
        while (word := SMALL_WORD.match(text, start)) and word.group().strip(" ,") in COMMON:
            start = word.end()
        if start < match.end() and " " in text[start : match.end()]:
            yield start, match.end()
    for tag in tags_of(text):
        after = JOINED.match(text, tag.end)
        before = JOINS.search(text, max(0, tag.start - 28), tag.start)
        if (after or before) and tag.label in {"ORG", "PER"} and tag.certainty >= SURE:
            start = before.start() if before else tag.start
            end = after.end() if after else tag.end
            if _is_private(text, start, end):
                yield start, end
        if tag.label == "ORG" and tag.certainty >= SURE and _is_private(text, tag.start, tag.end):
            yield tag.start, tag.end


def _is_private(text: str, start: int, end: int) -> bool:
    is_party = VERSUS.match(text, end) or VERSUS.search(text, max(0, start - 5), start)
    if (is_party and CITED.match(text, end)) or is_within_cases(text, start, end):
        return False
    return PUBLIC.search(text, start, end) is None and not text[start:end].islower()
