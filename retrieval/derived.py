"""The derived indexes of a library: built beside, synced, renamed into place, stamped, checked."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from .analysis import Analyzer
from .dense import FaissIndex
from .ingest import encode_rows
from .lexical import LexicalIndex
from .library import Library
from .milvus import MilvusIndex, drop_older, milvus_stamp, milvus_uri
from .protocols import Encoder, VectorIndex
from .types import Noun

if TYPE_CHECKING:
    from .parts import Bytes
    from .protocols import Floats, Rows

Notice = Callable[[str], None]


class IndexSettings(Noun):
    """Everything beside the documents that decides what the derived indexes hold."""

    stemming: bool = True
    k1: float = 1.2
    b: float = 0.75


@dataclass(frozen=True)
class Indexes:
    """The indexes of one generation; row i of each is the passage ``keys[i]``.

    ``parts`` holds the sentences of all passages; those of row i are ``bounds[i]:bounds[i + 1]``.
    ``wholes`` indexes whole documents; that of row i is ``owners[i]``.
    """

    generation: int
    keys: Rows
    dense: VectorIndex
    lexical: LexicalIndex
    parts: Bytes
    bounds: Rows
    wholes: LexicalIndex
    owners: Rows


def open_indexes(
    library: Library, encoder: Encoder, settings: IndexSettings, notice: Notice = lambda line: None
) -> Indexes:
    """Load the indexes of the library's present generation, or build them with one notice.

    Files that are missing, damaged or stamped for something else are never served.
    """
    found = _stored(library, encoder, settings)
    return found if found is not None else build_indexes(library, encoder, settings, notice)


def build_indexes(
    library: Library, encoder: Encoder, settings: IndexSettings, notice: Notice = lambda line: None
) -> Indexes:
    """Build the indexes of the present generation; older generations are deleted afterwards.

    One process builds at a time; one that waited takes what the other has built.
    """
    while True:
        complete_vectors(library, encoder, notice)
        with library.indexing():
            found = _stored(library, encoder, settings)
            if found is None:
                found = _built(library, encoder, settings, notice)
        if found is not None:
            return found


def _stored(library: Library, encoder: Encoder, settings: IndexSettings) -> Indexes | None:
    """Load the indexes of the present generation; None if they are missing or damaged."""
    generation = library.generation
    stamp = _stamp(generation, encoder, settings)
    folder = library.folder / "index" / f"{generation}-{_short(stamp)}"
    if not (folder.is_dir() and _is_intact(folder, stamp) and _is_held(folder)):
        return None
    _sweep(folder.parent, generation, is_alone=False)
    return _load(folder, generation, settings)


def _built(
    library: Library, encoder: Encoder, settings: IndexSettings, notice: Notice
) -> Indexes | None:
    """Build the indexes of one state of the library; None if passages of it lack vectors."""
    name = _library_name(library) if open_vector_backend() else ""
    analyzer = Analyzer(settings.stemming)
    with library.snapshot():
        if library.missing_vectors(encoder.stamp):  # another process brought them in since
            return None
        generation = library.generation
        keys = np.array(library.passage_keys(), dtype=np.int64)
        owners = np.array(library.passage_documents(), dtype=np.int64)
        terms = analyzer.number(library.encoded_texts())
        lexical = LexicalIndex.of(terms, analyzer, settings.k1, settings.b)
        wholes = LexicalIndex.of(terms.joined(owners.tolist()), analyzer, settings.k1, settings.b)
        del terms
        vectors, parts, bounds = stored_matrices(library, encoder)
    stamp = _stamp(generation, encoder, settings)
    root = library.folder / "index"
    folder = root / f"{generation}-{_short(stamp)}"
    if folder.is_dir():
        notice(f"{folder.name}: index damaged or gone; rebuilding it from the library")
        shutil.rmtree(folder, ignore_errors=True)
    beside = root / f"{uuid.uuid4().hex}.tmp"
    dense = _build_dense(vectors, f"{name}_{generation}_{_short(stamp)}_{beside.stem[:8]}")
    beside.mkdir(parents=True)
    np.save(beside / "keys.npy", keys)
    np.save(beside / "parts.npy", parts)
    np.save(beside / "bounds.npy", bounds)
    np.save(beside / "owners.npy", owners)
    dense.save(beside)
    lexical.save(beside / "lexical")
    wholes.save(beside / "wholes")
    files = {
        p.relative_to(beside).as_posix(): _sha256(p)
        for p in sorted(beside.rglob("*"))
        if p.is_file()
    }
    (beside / "stamp.json").write_text(json.dumps({"stamp": stamp, "files": files}, indent=1))
    _sync(beside)
    beside.rename(folder)
    _sync_folder(root)
    _sweep(root, generation, is_alone=True)
    if (uri := open_vector_backend()) and not library.is_being_written():
        drop_older(uri, name, generation)
    return Indexes(generation, keys, dense, lexical, parts, bounds, wholes, owners)


def complete_vectors(library: Library, encoder: Encoder, notice: Notice = lambda line: None) -> int:
    """Encode the passages that lack a vector of this encoder; return how many there were."""
    missing = library.missing_vectors(encoder.stamp)
    if missing:
        notice(f"encoding {len(missing)} passages with the present model")
    for first in range(0, len(missing), 512):
        lot = missing[first : first + 512]
        texts = {digest: (text, chars) for digest, text, chars in lot}
        library.put_vectors(encoder.stamp, encode_rows(encoder, texts))
    return len(missing)


def stored_matrices(library: Library, encoder: Encoder) -> tuple[Floats, Bytes, Rows]:
    """Return the vectors of all passages, those of their sentences, and the bounds of these."""
    vectors, parts, counts = bytearray(), bytearray(), [0]
    for row in library.vectors(encoder.stamp):
        if row is not None:
            vectors += row.vector
            parts += row.parts
            counts.append(len(row.parts))
    if len(counts) == 1:
        width = encoder.encode(["width"]).shape[1]
        none = np.zeros((0, width))
        return none.astype(np.float32), none.astype(np.int8), np.zeros(1, dtype=np.int64)
    width = len(vectors) // 2 // (len(counts) - 1)
    return (
        np.frombuffer(vectors, dtype="<f2").reshape(-1, width).astype(np.float32),
        np.frombuffer(parts, dtype=np.int8).reshape(-1, width),
        np.cumsum(counts, dtype=np.int64) // width,
    )


def open_vector_backend() -> str | None:
    """Return the Milvus address that ``VADEMECUM_VECTOR_URI`` names, or None for FAISS."""
    return milvus_uri()


def _build_dense(vectors: Floats, collection: str) -> VectorIndex:
    if uri := open_vector_backend():
        return MilvusIndex.build(vectors, uri, collection)
    return FaissIndex.build(vectors)


def _load_dense(folder: Path) -> VectorIndex:
    return MilvusIndex.load(folder) if open_vector_backend() else FaissIndex.load(folder)


def _is_held(folder: Path) -> bool:
    """Tell whether what lies outside ``folder`` is complete: with FAISS, nothing does."""
    return MilvusIndex.is_complete(folder) if open_vector_backend() else True


def _library_name(library: Library) -> str:
    """Return the name that this library's collections begin with, on a server of many."""
    if library.mark("collections") is None:
        library.set_mark("collections", f"vademecum_{uuid.uuid4().hex[:12]}")
    return str(library.mark("collections"))


