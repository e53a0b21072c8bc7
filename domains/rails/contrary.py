"""Contrary authority: what was found just as strongly and says the opposite, or limits the answer.

ABA Model Rule 3.3(a)(2) asks for directly adverse authority. Without a language model the direction
of a sentence is read from the words by which texts limit, except and deny; that is coarse, so the
sources are named for a reader to weigh and nothing is concluded.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from vademecum.retrieval.sentences import sentence_spans
from vademecum.retrieval.types import Claim, Hit

from .fold import fold
from .phrases import read_phrases

LIMITS: Final = read_phrases(Path(__file__).parent / "contrary.toml")["limits"]
CLOSE_SHARE: Final = 0.5
"""A hit is close when its score is at least this share of the best score."""
CLOSE_COSINE: Final = 0.9
"""Its best sentence must be this close to the question, beside the best of what was cited."""
MOST: Final = 3


def limits(text: str) -> bool:
    """Tell whether a sentence limits, excepts or denies."""
    return LIMITS.search(fold(text).text) is not None


def contrary(claims: Sequence[Claim], hits: Sequence[Hit]) -> tuple[Hit, ...]:
    """Return close hits, at most three, whose best sentence points the other way than all claims.

    Where the claims themselves point both ways, both directions stand in the answer already.
    """
    directions = {limits(claim.text) for claim in claims}
    if len(directions) != 1 or not hits:
        return ()
    direction = directions.pop()
    cited = {citation.document_id for claim in claims for citation in claim.citations}
    floor = max(hit.score for hit in hits) * CLOSE_SHARE
    best = (max(h.sentences, default=0.0) for h in hits if h.document.id in cited)
    near = CLOSE_COSINE * max(best, default=0.0)
    found: dict[str, Hit] = {}
    for hit in hits:
        if hit.score < floor or hit.document.id in cited or max(hit.sentences, default=1.0) < near:
            continue
        if limits(_best_sentence(hit)) != direction:
            found.setdefault(hit.document.id, hit)
    return tuple(found.values())[:MOST]


def _best_sentence(hit: Hit) -> str:
    spans = sentence_spans(hit.passage.text)
    if len(spans) != len(hit.sentences) or not spans:
        return hit.passage.text
    best = max(range(len(spans)), key=lambda i: (hit.sentences[i], -i))
    return hit.passage.text[slice(*spans[best])]
