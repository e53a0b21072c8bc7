"""Read the numbers of a text in the forms in which an answer can be written."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import Final, NamedTuple

from .notation import MAX_CHARS, plain_math

ONES: Final = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
]
TENS: Final = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"]
ENGLISH: Final = {
    **{word: value for value, word in enumerate(ONES)},
    **{word: 10 * value for value, word in enumerate(TENS, start=2)},
}
SPANISH: Final = {
    **{
        word: value
        for value, word in enumerate(
            [
                "cero",
                "uno",
                "dos",
                "tres",
                "cuatro",
                "cinco",
                "seis",
                "siete",
                "ocho",
                "nueve",
                "diez",
                "once",
                "doce",
                "trece",
                "catorce",
                "quince",
                "dieciseis",
                "diecisiete",
                "dieciocho",
                "diecinueve",
                "veinte",
                "veintiuno",
                "veintidos",
                "veintitres",
                "veinticuatro",
                "veinticinco",
                "veintiseis",
                "veintisiete",
                "veintiocho",
                "veintinueve",
            ]
        )
    },
    **{
        word: 10 * value
        for value, word in enumerate(
            ["treinta", "cuarenta", "cincuenta", "sesenta", "setenta", "ochenta", "noventa"],
            start=3,
        )
    },
}
PARTS: Final = {
    **dict.fromkeys(("half", "halves", "medio"), 2),
    **dict.fromkeys(("third", "thirds", "tercio", "tercios"), 3),
    **dict.fromkeys(("quarter", "quarters", "fourth", "fourths", "cuarto", "cuartos"), 4),
    **dict.fromkeys(("fifth", "fifths", "quinto", "quintos"), 5),
    **dict.fromkeys(("sixth", "sixths", "sexto", "sextos"), 6),
    **dict.fromkeys(("seventh", "sevenths"), 7),
    **dict.fromkeys(("eighth", "eighths", "octavo", "octavos"), 8),
    **dict.fromkeys(("ninth", "ninths"), 9),
    **dict.fromkeys(("tenth", "tenths", "decimo", "decimos"), 10),
    **dict.fromkeys(("eleventh", "elevenths"), 11),
    **dict.fromkeys(("twelfth", "twelfths"), 12),
    **dict.fromkeys(("fifteenth", "fifteenths"), 15),
    **dict.fromkeys(("twentieth", "twentieths"), 20),
}
ROMAN: Final = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}

_NUMBER_WORD = "|".join(sorted({*ENGLISH, *SPANISH}, key=len, reverse=True))
_PART_WORD = "|".join(PARTS)
_WORD = re.compile(
    rf"(?<!\w)(?:(minus|negative|menos) )?"
    rf"((?:{_NUMBER_WORD}|an?|una?)(?:(?:[- ]| and | y )?(?:{_NUMBER_WORD}|hundred"
    rf"|thousand|cien|ciento|mil)\b)*)"
    rf"(?: (point|punto|coma)((?: (?:{_NUMBER_WORD}))+))?"
    rf"(?:(?: and| y)?[- ](?:(a|one|two|three|un|una|{_NUMBER_WORD})[- ])?"
    rf"({_PART_WORD}))?(?!\w)"
)
_ARTICLES = frozenset({"a", "an", "un", "una"})
_LARGE = frozenset({"hundred", "thousand", "cien", "ciento", "mil"})
_REVERSED = {
    word[::-1]: value
    for word, value in {**ENGLISH, **SPANISH}.items()
    if word[::-1] not in {"net", "sod"} and len(word) > 2
}
_WORDS_ONLY = re.compile(r"[a-z]{3,}")
_DIGITS = re.compile(
    r"(?<![\w.^])(- ?|minus |negative |menos )?"
    r"(?:(\d{1,9}) (?:and )?(\d{1,6})/(\d{1,6})"
    r"|(\d{1,12})(?:\.(\d{1,12}))?(?:e([+-]?\d{1,2})| ?\* ?10 ?\^ ?\(?([+-]?\d{1,2})\)?)?"
    r"(?: ?/ ?(\d{1,9})(?:\.0+)?)?"
    r"|\.(\d{1,12}))(?![\d])( ?%| percent| per cent| por ciento)?"
)
_CODED = re.compile(r"\b0(?:b([01]{1,20})|x([0-9a-f]{1,6}))\b")
_ENDS = re.compile(r"\W*(?:[.,;)\]\n]|$)")
_ROMAN_WORD = re.compile(
    r"(?<![\w'’])M{0,3}(?:CM|CD|D?C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?![\w'’])"
)
_LISTED = re.compile(r"(?<=\d),(?=-?\d)")
_SPELLED = re.compile(r"\b[a-z](?:[-. ][a-z]){2,}\b")


class Numeral(NamedTuple):
    """A number that stands in a text; offsets are those of ``plain_math(text)``.

    ``digits`` is the number of decimal places written, for values that are rounded; ``form`` says
    how it was written: digits, words, roman, reversed, code.
    """

    value: Fraction
    start: int
    end: int
    form: str
    digits: int = 0


def numerals(text: str) -> tuple[Numeral, ...]:
    """Return the numbers of ``text``: digits, words (English, Spanish), Roman and code forms."""
    plain = plain_math(text)
    found = [*_in_digits(plain), *_in_words(plain), *_in_code(plain), *_in_disguise(plain)]
    if _LISTED.search(text):  # ``{2,3}`` is two numbers, ``2,3`` may be one
        found += _in_digits(plain_math(_LISTED.sub(", ", text)))
    return tuple(sorted([*found, *_in_roman(text)], key=lambda n: n.start))


def number_of_words(words: str) -> Fraction | None:
    """Return the number that English or Spanish words say, or None."""
    total = part = 0
    for word in re.split(r"[- ]| and | y ", words):
        if word in {"", "and", "y"}:
            continue
        if word in {"hundred", "cien", "ciento"}:
            part = max(part, 1) * 100
        elif word in {"thousand", "mil"}:
            total, part = total + max(part, 1) * 1000, 0
        elif (value := ENGLISH.get(word, SPANISH.get(word))) is not None:
            part += value
        elif word in _ARTICLES:
            part = 1
        else:
            return None
    return Fraction(total + part)


def _in_digits(plain: str) -> list[Numeral]:
    found: list[Numeral] = []
    for match in _DIGITS.finditer(plain):
        _, whole, top, bottom, digits, places, exponent, power, divisor, bare, percent = (
            match.groups()
        )
        if bottom is not None:
            if not int(bottom):
                continue
            value = Fraction(whole) + Fraction(int(top), int(bottom))
        elif bare is not None:
            value, places = Fraction(f"0.{bare}"), bare
        else:
            value = Fraction(f"{digits}.{places or 0}")
            if raised := exponent or power:
                value *= Fraction(10) ** int(raised)
            if divisor is not None:
                if not int(divisor):
                    continue
                found.append(_numeral(plain, match, value, len(places or "")))
                value /= int(divisor)
        found.append(_numeral(plain, match, value, len(places or "")))
        if percent:
            found.append(_numeral(plain, match, value / 100, len(places or "") + 2))
    return found


def _numeral(plain: str, match: re.Match[str], value: Fraction, digits: int) -> Numeral:
    sign = match.group(1)
    before = plain[max(0, match.start() - 2) : match.start()].rstrip()
    is_operation = sign in {"-", "- "} and (before[-1:].isdigit() or before[-1:] == ")")
    return Numeral(
        -value if sign and not is_operation else value,
        match.start(),
        match.end(),
        "digits",
        digits,
    )


def _in_words(plain: str) -> list[Numeral]:
    found: list[Numeral] = []
    for match in _WORD.finditer(plain):
        sign, words, _, places, count, part = match.groups()
        if words in _ARTICLES and part is None:
            continue
        if part is None and len(several := _separate(words)) > 1:
            found += [_worded(match, sign, Fraction(n)) for n in several]
            continue
        value = number_of_words(words)
        if value is None:
            continue
        whole = value
        if places:
            digits = [number_of_words(word) for word in places.split()]
            joined = "".join(str(digit) for digit in digits if digit is not None)
            value += Fraction(f"0.{joined or 0}")
        if part is not None:
            share = Fraction(1, PARTS[part])
            if count is None and " and" not in match.group() and " y " not in match.group():
                value *= share
            else:
                value += share * (1 if count in {None, "a", "un", "una"} else _count(count))
                found.append(_worded(match, sign, whole))
            if " hundred" in words:
                found.append(_worded(match, sign, whole))
        found.append(_worded(match, sign, value))
        if plain[match.end() : match.end() + 9].startswith((" percent", " per cent", " por cient")):
            found.append(_worded(match, sign, value / 100))
    return found


def _separate(words: str) -> list[int]:
    """Return the numbers of a list such as "two and three"; one number where it is one."""
    parts = [w for w in re.split(r"[- ]", words) if w not in {"and", "y"}]
    if any(w in _LARGE for w in parts):
        return []
    found: list[int] = []
    for word in parts:
        value = ENGLISH.get(word, SPANISH.get(word, 0))
        if found and found[-1] % 10 == 0 and found[-1] >= 20 and 0 < value < 10:
            found[-1] += value
        else:
            found.append(value)
    return found


def _count(word: str) -> Fraction:
    return number_of_words(word) or Fraction(1)


def _worded(match: re.Match[str], sign: str | None, value: Fraction) -> Numeral:
    return Numeral(-value if sign else value, match.start(), match.end(), "words")


def _in_code(plain: str) -> list[Numeral]:
    return [
        Numeral(
            Fraction(int(match.group(1), 2) if match.group(1) else int(match.group(2), 16)),
            match.start(),
            match.end(),
            "code",
        )
        for match in _CODED.finditer(plain)
    ]


def _in_disguise(plain: str) -> list[Numeral]:
    """Find number words written backwards (``evif``) or letter by letter (``f-i-v-e``)."""
    found = [
        Numeral(Fraction(_REVERSED[match.group()]), match.start(), match.end(), "reversed")
        for match in _WORDS_ONLY.finditer(plain)
        if match.group() in _REVERSED and match.group() not in ENGLISH
    ]
    for match in _SPELLED.finditer(plain):
        word = re.sub(r"[-. ]", "", match.group())
        value = number_of_words(word)
        value = Fraction(_REVERSED[word]) if value is None and word in _REVERSED else value
        if value is not None and len(word) > 2:
            found.append(Numeral(value, match.start(), match.end(), "reversed"))
    return found


def _in_roman(text: str) -> list[Numeral]:
    found: list[Numeral] = []
    for match in _ROMAN_WORD.finditer(text[:MAX_CHARS]):
        word = match.group()
        if not word or (word == "I" and not _ENDS.match(text, match.end())):
            continue  # the pronoun
        values = [ROMAN[letter] for letter in word]
        pairs = zip(values, [*values[1:], 0], strict=True)
        total = sum(-value if value < after else value for value, after in pairs)
        found.append(Numeral(Fraction(total), match.start(), match.end(), "roman"))
    return found
