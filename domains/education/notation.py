"""Write mathematics as plain ASCII: signs, raised digits, LaTeX, words for operations."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from ..rails.fold import fold

MAX_CHARS: Final = 4_000
"""What is read of one text: the tutor looks for an exercise, not through a document."""
SIGNS: Final = str.maketrans(
    {
        "×": "*",
        "·": "*",
        "⋅": "*",
        "∗": "*",
        "÷": "/",
        "∕": "/",
        "⁄": "/",
        "−": "-",
        "–": "-",
        "—": "-",
        "√": " sqrt ",
        "∈": " = ",
        "≈": " = ",
        "½": " 1/2",
        "⅓": " 1/3",
        "⅔": " 2/3",
        "¼": " 1/4",
        "¾": " 3/4",
        "⅕": " 1/5",
        "⅖": " 2/5",
        "⅗": " 3/5",
        "⅘": " 4/5",
        "⅙": " 1/6",
        "⅚": " 5/6",
        "⅛": " 1/8",
        "⅜": " 3/8",
        "⅝": " 5/8",
        "⅞": " 7/8",
        "⁰": "^0",
        "¹": "^1",
        "²": "^2",
        "³": "^3",
        "⁴": "^4",
        "⁵": "^5",
        "⁶": "^6",
        "⁷": "^7",
        "⁸": "^8",
        "⁹": "^9",
        "$": " ",
        "€": " ",
        "£": " ",
        "`": " ",
        "{": "(",
        "}": ")",
        "[": "(",
        "]": ")",
    }
)
FRACTION: Final = re.compile(r"\\[dt]?frac ?\{([^{}]{1,20})\} ?\{([^{}]{1,20})\}")
ROOT: Final = re.compile(r"\\sqrt ?\{([^{}]{1,20})\}")
COMMANDS: Final = (("\\times", "*"), ("\\cdot", "*"), ("\\div", "/"), ("\\left", ""))
BARE_FRACTION: Final = re.compile(r"\((\d{1,9})\) ?/ ?\((\d{1,9})\)")
POWER_OF_TEN: Final = re.compile(r"(?<=\d) ?x ?(?=10 ?\^)")
DIVISOR: Final = re.compile(r"(?:÷| / |\bdivided by\b) ?(\d{1,9}/\d{1,9})(?![\d/])")
DIVIDEND: Final = re.compile(r"(?<![\d/(])(\d{1,9}/\d{1,9}) ?(?:÷| / |divided by\b)")
"""The sign of division between fractions binds less than their bars."""
COLUMN_SIGN: Final = re.compile(r"\n ?([-+*]|x(?= )) ?(?=\$? ?[\d.])")
COLUMN_RULE: Final = re.compile(r" ?\n ?[-_]{3,} ?\n ?")
"""Work in columns: the sign before the last number, and the rule above the result."""
SPACES: Final = re.compile(r"[^\S\n]+")
STARS: Final = re.compile(r"\*\*(?=[^*\n]*\*\*)")
THOUSANDS: Final = re.compile(r"(?<![\d.,])(\d{1,3})((?:,\d{3})+)(?![\d,])")
DECIMAL_COMMA: Final = re.compile(r"(?<![\d.,])(\d+),(\d{1,2})(?![\d,])")
WORDS: Final = (
    (re.compile(r"\bdivided by\b"), "/"),
    (re.compile(r"\b(?:multiplied by|times)\b(?= ?[-(\d a-z])"), "*"),
    (re.compile(r"\bplus\b"), "+"),
    (re.compile(r"\bminus\b"), "-"),
    (re.compile(r"\b(?:is equal to|equals)\b"), "="),
    (re.compile(r" ?\bto the (?:power of|power) "), "^"),
    (re.compile(r" ?\bsquared\b"), "^2"),
    (re.compile(r" ?\bcubed\b"), "^3"),
    (re.compile(r"(?<=\d) over (?=\d)"), "/"),
    (re.compile(r"(?:the )?square root of "), "sqrt "),
    (re.compile(r"(?<=\d) x (?=\d)"), " * "),
    (re.compile(r"(?<=\d)x(?=\d)"), "*"),
)


@lru_cache(maxsize=8)
def plain_math(text: str) -> str:
    """Return ``text`` in lower case ASCII notation: ``x² ÷ ½`` is ``x^2 / 1/2``.

    The last few texts are remembered: one turn is read by several finders.
    """
    text = SPACES.sub(" ", text[:MAX_CHARS])
    if "\\" in text:
        text = ROOT.sub(r"sqrt(\1)", FRACTION.sub(r"(\1)/(\2)", text))
        for command, sign in COMMANDS:
            text = text.replace(command, sign)
        text = text.replace("\\right", "")
    text = COLUMN_RULE.sub(" = ", COLUMN_SIGN.sub(r" \1 ", text))
    text = DIVIDEND.sub(r"(\1)÷", DIVISOR.sub(r"÷(\1)", text))
    # A dash between two years or pages is no subtraction; one between spaces is.
    text = re.sub(r"(?<=\d)[–—](?=\d)", " to ", text)
    text = STARS.sub("", text.translate(SIGNS))
    text = fold(text).text.replace("**", "^")
    text = POWER_OF_TEN.sub("*", BARE_FRACTION.sub(r"\1/\2", text))
    return DECIMAL_COMMA.sub(r"\1.\2", THOUSANDS.sub(_joined, text))


def with_operations(plain: str) -> str:
    """Write ``plus``, ``times``, ``squared`` and their like as signs."""
    for pattern, sign in WORDS:
        plain = pattern.sub(sign, plain)
    return plain


def _joined(match: re.Match[str]) -> str:
    return match.group().replace(",", "")
