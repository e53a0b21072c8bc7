"""Judge a text by guard heads: the whole of it, or window by window if it is long."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.types import Noun

from ..fold import fold

if TYPE_CHECKING:
    from vademecum.retrieval.token_states import TokenStates

    from ..rail import Subject
    from .head import Head

WINDOW_CHARACTERS: Final = 300
"""A fraction of what the encoder reads at once: a request must not drown in what surrounds it."""
OVERLAP_CHARACTERS: Final = 120
MOST_CHARACTERS: Final = 20_000
"""What is longer is no question; the rail on length stops it."""
SILENT: Final = float("-inf")


class HeadUse(Noun):
    """An output of a head, and how often it may stop a benign text like those it was trained on."""

    output: str
    over_refusal: float
    head: str = "harm"


def margin_of(subject: Subject, uses: Sequence[HeadUse]) -> float:
    """Return how far the text is above the nearest threshold of the heads, in log-odds.

    Minus infinity where no head can look: without heads, for what is empty or no question, or
    where the encoder is not the one that the heads were trained on.
    """
    if not uses or not subject.text.strip() or len(subject.text) > MOST_CHARACTERS:
        return SILENT
    from .head import shipped_head

    heads = {use.head: shipped_head(use.head, subject.is_held_out) for use in uses}
    if not _fits(heads.values()):
        return SILENT
    versions = {
        name: head.version_for(subject.text) if subject.is_held_out else 0
        for name, head in heads.items()
    }
    found = SILENT
    for folded, states in _readings(subject):
        scores = {n: head.scores(folded, states, versions[n]) for n, head in heads.items()}
        for use in uses:
            head, version = heads[use.head], versions[use.head]
            score = float(scores[use.head][head.place(use.output)])
            found = max(found, score - head.threshold(use, version))
    return found


def _readings(subject: Subject) -> Iterator[tuple[str, TokenStates]]:
    for text in windows(subject.cleaned):
        folded = fold(text).text
        yield folded, subject.read(text)
        if folded != text.lower():  # written to be misread: also read it as it was meant
            yield folded, subject.read(folded)


def windows(text: str) -> Iterator[str]:
    """Yield the text, or windows of it that overlap and begin at words."""
    if len(text) <= WINDOW_CHARACTERS:
        yield text
        return
    start = 0
    while True:
        end = start + WINDOW_CHARACTERS
        yield text[start:end]
        if end >= len(text):
            return
        start = end - OVERLAP_CHARACTERS
        start = text.find(" ", start, end) + 1 or start


def _fits(heads: Iterable[Head]) -> bool:
    from vademecum.retrieval.encoder import base_encoder

    return all(head.card.base_sha256 == base_encoder().sha256 for head in heads)