def _load(folder: Path, generation: int, settings: IndexSettings) -> Indexes:
    keys, bounds, owners = (
        np.load(folder / f"{name}.npy", allow_pickle=False) for name in ("keys", "bounds", "owners")
    )
    analyzer = Analyzer(settings.stemming)
    documents = int(owners.max()) + 1 if len(owners) else 0
    return Indexes(
        generation,
        keys,
        _load_dense(folder),
        LexicalIndex.load(folder / "lexical", len(keys), analyzer),
        np.load(folder / "parts.npy", mmap_mode="r" if len(keys) else None, allow_pickle=False),
        bounds,
        LexicalIndex.load(folder / "wholes", documents, analyzer),
        owners,
    )


def _stamp(generation: int, encoder: Encoder, settings: IndexSettings) -> dict[str, str | int]:
    stamp: dict[str, str | int] = {
        "generation": generation,
        "encoder": encoder.stamp,
        "analyzer": Analyzer(settings.stemming).stamp,
        "bm25": f"{settings.k1}-{settings.b}",
        "form": 2,
    }
    if uri := open_vector_backend():
        stamp["vectors"] = milvus_stamp(uri)
    return stamp


def _short(stamp: dict[str, str | int]) -> str:
    return hashlib.sha256(json.dumps(stamp, sort_keys=True).encode()).hexdigest()[:12]


def _is_intact(folder: Path, stamp: dict[str, str | int]) -> bool:
    try:
        found = json.loads((folder / "stamp.json").read_text())
        return bool(
            found["stamp"] == stamp
            and all(_sha256(folder / name) == digest for name, digest in found["files"].items())
        )
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _sync(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())
        else:
            _sync_folder(path)
    _sync_folder(folder)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _sweep(root: Path, generation: int, is_alone: bool) -> None:
    """Delete indexes of older generations and, ``is_alone`` in ``indexing``, half-built ones."""
    for path in root.iterdir():
        head = path.name.split("-")[0]
        if (is_alone and path.name.endswith(".tmp")) or (head.isdigit() and int(head) < generation):
            shutil.rmtree(path, ignore_errors=True)
