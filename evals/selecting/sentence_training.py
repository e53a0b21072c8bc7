"""Train the network that weighs sentences; every random choice follows from a seed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from .sentence_net import NEAR, SCALE, SPACE, sentence_scores, shapes
from .sentences import Choices
from .span_training import Tell

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

EPOCHS: Final = 4
BATCH: Final = 32
"""Questions."""
RATE: Final = 1.5e-3
DECAY: Final = 0.05
DROPOUT: Final = 0.2
_NEVER: Final = -1e4
_FIXED: Final = ("mean", "scale")


class Lot(NamedTuple):
    """Some questions: their sentences one after the other, and all tokens of these."""

    rows: Tensor
    tokens: Tensor
    sentence: Tensor
    """The sentence of each token."""
    asker: Tensor
    """The question of each sentence."""
    questions: Tensor
    """(questions, tokens, size), padded."""
    real: Tensor
    """Marks the real tokens of questions."""


class SentenceNet(nn.Module):
    """The same weights as ``sentence_net.sentence_scores``, with dropout, over lots."""

    def __init__(self, size: int, mean: Floats, scale: Floats) -> None:
        super().__init__()
        self.fixed = {"mean": mean, "scale": scale}
        self.w = nn.ParameterDict()
        for name, shape in shapes(size).items():
            if name in _FIXED:
                continue
            part = torch.zeros(shape)
            if len(shape) == 2:
                part = part.uniform_(-1 / math.sqrt(shape[0]), 1 / math.sqrt(shape[0]))
            self.w[name] = nn.Parameter(part)
        # Both sides begin in one space, where what is alike is near.
        self.w["said"].data.copy_(self.w["asked"].data)

    def forward(self, lot: Lot) -> Tensor:
        """Return one score a sentence."""
        w, on = self.w, self.training
        question = F.dropout(lot.questions * SCALE, DROPOUT, on)
        tokens = F.dropout(lot.tokens * SCALE, DROPOUT, on)
        of = lot.asker[lot.sentence]
        asked = F.normalize(question @ w["asked"], dim=2)
        cosines = torch.einsum("ntd,nd->nt", asked[of], F.normalize(tokens @ w["said"], dim=1))
        index = lot.sentence[:, None].expand_as(cosines)
        nearest = cosines.new_full((len(lot.rows), cosines.shape[1]), -1.0)
        nearest = nearest.scatter_reduce(0, index, cosines, "amax")
        heft = (question @ w["heft"]).masked_fill(~lot.real, _NEVER).softmax(dim=1)
        near = (nearest * heft[lot.asker]).sum(dim=1)
        counts = lot.real.sum(dim=1, keepdim=True)
        mean = (question * lot.real[:, :, None]).sum(dim=1) / counts
        wanted = mean @ w["wanted"] + w["wanted_bias"]
        likeness = (tokens @ w["given"] * wanted[of]).sum(dim=1) / math.sqrt(SPACE)
        alike = _pooled(likeness, lot.sentence, len(lot.rows))
        rows = torch.cat(
            [F.dropout(lot.rows, DROPOUT / 2, on), NEAR * near[:, None], alike[:, None]], dim=1
        )
        inner = F.dropout(torch.tanh(rows @ w["inner"] + w["inner_bias"]), DROPOUT, on)
        found: Tensor = inner @ w["outer"] + rows @ w["direct"]
        return found

    def lot(self, several: Sequence[Choices]) -> Lot:
        """Return questions as one lot."""
        mean, scale = self.fixed["mean"], self.fixed["scale"]
        lengths = [len(tokens) for own in several for tokens in own.tokens]
        every = np.concatenate([tokens for own in several for tokens in own.tokens])
        questions = [torch.from_numpy(own.question.astype(np.float32)) for own in several]
        sizes = torch.tensor([len(own.tokens) for own in several])
        asked = torch.tensor([len(own) for own in questions])
        return Lot(
            torch.from_numpy((np.concatenate([own.rows for own in several]) - mean) / scale),
            torch.from_numpy(every.astype(np.float32)),
            torch.repeat_interleave(torch.arange(len(lengths)), torch.tensor(lengths)),
            torch.repeat_interleave(torch.arange(len(several)), sizes),
            nn.utils.rnn.pad_sequence(questions, batch_first=True),
            torch.arange(int(asked.max()))[None, :] < asked[:, None],
        )

    def weights(self) -> dict[str, Floats]:
        """Return the weights: float16, what standardises features in float32."""
        learned = {n: p.detach().numpy().astype(np.float16) for n, p in self.w.items()}
        return {**learned, **self.fixed}


def train_sentences(
    several: Sequence[Choices],
    holds: Sequence[Floats],
    is_stop: Sequence[bool],
    seed: int,
    tell: Tell = lambda epoch, epochs, found: None,
    epochs: int = EPOCHS,
) -> dict[str, Floats]:
    """Return the weights after the epoch that is best on the questions that it stops by.

    ``holds`` is 1 for the sentences that hold an answer; where several do, any will serve. Best
    is who puts one of them first most often. Without questions to stop by, the last epoch's.
    """
    learned = [n for n, stop in enumerate(is_stop) if not stop]
    stops = [n for n, stop in enumerate(is_stop) if stop]
    every = np.concatenate([several[n].rows for n in learned])
    spread = every.std(axis=0)
    scale = np.where(spread > 1e-6, spread, 1.0).astype(np.float32)
    rng = np.random.default_rng(seed)
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        size = several[0].question.shape[1]
        net = SentenceNet(size, every.mean(axis=0).astype(np.float32), scale)
        optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, weight_decay=DECAY)
        steps = epochs * -(-len(learned) // BATCH)
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, RATE, total_steps=steps)
        best, most = net.weights(), -1.0
        for epoch in range(epochs):
            order = rng.permutation(learned).tolist()
            for first in range(0, len(order), BATCH):
                places = order[first : first + BATCH]
                lot = net.lot([several[n] for n in places])
                right = torch.from_numpy(np.concatenate([holds[n] for n in places])) > 0
                loss = _loss(net(lot), right, lot.asker, len(places))
                optimizer.zero_grad()
                loss.backward()  # type: ignore[no-untyped-call]
                torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
                optimizer.step()
                schedule.step()
            known = net.weights()
            right_ones = sum(
                float(holds[n][int(sentence_scores(several[n], known).argmax())]) for n in stops
            )
            found = right_ones / max(len(stops), 1)
            tell(epoch + 1, epochs, found)
            if found > most or not stops:
                best, most = known, found
    return best


def _loss(scores: Tensor, right: Tensor, asker: Tensor, questions: int) -> Tensor:
    """Return the mean surprise that one of the right sentences of a question is chosen."""
    some = _pooled(scores.masked_fill(~right, _NEVER), asker, questions)
    return (_pooled(scores, asker, questions) - some).mean()


def _pooled(values: Tensor, of: Tensor, count: int) -> Tensor:
    """Return the logarithm of the sum of powers of the values of each group."""
    low = values.new_full((count,), -torch.inf)
    high = low.scatter_reduce(0, of, values.detach(), "amax")
    sums = values.new_zeros(count).index_add(0, of, (values - high[of]).exp())
    return sums.log() + high
