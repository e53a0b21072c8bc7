"""Judge a text by guard heads: the whole of it, or window by window if it is long."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final

from vademecum.retrieval.types import Noun

from ..fold import fold
from .windows import windows

if TYPE_CHECKING:
    from vademecum.retrieval.token_states import TokenStates

    from ..rail import Subject
    from .head import Head

MOST_CHARACTERS: Final = 20_000
"""What is longer is no question; the rail on length stops it."""
SILENT: Final = float("-inf")
NUMERAL: Final = re.compile(
    r"\b(World War|Type|Class|Part|Phase|Stage|Title|Book|Volume|Chapter|Section|Article|Schedule|"
    r"Act|Unit|Level|Grade|Category|Group|Factor|Tier|Algebra|Calculus|Physics|Chemistry|Biology) "
    r"I\b(?!['’])"
)
"""A numeral that encoder and heads, which read no capitals, take for the person who asks."""


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


def with_figures(text: str) -> str:
    """Write the numeral of "World War I" as a figure."""
    return NUMERAL.sub(r"\1 1", text)


def _readings(subject: Subject) -> Iterator[tuple[str, TokenStates]]:
    for text in windows(with_figures(subject.cleaned)):
        folded = fold(text).text
        yield folded, subject.read(text)
        if folded != text.lower():  # written to be misread: also read it as it was meant
            yield folded, subject.read(folded)


def _fits(heads: Iterable[Head]) -> bool:
    from vademecum.retrieval.encoder import base_encoder

    return all(head.card.base_sha256 == base_encoder().sha256 for head in heads)
