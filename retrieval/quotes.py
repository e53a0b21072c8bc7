"""Which sentences of the passages found answer a question.

Each sentence has a few features; their weights were fitted, as a conditional logit over the
sentences of each question, on the halves of QED and COVID-QA for tuning (docs/log.md).
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .asked_kind import kind_asked, names_one
from .sentences import sentence_spans
from .types import Hit

_MIN_WORDS = 4
_LONG_WORDS = 60
_OF_ITSELF = re.compile(
    r"This (?:document|page|lesson|guide|leaflet|summary|article|section|chapter) "
    r"(?:describes|covers|explains|summari[sz]es|deals|discusses|gives|presents|introduces|lists)\b"
)
"""A sentence that says what its document is about answers nothing."""


class Features(NamedTuple):
    """What is known of one sentence; all between 0 and 1, or a cosine."""

    cosine: float
    """Of the question and the sentence, which was read inside its passage."""
    local: float
    """Share of the question's term weight; terms in most of the sentences count little."""
    above: float
    """Share that stands only in the title, the headings or the sentence before."""
    kind: float
    """Whether it names a thing of the kind asked for."""
    place: float
    """1 / rank of its passage."""
    opens: float
    """It opens its passage."""
    length: float
    """In words, up to ``_LONG_WORDS``."""


WEIGHTS = Features(cosine=6.5, local=3.4, above=2.5, kind=1.8, place=1.2, opens=0.5, length=1.0)


@dataclass(frozen=True)
class Quote:
    """A sentence that may be quoted."""

    hit: Hit
    place: int
    """Rank of its passage, from 0."""
    start: int
    end: int
    score: float

    @property
    def text(self) -> str:
        """Return the words."""
        return self.hit.document.text[self.start : self.end]


@dataclass(frozen=True)
class _Sentence:
    hit: Hit
    place: int
    number: int
    start: int
    end: int
    text: str
    terms: frozenset[str]


def ranked_quotes(
    question: str,
    hits: Sequence[Hit],
    terms: Callable[[str], Sequence[str]],
    weight: Callable[[str], float],
    weights: Features = WEIGHTS,
) -> list[Quote]:
    """Return the sentences of ``hits`` by falling score, then place.

    ``terms`` and ``weight`` are the lexical index's. Scores are chances: over all sentences they
    sum to 1.
    """
    found = features(question, hits, terms, weight)
    if not found:
        return []
    logits = [sum(w * f for w, f in zip(weights, own, strict=True)) for _, own in found]
    largest = max(logits)
    shares = [math.exp(logit - largest) for logit in logits]
    total = sum(shares)
    quotes = [
        Quote(s.hit, s.place, s.start, s.end, share / total)
        for (s, _), share in zip(found, shares, strict=True)
    ]
    return sorted(quotes, key=lambda q: (-q.score, q.place, q.start))


def features(
    question: str,
    hits: Sequence[Hit],
    terms: Callable[[str], Sequence[str]],
    weight: Callable[[str], float],
) -> list[tuple[_Sentence, Features]]:
    """Return the sentences worth quoting, each once, with their features."""
    wanted = {term: weight(term) for term in terms(question)}
    passages = [_sentences(hit, place, terms) for place, hit in enumerate(hits)]
    everything = [sentence for own in passages for sentence in own]
    local = {
        term: heft * _rarity(sum(term in s.terms for s in everything), len(everything))
        for term, heft in wanted.items()
    }
    present = {term for s in everything for term in s.terms}
    total = sum(heft for term, heft in local.items() if term in present) or 1.0
    whole = sum(wanted.values()) or 1.0
    kind = kind_asked(question)
    found: list[tuple[_Sentence, Features]] = []
    seen: set[tuple[str, int]] = set()
    for own in passages:
        for place, s in enumerate(own):
            key = (s.hit.document.id, s.start)
            if key in seen or len(s.text.split()) < _MIN_WORDS or s.text.startswith("#"):
                continue
            if _OF_ITSELF.match(s.text):
                continue
            seen.add(key)
            above = set(terms(" ".join((s.hit.document.title, *s.hit.passage.section))))
            above |= own[place - 1].terms if place else set()
            found.append(
                (
                    s,
                    Features(
                        cosine=_cosine(s, len(own)),
                        local=sum(local[t] for t in wanted if t in s.terms) / total,
                        above=sum(h for t, h in wanted.items() if t in above - s.terms) / whole,
                        kind=names_one(s.text, kind, question),
                        place=1 / (1 + s.place),
                        opens=float(place == 0),
                        length=min(len(s.text.split()), _LONG_WORDS) / _LONG_WORDS,
                    ),
                )
            )
    return found


def _sentences(hit: Hit, place: int, terms: Callable[[str], Sequence[str]]) -> list[_Sentence]:
    text, offset = hit.passage.text, hit.passage.start
    return [
        _Sentence(
            hit, place, number, offset + a, offset + b, text[a:b], frozenset(terms(text[a:b]))
        )
        for number, (a, b) in enumerate(sentence_spans(text))
    ]


def _cosine(sentence: _Sentence, count: int) -> float:
    """Return the sentence's cosine, or its passage's where they cannot be told apart."""
    cosines = sentence.hit.sentences
    if len(cosines) == count:
        return cosines[sentence.number]
    return sentence.hit.cosine or 0.0


def _rarity(holding: int, count: int) -> float:
    return max(0.0, math.log((count + 1) / (holding + 0.5)))
