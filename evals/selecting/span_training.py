"""Train the network that finds the ends of an answer; every random choice follows from a seed."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .span_net import DEPTH, EPSILON, REACH, SCALE, WIDTH, best_span, shapes
from .span_words import ReadWords

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

Range = tuple[int, int]
Tell = Callable[[int, int, float], None]
"""Told the epoch, the number of epochs, and the share of spans found on what training stops by."""
EPOCHS: Final = 8
BATCH: Final = 32
RATE: Final = 1.5e-3
DECAY: Final = 0.05
DROPOUT: Final = 0.3
_NEVER: Final = -1e4


class SpanNet(nn.Module):
    """The same weights as ``span_net.edge_scores``, with dropout, over batches."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.w = nn.ParameterDict()
        for name, shape in shapes(size).items():
            part = torch.full(shape, float(name.startswith("norm") and "bias" not in name))
            if len(shape) == 2:
                limit = 1 / math.sqrt(shape[0])
                part = part.uniform_(-limit, limit)
            self.w[name] = nn.Parameter(part)

    def forward(self, states: Tensor, known: Tensor, question: Tensor, mask: Tensor) -> Tensor:
        """Return (sentences, words, 2) logits; ``mask`` marks real words."""
        w, on = self.w, self.training
        states, question = states * SCALE, question * SCALE
        hidden = F.dropout(states, DROPOUT, on) @ w["states"]
        hidden = hidden + known @ w["known"] + w["bias"]
        hidden = hidden + (F.dropout(question, DROPOUT, on) @ w["question"])[:, None]
        kept = mask[:, :, None].float()
        for n in range(DEPTH):
            seen = self._seen(self._norm(hidden, f"norm{n}") * kept)
            inner = F.gelu(seen @ w[f"mix{n}"] + w[f"mix{n}_bias"], approximate="tanh")
            hidden = hidden + F.dropout(inner, DROPOUT, on)
        found: Tensor = self._norm(hidden, "norm") @ w["out"] + w["out_bias"]
        return found.masked_fill(~mask[:, :, None], _NEVER)

    def _norm(self, x: Tensor, name: str) -> Tensor:
        return F.layer_norm(x, (WIDTH,), self.w[name], self.w[f"{name}_bias"], EPSILON)

    @staticmethod
    def _seen(hidden: Tensor) -> Tensor:
        half, length = REACH // 2, hidden.shape[1]
        padded = F.pad(hidden, (0, 0, half, half))
        return torch.cat([padded[:, n : n + length] for n in range(REACH)], dim=2)

    def weights(self) -> dict[str, Floats]:
        """Return the weights as float16."""
        return {n: p.detach().numpy().astype(np.float16) for n, p in self.w.items()}


def train_spans(
    read: Sequence[ReadWords],
    ranges: Sequence[Range],
    is_stop: Sequence[bool],
    seed: int,
    tell: Tell = lambda epoch, epochs, found: None,
    epochs: int = EPOCHS,
) -> dict[str, Floats]:
    """Return the weights after the epoch that finds most spans of those that it stops by.

    Those are not learned from. Without any, the weights of the last epoch.
    """
    learned = [row for row, stops in enumerate(is_stop) if not stops]
    stops = [row for row, stops in enumerate(is_stop) if stops]
    rng = np.random.default_rng(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        net = SpanNet(read[0].states.shape[1])
        optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
        steps = epochs * -(-len(learned) // BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
        best, most = net.weights(), -1.0
        for epoch in range(epochs):
            net.train()
            order = rng.permutation(learned).tolist()
            for first in range(0, len(order), BATCH):
                lot = order[first : first + BATCH]
                loss = _loss(net(*batch([read[n] for n in lot])), [ranges[n] for n in lot])
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimizer.step()
                schedule.step()
            found = _found(net, [read[n] for n in stops], [ranges[n] for n in stops])
            tell(epoch + 1, epochs, found)
            if found > most or not stops:
                best, most = net.weights(), found
    return best


def batch(read: Sequence[ReadWords]) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Return states, known numbers, questions and the mask of real words, padded."""

    def padded(rows: Sequence[Floats]) -> Tensor:
        tensors = [torch.from_numpy(row.astype(np.float32)) for row in rows]
        return nn.utils.rnn.pad_sequence(tensors, batch_first=True)

    lengths = torch.tensor([len(own.words) for own in read])
    mask = torch.arange(int(lengths.max()))[None, :] < lengths[:, None]
    question = torch.from_numpy(np.stack([own.question for own in read]).astype(np.float32))
    return (
        padded([own.states for own in read]),
        padded([own.known for own in read]),
        question,
        mask,
    )


def _loss(scores: Tensor, ranges: Sequence[Range]) -> Tensor:
    edges = torch.tensor([(first, end - 1) for first, end in ranges])
    return F.cross_entropy(scores[:, :, 0], edges[:, 0]) + F.cross_entropy(
        scores[:, :, 1], edges[:, 1]
    )


@torch.no_grad()
def _found(net: SpanNet, read: Sequence[ReadWords], ranges: Sequence[Range]) -> float:
    net.eval()
    right = 0
    for first in range(0, len(read), BATCH):
        own = read[first : first + BATCH]
        scores = net(*batch(own)).numpy()
        right += sum(
            best_span(row[: len(one.words)])[:2] == wanted
            for row, one, wanted in zip(scores, own, ranges[first : first + BATCH], strict=True)
        )
    return right / max(len(read), 1)
