"""Read a text as the support check sees it: content words, numbers with units, negations.

The word lists stand in ``support.toml``.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import Stemmer

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("\u2018\u2019\u201a\u201b\u2032\u02bc\u0060\u00b4", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u201f\u2033\u00ab\u00bb", '"'),
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d", "-"),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", ""),
        **{"\u2026": "...", "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl"},
        **{"\ufb03": "ffi", "\ufb04": "ffl"},
    }
)
_TOKEN = re.compile(
    r"(?P<number>(?<![\w)])-?[0-9]+(?:[.,][0-9]+)*[⁰¹²³⁴-⁹]*|[0-9]+(?:[.,][0-9]+)*[⁰¹²³⁴-⁹]*)"
    r"|(?P<word>°[CcFf]|[^\W\d_]+(?:'[^\W\d_]+)?)|(?P<percent>%)"
)
_SEGMENT = re.compile(r"[.!?;](?:['\")\]]*\s)|\b(?:but|however|whereas|although|though)\b", re.I)
_ANSWER = re.compile(r"^\s*no,\s", re.I)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_NEAR = 4
_OPERAND = (
    r"\(*-?(?:[0-9]+(?:[.,][0-9]+)*(?:[A-Za-z](?![A-Za-z]))?|(?<![A-Za-z'])[A-Za-z](?![A-Za-z']))"
    r"(?:\([^()]{1,12}\))?[)⁰¹²³⁴-⁹]*"
)
_FORMULA = re.compile(rf"{_OPERAND}(?:\s*[=+\-×*/^<>≤≥÷·]\s*{_OPERAND})+")
_COMPOUND = re.compile(rf"\b({_TENS})-({'|'.join(_ONES)})\b", re.I)


@dataclass(frozen=True)
class Words:
    """The word lists of ``support.toml``; content words and pairs are kept as stems."""

    quoted: float
    order: float
    share_per_quote: float
    stopwords: frozenset[str]
    glue: frozenset[str]
    negators: frozenset[str]
    opposites: tuple[tuple[str, str], ...]
    prefixes: tuple[str, ...]
    numbers: dict[str, str]
    units: dict[str, str]
    leads: dict[str, str]


@dataclass(frozen=True)
class Number:
    """A number, its unit, the word that leads it in, the content words around it by distance."""

    value: str
    unit: str | None
    lead: str | None
    around: tuple[tuple[str, int], ...]
    in_formula: bool


@dataclass(frozen=True)
class Reading:
    """One text as the check sees it."""

    words: frozenset[str]
    formulas: tuple[str, ...]
    names: frozenset[str]
    """Capitalised words that do not open a sentence."""
    stems: frozenset[str]
    content: tuple[str, ...]
    numbers: tuple[Number, ...]
    runs: frozenset[tuple[str, str]]
    """Values of numbers that follow one another with no content word between them."""
    polarity: tuple[tuple[frozenset[str], int], ...]
    """Content stems and number of negators of each segment."""


def compact(text: str) -> str:
    """Remove all white space, for comparing formulas."""
    return "".join(text.split())


def fold(text: str) -> str:
    """Fold white space, quotation marks, dashes and invisible characters; keep words and case."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_FOLDED)).split())


@lru_cache(maxsize=512)
def read(text: str) -> Reading:
    """Read one folded text."""
    known = words_known()
    text = _COMPOUND.sub(_compound, text)
    words: list[str] = []
    names: set[str] = set()
    content: list[str] = []
    numbers: list[Number] = []
    places: list[int] = []
    formulas = list(_FORMULA.finditer(text))
    tokens = list(_TOKEN.finditer(text))
    value = ""
    for index, token in enumerate(tokens):
        word = token.group().lower()
        follows_number, value = bool(value), ""
        if token.lastgroup == "number" or word in known.numbers:
            value = known.numbers.get(word) or value_of(word)
            lead = known.leads.get(tokens[index - 1].group().lower()) if index else None
            inside = any(f.start() <= token.start() < f.end() for f in formulas)
            numbers.append(Number(value, None, lead, (), inside))
            places.append(len(content))
        elif follows_number and word in known.units:
            numbers[-1] = replace(numbers[-1], unit=known.units[word])
        elif token.lastgroup == "word":
            words.append(word)
            if (
                token.group()[0].isupper()
                and index
                and text[: token.start()].rstrip()[-1] not in ".!?:"
            ):
                names.add(word)
            if word not in known.stopwords and word not in known.negators:
                content.append(stem_of(word))
    return Reading(
        formulas=tuple(compact(formula.group()) for formula in formulas),
        words=frozenset(words),
        names=frozenset(names - known.stopwords),
        stems=frozenset(map(stem_of, words)),
        content=tuple(content),
        numbers=tuple(
            replace(number, around=_around(content, at))
            for number, at in zip(numbers, places, strict=True)
        ),
        runs=frozenset(
            (numbers[i].value, numbers[i + 1].value)
            for i in range(len(numbers) - 1)
            if places[i] == places[i + 1]
        ),
        polarity=tuple(_segment(s) for s in _SEGMENT.split(text) if s.strip()),
    )


def _around(content: list[str], at: int) -> tuple[tuple[str, int], ...]:
    """Return the content words next to place ``at``, those before it at negative distances."""
    before = enumerate(reversed(content[max(0, at - _NEAR) : at]), start=1)
    after = enumerate(content[at : at + _NEAR], start=1)
    return (*((stem, -d) for d, stem in before), *((stem, d) for d, stem in after))


def _compound(match: re.Match[str]) -> str:
    tens = words_known().numbers[match[1].lower()]
    return str(int(tens) + _ONES.index(match[2].lower()) + 1)


def _segment(text: str) -> tuple[frozenset[str], int]:
    known = words_known()
    words = [t.group().lower() for t in _TOKEN.finditer(_ANSWER.sub("", text))]
    negations = sum(w in known.negators or w.endswith("n't") for w in words)
    stems = (
        stem_of(w.removesuffix("n't"))
        for w in words
        if w not in known.stopwords and w not in known.negators and w[0].isalpha()
    )
    return frozenset(stems), negations


def value_of(number: str) -> str:
    """Write 1,000 as 1000 and 2.50 as 2.5; leave 1,5 and 3.1.2 as they are."""
    if re.fullmatch(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", number):
        number = number.replace(",", "")
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", number):
        number = number.rstrip("0").rstrip(".")
    return number


_STEMMER = Stemmer.Stemmer("english")


@cache
def words_known() -> Words:
    """Return the word lists, read once."""
    data = _data()
    return Words(
        quoted=data["quoted"],
        order=data["order"],
        share_per_quote=data["share_per_quote"],
        stopwords=frozenset(data["stopwords"].split()),
        glue=frozenset(map(stem_of, data["glue"].split())),
        negators=frozenset(data["negators"].split()),
        opposites=tuple((stem_of(a), stem_of(b)) for a, b in data["opposites"]),
        prefixes=tuple(data["prefixes"].split()),
        numbers=data["numbers"],
        units=data["units"],
        leads=data["leads"],
    )


@cache
def _same() -> dict[str, str]:
    return dict(_data()["same"])


@cache
def _data() -> dict[str, Any]:  # Any: TOML
    return tomllib.loads(Path(__file__).with_name("support.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8192)
def stem_of(word: str) -> str:
    """Return the stem of a small word, irregular forms and plain synonyms brought together."""
    return str(_STEMMER.stemWord(_same().get(word, word)))
