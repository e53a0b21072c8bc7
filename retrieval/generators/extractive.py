"""Answer with verbatim sentences: nothing is written that the passages do not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ..conversation import search_text
from ..sentences import sentence_spans
from ..types import Citation, Claim, Context, Draft, Hit, Query

_MIN_WORDS = 4
_ASKS_WHAT = re.compile(
    r"^(?:what|who)(?:'s| is| are| was| were) (?:an? |the )?(.{2,60}?)\??$"
    r"|^define (.{2,60}?)[.?]?$|^what does (.{2,60}?) mean\??$",
    re.IGNORECASE,
)
_DEFINES = (
    r"^(?:an? |the )?{term}s?(?: \([^)]*\))? (?:is|are|was|were|means?|refers? to|happens?)\b"
)
_DEFINITION_BONUS = 0.5


@dataclass(frozen=True)
class _Sentence:
    hit: Hit
    place: int
    start: int
    end: int
    score: float


class ExtractiveGenerator:
    """Choose the sentences of the best passages that carry most of the question's term weight.

    ``terms`` is the analyzer of the lexical index, ``weight`` the idf of a term.
    """

    def __init__(
        self,
        terms: Callable[[str], Sequence[str]],
        weight: Callable[[str], float],
        max_claims: int = 3,
        max_passages: int = 4,
    ) -> None:
        self._terms = terms
        self._weight = weight
        self._max_claims = max_claims
        self._max_passages = max_passages

    def generate(self, query: Query, context: Context) -> Draft:
        """Return up to ``max_claims`` sentences, each cited, in reading order within a passage."""
        wanted = {t: self._weight(t) for t in self._terms(search_text(query))}
        hits = context.hits[: self._max_passages]
        definition = _definition_of(query.text)
        sentences = [
            s
            for place, hit in enumerate(hits)
            for s in self._scored(place, hit, wanted, definition)
        ]
        if not sentences:
            return Draft()
        sentences.sort(key=lambda s: (-s.score, s.place, s.start))
        best = sentences[0].score
        chosen: list[_Sentence] = []
        seen: set[str] = set()
        for sentence in sentences:
            text = _text(sentence)
            if len(chosen) == self._max_claims or sentence.score < 0.5 * best:
                break
            if text not in seen:
                seen.add(text)
                chosen.append(sentence)
        chosen.sort(key=lambda s: (s.place, s.start))
        return Draft(claims=tuple(_claim(s) for s in chosen))

    def _scored(
        self, place: int, hit: Hit, wanted: dict[str, float], definition: re.Pattern[str] | None
    ) -> list[_Sentence]:
        total = sum(wanted.values()) or 1.0
        text, offset = hit.passage.text, hit.passage.start
        scored = []
        for start, end in sentence_spans(text):
            words = text[start:end]
            if len(words.split()) < _MIN_WORDS or words.startswith("#"):
                continue
            present = set(self._terms(words))
            share = sum(weight for term, weight in wanted.items() if term in present) / total
            # The order of the passages carries what the words cannot: meaning.
            score = share + 0.6 * hit.score
            if definition is not None and definition.search(words):
                score += _DEFINITION_BONUS
            scored.append(_Sentence(hit, place, offset + start, offset + end, score))
        return scored


def _definition_of(question: str) -> re.Pattern[str] | None:
    """Return a pattern of sentences that define what the question asks about, if it asks that."""
    match = _ASKS_WHAT.match(question.strip())
    if match is None:
        return None
    term = next(group for group in match.groups() if group)
    return re.compile(_DEFINES.replace("{term}", re.escape(term)), re.IGNORECASE)


def _text(sentence: _Sentence) -> str:
    return sentence.hit.document.text[sentence.start : sentence.end]


def _claim(sentence: _Sentence) -> Claim:
    quote = _text(sentence)
    document = sentence.hit.document
    citation = Citation(
        passage_id=sentence.hit.passage.id,
        document_id=document.id,
        title=document.title,
        source=document.source,
        start=sentence.start,
        end=sentence.end,
        quote=quote,
    )
    return Claim(text=quote, citations=(citation,))
