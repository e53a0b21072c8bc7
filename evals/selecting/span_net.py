"""A small convolution over the words of a sentence that says where an answer starts and ends."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

from .span_words import KNOWN, ReadWords

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

WIDTH: Final = 96
REACH: Final = 5
"""Words that a convolution sees at once."""
DEPTH: Final = 3
LONGEST: Final = 24
"""Words of an answer."""
SCALE: Final = 20.0
"""States are of length 1 in each layer: times this they are near 1 a number."""
EPSILON: Final = 1e-5


def shapes(size: int) -> dict[str, tuple[int, ...]]:
    """Return the shape of each weight, for states of ``size`` numbers a word."""
    norms = ("norm", *(f"norm{n}" for n in range(DEPTH)))
    mixes = tuple(f"mix{n}" for n in range(DEPTH))
    return {
        "states": (size, WIDTH),
        "question": (size, WIDTH),
        "known": (KNOWN, WIDTH),
        **dict.fromkeys(mixes, (REACH * WIDTH, WIDTH)),
        "out": (WIDTH, 2),
        "out_bias": (2,),
        **dict.fromkeys(("bias", *(f"{n}_bias" for n in (*mixes, *norms)), *norms), (WIDTH,)),
    }


def edge_scores(read: ReadWords, weights: Mapping[str, Floats]) -> Floats:
    """Return logits of (start, end) for each word."""
    w = {name: part.astype(np.float32) for name, part in weights.items()}
    states: Floats = np.multiply(SCALE, read.states, dtype=np.float32)
    question: Floats = np.multiply(SCALE, read.question, dtype=np.float32)
    hidden = states @ w["states"] + read.known @ w["known"] + question @ w["question"] + w["bias"]
    for layer in range(DEPTH):
        normed = _norm(hidden, w[f"norm{layer}"], w[f"norm{layer}_bias"])
        hidden = hidden + _gelu(_seen(normed) @ w[f"mix{layer}"] + w[f"mix{layer}_bias"])
    found: Floats = _norm(hidden, w["norm"], w["norm_bias"]) @ w["out"] + w["out_bias"]
    return found


def best_span(scores: Floats, longest: int = LONGEST) -> tuple[int, int, float]:
    """Return the half-open range of words that is likeliest, and the logarithm of its chance.

    Of equally likely ones the first. Chances are over all ranges of at most ``longest`` words.
    """
    count = len(scores)
    sums = scores[:, 0][:, None] + scores[:, 1][None, :]
    places = np.arange(count)
    length = places[None, :] - places[:, None] + 1
    sums = np.where((length >= 1) & (length <= longest), sums, -np.inf)
    first, last = divmod(int(sums.argmax()), count)
    high = float(sums.max())
    return first, last + 1, -float(np.log(np.exp(sums - high).sum()))


def _seen(hidden: Floats) -> Floats:
    """Return for each word the states of the words around it, side by side; zeros outside."""
    half = REACH // 2
    padded = np.pad(hidden, ((half, half), (0, 0)))
    found: Floats = np.hstack([padded[n : n + len(hidden)] for n in range(REACH)])
    return found


def _norm(x: Floats, scale: Floats, bias: Floats) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(EPSILON))
    found: Floats = centred / spread * scale + bias
    return found


def _gelu(x: Floats) -> Floats:
    """Return GELU by its tanh form (Hendrycks and Gimpel 2016)."""
    found: Floats = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + 0.044715 * x**3)))
    return found
