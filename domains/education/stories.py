"""Solve the simplest word problems: two numbers and one operation that the words name."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final

from .numerals import numerals

QUESTION: Final = re.compile(r"[^.?!]*\?")
EACH: Final = re.compile(r"\b(?:each|every|per|apiece)\b")
SHARED: Final = re.compile(
    r"\b(?:shared?|shares|split|splits|divided?|divides)\b[^.?]*\b(?:equally|evenly|among|between|into)\b"
)
LESS: Final = re.compile(
    r"\b(?:gives?|gave|loses?|lost|eats?|ate|spends?|spent|sells?|sold|uses?|used|removes?|removed"
    r"|breaks?|broke|flew away|leaves?|left the|takes? away|took away|drops?|dropped)\b"
)
LEFT: Final = re.compile(r"\b(?:left|remain\w*|still|now have|does \w+ have now|more than|fewer)\b")
MORE: Final = re.compile(
    r"\b(?:buys?|bought|gets?|got|finds?|found|receives?|received|picks?|picked|more|joins?|joined"
    r"|adds?|added|collects?|collected|and)\b"
)
TOTAL: Final = re.compile(r"\b(?:altogether|in all|in total|total|now|in the end|together)\b")
HOW: Final = re.compile(r"\bhow (?:many|much|far)\b")


def story_answer(plain: str) -> Fraction | None:
    """Return the answer of a word problem with exactly two numbers, or None if unsure."""
    found = [n for n in numerals(plain) if n.form == "digits" or n.value != 1]
    values = list({n.start: n.value for n in found}.values())
    if len(values) != 2 or not HOW.search(plain):
        return None
    first, second = values
    question = " ".join(QUESTION.findall(plain)) or plain
    if SHARED.search(plain):
        return first / second if second and EACH.search(question) else None
    if EACH.search(plain):
        return first * second if not EACH.search(question) else None
    if LESS.search(plain) and LEFT.search(question):
        return first - second if first > second else None
    if MORE.search(plain) and (TOTAL.search(question) or LEFT.search(question)):
        return first + second if "more than" not in question else None
    return None
