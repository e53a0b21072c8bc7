"""The seams of the core: what can be exchanged, and what each exchange must keep.

Every protocol has at most three methods. The contract of each one is executable: a class in
``vademecum.retrieval.testing`` that an implementation's tests inherit.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol, TypeAlias, runtime_checkable

from .types import Answer, Context, Draft, Grounding, Hit, Query, Refusal, Verdict

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from .trace import Trace

    Floats: TypeAlias = NDArray[np.float32]
    Rows: TypeAlias = NDArray[np.int64]
    Mask: TypeAlias = NDArray[np.bool_]


@runtime_checkable
class Encoder(Protocol):
    """Turn texts into unit vectors.

    ``stamp`` names model, adapter and number format: equal stamps mean equal vectors.
    ``encode`` returns float32 of shape (len(texts), dimension), each row of length 1, in order.
    ``encode_parts`` returns the same and, for each text, one row of length 1 for each of its
    character spans.
    """

    @property
    def stamp(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> Floats: ...

    def encode_parts(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Floats, list[Floats]]: ...


@runtime_checkable
class VectorIndex(Protocol):
    """Find the rows whose vectors have the largest inner product with a query vector.

    ``search`` returns (rows, scores), both of length min(k, number of allowed rows), by falling
    score, ties by rising row. A row whose ``allowed`` entry is False is never returned and never
    shortens the result. ``scores`` gives the exact inner products of the named rows.
    """

    def search(self, vector: Floats, k: int, allowed: Mask | None) -> tuple[Rows, Floats]: ...

    def scores(self, vector: Floats, rows: Rows) -> Floats: ...

    def save(self, folder: Path) -> None: ...


@runtime_checkable
class Generator(Protocol):
    """Draft an answer from the passages of a context and from nothing else."""

    def generate(self, query: Query, context: Context) -> Draft: ...


@runtime_checkable
class Policy(Protocol):
    """Decide what may come in, what may be used and what may go out.

    Each method returns the (perhaps changed) value to go on with, or a ``Refusal`` to stop with,
    and the verdicts of the rails that had something to say.
    """

    def check_input(self, query: Query) -> tuple[Query | Refusal, tuple[Verdict, ...]]: ...

    def check_context(
        self, query: Query, hits: tuple[Hit, ...]
    ) -> tuple[Context | Refusal, tuple[Verdict, ...]]: ...

    def check_output(
        self, query: Query, context: Context, grounding: Grounding
    ) -> tuple[Answer | Refusal, tuple[Verdict, ...]]: ...


@runtime_checkable
class Search(Protocol):
    """Find passages; the access of ``query.allow`` applies inside the search."""

    def search(self, query: Query) -> tuple[Hit, ...]: ...


@runtime_checkable
class Audit(Protocol):
    """Keep one tamper-evident record per question; return its receipt."""

    def record(self, trace: Trace) -> str: ...
