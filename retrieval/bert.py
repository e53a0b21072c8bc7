"""The forward pass of a BERT sentence encoder in plain torch.

Importing transformers' BertModel takes about four times as long as importing torch; a command
that answers one question should not pay for it. Equal to transformers' outputs: a test holds
both side by side. See docs/decisions/0002-own-forward-pass.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from safetensors.torch import load_file
from torch import Tensor
from torch.nn import functional as F

SMALL = 256
"""Tokens of a pass that is worth no second thread where something else runs beside it."""
_JOINED = ("query", "key", "value")
"""Three projections that are computed as one."""


@dataclass(frozen=True)
class BertShape:
    """The numbers of ``config.json`` that the forward pass needs."""

    heads: int
    layers: int
    epsilon: float


class Bert:
    """A BERT encoder with mean pooling over real tokens, for inference only."""

    def __init__(self, folder: Path, shape: BertShape, dtype: torch.dtype) -> None:
        weights = load_file(folder / "model.safetensors")
        self._folder = folder
        self._shape = shape
        self._dtype = dtype
        self._w = {
            name.removeprefix("bert."): tensor.to(dtype)
            for name, tensor in weights.items()
            if tensor.is_floating_point()
        }
        for i in range(shape.layers):
            block = f"encoder.layer.{i}.attention.self"
            for part in ("weight", "bias"):
                qkv = [self._w.pop(f"{block}.{n}.{part}") for n in _JOINED]
                self._w[f"{block}.qkv.{part}"] = torch.cat(qkv)
        # With a single segment, its embedding is a constant of every position.
        positions = self._w.pop("embeddings.position_embeddings.weight")
        segments = self._w.pop("embeddings.token_type_embeddings.weight")
        self._positions = positions + segments[0]

    def adapted(self, factors: Mapping[str, tuple[Any, Any]]) -> Bert:
        """Return this encoder with W + B A in the place of each weight W that ``factors`` names.

        Everything else is shared, so that an adapter costs the memory of the weights it changes.
        """
        other = copy(self)
        other._w = dict(self._w)
        with safe_open(self._folder / "model.safetensors", framework="pt") as file:
            stored = {name.removeprefix("bert."): name for name in file.keys()}  # noqa: SIM118

            def added(name: str) -> Tensor:
                weight: Tensor = file.get_tensor(stored[name]).float()
                if name in factors:
                    up, down = factors[name]
                    weight = weight + torch.from_numpy(up) @ torch.from_numpy(down)
                return weight.to(self._dtype)

            for name in factors:
                block, _, part = name.removesuffix(".weight").rpartition(".")
                if block.endswith(".attention.self"):
                    parts = [added(f"{block}.{n}.weight") for n in _JOINED]
                    other._w[f"{block}.qkv.weight"] = torch.cat(parts)
                else:
                    other._w[f"{block}.{part}.weight"] = added(name)
        return other

    @torch.inference_mode()
    def pooled(self, token_ids: Sequence[Sequence[int]]) -> Tensor:
        """Return unit vectors, float32 of shape (len(token_ids), hidden), in order."""
        return self._mean(*self._hidden(token_ids))

    @torch.inference_mode()
    def pooled_parts(
        self, token_ids: Sequence[Sequence[int]], parts: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Tensor, list[Tensor]]:
        """Return what ``pooled`` does and, for each text, a unit vector of each of its parts.

        A part is a half-open range of tokens; its vector is the mean of their states, which have
        read the whole text. A part without tokens gets the vector of its text.
        """
        hidden, mask = self._hidden(token_ids)
        whole = self._mean(hidden, mask)
        found = []
        for row, groups in enumerate(parts):
            means = [
                hidden[row, start:end].mean(dim=0) if start < end else whole[row]
                for start, end in groups
            ]
            empty = hidden.new_zeros((0, hidden.shape[2]))
            found.append(F.normalize(torch.stack(means), dim=1) if means else empty)
        return whole, found

    @torch.inference_mode()
    def states(
        self, token_ids: Sequence[Sequence[int]], begun: Mapping[int, Tensor] | None = None
    ) -> list[tuple[Tensor, Tensor, Tensor]]:
        """Return for each text what ``pooled`` does, and its states half way and at the end.

        ``begun`` holds what ``layer_states`` has found of the same texts; the pass goes on there.
        """
        seen = dict(begun or {})
        last, mask = self._hidden(token_ids, None, seen)
        middle = seen[self._shape.layers // 2].float()
        whole = self._mean(last, mask)
        return [
            (whole[row], middle[row, : len(ids)], last[row, : len(ids)])
            for row, ids in enumerate(token_ids)
        ]

    @torch.inference_mode()
    def layer_states(self, token_ids: Sequence[Sequence[int]], last: int) -> dict[int, Tensor]:
        """Return the states of every layer up to ``last``, the end of the pass, by its number.

        Layer 0 is the embedding.
        """
        states: dict[int, Tensor] = {}
        self._hidden(token_ids, last, states)
        return states

    @staticmethod
    @torch.inference_mode()
    def layer_parts(
        states: Mapping[int, Tensor],
        parts: Sequence[Sequence[tuple[int, int]]],
        layers: Sequence[int],
    ) -> list[Tensor]:
        """Return, for each text, one row for each part: its states in ``layers``, side by side.

        In each layer a part's state is the mean of its tokens', of length 1; zeros for no tokens.
        """
        found = []
        for row, groups in enumerate(parts):
            rows = [
                torch.cat(
                    [
                        F.normalize(states[n][row, start:end].float().mean(dim=0), dim=0)
                        if start < end
                        else states[n].new_zeros(states[n].shape[2], dtype=torch.float32)
                        for n in layers
                    ]
                )
                for start, end in groups
            ]
            width = len(layers) * states[layers[0]].shape[2]
            found.append(torch.stack(rows) if rows else torch.zeros((0, width)))
        return found

    def _hidden(
        self,
        token_ids: Sequence[Sequence[int]],
        last: int | None = None,
        states: dict[int, Tensor] | None = None,
    ) -> tuple[Tensor, Tensor | None]:
        """Return the last states in float32 and the mask of real tokens, None if all are.

        ``states`` takes up those of each layer up to ``last``, where the pass ends; from the
        highest that it holds already the pass goes on.
        """
        lengths = [len(ids) for ids in token_ids]
        longest = max(lengths)
        ids = torch.zeros((len(lengths), longest), dtype=torch.long)
        for row, sequence in enumerate(token_ids):
            ids[row, : len(sequence)] = torch.tensor(sequence)
        mask = None
        if min(lengths) < longest:
            mask = torch.arange(longest)[None, :] < torch.tensor(lengths)[:, None]
        bias = None
        if mask is not None:
            bias = torch.zeros(mask.shape, dtype=self._dtype).masked_fill_(~mask, -torch.inf)
            bias = bias[:, None, None, :]
        first = max(states) if states else 0
        end = self._shape.layers if last is None else last
        with _alone_if_small(ids.numel()):
            hidden = states[first] if states else self._embed(ids)
            for layer in range(first, end):
                if states is not None:
                    states[layer] = hidden
                hidden = self._layer(hidden, bias, f"encoder.layer.{layer}")
        if states is not None:
            states[end] = hidden
        return hidden.float(), mask

    @staticmethod
    def _mean(hidden: Tensor, mask: Tensor | None) -> Tensor:
        if mask is None:
            return F.normalize(hidden.mean(dim=1), dim=1)
        kept = mask[:, :, None].float()
        return F.normalize((hidden * kept).sum(dim=1) / kept.sum(dim=1), dim=1)

    def _embed(self, ids: Tensor) -> Tensor:
        words = F.embedding(ids, self._w["embeddings.word_embeddings.weight"])
        return self._norm(words + self._positions[: ids.shape[1]], "embeddings.LayerNorm")

    def _layer(self, hidden: Tensor, bias: Tensor | None, name: str) -> Tensor:
        batch, length, width = hidden.shape
        heads = self._shape.heads
        qkv = self._linear(hidden, f"{name}.attention.self.qkv")
        qkv = qkv.view(batch, length, 3, heads, width // heads).permute(2, 0, 3, 1, 4)
        mixed = F.scaled_dot_product_attention(qkv[0], qkv[1], qkv[2], attn_mask=bias)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        mixed = self._linear(mixed, f"{name}.attention.output.dense")
        hidden = self._norm(hidden + mixed, f"{name}.attention.output.LayerNorm")
        inner = F.gelu(self._linear(hidden, f"{name}.intermediate.dense"))
        inner = self._linear(inner, f"{name}.output.dense")
        return self._norm(hidden + inner, f"{name}.output.LayerNorm")

    def _linear(self, x: Tensor, name: str) -> Tensor:
        return F.linear(x, self._w[f"{name}.weight"], self._w[f"{name}.bias"])

    def _norm(self, x: Tensor, name: str) -> Tensor:
        weight = self._w[f"{name}.weight"]
        return F.layer_norm(x, weight.shape, weight, self._w[f"{name}.bias"], self._shape.epsilon)


@contextmanager
def _alone_if_small(tokens: int) -> Iterator[None]:
    """Compute a question on one thread: its helpers would be in the way of those of the search.

    With two threads an answer over 100,000 passages took 126 ms at the 95th percentile, with one
    47 (docs/log.md).
    """
    threads = torch.get_num_threads()
    if tokens > SMALL or threads == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)
