"""What kind of thing a question asks for, and whether a sentence names one."""

from __future__ import annotations

import re
from typing import Final, Literal

AnswerKind = Literal["person", "place", "time", "number", "reason", "meaning", "any"]

_ASKED: Final[dict[AnswerKind, re.Pattern[str]]] = {
    "time": re.compile(
        r"\bwhen\b|\b(?:what|which) (?:year|date|day|month|decade|century|time)\b", re.IGNORECASE
    ),
    "number": re.compile(
        r"\bhow (?:many|much|long|old|far|large|big|tall|often|high|fast|heavy|deep|wide)\b"
        r"|\bwhat (?:percent|percentage|number|amount|age|proportion)\b",
        re.IGNORECASE,
    ),
    "person": re.compile(r"\bwho(?:m|se)?\b", re.IGNORECASE),
    "place": re.compile(
        r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|region|county|river|town)\b",
        re.IGNORECASE,
    ),
    "reason": re.compile(
        r"\bwhy\b|\bwhat (?:causes?|caused|reason|led)\b|\bhow come\b", re.IGNORECASE
    ),
}
_MONTHS: Final = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_NUMBERS: Final = (
    "one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozen|hundred|thousand"
    "|million|billion|half|percent"
)
_NAMED: Final[dict[AnswerKind, re.Pattern[str]]] = {
    "time": re.compile(rf"\b(?:1[0-9]{{3}}|20[0-9]{{2}})\b|\b(?:{_MONTHS})\b|\bcentur(?:y|ies)\b"),
    "number": re.compile(rf"\b\d[\d,.]*\b|\b(?i:{_NUMBERS})\b"),
    "person": re.compile(r"(?<=[a-z,;:()\"'’ ] )[A-Z][\w'’.-]+"),
    "place": re.compile(
        r"\b(?:in|at|on|near|from|to|of|along|between|off)\s+(?:the\s+)?([A-Z][\w'’.-]+)"
    ),
    "reason": re.compile(
        r"\b(?:because|since|due to|so that|in order to|as a result|reason|therefore|caused?s?"
        r"|led to|to (?:avoid|prevent|protect|reduce|allow|make|help|keep|get))\b",
        re.IGNORECASE,
    ),
}
_WORD: Final = re.compile(r"\w+")
_MEANING: Final = re.compile(
    r"\W*(?:what(?:'s| is| are| does)|define|explain)(?: (?:an?|the|is))? "
    r"(?P<thing>[\w'’-]+(?: (?!of |for |in |to |that )[\w'’-]+){0,3}?)(?: (?:means?|says?))?\W*",
    re.IGNORECASE,
)
"""A question that asks what a thing is, and nothing more of it."""


def kind_asked(question: str) -> AnswerKind:
    """Return the kind of thing that ``question`` asks for, by its question words."""
    if _MEANING.fullmatch(question):
        return "meaning"
    return next((kind for kind, pattern in _ASKED.items() if pattern.search(question)), "any")


def named(sentence: str, kind: AnswerKind) -> list[tuple[int, int]]:
    """Return where ``sentence`` names things of a kind, in characters; none for anything."""
    if kind in ("any", "meaning"):
        return []
    return [match.span(match.lastindex or 0) for match in _NAMED[kind].finditer(sentence)]


def names_one(sentence: str, kind: AnswerKind, question: str) -> float:
    """Return 1 if ``sentence`` names such a thing that the question does not, else 0.

    Of a question that asks for anything, 0.5: nothing is known.
    """
    if kind == "any":
        return 0.5
    if kind == "meaning":
        return float(_says_what_it_is(sentence, question))
    if kind == "reason":
        return float(bool(_NAMED[kind].search(sentence)))
    asked = {word.casefold() for word in _WORD.findall(question)}
    found = (match[match.lastindex or 0] for match in _NAMED[kind].finditer(sentence))
    return float(any(word.casefold() not in asked for word in found))


def _says_what_it_is(sentence: str, question: str) -> bool:
    """Tell whether ``sentence`` opens with the thing that is asked for and says what it is."""
    if not (asked := _MEANING.fullmatch(question)):
        return False
    thing = re.escape(asked["thing"])
    says = re.compile(
        rf"(?:[-*•] )?(?:an?|the)? ?(?:{thing}(?: \([^)]*\))?|[^.()]{{3,60}} \({thing}\)) "
        r"(?:is|are|means?|refers?|happens?|occurs?|says?|describes?|states?)\b",
        re.IGNORECASE,
    )
    return says.match(sentence) is not None
