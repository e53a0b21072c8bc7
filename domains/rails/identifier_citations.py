"""Find what is cited from the law: reported cases, opinions of judges, statutes and court rules.

What is published names nobody's client (ABA Model Rule 1.6, comment 4 speaks of hypotheticals; a
reported opinion is public), and its numbers are those of volumes, sections and pages.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from .names import LOWER, UPPER

YEAR: Final = r"(?:1[6-9]|20)\d\d"
_PARTY_WORD: Final = rf"[{UPPER}&\d][\w.&'’-]{{0,24}}"
_SMALL: Final = r"(?:of|the|and|for|ex rel\.|de|la|del|von|van|in|on|&)"
_PARTY: Final = (
    rf"[{UPPER}][\w.&'’-]{{0,24}}(?: (?:{_PARTY_WORD}|{_SMALL})){{0,7}}"
    r"(?:,? (?:Inc|Co|Corp|Ltd|L\.?L\.?C|L\.?P|N\.A|S\.A|plc|PLC)\b\.?,?){0,2}"
)
_REPORTER: Final = (
    r"(?:U\. ?S|S\. ?Ct|L\. ?Ed|F|A|P|N\. ?[EWY]|S\. ?[EWo]|So|Cal|Ill|Mass|Wis|Ohio|Tex|Wash|"
    r"Mich|Minn|Pa|Va|Ga|Fla|Md|Or|Ariz|Colo|Conn|B\. ?R|T\. ?C|Fed|WL|LEXIS|Q\. ?B|K\. ?B|A\. ?C|"
    r"Ch|W\. ?L\. ?R|All E\. ?R|E\. ?R|Ex|H\. ?L|C\. ?A|App|Cush|Wend|Johns|Cranch|Wheat|Wall|How|"
    r"Pet|Dall)"
)
_COURT_YEAR: Final = rf"\((?:[\w. ]{{1,28}} )?{YEAR}\)"
CITED: Final = re.compile(
    rf"\b{_PARTY} (?:v|vs)\.? {_PARTY},? ?"
    rf"(?:{_COURT_YEAR}|[\[(]{YEAR}[\])](?: \d{{0,3}} ?[A-Z][\w. ]{{1,12}}\d{{1,5}})?|"
    rf"\d{{1,4}} {_REPORTER}\b[\w. ]{{0,14}}? \d{{1,6}}(?:, \d{{1,4}})?(?: ?{_COURT_YEAR})?)"
)
"""A case with the year or the reporter that it is cited by."""
IN_RE: Final = re.compile(
    rf"\b(?:In re|Ex parte|Matter of|Estate of) {_PARTY},? ?"
    rf"(?:{_COURT_YEAR}|\d{{1,4}} {_REPORTER}\b[\w. ]{{0,14}}? \d{{1,6}}(?: ?{_COURT_YEAR})?)"
)
REPORTED: Final = re.compile(
    rf"(?<![\w.])\d{{1,4}} (?-i:{_REPORTER})\.(?: ?\w{{1,5}}\.?){{0,3}}? \d{{1,5}}"
    rf"(?: ?{_COURT_YEAR})?(?!\w)"
)
OPINION: Final = re.compile(
    rf"\((?:per )?[{UPPER}][\w'’-]{{1,20}},? (?:C\.|P\.|L\.|V\.-?C\.)?J{{1,2}}\.?"
    r"(?:,? (?:for|concurring|dissenting|joined)[^)\n]{0,60})?\)|"
    rf"\b[{UPPER}][\w'’-]{{1,20}}, (?:C\.)?JJ?\.(?=,? (?:concurring|dissenting|for the))"
)
STATUTE: Final = re.compile(
    r"(?<![\w.])(?:\d{1,3} )?(?:U\. ?S\. ?C(?:\. ?A)?|C\. ?F\. ?R|USC|CFR|Fed\. ?Reg|Stat)"
    r"\b\.?(?: ?(?:§{1,2}|[Ss]ections?|[Ss]ec\.|[Pp]art|[Pp]t\.))? ?\d[\w.()–-]{0,20}"
    r"(?: (?:et seq|and \d[\w.()-]{0,12})\.?)?"
)
SECTION: Final = re.compile(
    rf"(?<![\w.])(?:(?:[{UPPER}][{LOWER}{UPPER}.&'’]{{0,16}}|"
    r"\([A-Z][a-z]{2,12}\)|of|and) ){0,6}§{1,2} ?\d[\w.:()–-]{0,20}"
)
"""The name of a code and its section: "Cal. Civ. Code § 1950.5"."""
RULE: Final = re.compile(
    rf"(?<![\w.])(?:(?:[{UPPER}][{LOWER}]{{1,8}}|[{UPPER}])\. ?){{2,6}}(?:[Rr]ule |r\. )?"
    r"\d[\w.()–-]{0,14}"
)
"""A court's rule, by its short title: "Fed. R. Civ. P. 12(b)(6)"."""
ABBREVIATED_LAW: Final = re.compile(
    r"\b(?:F\. ?R\. ?|Fed\. ?R\. ?|U\. ?S\. ?)(?:(?:Civ|Crim|App|Evid|Bankr|Const|P)\. ?){1,3}"
)
LAW_CITATIONS: Final = (CITED, IN_RE, REPORTED, OPINION, STATUTE, SECTION, RULE, ABBREVIATED_LAW)


def find_law_citations(text: str) -> Iterator[tuple[int, int]]:
    """Yield the places of citations of cases, opinions, statutes and rules; they may overlap."""
    for pattern in LAW_CITATIONS:
        yield from (match.span() for match in pattern.finditer(text))
