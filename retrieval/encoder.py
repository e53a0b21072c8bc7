"""The shared sentence encoder: one base model, loaded once, offline."""

from __future__ import annotations

import os
import threading
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import numpy as np

from .adapters import Adapter, load_adapter
from .errors import InvalidModel
from .model_folder import encoder_folder, read_config, weight_shapes, weights_sha256
from .token_states import TokenStates

if TYPE_CHECKING:
    from .bert import Bert
    from .protocols import Floats

_Parts: TypeAlias = Sequence[Sequence[tuple[int, int]]]
"""The half-open token range of each part of each text."""
_Kept = TypeVar("_Kept")
_Forward: TypeAlias = Callable[[list[list[int]], _Parts | None], tuple[Any, list[Any]]]

WINDOW_TOKENS = 256
"""Tokens the encoder reads, its own two included (the model card of all-MiniLM-L6-v2)."""
_BATCH_TOKENS = 4096
_REMEMBERED = 16
"""How many texts of ``read`` are kept, so that search need not encode a question again."""
_BEGUN = 4
"""How many texts of ``encode_layers`` are kept, so that ``read`` goes on where it ended."""


class SentenceEncoder:
    """Encode texts with the base model; bfloat16 where the processor multiplies in it.

    Loading is lazy: the tokenizer alone is enough to cut documents. ``device`` is "cuda" where
    torch has one, else "cpu"; only the plain forward pass on the CPU is our own.
    """

    def __init__(self, folder: Path | None = None, dtype: str | None = None) -> None:
        self.folder = folder or encoder_folder()
        if not self.folder.is_dir():
            raise InvalidModel(
                f"{self.folder}: no such model folder; unset or mend VADEMECUM_ENCODER"
            )
        self._config = read_config(self.folder)
        self._dtype_wish = dtype or os.environ.get("VADEMECUM_DTYPE")
        self._read: dict[str, TokenStates] = {}
        self._begun: dict[str, Mapping[int, Any]] = {}
        self._lock = threading.Lock()
        self._base = self
        self._adapter: Adapter | None = None

    @cached_property
    def sha256(self) -> str:
        """Return the hash of the weights."""
        return weights_sha256(self.folder)

    @cached_property
    def dtype(self) -> str:
        """Return the number format of the forward pass: "bfloat16" or "float32"."""
        return self._dtype_wish or ("bfloat16" if multiplies_bfloat16() else "float32")

    @property
    def stamp(self) -> str:
        """Name model, adapter and number format."""
        adapter = self._adapter.sha256[:16] if self._adapter else "none"
        return f"{self.sha256[:16]}-{adapter}-{self.dtype}"

    @property
    def adapter(self) -> Adapter | None:
        """Return the adapter that is on, or None for the base."""
        return self._adapter

    @property
    def reads_passages(self) -> bool:
        """Tell whether passages are encoded with it too: the base, or an adapter of both sides."""
        return self._adapter is None or self._adapter.card.side == "both"

    def adapted(self, folder: Path) -> SentenceEncoder:
        """Return this encoder with the adapter in ``folder``; whatever it leaves alone is shared.

        Both may be used at once, from any thread. Raises InvalidModel where it does not fit.
        """
        adapter = load_adapter(folder, self.sha256, weight_shapes(self.folder))
        other = SentenceEncoder(self.folder, self.dtype)
        other._base, other._adapter = self._base, adapter
        other.sha256 = self.sha256
        other._tokenizer = self._tokenizer
        return other

    @property
    def dimension(self) -> int:
        """Return the length of the vectors."""
        return int(self._config["hidden_size"])

    @cached_property
    def _tokenizer(self) -> Any:  # tokenizers ships no complete types
        from tokenizers import Tokenizer

        path = self.folder / "tokenizer.json"
        if not path.is_file():
            raise InvalidModel(
                f"{self.folder}: no tokenizer.json; not a sentence-transformers folder"
            )
        tokenizer = Tokenizer.from_file(str(path))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer

    def token_offsets(self, text: str) -> list[tuple[int, int]]:
        """Return (start, end) of every token of ``text``, special tokens not included."""
        return list(self._tokenizer.encode(text, add_special_tokens=False).offsets)

    def token_ids(self, texts: Sequence[str]) -> list[list[int]]:
        """Return the token ids of each text, special tokens included, cut at the window."""
        found = self._tokenizer.encode_batch_fast(list(texts))
        return [_within_window(e.ids) for e in found]

    @cached_property
    def _forward(self) -> _Forward:
        try:
            if self._is_plain_bert():
                return self._own_forward()
        except (KeyError, ValueError, OSError) as error:
            raise InvalidModel(f"{self.folder}: weights and config do not fit ({error})") from None
        return self._library_forward()

    def _is_plain_bert(self) -> bool:
        import torch

        pooling = self.folder / "1_Pooling" / "config.json"
        mean = pooling.is_file() and read_config(pooling.parent).get("pooling_mode_mean_tokens")
        plain = (
            self._config.get("model_type") == "bert" and self._config.get("hidden_act") == "gelu"
        )
        return bool(plain and mean and not torch.cuda.is_available())

    @cached_property
    def _bert(self) -> Bert:
        import torch

        from .bert import Bert, BertShape

        if self._adapter is not None:
            return self._base._bert.adapted(self._adapter.factors)
        _ = self.sha256
        shape = BertShape(
            heads=int(self._config["num_attention_heads"]),
            layers=int(self._config["num_hidden_layers"]),
            epsilon=float(self._config["layer_norm_eps"]),
        )
        return Bert(self.folder, shape, getattr(torch, self.dtype))

    def _own_forward(self) -> _Forward:
        bert = self._bert

        def forward(ids: list[list[int]], parts: _Parts | None) -> tuple[Any, list[Any]]:
            if parts is None:
                return bert.pooled(ids).numpy(), []
            whole, found = bert.pooled_parts(ids, parts)
            return whole.numpy(), [rows.numpy() for rows in found]

        return forward

    def _library_forward(self) -> _Forward:
        """Use sentence-transformers for any other architecture, and on a GPU."""
        from sentence_transformers import SentenceTransformer

        try:
            model = SentenceTransformer(
                str(self.folder), local_files_only=True, model_kwargs={"dtype": self.dtype}
            )
        except (OSError, ValueError, KeyError) as error:
            first = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise InvalidModel(
                f"{self.folder}: not a sentence-transformers folder ({first})"
            ) from None
        if self._adapter is not None:
            _add(model[0].auto_model, self._adapter.factors)
        decode = self._tokenizer.decode_batch

        def forward(ids: list[list[int]], parts: _Parts | None) -> tuple[Any, list[Any]]:
            texts = decode(ids, skip_special_tokens=True)
            whole = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
            if parts is None:
                return whole, []
            states = model.encode(texts, output_value="token_embeddings", show_progress_bar=False)
            return whole, [
                _pooled(state.float().cpu().numpy(), groups, row)
                for state, groups, row in zip(states, parts, whole, strict=True)
            ]

        return forward

    def encode(
        self, texts: Sequence[str], tick: Callable[[int], None] = lambda done: None
    ) -> Floats:
        """Return unit vectors, float32 of shape (len(texts), dimension), in order.

        Texts of like length share a batch, so that padding costs little; ``tick`` is told the
        number of texts of each finished batch.
        """
        known = [self._read.get(text) for text in texts] if len(texts) <= _REMEMBERED else []
        if not any(known) or not self._is_plain_bert():
            return self.encode_ids(self.token_ids(texts), tick)
        rest = self.encode_ids(
            self.token_ids([t for t, read in zip(texts, known, strict=True) if read is None])
        )
        others = iter(rest)
        tick(len(texts))
        return np.stack([next(others) if read is None else read.vector for read in known])

    def read(self, text: str) -> TokenStates:
        """Return vector and token states of a text, cut at the window; the last few are kept.

        Works with the base model and others of its make; raises InvalidModel for the rest. On a
        machine with a GPU the vector is that of the processor.
        """
        known = self._read.get(text)
        if known is None:
            if self._config.get("model_type") != "bert":
                raise InvalidModel(f"{self.folder}: not a BERT; heads stand on the base encoder")
            begun = self._begun.pop(text, None)
            (parts,) = self._bert.states(self.token_ids([text]), begun)
            known = TokenStates(*(part.numpy() for part in parts))
            self._remember(self._read, text, known, _REMEMBERED)
        return known

    def encode_ids(
        self, ids: Sequence[list[int]], tick: Callable[[int], None] = lambda done: None
    ) -> Floats:
        """Return unit vectors of texts that are tokens already: the bare forward pass."""
        vectors = np.zeros((len(ids), self.dimension), dtype=np.float32)
        order = sorted(range(len(ids)), key=lambda row: (-len(ids[row]), row))
        for batch in _batches(order, ids):
            vectors[batch], _ = self._forward([ids[row] for row in batch], None)
            tick(len(batch))
        return vectors

    def encode_parts(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Floats, list[Floats]]:
        """Return the vectors of ``encode`` and, in the same pass, those of parts of each text.

        ``spans`` holds character spans of each text; a part's vector, of length 1, is the mean
        over its tokens, which have read the whole text ("late chunking", Guenther et al. 2024).
        """
        ids, parts = self._parts(texts, spans)
        vectors = np.zeros((len(ids), self.dimension), dtype=np.float32)
        found: list[Floats] = [vectors[:0]] * len(ids)
        order = sorted(range(len(ids)), key=lambda row: (-len(ids[row]), row))
        for batch in _batches(order, ids):
            vectors[batch], pooled = self._forward(
                [ids[row] for row in batch], [parts[row] for row in batch]
            )
            for row, rows in zip(batch, pooled, strict=True):
                found[row] = rows
        return vectors, found

    def read_all(self, texts: Sequence[str]) -> Iterator[tuple[int, TokenStates]]:
        """Yield (row, what ``read`` returns) for many texts, longest first; nothing is kept."""
        ids = self.token_ids(texts)
        order = sorted(range(len(ids)), key=lambda row: (-len(ids[row]), row))
        for batch in _batches(order, ids):
            found = self._bert.states([ids[row] for row in batch])
            for row, parts in zip(batch, found, strict=True):
                yield row, TokenStates(*(part.numpy() for part in parts))

    def encode_layers(
        self,
        texts: Sequence[str],
        spans: Sequence[Sequence[tuple[int, int]]],
        layers: Sequence[int],
    ) -> list[Floats]:
        """Return the states of parts of each text in some layers, side by side, one row a part.

        Layers below the last still know the word itself; layer 0 is the embedding. Always our own
        forward pass: raises InvalidModel for what is no BERT model. ``read`` of a text that was the
        only one goes on where this pass ended.
        """
        ids, parts = self._parts(texts, spans)
        found: list[Floats] = [np.zeros((0, 0), dtype=np.float32)] * len(ids)
        order = sorted(range(len(ids)), key=lambda row: (-len(ids[row]), row))
        try:
            bert = self._bert
        except (KeyError, ValueError, OSError) as error:
            raise InvalidModel(f"{self.folder}: no BERT model that we can read ({error})") from None
        for batch in _batches(order, ids):
            states = bert.layer_states([ids[row] for row in batch], max(layers))
            own = bert.layer_parts(states, [parts[row] for row in batch], layers)
            for row, rows in zip(batch, own, strict=True):
                found[row] = rows.numpy()
        if len(texts) == 1:
            self._remember(self._begun, texts[0], states, _BEGUN)
        return found

    def _remember(self, kept: dict[str, _Kept], text: str, what: _Kept, most: int) -> None:
        with self._lock:
            while len(kept) >= most:
                del kept[next(iter(kept))]
            kept[text] = what

    def _parts(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[list[list[int]], list[list[tuple[int, int]]]]:
        """Return the tokens of each text and the token range of each of its spans."""
        read = self._tokenizer.encode_batch(list(texts))
        ids = [_within_window(e.ids) for e in read]
        return ids, [
            _token_ranges(e.offsets[: len(i) - 1], own)
            for e, i, own in zip(read, ids, spans, strict=True)
        ]


@cache
def base_encoder() -> SentenceEncoder:
    """Return the one encoder of this process."""
    return SentenceEncoder()


def _add(model: Any, factors: Mapping[str, tuple[Any, Any]]) -> None:
    """Add B A to the weights of a transformers model, in place."""
    import torch

    weights = dict(model.named_parameters())
    with torch.no_grad():
        for name, (up, down) in factors.items():
            weight = weights[name]
            weight += torch.from_numpy(up @ down).to(weight.device, weight.dtype)


def _token_ranges(
    offsets: Sequence[tuple[int, int]], spans: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the range of the tokens that begin inside each span, the leading one left out."""
    starts = [start for start, _ in offsets]
    return [(bisect_left(starts, start, 1), bisect_left(starts, end, 1)) for start, end in spans]


def _pooled(states: Floats, parts: Sequence[tuple[int, int]], whole: Floats) -> Floats:
    means = [states[a:b].mean(axis=0) if a < min(b, len(states)) else whole for a, b in parts]
    rows = np.stack(means) if means else np.zeros((0, len(whole)), dtype=np.float32)
    found: Floats = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    return found


def _batches(order: Sequence[int], ids: Sequence[Sequence[int]]) -> list[list[int]]:
    """Group rows, longest first, so that rows times longest row stays under the budget."""
    batches: list[list[int]] = []
    for row in order:
        if batches and (len(batches[-1]) + 1) * len(ids[batches[-1][0]]) <= _BATCH_TOKENS:
            batches[-1].append(row)
        else:
            batches.append([row])
    return batches


def _within_window(ids: list[int]) -> list[int]:
    return ids if len(ids) <= WINDOW_TOKENS else [*ids[: WINDOW_TOKENS - 1], ids[-1]]


def multiplies_bfloat16() -> bool:
    """Tell whether the device multiplies in bfloat16, rather than imitating it."""
    import torch

    if torch.cuda.is_available():
        return bool(torch.cuda.is_bf16_supported())
    return bool(torch.cpu._is_avx512_bf16_supported() or torch.cpu._is_amx_tile_supported())
