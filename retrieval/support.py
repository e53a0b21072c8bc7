"""Decide whether quotes support a claim, by words, numbers, order and polarity; no model.

The check is one-sided: it may refuse a fair paraphrase, and must not pass a claim that says another
number, another unit, the opposite, or the same words with the roles exchanged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from .reading import Number, Reading, fold, read, words_known

_EDGES = " .;:!?\"'"
_NEIGHBOURS = 3
_SAME = 0.5
"""A quote of which the claim repeats this share says little besides what the claim says."""


def is_supported(claim: str, quotes: Sequence[str], about: Sequence[str] = ()) -> bool:
    """Tell whether ``quotes`` together say what ``claim`` says.

    ``about`` are the titles and headings above the quotes: a claim may name its subject by them.
    """
    told = _plain(claim)
    if not told or not quotes:
        return False
    if any(told == _plain(q) for q in quotes) or told == _plain(" ".join(quotes)):
        return True
    said, found = read(fold(claim)), [read(fold(q)) for q in quotes]
    above = [read(fold(title)) for title in about]
    known = words_known()
    return (
        _share(said, found) >= known.quoted
        and _has_every_word(said, [*found, *above])
        and _has_numbers(said, found)
        and _has_formulas(said, found)
        and not _contradicts(said, found)
        and _polarity_agrees(said, found)
        and _concordance(said, found) >= known.order
    )


def contributes(claim: str, quote: str) -> bool:
    """Tell whether one quote of several carries a fair share of ``claim``'s content words."""
    if _plain(claim) == _plain(quote):
        return True
    return _share(read(fold(claim)), [read(fold(quote))]) >= words_known().share_per_quote


def overlap(claim: str, quote: str) -> float:
    """Give the share of the content words and numbers of ``claim`` that occur in ``quote``."""
    said, found = read(fold(claim)), read(fold(quote))
    wanted = {*said.content, *(n.value for n in said.numbers)}
    have = {*found.stems, *(n.value for n in found.numbers)}
    return len(wanted & have) / len(wanted) if wanted else 0.0


def _plain(text: str) -> str:
    return fold(text).casefold().strip(_EDGES)


def _share(said: Reading, found: Sequence[Reading]) -> float:
    """Share of content words found; a claim of numbers alone is left to the number check."""
    wanted = [stem for stem in said.content if stem not in words_known().glue]
    if not wanted:
        return 1.0 if said.numbers else 0.0
    have: frozenset[str] = frozenset().union(*(f.stems for f in found))
    return sum(stem in have for stem in wanted) / len(wanted)


def _has_every_word(said: Reading, found: Sequence[Reading]) -> bool:
    """No content word and no name of the claim is new: one new word is enough to mislead."""
    words: frozenset[str] = frozenset().union(*(f.words for f in found))
    return _share(said, found) == 1.0 and said.names <= words


def _has_formulas(said: Reading, found: Sequence[Reading]) -> bool:
    """Every formula stands in a quote, operators and all."""
    texts = [formula for f in found for formula in f.formulas]
    return all(
        any(re.search(rf"(?<![0-9.]){re.escape(formula)}(?![0-9])", text) for text in texts)
        for formula in said.formulas
    )


def _has_numbers(said: Reading, found: Sequence[Reading]) -> bool:
    """Every number occurs in a quote, with its unit, among the same words and numbers."""
    have = [number for f in found for number in f.numbers]
    if not said.runs <= frozenset().union(*(f.runs for f in found)):
        return False
    for number in said.numbers:
        if number.in_formula:
            continue
        rivals = [_nearness(number, n) for n in have if number.unit in (None, n.unit)]
        own = [
            _nearness(number, n)
            for n in have
            if n.value == number.value
            and number.unit in (None, n.unit)
            and (None in (number.lead, n.lead) or number.lead == n.lead)
        ]
        if not own or max(own) < max(rivals):
            return False
    return True


def _nearness(one: Number, other: Number) -> float:
    """Compare the words around two numbers: a shared word counts more at the same distance."""
    return sum(
        max((1 / (1 + abs(d - e)) for word, e in other.around if word == stem), default=0.0)
        for stem, d in one.around
    )


def _contradicts(said: Reading, found: Sequence[Reading]) -> bool:
    """A word of the claim is missing from the quotes, which have its opposite."""
    stems: frozenset[str] = frozenset().union(*(f.stems for f in found))
    words: frozenset[str] = frozenset().union(*(f.words for f in found))
    for one, other in words_known().opposites:
        if one in said.stems and one not in stems and other in stems:
            return True
        if other in said.stems and other not in stems and one in stems:
            return True
    for word in said.words - words:
        for prefix in words_known().prefixes:
            rest = word.removeprefix(prefix)
            if prefix + word in words or (rest != word and len(rest) > 2 and rest in words):
                return True
    return False


def _polarity_agrees(said: Reading, found: Sequence[Reading]) -> bool:
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


def _concordance(said: Reading, found: Sequence[Reading]) -> float:
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


def refutes(claim: str, quote: str) -> bool:
    """Tell whether ``quote`` speaks of what ``claim`` says and says it otherwise.

    Another number, an opposite, or a negation more or less in a sentence that says little else.
    Meaningful only where they share most words: what is not said at all is not refuted.
    """
    said, found = read(fold(claim)), [read(fold(quote))]
    return (
        _contradicts(said, found)
        or not _has_numbers(said, found)
        or (overlap(quote, claim) >= _SAME and not _polarity_agrees(said, found))
    )


def clashes(claim: str, quotes: Sequence[str]) -> dict[str, float]:
    """Return one by one what ``is_supported`` looks at, each 1 where it speaks against the claim.

    "words" and "order" are shares.
    """
    said, found = read(fold(claim)), [read(fold(quote)) for quote in quotes]
    return {
        "words": 1 - _share(said, found),
        "numbers": float(not _has_numbers(said, found)),
        "opposites": float(_contradicts(said, found)),
        "polarity": float(not _polarity_agrees(said, found)),
        "order": 1 - _concordance(said, found),
    }
