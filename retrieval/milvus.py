"""The dense index on a Milvus server, or in a local Milvus Lite file: the same seam as FAISS.

``VADEMECUM_VECTOR_URI`` names the server (http://host:19530) or the file (ending in .db).
``VADEMECUM_MILVUS_INDEX`` is FLAT (the default: exact) or, on a server with GPUs, GPU_CAGRA
(approximate). Only FLAT in Milvus Lite is tested; a server and GPU_CAGRA are unmeasured. See
docs/decisions/0005-milvus.md.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .errors import MissingExtra, OperatorError

if TYPE_CHECKING:
    from .protocols import Floats, Mask, Rows

_INDEXES: dict[str, tuple[int, dict[str, int]]] = {
    "FLAT": (16_384, {}),
    "GPU_CAGRA": (1_024, {"intermediate_graph_degree": 64, "graph_degree": 32}),
}
"""Index type: (largest limit of a search, build parameters); source: milvus.io/docs."""
_SPARE = 16
"""Rows asked for beyond k, so that equal scores at the cut are ordered by row."""
_BATCH_ROWS = 1_000
_CONNECT_S = 10
_CALL_S = 60
_LOAD_S = 600


def milvus_uri() -> str | None:
    """Return ``VADEMECUM_VECTOR_URI``, a file as an absolute path; None where it is unset."""
    uri = os.environ.get("VADEMECUM_VECTOR_URI", "").strip()
    if _is_file(uri):
        return str(Path(uri).expanduser().resolve())
    return uri or None


def milvus_stamp(uri: str) -> str:
    """Name the place and the kind of the index; a password in ``uri`` is left out."""
    return f"{_shown(uri)} {_index_type(uri)}"


class MilvusIndex:
    """One collection: primary key ``row``, field ``vector``, inner product.

    ``allowed`` goes into the search as a filter. A search that cannot give all the rows asked for
    (an approximate index under a strict filter, a k beyond the server's limit) is answered by
    exact scores of every allowed row: slow, never short. Raises OperatorError if the server fails.
    """

    def __init__(self, uri: str, collection: str, rows: int) -> None:
        self.collection = collection
        self.max_limit = _INDEXES[_index_type(uri)][0]
        self._uri = uri
        self._rows = rows
        self._client = _connect(uri)

    @classmethod
    def build(cls, vectors: Floats, uri: str, collection: str) -> MilvusIndex:
        """Store ``vectors``, float of shape (n, d), in a new collection; row i is vector i."""
        index = cls(uri, collection, len(vectors))
        kind, client = _index_type(uri), index._client
        types = import_module("pymilvus").DataType
        with _failures_told(uri):
            schema = client.create_schema(auto_id=False, enable_dynamic_field=False)
            schema.add_field("row", types.INT64, is_primary=True)
            schema.add_field("vector", types.FLOAT_VECTOR, dim=vectors.shape[1])
            params = client.prepare_index_params()
            params.add_index("vector", index_type=kind, metric_type="IP", params=_INDEXES[kind][1])
            client.create_collection(
                collection,
                schema=schema,
                index_params=params,
                consistency_level="Strong",  # a search sees every row that was inserted before it
                timeout=_CALL_S,
            )
            for first in range(0, len(vectors), _BATCH_ROWS):
                lot = np.asarray(vectors[first : first + _BATCH_ROWS], dtype=np.float32)
                entities = [{"row": row, "vector": v} for row, v in enumerate(lot, first)]
                client.insert(collection, entities, timeout=_CALL_S)
            client.flush(collection, timeout=_LOAD_S)
        return index

    @classmethod
    def load(cls, folder: Path) -> MilvusIndex:
        """Open the collection that ``save`` named."""
        saved = json.loads((folder / "milvus.json").read_text(encoding="utf-8"))
        index = cls(_with_password(saved["uri"]), saved["collection"], saved["rows"])
        with _failures_told(index._uri):
            index._client.load_collection(index.collection, timeout=_LOAD_S)
        return index

    @classmethod
    def is_complete(cls, folder: Path) -> bool:
        """Tell whether the server still holds every row of the collection that ``save`` named."""
        saved = json.loads((folder / "milvus.json").read_text(encoding="utf-8"))
        uri = _with_password(saved["uri"])
        client = _connect(uri)
        with _failures_told(uri):
            if not client.has_collection(saved["collection"], timeout=_CALL_S):
                return False
            client.load_collection(saved["collection"], timeout=_LOAD_S)
            counted = client.query(
                saved["collection"], filter="", output_fields=["count(*)"], timeout=_CALL_S
            )
        return bool(counted[0]["count(*)"] == saved["rows"])

    def save(self, folder: Path) -> None:
        """Write where the collection is; the vectors stay on the server."""
        saved = {"uri": _shown(self._uri), "collection": self.collection, "rows": self._rows}
        (folder / "milvus.json").write_text(json.dumps(saved, indent=1), encoding="utf-8")

    def search(self, vector: Floats, k: int, allowed: Mask | None) -> tuple[Rows, Floats]:
        """Return (rows, scores) of the best ``k`` allowed rows, by falling score, then row."""
        possible = self._rows if allowed is None else int(np.count_nonzero(allowed))
        wanted, limit = min(k, possible), min(k + _SPARE, possible)
        if wanted <= 0:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        rows, scores = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if limit <= self.max_limit:
            rows, scores = self._found(vector, limit, _filter(allowed))
        if len(rows) < limit:
            rows = np.arange(self._rows) if allowed is None else np.flatnonzero(allowed)
            scores = self.scores(vector, rows)
        order = np.lexsort((rows, -scores))[:wanted]
        return rows[order], scores[order]

    def scores(self, vector: Floats, rows: Rows) -> Floats:
        """Return the inner products of ``vector`` with the named rows, float32."""
        asked, places = np.unique(rows, return_inverse=True)
        found = np.zeros(len(asked), dtype=np.float32)
        for first in range(0, len(asked), _BATCH_ROWS):
            lot = asked[first : first + _BATCH_ROWS].tolist()
            with _failures_told(self._uri):
                entities = self._client.get(
                    self.collection, ids=lot, output_fields=["row", "vector"], timeout=_CALL_S
                )
            held = {entity["row"]: entity["vector"] for entity in entities}
            if len(held) != len(lot):
                raise OperatorError(
                    f"Milvus at {_shown(self._uri)}: collection {self.collection} lacks rows that "
                    "it was built with; run: vademecum library rebuild DOMAIN"
                )
            matrix = np.array([held[row] for row in lot], dtype=np.float32)
            found[first : first + len(lot)] = matrix @ np.asarray(vector, dtype=np.float32)
        return found[places]

    def _found(self, vector: Floats, limit: int, expression: str) -> tuple[Rows, Floats]:
        with _failures_told(self._uri):
            (hits,) = self._client.search(
                self.collection,
                [np.asarray(vector, dtype=np.float32)],
                filter=expression,
                limit=limit,
                output_fields=["row"],
                timeout=_CALL_S,
            )
        return (
            np.array([hit["row"] for hit in hits], dtype=np.int64),
            np.array([hit["distance"] for hit in hits], dtype=np.float32),
        )


def drop_older(uri: str, library: str, generation: int) -> None:
    """Drop the collections, named LIBRARY_GENERATION_..., of generations before ``generation``."""
    client = _connect(uri)
    with _failures_told(uri):
        for name in client.list_collections(timeout=_CALL_S):
            number = name.removeprefix(f"{library}_").split("_")[0]
            if name.startswith(f"{library}_") and number.isdigit() and int(number) < generation:
                client.drop_collection(name, timeout=_CALL_S)


def _filter(allowed: Mask | None) -> str:
    """Return the filter of ``allowed``: the shorter of the two lists, empty if all is allowed."""
    if allowed is None or allowed.all():
        return ""
    few, many = np.flatnonzero(allowed), np.flatnonzero(~allowed)
    if len(few) <= len(many):
        return f"row in {few.tolist()}"
    return f"row not in {many.tolist()}"


def _connect(uri: str) -> Any:  # pymilvus ships no types
    try:
        pymilvus = import_module("pymilvus")
        if _is_file(uri):
            import_module("milvus_lite")
    except ImportError as error:
        raise MissingExtra(error.name or "pymilvus", "cluster") from None
    # Every failure is raised and told in one line; their logs would add a traceback of it.
    for name in ("pymilvus", "milvus_lite"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    advice = "see VADEMECUM_VECTOR_URI"
    if _is_file(uri):
        advice = "one process at a time can open a Milvus Lite file, in a folder that exists"
    with _failures_told(uri, advice):
        try:
            return pymilvus.MilvusClient(uri, timeout=_CONNECT_S)
        except ValueError:  # its text may quote a part of a password
            raise OperatorError(
                f"VADEMECUM_VECTOR_URI is no address: {_shown(uri)}; expected http://host:19530 "
                "or the path of a file that ends in .db"
            ) from None


@contextmanager
def _failures_told(
    uri: str, advice: str = "ask again, then look at the server's log"
) -> Iterator[None]:
    failures = (import_module("pymilvus").MilvusException, import_module("grpc").RpcError)
    try:
        yield
    except failures as error:
        told = " ".join(str(getattr(error, "message", error)).split()).replace(uri, _shown(uri))
        raise OperatorError(f"Milvus at {_shown(uri)}: {told[:200]}; {advice}") from None


def _index_type(uri: str) -> str:
    kind = os.environ.get("VADEMECUM_MILVUS_INDEX", "FLAT")
    if kind not in _INDEXES:
        raise OperatorError(f"VADEMECUM_MILVUS_INDEX is {kind!r}; expected {' or '.join(_INDEXES)}")
    if kind != "FLAT" and _is_file(uri):
        raise OperatorError(f"VADEMECUM_MILVUS_INDEX is {kind}; a Milvus Lite file has only FLAT")
    return kind


def _is_file(uri: str) -> bool:
    return uri.endswith(".db") and "://" not in uri


def _shown(uri: str) -> str:
    """Return ``uri`` without user and password."""
    scheme, mark, rest = uri.partition("://")
    return f"{scheme}{mark}{rest.rpartition('@')[2]}" if mark else uri


def _with_password(shown: str) -> str:
    """Return the configured address if ``shown`` is the same place; files hold no password."""
    uri = milvus_uri()
    return uri if uri and _shown(uri) == shown else shown
