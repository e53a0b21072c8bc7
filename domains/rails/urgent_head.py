"""A small learned head for what no phrase list foresaw: does somebody need help now, and which?

It weighs the encoder's vector of a text; 385 numbers a kind, trained on sentences of this project
alone (card in ``urgent_head.json``, command in ``evals/urgent_head.py``). It is asked last:
after the phrase lists, and only of short texts about somebody in particular that do not ask for
knowledge, so that what the lists know is answered without any model.
"""

from __future__ import annotations

import json
import math
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Noun

NONE: Final = "none"
MOST_WORDS: Final = 24
"""A longer text is a letter; the longest sentence that the head was trained on has 18 words."""
PATH: Final = Path(__file__).with_name("urgent_head.json")


class UrgentHead(Noun):
    """Multinomial logistic weights by kind, and the odds above which it speaks."""

    base: str
    """Stamp of the encoder that it was trained on; over another one it is silent."""
    threshold: float
    weights: dict[str, tuple[float, ...]]
    bias: dict[str, float]
    card: dict[str, str]


@cache
def urgent_head() -> UrgentHead | None:
    """Read the shipped head, or None where there is none."""
    if not PATH.is_file():
        return None
    return UrgentHead.model_validate(json.loads(PATH.read_text(encoding="utf-8")))


def base_of(stamp: str) -> str:
    """Return the part of an encoder's stamp that names the model, not the number format."""
    return stamp.rpartition("-")[0] or stamp


@lru_cache(maxsize=64)
def urgency(text: str) -> tuple[str, float]:
    """Return the likeliest urgent kind of ``text`` and the log-odds that it is urgent at all."""
    from vademecum.retrieval.encoder import base_encoder

    head, encoder = urgent_head(), base_encoder()
    if head is None or base_of(encoder.stamp) != head.base:
        return NONE, -math.inf
    vector = encoder.encode([text])[0].tolist()
    scores = {
        kind: sum(w * x for w, x in zip(row, vector, strict=True)) + head.bias[kind]
        for kind, row in head.weights.items()
    }
    urgent = {kind: score for kind, score in scores.items() if kind != NONE}
    top = max(urgent.values())
    total = top + math.log(sum(math.exp(s - top) for s in urgent.values()))
    return max(urgent, key=lambda kind: urgent[kind]), total - scores[NONE]


def score_of(text: str, kind: str) -> tuple[float, float] | None:
    """Return the log-odds that ``text`` is urgent, and the threshold of the head.

    None where the head is not asked: none is shipped, or the text is too long; and where it would
    name another kind.
    """
    head = urgent_head()
    if head is None or len(text.split()) > MOST_WORDS:
        return None
    found, odds = urgency(text)
    return (odds, head.threshold) if found == kind and odds > -math.inf else None


def speaks_of(text: str, kind: str) -> bool:
    """Tell whether ``text`` is urgent, and of this kind."""
    head = urgent_head()
    if head is None or len(text.split()) > MOST_WORDS:
        return False
    found, odds = urgency(text)
    return found == kind and odds > head.threshold
