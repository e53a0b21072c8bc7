"""Train the small transformer with torch; every random choice follows from a seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .net import EPSILON, HEADS, INNER, POOLS, READ, WIDTH

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats, Rows

EPOCHS: Final = 4
BATCH: Final = 64
PEAK_RATE: Final = 2e-3
DECAY: Final = 0.05
DROPOUT: Final = 0.2
SOFTNESS: Final = 0.01
"""How far targets stand from 0 and 1."""


class Net(nn.Module):
    """The same weights as ``net.logits``, with dropout, over batches."""

    def __init__(self, outputs: int) -> None:
        super().__init__()
        shapes = {
            "read": (READ, WIDTH), "qkv": (WIDTH, 3 * WIDTH), "mix": (WIDTH, WIDTH),
            "inner": (WIDTH, INNER), "outer": (INNER, WIDTH), "pool": (WIDTH, POOLS),
            "out": (WIDTH * (POOLS + 1), outputs),
        }  # fmt: skip
        self.w = nn.ParameterDict()
        for name, (rows, columns) in shapes.items():
            limit = 1 / math.sqrt(rows)
            self.w[name] = nn.Parameter(torch.empty(rows, columns).uniform_(-limit, limit))
            self.w[f"{name}_bias"] = nn.Parameter(torch.zeros(columns))
        for name in ("norm1", "norm2", "norm3"):
            self.w[name] = nn.Parameter(torch.ones(WIDTH))
            self.w[f"{name}_bias"] = nn.Parameter(torch.zeros(WIDTH))

    def forward(self, tokens: Tensor, mask: Tensor) -> Tensor:
        """Return (texts, outputs) log-odds; ``mask`` marks real tokens."""
        w = self.w
        drop = nn.functional.dropout
        on = self.training
        hidden = drop(drop(tokens, DROPOUT, on) @ w["read"] + w["read_bias"], DROPOUT, on)
        mixed = self._mixed(self._norm(hidden, "norm1"), mask)
        hidden = hidden + drop(mixed, DROPOUT, on)
        inner = self._norm(hidden, "norm2") @ w["inner"] + w["inner_bias"]
        inner = drop(F.gelu(inner, approximate="tanh"), DROPOUT, on)
        hidden = hidden + drop(inner @ w["outer"] + w["outer_bias"], DROPOUT, on)
        hidden = self._norm(hidden, "norm3")
        shares = (hidden @ w["pool"] + w["pool_bias"]).masked_fill(~mask[:, :, None], -1e9)
        pooled = torch.einsum("blp,bld->bpd", shares.softmax(dim=1), hidden).flatten(1)
        peak = hidden.masked_fill(~mask[:, :, None], -1e9).amax(dim=1)
        row = drop(torch.cat([pooled, peak], dim=1), DROPOUT, on)
        found: Tensor = row @ w["out"] + w["out_bias"]
        return found

    def _mixed(self, hidden: Tensor, mask: Tensor) -> Tensor:
        texts, length, _ = hidden.shape
        three = (hidden @ self.w["qkv"] + self.w["qkv_bias"]).view(
            texts, length, 3, HEADS, WIDTH // HEADS
        )
        query, key, value = three.permute(2, 0, 3, 1, 4)
        rate = DROPOUT if self.training else 0.0
        mixed = F.scaled_dot_product_attention(
            query, key, value, attn_mask=mask[:, None, None, :], dropout_p=rate
        )
        mixed = mixed.transpose(1, 2).reshape(texts, length, WIDTH)
        found: Tensor = mixed @ self.w["mix"] + self.w["mix_bias"]
        return found

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return F.layer_norm(x, (WIDTH,), self.w[name], self.w[f"{name}_bias"], EPSILON)


def fit_net(
    tokens: Sequence[Floats], targets: Floats, weights: Floats, chosen: Rows, seed: int
) -> dict[str, Floats]:
    """Return the weights of ``net.logits`` after training on the rows ``chosen``.

    ``targets`` and ``weights`` are float32 of shape (texts, outputs).
    """
    torch.manual_seed(seed)
    chance = np.random.RandomState(seed)
    net = Net(targets.shape[1])
    plain = [p for n, p in net.named_parameters() if p.dim() > 1]
    bare = [p for n, p in net.named_parameters() if p.dim() == 1]
    groups = [{"params": plain, "weight_decay": DECAY}, {"params": bare, "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=PEAK_RATE)
    steps = EPOCHS * math.ceil(len(chosen) / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, PEAK_RATE, total_steps=steps + 1, pct_start=0.1
    )
    lengths = np.array([len(tokens[row]) for row in chosen])
    for _ in range(EPOCHS):
        order = np.argsort(lengths + 6 * chance.rand(len(lengths)))
        batches = [order[start : start + BATCH] for start in range(0, len(order), BATCH)]
        for place in chance.permutation(len(batches)):
            rows = chosen[batches[place]]
            goal = torch.from_numpy(targets[rows]) * (1 - 2 * SOFTNESS) + SOFTNESS
            found = net(*_padded([tokens[row] for row in rows]))
            loss = F.binary_cross_entropy_with_logits(
                found, goal, weight=torch.from_numpy(weights[rows]), reduction="sum"
            ) / len(rows)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(net.parameters(), 1.0)
            optimizer.step()
            schedule.step()
    return {name: p.detach().numpy().copy() for name, p in net.w.items()}


def _padded(rows: Sequence[Floats]) -> tuple[Tensor, Tensor]:
    longest = max(len(row) for row in rows)
    tokens = torch.zeros(len(rows), longest, READ)
    mask = torch.zeros(len(rows), longest, dtype=torch.bool)
    for place, row in enumerate(rows):
        tokens[place, : len(row)] = torch.from_numpy(row.astype(np.float32))
        mask[place, : len(row)] = True
    return tokens, mask
