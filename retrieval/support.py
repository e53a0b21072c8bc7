"""Decide whether quotes support a claim, by words, numbers, order and polarity; no model.

The check is one-sided: it may refuse a fair paraphrase, and must not pass a claim that says another
number, another unit, the opposite, or the same words with the roles exchanged.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
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
_COMPOUND = re.compile(rf"\b({_TENS})-({'|'.join(_ONES)})\b", re.I)
_EDGES = " .;:!?\"'"
_NEIGHBOURS = 3


@dataclass(frozen=True)
class _Words:
    """The word lists of ``support.toml``; content words and pairs are kept as stems."""

    threshold: float
    order: float
    share_per_quote: float
    stopwords: frozenset[str]
    negators: frozenset[str]
    opposites: tuple[tuple[str, str], ...]
    prefixes: tuple[str, ...]
    numbers: dict[str, str]
    units: dict[str, str]


@dataclass(frozen=True)
class _Reading:
    """One text as the check sees it."""

    words: frozenset[str]
    names: frozenset[str]
    """Capitalised words that do not open a sentence."""
    stems: frozenset[str]
    content: tuple[str, ...]
    numbers: tuple[tuple[str, str | None], ...]
    polarity: tuple[tuple[frozenset[str], int], ...]
    """Content stems and number of negators of each segment."""


def fold(text: str) -> str:
    """Fold white space, quotation marks, dashes and invisible characters; keep words and case."""
    return " ".join(unicodedata.normalize("NFC", text.translate(_FOLDED)).split())


def is_supported(claim: str, quotes: Sequence[str]) -> bool:
    """Tell whether ``quotes`` together say what ``claim`` says."""
    told = _plain(claim)
    if not told or not quotes:
        return False
    if any(told == _plain(q) for q in quotes) or told == _plain(" ".join(quotes)):
        return True
    said, found = _read(fold(claim)), [_read(fold(q)) for q in quotes]
    return (
        _overlap(said, found) >= _words().threshold
        and _has_numbers(said, found)
        and said.names <= frozenset().union(*(f.words for f in found))
        and not _contradicts(said, found)
        and _polarity_agrees(said, found)
        and _concordance(said, found) >= _words().order
    )


def contributes(claim: str, quote: str) -> bool:
    """Tell whether one quote of several carries a fair share of ``claim``'s content words."""
    if _plain(claim) == _plain(quote):
        return True
    return _overlap(_read(fold(claim)), [_read(fold(quote))]) >= _words().share_per_quote


def overlap(claim: str, quote: str) -> float:
    """Give the share of the content words and numbers of ``claim`` that occur in ``quote``."""
    said, found = _read(fold(claim)), _read(fold(quote))
    wanted = {*said.content, *(value for value, _ in said.numbers)}
    have = {*found.stems, *(value for value, _ in found.numbers)}
    return len(wanted & have) / len(wanted) if wanted else 0.0


def _plain(text: str) -> str:
    return fold(text).casefold().strip(_EDGES)


def _overlap(said: _Reading, found: Sequence[_Reading]) -> float:
    """Share of content words found; a claim of numbers alone is left to the number check."""
    if not said.content:
        return 1.0 if said.numbers else 0.0
    have: frozenset[str] = frozenset().union(*(f.stems for f in found))
    return sum(stem in have for stem in said.content) / len(said.content)


def _has_numbers(said: _Reading, found: Sequence[_Reading]) -> bool:
    """Every number occurs in a quote, with the same unit where the claim gives one."""
    have = {pair for f in found for pair in f.numbers}
    values = {value for value, _ in have}
    return all(
        value in values if unit is None else (value, unit) in have for value, unit in said.numbers
    )


def _contradicts(said: _Reading, found: Sequence[_Reading]) -> bool:
    """A word of the claim is missing from the quotes, which have its opposite."""
    stems: frozenset[str] = frozenset().union(*(f.stems for f in found))
    words: frozenset[str] = frozenset().union(*(f.words for f in found))
    for one, other in _words().opposites:
        if one in said.stems and one not in stems and other in stems:
            return True
        if other in said.stems and other not in stems and one in stems:
            return True
    for word in said.words - words:
        for prefix in _words().prefixes:
            rest = word.removeprefix(prefix)
            if prefix + word in words or (rest != word and len(rest) > 2 and rest in words):
                return True
    return False


