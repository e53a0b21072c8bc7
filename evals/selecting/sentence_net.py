"""Weigh the sentences of one question: learned late interaction beside their features.

Each token of the question looks for the nearest of a sentence (Khattab and Zaharia 2020) in a space
that is learned, weighed by what it is; and each token of the sentence is asked how much it looks
like an answer to such a question. Both stand beside the features of ``sentences.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from .sentences import COLUMNS, Choices

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

SPACE: Final = 64
WIDTH: Final = 48
MET: Final = 2
"""Columns that the tokens add to the features."""
SCALE: Final = 16.0
"""States are of length 1: times this they are near 1 a number."""
NEAR: Final = 8.0
"""Weight of late interaction beside features of spread 1."""


def shapes(size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each weight, for states of ``size`` numbers a token."""
    return {
        "mean": (COLUMNS,),
        "scale": (COLUMNS,),
        "asked": (size, SPACE),
        "said": (size, SPACE),
        "heft": (size,),
        "wanted": (size, SPACE),
        "wanted_bias": (SPACE,),
        "given": (size, SPACE),
        "inner": (COLUMNS + MET, WIDTH),
        "inner_bias": (WIDTH,),
        "outer": (WIDTH,),
        "direct": (COLUMNS + MET,),
    }


def sentence_scores(choices: Choices, weights: Mapping[str, Floats]) -> Floats:
    """Return one score a sentence: the logarithm of its chance, up to a constant."""
    w = {name: part.astype(np.float32) for name, part in weights.items()}
    met = _met(choices, w)
    plain = np.hstack([(choices.rows - w["mean"]) / w["scale"], met])
    inner = np.tanh(plain @ w["inner"] + w["inner_bias"])
    found: Floats = inner @ w["outer"] + plain @ w["direct"]
    return found


def _met(choices: Choices, w: Mapping[str, Floats]) -> Floats:
    """Return late interaction and likeness to an answer, one row a sentence."""
    question: Floats = np.multiply(SCALE, choices.question, dtype=np.float32)
    tokens: Floats = np.multiply(SCALE, np.concatenate(choices.tokens), dtype=np.float32)
    starts = np.cumsum([0, *(len(own) for own in choices.tokens[:-1])])
    heft = question @ w["heft"]
    heft = np.exp(heft - heft.max())
    cosines = _unit(tokens @ w["said"]) @ _unit(question @ w["asked"]).T
    near = np.maximum.reduceat(cosines, starts) @ (heft / heft.sum())
    wanted = question.mean(axis=0) @ w["wanted"] + w["wanted_bias"]
    likeness = (tokens @ w["given"]) @ wanted / np.float32(SPACE**0.5)
    high = np.maximum.reduceat(likeness, starts)
    sizes = [len(own) for own in choices.tokens]
    alike = high + np.log(np.add.reduceat(np.exp(likeness - np.repeat(high, sizes)), starts))
    return np.column_stack([NEAR * near, alike]).astype(np.float32)


def _unit(x: Floats) -> Floats:
    found: Floats = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9)
    return found
