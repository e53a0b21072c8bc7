"""Patterns for dates that lack a year or have an unusual form, and for ages over 89.

The class (C) of 45 CFR 164.514(b)(2)(i). Each pattern is bounded.
"""

from __future__ import annotations

import re
from typing import Final

from .identifier_checks import is_day
from .identifier_numbers import compiled
from .identifier_parts import MONTH, YEAR, Check, Kind, always

_AGE = r"(?:9\d|1[01]\d)"
_KIN = (
    r"(?:he|she|who|i|mother|father|mom|mum|dad|grandmother|grandfather|grandma|grandpa|nana|aunt|"
    r"uncle|husband|wife|patient|client|neighbou?r|pt|sister|brother|resident)"
)
DATES: Final[tuple[tuple[Kind, re.Pattern[str], Check], ...]] = (
    (
        "DATE",
        compiled(
            r"(?<![\w./-])(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:\d{4}|"
            r"\d{6})?(?![\w/-])"
        ),
        is_day,
    ),
    (
        "DATE",
        compiled(
            rf"(?<![\w./-]){YEAR}[/.](?:0?[1-9]|1[0-2])[/.](?:[12]\d|3[01]|0?[1-9])(?![\w/-])"
        ),
        always,
    ),
    (
        "DATE",
        compiled(
            rf"(?<![\w./-])(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?[- .]?{MONTH}\.?"
            rf"(?:[-, .]{{0,2}}(?:{YEAR}|'?\d\d))?(?![\w-])"
        ),
        lambda text: any(c.isalpha() for c in text) and not re.fullmatch(r"\d+ (?:may|mar)", text),
    ),
    (
        "DATE",
        compiled(
            rf"\b{MONTH}\.? (?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?: ?(?:-|–|to|and|&) ?"
            rf"(?:{MONTH}\.? )?(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?)?,?(?: (?:{YEAR}|'\d\d))?"
            r"(?![\d,.]?\d| ?(?:mg|ml|mcg|%|years|days|patients))(?!\w)"
        ),
        always,
    ),
    (
        "DATE",
        compiled(
            r"\b(?:on|since|until|till|dated?|due|before|after|through|thru|started|admitted|"
            r"adm|admit|"
            r"d/?c(?:'?d)?|discharged?|visits?|seen|lmp|dos|dob|appt|appointment|f/u|follow[- ]up|"
            r"placed|removed|refilled|filled|drawn|collected|updated|reviewed|signed|received|"
            r"sent|week of)"
            r"[ :]{1,2}(?P<id>(?:1[0-2]|0?[1-9])/(?:[12]\d|3[01]|0?[1-9]))(?![\w/%]|\.\d|"
            r" (?:strength|power|reps|of|cup|tab|dose))"
        ),
        lambda text: (
            text not in {"1/2", "1/3", "2/3", "1/4", "3/4", "1/5", "2/5", "3/5", "4/5", "5/5"}
        ),
    ),
    (
        "DATE",
        compiled(
            r"(?<![\w./-])(?:1[0-2]|0?[1-9])/(?:[12]\d|3[01]|0?[1-9])(?= (?:at )?\d{1,2}:\d\d)"
        ),
        always,
    ),
    (
        "DATE",
        compiled(r"(?<![\w./-])(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?![\w/%-]|\.\d)"),
        always,
    ),
    (
        "DATE",
        compiled(
            r"(?<![\w./-])(?:[12]\d|3[01]|0?[1-9])[./-](?:1[0-2]|0?[1-9]|x?i{1,3}|i?v|vi{1,3}|"
            r"ix|xi?)[./-](?:(?:19|20)\d\d|'?\d\d)(?![\w/-])"
        ),
        always,
    ),
    (
        "DATE",
        compiled(
            r"(?<![\w./,$-])(?<!\bof )(?:1[0-2]|0?[1-9])/(?:1[1-9]|2\d|3[01]|0[1-9])"
            r"(?!/|[\w%]|-\d|\.\d| (?:strength|power|reps|of|cup|tab|dose|inch|in\b|correct|points|"
            r"right|items|pain|vision|mm|cm|questions|problems|words))"
        ),
        lambda text: text not in {"12/12", "10/10"},
    ),
    ("AGE_OVER_89", compiled(rf"(?<![\w.,/-]){_AGE}(?= ?/ ?[mf]\b)"), always),
    (
        "AGE_OVER_89",
        compiled(rf"(?<!\d )\b(?:[mf]|male|female)[ ,/]{{1,2}}(?P<id>{_AGE})(?![\w%/°]|\.\d)"),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            rf"(?<![\w.,/-]){_AGE}(?=\s?-?\s?(?:y\.?\s?/?o\.?|yo[fm]?|yrs?|years?[- ](?:old|"
            rf"of age)|years?(?=[.,;)])|[mf](?![\w'])))"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            rf"\b(?:aged?|age:|turned|turns|turning|at(?: the)? age(?: of)?|"
            rf"age of)\b[\s:=]{{1,3}}(?P<id>{_AGE})(?![\w%/]|\.\d)"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            rf"\b{_KIN}(?: (?:is|was)|'s|’s|'m| am)(?: now| only| just| almost| over| nearly|"
            rf" already)? "
            rf"(?P<id>{_AGE})(?=[.,;!?)]| (?:and|when|now|with|years?|but)\b|\s*$)"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            rf"(?<=[a-z], ){_AGE}(?=, [a-z])|(?<=[A-Za-z] \(){_AGE}(?=\)|[,;] ?[MF])", cased=True
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            r"\b(?:ninety(?:[ -](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a|"
            r"one) hundred"
            r"(?: and (?:one|two|three|four|five|six|seven))?)(?=[- ]years?(?:[- ]old| of age)?)"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            r"\bninety[ -](?:one|two|three|four|five|six|seven|eight|nine)\b"
            r"(?! ?(?:percent|per cent|%|dollars|days|minutes|hours|miles|pages|points|pounds|"
            r"thousand|million|seconds))"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            rf"(?<=[A-Za-z],) ?(?P<id>{_AGE})(?=,? ?(?:[mf]\b|yo\b|male|female|man|woman|"
            rf"who|and |has |is |was |with |lives|living|admitted|seen|found))"
        ),
        always,
    ),
    (
        "AGE_OVER_89",
        compiled(
            r"\bcentenarian\b|\bnonagenarian\b|\bin (?:her|his|their) (?:mid|late|"
            r"early)?[- ]?nineties\b"
        ),
        always,
    ),
)
