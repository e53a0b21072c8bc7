"""Locks between processes: a file that one of them holds, given up when that process ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from .errors import LibraryBusy, UnwritableLibrary

FOREVER: Final = -1.0


@contextmanager
def locked(path: Path, doing: str, timeout_s: float) -> Iterator[None]:
    """Hold the lock file ``path``, against other threads of this process too.

    Raises LibraryBusy, naming what another process is ``doing``, after ``timeout_s`` seconds (0: at
    once, ``FOREVER``: never), UnwritableLibrary where the file cannot be made.
    """
    from filelock import FileLock, Timeout

    lock = FileLock(path, timeout=timeout_s)
    try:
        lock.acquire()
    except Timeout:
        raise LibraryBusy(
            f"{path.parent}: another process is {doing}; try again when it ends"
        ) from None
    except OSError as error:
        raise unwritable(path.parent, error.strerror) from None
    try:
        yield
    finally:
        lock.release()


def unwritable(path: Path, reason: object) -> UnwritableLibrary:
    """Return the error of a place that cannot be written."""
    return UnwritableLibrary(
        f"{path}: cannot be written ({reason}); make room and let this user write there"
    )
