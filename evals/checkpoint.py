"""The finished items of a run that has not ended, so that a run that was stopped goes on."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from contextlib import suppress
from io import FileIO
from pathlib import Path
from typing import Any, Final, NamedTuple, Protocol, TypeVar

from pydantic import BaseModel, ValidationError

from .manifest import RunManifest, fingerprint

M = TypeVar("M", bound=BaseModel)
VERSION: Final = 1
SYNC_S: Final = 2.0


class Store(Protocol):
    """Keeps what became of each item."""

    def once(self, item: str, model: type[M], make: Callable[[], M]) -> M:
        """Return what is known of ``item``; otherwise make it and keep it."""
        ...


class _Forgetful:
    def once(self, item: str, model: type[M], make: Callable[[], M]) -> M:
        return make()


FORGET: Final[Store] = _Forgetful()
"""A store that keeps nothing: every item is made."""


class Checkpoint:
    """JSON lines, one an item, behind a first line with the key of the run.

    Lines reach the operating system at once, so that a killed process loses none, and the disk
    every ``SYNC_S`` seconds. A file with another key is begun anew; a damaged line is dropped with
    what follows it. Two equal runs at once do no harm: each makes its items, both append whole
    lines, and of two lines for one item the later counts.
    """

    def __init__(self, path: Path, key: str) -> None:
        self.path = path
        self.key = key
        self.taken = 0
        """How many items were known from an earlier run."""
        self.made = 0
        self._known = _read(path, key).items
        self._earlier = set(self._known)
        self._file: FileIO | None = None
        self._synced_s = time.monotonic()

    def once(self, item: str, model: type[M], make: Callable[[], M]) -> M:
        """Return what is known of ``item``; otherwise make it and append it."""
        if item in self._known:
            with suppress(ValidationError):  # written by other code: made again
                found = model.model_validate(self._known[item])
                self.taken += item in self._earlier
                self._earlier.discard(item)
                return found
        made = make()
        kept = made.model_dump(mode="json")
        self._append({"id": item, "item": kept})
        self._known[item] = kept
        self._earlier.discard(item)
        self.made += 1
        return made

    def close(self) -> None:
        """Bring everything to the disk."""
        if self._file is not None:
            os.fsync(self._file.fileno())
            self._file.close()
            self._file = None

    def remove(self) -> None:
        """Delete the file: the run has ended."""
        self.close()
        self.path.unlink(missing_ok=True)

    def _append(self, record: dict[str, Any]) -> None:
        file = self._file or self._open()
        _write(file, _line(record))
        if time.monotonic() - self._synced_s >= SYNC_S:
            os.fsync(file.fileno())
            self._synced_s = time.monotonic()

    def _open(self) -> FileIO:
        """Open the file behind its last good line, which another run may have written by now."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        file = self.path.open("ab", buffering=0)
        found = _read(self.path, self.key)
        if found.good_bytes < found.all_bytes:
            file.truncate(found.good_bytes)
        if not found.good_bytes:
            _write(file, _line(_header(self.key)))
        self._file = file
        return file


class Checkpoints:
    """The checkpoints that one run opens in ``folder``, beside the file of its result."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._opened: list[Checkpoint] = []

    def open(self, task: str, manifest: RunManifest) -> Checkpoint:
        """Open the checkpoint of ``task`` under the circumstances of ``manifest``."""
        key = fingerprint(manifest, task)
        checkpoint = Checkpoint(self.folder / f"{task}-{key[:16]}.partial.jsonl", key)
        self._opened.append(checkpoint)
        return checkpoint

    @property
    def taken(self) -> int:
        """Return how many items were known from a run that was stopped."""
        return sum(checkpoint.taken for checkpoint in self._opened)

    @property
    def kept(self) -> int:
        """Return how many items the same run will find when it is started again."""
        return sum(checkpoint.taken + checkpoint.made for checkpoint in self._opened)

    def close(self) -> None:
        """Bring everything to the disk and keep it."""
        for checkpoint in self._opened:
            checkpoint.close()

    def remove(self) -> None:
        """Delete what was opened: the result is written."""
        for checkpoint in self._opened:
            checkpoint.remove()


def _header(key: str) -> dict[str, Any]:
    return {"checkpoint": VERSION, "key": key}


def _write(file: FileIO, line: bytes) -> None:
    """Write all of ``line``: on a disk that fills up, one call may write a part of it."""
    while line:
        line = line[file.write(line) :]


def _line(record: dict[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "surrogatepass") + b"\n"


class _Found(NamedTuple):
    """The items of a file by id, and how many of its bytes are good."""

    items: dict[str, Any]
    good_bytes: int
    all_bytes: int


def _read(path: Path, key: str) -> _Found:
    known: dict[str, Any] = {}
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return _Found(known, 0, 0)
    first, *lines = data.splitlines(keepends=True) or [b""]
    if _parsed(first) != _header(key):
        return _Found(known, 0, len(data))
    good_bytes = len(first)
    for line in lines:
        record = _parsed(line)
        if record != _header(key):  # two runs that began at once both wrote it
            if record is None or not isinstance(record.get("id"), str) or "item" not in record:
                break
            known[record["id"]] = record["item"]
        good_bytes += len(line)
    return _Found(known, good_bytes, len(data))


def _parsed(line: bytes) -> dict[str, Any] | None:
    if not line.endswith(b"\n"):
        return None
    try:
        record = json.loads(line)
    except ValueError:
        return None
    return record if isinstance(record, dict) else None
