"""The network that reads a pair: a LoRA on the upper layers of the base, and a small end."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from vademecum.retrieval.errors import InvalidModel

from ..adapting.lora import through, with_lora
from .pairs import ANSWER, REFERENCE, Pair, PairShape, PairWeights

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats

PARTS: Final = 3
MEANS: Final = 5
"""Of the whole, the reference and the answer; their distance and their product."""
SCALE: Final = 2.0
"""States are of length about 6: means of them are brought near 1 a number."""
LOT: Final = 32
"""Pairs that are read at once where nothing is learned."""
_BASE: Final = "base_model.model."
_ADAPTED: Final = ".default.weight"


class PairEncoder(nn.Module):
    """Logits of pairs; float32. ``seed`` draws what is not read from ``folder``."""

    def __init__(self, folder: Path, shape: PairShape, labels: Sequence[str], seed: int) -> None:
        super().__init__()
        self.labels, self.shape = tuple(labels), shape
        # No dropout on attention: with it the processor has no fast way through.
        adapted, self._first = with_lora(
            folder,
            shape.lora,
            seed,
            hidden_dropout_prob=shape.dropout,
            attention_probs_dropout_prob=0.0,
        )
        bert: Any = adapted.get_base_model()
        size = int(bert.config.hidden_size)
        self.base = adapted
        self.parts = nn.Parameter(torch.zeros(PARTS, size))
        self.inner = nn.Linear(MEANS * size, shape.width)
        self.outer = nn.Linear(shape.width, len(self.labels))

    @property
    def trained(self) -> dict[str, nn.Parameter]:
        """Return what is trained, by name."""
        return {
            name.removeprefix("base.").removeprefix(_BASE).replace(_ADAPTED, ""): parameter
            for name, parameter in self.named_parameters()
            if parameter.requires_grad
        }

    @torch.no_grad()
    def lower(self, pairs: Sequence[Pair]) -> list[Tensor]:
        """Return the float16 states of each pair below the adapted layers: training keeps them."""
        was, _ = self.training, self.eval()
        bert = self.base.get_base_model()
        found: list[Tensor] = [torch.empty(0)] * len(pairs)
        for lot in lots([len(pair.ids) for pair in pairs], LOT):
            ids = _padded([torch.tensor(pairs[row].ids) for row in lot], 0)
            mask = _padded([torch.ones(len(pairs[row].ids)) for row in lot], 0).bool()
            hidden = bert.embeddings(input_ids=ids)
            hidden = through(bert.encoder.layer[: self._first], hidden, mask)
            for place, row in enumerate(lot):
                found[row] = hidden[place, : len(pairs[row].ids)].half()
        self.train(was)
        return found

    def forward(self, pairs: Sequence[Pair], states: Sequence[Tensor]) -> Tensor:
        """Return logits, one row a pair, from the states that ``lower`` returned."""
        hidden = _padded([state.float() for state in states], 0)
        parts = _padded([torch.tensor(pair.parts) for pair in pairs], -1)
        mask = parts >= 0
        hidden = hidden + self.parts[parts.clamp(min=0)]
        hidden = through(self.base.get_base_model().encoder.layer[self._first :], hidden, mask)
        whole, meant, said = (
            _mean(hidden, of) for of in (mask, parts == REFERENCE, parts == ANSWER)
        )
        row = torch.cat([whole, meant, said, (meant - said).abs(), meant * said], 1) * SCALE
        row = F.dropout(row, self.shape.dropout, self.training)
        inner = F.dropout(F.gelu(self.inner(row)), self.shape.dropout, self.training)
        found: Tensor = self.outer(inner)
        return found

    @torch.no_grad()
    def log_shares(self, pairs: Sequence[Pair]) -> Floats:
        """Return the logarithm of the probability of each label, one row a pair."""
        self.eval()
        found: Floats = np.zeros((len(pairs), len(self.labels)), dtype=np.float32)
        for lot in lots([len(pair.ids) for pair in pairs], LOT):
            own = [pairs[row] for row in lot]
            found[lot] = F.log_softmax(self(own, self.lower(own)), dim=1).numpy()
        return found

    def weights(self) -> PairWeights:
        """Return what was trained as arrays."""
        tensors = {n: p.detach().numpy().copy() for n, p in self.trained.items()}
        return PairWeights(self.labels, self.shape, tensors)


def encoder_of(folder: Path, weights: PairWeights) -> PairEncoder:
    """Return the network with trained weights; raise InvalidModel where they do not fit."""
    with torch.random.fork_rng(devices=[]):
        model = PairEncoder(folder, weights.shape, weights.labels, 0)
    found = {name: tuple(tensor.shape) for name, tensor in weights.tensors.items()}
    if found != {name: tuple(p.shape) for name, p in model.trained.items()}:
        raise InvalidModel("the weights of the pair encoder do not fit its shape; train anew")
    with torch.no_grad():
        for name, parameter in model.trained.items():
            parameter.copy_(torch.from_numpy(weights.tensors[name]))
    return model.eval()


def lots(lengths: Sequence[int], size: int) -> list[list[int]]:
    """Return places, those of like lengths together, so that padding costs little."""
    order = sorted(range(len(lengths)), key=lambda place: (lengths[place], place))
    return [order[start : start + size] for start in range(0, len(order), size)]


def _padded(rows: list[Tensor], value: float) -> Tensor:
    return nn.utils.rnn.pad_sequence(rows, batch_first=True, padding_value=value)


def _mean(hidden: Tensor, of: Tensor) -> Tensor:
    kept = of[:, :, None].float()
    return (hidden * kept).sum(dim=1) / kept.sum(dim=1).clamp(min=1)