def _polarity_agrees(said: _Reading, found: Sequence[_Reading]) -> bool:
    """Each segment of the claim negates as its nearest segment of the quotes does."""
    segments = [segment for f in found for segment in f.polarity]
    for stems, negations in said.polarity:
        if not stems or not segments:
            if negations:
                return False
            continue
        near = max(len(stems & s) / (1 + 0.01 * len(s)) for s, _ in segments)
        nearest = [n for s, n in segments if len(stems & s) / (1 + 0.01 * len(s)) == near]
        if not any(n % 2 == negations % 2 and bool(n) == bool(negations) for n in nearest):
            return False
    return True


def _concordance(said: _Reading, found: Sequence[_Reading]) -> float:
    """Share of neighbouring content words of the claim that keep their order in a quote."""
    places: list[dict[str, tuple[int, int]]] = []
    for reading in found:
        place: dict[str, tuple[int, int]] = {}
        for position, stem in enumerate(reading.content):
            place[stem] = (place[stem][0] if stem in place else position, position)
        places.append(place)
    agree = total = 0
    for i, one in enumerate(said.content):
        for other in said.content[i + 1 : i + 1 + _NEIGHBOURS]:
            both = [p for p in places if one in p and other in p]
            if one != other and both:
                total += 1
                agree += any(p[one][0] < p[other][1] for p in both)
    return agree / total if total else 1.0


@lru_cache(maxsize=512)
def _read(text: str) -> _Reading:
    known = _words()
    text = _COMPOUND.sub(_compound, text)
    words: list[str] = []
    names: set[str] = set()
    content: list[str] = []
    numbers: list[tuple[str, str | None]] = []
    tokens = list(_TOKEN.finditer(text))
    value = ""
    for index, token in enumerate(tokens):
        word = token.group().lower()
        counted, value = value, ""
        if token.lastgroup == "number" or word in known.numbers:
            value = known.numbers.get(word) or _value(word)
            numbers.append((value, None))
        elif counted and word in known.units:
            numbers[-1] = (counted, known.units[word])
        elif token.lastgroup == "word":
            words.append(word)
            if (
                token.group()[0].isupper()
                and index
                and text[: token.start()].rstrip()[-1] not in ".!?:"
            ):
                names.add(word)
            if word not in known.stopwords and word not in known.negators:
                content.append(_stem(word))
    return _Reading(
        words=frozenset(words),
        names=frozenset(names - known.stopwords),
        stems=frozenset(map(_stem, words)),
        content=tuple(content),
        numbers=tuple(numbers),
        polarity=tuple(_segment(s) for s in _SEGMENT.split(text) if s.strip()),
    )


def _compound(match: re.Match[str]) -> str:
    tens = _words().numbers[match[1].lower()]
    return str(int(tens) + _ONES.index(match[2].lower()) + 1)


def _segment(text: str) -> tuple[frozenset[str], int]:
    known = _words()
    words = [t.group().lower() for t in _TOKEN.finditer(_ANSWER.sub("", text))]
    negations = sum(w in known.negators or w.endswith("n't") for w in words)
    stems = (
        _stem(w.removesuffix("n't"))
        for w in words
        if w not in known.stopwords and w not in known.negators and w[0].isalpha()
    )
    return frozenset(stems), negations


def _value(number: str) -> str:
    """Write 1,000 as 1000 and 2.50 as 2.5; leave 1,5 and 3.1.2 as they are."""
    if re.fullmatch(r"-?[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?", number):
        number = number.replace(",", "")
    if re.fullmatch(r"-?[0-9]+\.[0-9]+", number):
        number = number.rstrip("0").rstrip(".")
    return number


_STEMMER = Stemmer.Stemmer("english")


@cache
def _words() -> _Words:
    data = _data()
    return _Words(
        threshold=data["threshold"],
        order=data["order"],
        share_per_quote=data["share_per_quote"],
        stopwords=frozenset(data["stopwords"].split()),
        negators=frozenset(data["negators"].split()),
        opposites=tuple((_stem(a), _stem(b)) for a, b in data["opposites"]),
        prefixes=tuple(data["prefixes"].split()),
        numbers=data["numbers"],
        units=data["units"],
    )


@cache
def _irregular() -> dict[str, str]:
    return dict(_data()["irregular"])


@cache
def _data() -> dict[str, Any]:  # Any: TOML
    return tomllib.loads(Path(__file__).with_name("support.toml").read_text(encoding="utf-8"))


@lru_cache(maxsize=8192)
def _stem(word: str) -> str:
    return str(_STEMMER.stemWord(_irregular().get(word, word)))
