"""The small transformer that stands on the encoder's token states: its forward pass in numpy."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats
    from vademecum.retrieval.token_states import TokenStates

READ: Final = 160
"""Directions of the token states that are kept: their first principal components."""
WIDTH: Final = 96
HEADS: Final = 4
INNER: Final = 192
POOLS: Final = 4
EPSILON: Final = 1e-5


def project(states: TokenStates, matrix: Floats, offset: Floats) -> Floats:
    """Return the kept directions of each token: float32 of shape (tokens, READ)."""
    both = np.concatenate([states.middle, states.last], axis=1)
    found: Floats = both @ matrix + offset
    return found


def logits(tokens: Floats, weights: Mapping[str, Floats]) -> Floats:
    """Return the log-odds of each output for the projected tokens of one text."""
    w = weights
    hidden = tokens @ w["read"] + w["read_bias"]
    hidden = hidden + _mixed(_norm(hidden, w, "norm1"), w)
    inner = _gelu(_norm(hidden, w, "norm2") @ w["inner"] + w["inner_bias"])
    hidden = _norm(hidden + inner @ w["outer"] + w["outer_bias"], w, "norm3")
    shares = _softmax((hidden @ w["pool"] + w["pool_bias"]).T)
    row = np.concatenate([(shares @ hidden).ravel(), hidden.max(axis=0)])
    found: Floats = row @ w["out"] + w["out_bias"]
    return found


def _mixed(hidden: Floats, w: Mapping[str, Floats]) -> Floats:
    length = len(hidden)
    three = (hidden @ w["qkv"] + w["qkv_bias"]).reshape(length, 3, HEADS, WIDTH // HEADS)
    query, key, value = (three[:, part].transpose(1, 0, 2) for part in range(3))
    alike = (query @ key.transpose(0, 2, 1)).astype(np.float32, copy=False)
    shares = _softmax(alike * np.float32((WIDTH // HEADS) ** -0.5))
    mixed = (shares @ value).transpose(1, 0, 2).reshape(length, WIDTH)
    found: Floats = mixed @ w["mix"] + w["mix_bias"]
    return found


def _norm(x: Floats, w: Mapping[str, Floats], name: str) -> Floats:
    centred = x - x.mean(axis=1, keepdims=True)
    spread = np.sqrt((centred * centred).mean(axis=1, keepdims=True) + np.float32(EPSILON))
    found: Floats = centred / spread * w[name] + w[f"{name}_bias"]
    return found


def _softmax(x: Floats) -> Floats:
    powers = np.exp(x - x.max(axis=-1, keepdims=True))
    found: Floats = powers / powers.sum(axis=-1, keepdims=True)
    return found


def _gelu(x: Floats) -> Floats:
    """Return GELU by its tanh form (Hendrycks and Gimpel 2016)."""
    found: Floats = 0.5 * x * (1 + np.tanh(np.float32(0.7978845608) * (x + 0.044715 * x * x * x)))
    return found
