"""How an answer stands to the references and to the question, in numbers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, TypeVar
from zlib import crc32

import numpy as np

from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.words import word_list

from ..items import Item
from .reader import Readings

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

_Part = TypeVar("_Part")
WORD: Final = re.compile(r"[a-z0-9]+(?:'[a-z]+)?")
NEGATIONS: Final = frozenset(
    {"no", "not", "never", "none", "nothing", "without", "cannot", "neither", "nor", "nobody"}
    | {"nowhere", "hardly", "dont", "doesnt", "didnt", "isnt", "wont", "cant", "wasnt", "arent"}
)
UNSURE: Final = frozenset({"know", "idea", "guess", "unsure"})


def relations(readings: Readings, items: Sequence[Item]) -> Floats:
    """Return one row an item: how the answer stands to its references and its question."""
    texts = {t for i in items for t in (i.text, i.context, *i.answers) if t}
    readings.read_tokens(sorted(texts))
    readings.vectors(sorted(texts))
    return np.array([_relation(readings, item) for item in items], dtype=np.float32)


def _relation(readings: Readings, item: Item) -> list[float]:
    references = list(item.answers) or [item.context or item.text]
    u = readings.vectors([item.text])[0]
    q = readings.vectors([item.context or item.text])[0]
    rows = readings.vectors(references)
    cosines = rows @ u
    best = int(cosines.argmax())
    v = rows[best]
    asked = float(q @ u)
    # What answer and reference say beyond the question: the rest after its direction.
    beyond_u, beyond_v = u - asked * q, v - float(q @ v) * q
    scale = float(np.linalg.norm(beyond_u) * np.linalg.norm(beyond_v))
    row = [
        float(cosines.max()),
        float(cosines.mean()),
        float(cosines.min()),
        asked,
        float(q @ v),
        float(beyond_u @ beyond_v) / scale if scale > 1e-6 else 0.0,
    ]
    aligned = [_alignment(readings, item, reference) for reference in references]
    lexical = [_lexical(item, reference) for reference in references]
    best_words = max(range(len(references)), key=lambda n: (lexical[n][2], -n))
    row += aligned[best] + np.max(aligned, axis=0).tolist()
    row += lexical[best] + lexical[best_words]
    return row + _alone(item, references[best])


def _alignment(readings: Readings, item: Item, reference: str) -> list[float]:
    said, meant = readings.tokens(item.text), readings.tokens(reference)
    if not len(said) or not len(meant):
        return [0.0] * 10
    cosines = meant @ said.T
    recall, precision = cosines.max(axis=1), cosines.max(axis=0)
    asked = set(readings.ids(item.context)) if item.context else set()
    common = common_ids(readings)
    new = np.array([i not in asked and i not in common for i in readings.ids(reference)])
    added = np.array([i not in asked and i not in common for i in readings.ids(item.text)])
    new_recall = recall[new] if new.any() else recall
    new_precision = precision[added] if added.any() else precision
    return [
        float(recall.mean()),
        float(precision.mean()),
        float(recall.min()),
        float(precision.min()),
        float(np.sort(recall)[len(recall) // 4]),
        float(new_recall.mean()),
        float(new_recall.min()),
        float(new_recall.max()),
        float(new_precision.mean()),
        float(new_precision.min()),
    ]


def _lexical(item: Item, reference: str) -> list[float]:
    said, meant, asked = stems_of(item.text), stems_of(reference), stems_of(item.context)
    new = meant - asked
    added = said - asked
    recall = len(said & meant) / len(meant) if meant else 0.0
    precision = len(said & meant) / len(said) if said else 0.0
    new_recall = len(said & new) / len(new) if new else recall
    new_precision = len(added & new) / len(added) if added else 0.0
    grams = dice(_grams(item.text), _grams(reference))
    pairs = dice(_pairs(item.text), _pairs(reference))
    return [recall, precision, dice(said, meant), new_recall, new_precision, grams, pairs]


def _alone(item: Item, reference: str) -> list[float]:
    said, meant = WORD.findall(item.text.lower()), WORD.findall(reference.lower())
    asked = stems_of(item.context)
    own = stems_of(item.text)
    negated, negates = _negations(said), _negations(meant)
    return [
        float(np.log1p(len(said))),
        float(np.log1p(len(meant))),
        float(np.log((len(said) + 1) / (len(meant) + 1))),
        float(negated > 0),
        float(negates > 0),
        float((negated % 2) != (negates % 2)),
        len(own & asked) / len(own) if own else 0.0,
        float(bool(UNSURE & set(said))),
        float(len(own - asked) == 0),
        float(set(filter(str.isdigit, said)) == set(filter(str.isdigit, meant))),
        float(bool(said) and said[0] in ("yes", "no")),
        float("because" in said),
    ]


def _negations(words: Sequence[str]) -> int:
    return sum(word in NEGATIONS or word.endswith("n't") for word in words)


@cache
def _analyzer() -> Analyzer:
    return Analyzer()


@cache
def stems_of(text: str) -> frozenset[int]:
    """Return hashes of the stems of the content words."""
    return frozenset(crc32(term.encode()) for term in _analyzer().terms(text))


@cache
def _grams(text: str) -> frozenset[str]:
    plain = f" {' '.join(WORD.findall(text.lower()))} "
    return frozenset(plain[n : n + 3] for n in range(len(plain) - 2))


@cache
def _pairs(text: str) -> frozenset[str]:
    words = WORD.findall(text.lower())
    return frozenset(f"{a} {b}" for a, b in pairwise(words))


def dice(one: frozenset[_Part], other: frozenset[_Part]) -> float:
    """Return twice the shared over the sum of both sizes (Dice 1945)."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


@cache
def common_ids(readings: Readings) -> frozenset[int]:
    """Return the ids of words that carry no content, and of full stops and commas."""
    return frozenset(i for w in (*word_list("stop"), ".", ",") for i in readings.ids(w)[:1])
