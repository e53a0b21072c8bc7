"""Answer with verbatim sentences: nothing is written that the passages do not say."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ..conversation import search_text
from ..quotes import Quote, ranked_quotes
from ..types import Citation, Claim, Context, Draft, Hit, Query
from ..whole_lists import listed

_WORTH = 0.3
"""A further sentence is quoted if it is so likely beside the best one."""


class ExtractiveGenerator:
    """Quote the sentences of the best passages that most likely answer.

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
        """Return up to ``max_claims`` sentences, each cited: the best, then the others as read.

        Of a question that asks for several things, a list of them is quoted whole instead.
        """
        hits = context.hits[: self._max_passages]
        if several := listed(search_text(query), hits, self._terms):
            return Draft(
                claims=tuple(_claim(several.hit, start, end) for start, end in several.spans)
            )
        quotes = ranked_quotes(
            search_text(query),
            hits,
            self._terms,
            self._weight,
        )
        chosen: list[Quote] = []
        seen: set[str] = set()
        for quote in quotes:
            if len(chosen) == self._max_claims or quote.score < _WORTH * quotes[0].score:
                break
            if quote.text not in seen:
                seen.add(quote.text)
                chosen.append(quote)
        others = sorted(chosen[1:], key=lambda q: (q.place, q.start))
        return Draft(claims=tuple(_claim(q.hit, q.start, q.end) for q in (*chosen[:1], *others)))


def _claim(hit: Hit, start: int, end: int) -> Claim:
    document = hit.document
    citation = Citation(
        passage_id=hit.passage.id,
        document_id=document.id,
        title=document.title,
        source=document.source_at(start),
        start=start,
        end=end,
        quote=document.text[start:end],
    )
    return Claim(text=citation.quote, citations=(citation,))
