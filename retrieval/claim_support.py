"""A learned score of how well a passage supports a claim, for sentences that a model wrote.

Logistic weights over ``claim_features``, trained on pairs made by rule from public sets (card in
``claim_support.json``, command in ``evals/supporting/fitting.py``). A verbatim quote needs none.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

import numpy as np

from .claim_features import features
from .claim_words import Read, read_states
from .grounding import Held, Supports, above_passage, by_words
from .reading import fold
from .types import Noun

if TYPE_CHECKING:
    from .encoder import SentenceEncoder

PATH: Final = Path(__file__).with_name("claim_support.json")
_LOT: Final = 64


class ClaimSupport(Noun):
    """Weights by feature; a claim whose log-odds reach ``threshold`` counts as supported."""

    base: str
    """Begin of the hash of the encoder that it was trained on; it fits no other one."""
    threshold: float
    bias: float
    weights: dict[str, float]
    persons: tuple[float, ...]
    """Direction of words for persons, in the lowest layer that is read."""
    card: dict[str, str]


@dataclass(frozen=True)
class Judged:
    """A claim, the passage that is to support it, and the title above the passage."""

    claim: str
    passage: str
    title: str = ""


@cache
def claim_support() -> ClaimSupport | None:
    """Read the shipped weights, or None where there are none."""
    if not PATH.is_file():
        return None
    return ClaimSupport.model_validate(json.loads(PATH.read_text(encoding="utf-8")))


def base_of(encoder: SentenceEncoder) -> str:
    """Name the weights of an encoder as ``ClaimSupport.base`` does."""
    return encoder.sha256[:16]


def support_scores(
    judged: Sequence[Judged],
    encoder: SentenceEncoder,
    head: ClaimSupport,
    tick: Callable[[], None] = lambda: None,
) -> list[float]:
    """Return the log-odds that each claim is supported, in order."""
    persons = np.array(head.persons, dtype=np.float32)
    found = []
    for row in feature_rows(judged, encoder, persons, tick):
        found.append(head.bias + sum(w * row.get(name, 0.0) for name, w in head.weights.items()))
    return found


@dataclass(frozen=True)
class WordsAndScore:
    """Let grounding pass what both the rule and the score take for supported.

    The score sees exchanged entities and answers, for which the rule has no eye; the rule refuses
    new words, units and formulas, of which the score knows too little (docs/log.md). What stands in
    a quote word for word is left to the rule alone.
    """

    encoder: SentenceEncoder
    head: ClaimSupport

    def __call__(self, claim: str, held: Held) -> bool:
        """Tell whether some passage that is held supports ``claim``."""
        if not by_words(claim, held):
            return False
        said = fold(claim).rstrip(".")
        if any(said in fold(citation.quote) for citation, _ in held):
            return True
        judged = [Judged(claim, hit.passage.text, above_passage(hit)) for _, hit in held]
        return max(support_scores(judged, self.encoder, self.head)) >= self.head.threshold


def fitting_support(encoder: SentenceEncoder) -> Supports:
    """Return rule and score together, or the rule alone where the score fits another encoder."""
    head = claim_support()
    return (
        by_words if head is None or head.base != base_of(encoder) else WordsAndScore(encoder, head)
    )


def feature_rows(
    judged: Sequence[Judged],
    encoder: SentenceEncoder,
    persons: np.ndarray[tuple[int, ...], np.dtype[np.float32]],
    tick: Callable[[], None] = lambda: None,
) -> list[dict[str, float]]:
    """Return the features of each pair; each text is encoded once."""
    rows: list[dict[str, float]] = []
    passages: dict[str, Read] = {}
    for start in range(0, len(judged), _LOT):
        lot = judged[start : start + _LOT]
        wanted = list(dict.fromkeys(fold(one.passage) for one in lot))
        fresh = [text for text in wanted if text not in passages]
        passages = {text: passages[text] for text in wanted if text in passages}
        passages |= {read.text: read for read in read_states(fresh, encoder)}
        for one, claim in zip(
            lot, read_states([fold(one.claim) for one in lot], encoder), strict=True
        ):
            rows.append(features(claim, passages[fold(one.passage)], one.title, persons))
            tick()
    return rows
