"""Read files in a process of their own, within time and memory."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from queue import Empty, Queue
from typing import Any, Final, Self

from ..errors import InvalidInput
from .formats import Kind
from .parsed import Parsed

SECONDS: Final = 120.0
"""So long a file may take without a sign of life, of which there is one before each picture."""
MEGABYTES: Final = 4096
"""Of address space, of which the libraries that recognise text in pictures take the most."""


class BoundedChild:
    """Ask a child process about files one by one; it is started anew when it had to be ended.

    ``module`` is what the child runs: one that calls ``child.serve``. Use as a context manager. Not
    for several threads at once.
    """

    def __init__(self, module: str, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        self._module = module
        self._seconds = seconds
        self._megabytes = megabytes
        self._child: subprocess.Popen[bytes] | None = None
        self._said: Queue[bytes | None] = Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @property
    def process_id(self) -> int | None:
        """Return the number of the child, or None while there is none."""
        return self._child.pid if self._child else None

    def ask(self, **request: str | int) -> list[dict[str, Any]]:
        """Return what the child says of a file; raise InvalidInput, without the path, if nothing.

        The child has the whole time again after each of its answers.
        """
        found = []
        for answer in self._answers(request):
            if answer.get("ends"):
                self.close()
            if "reason" in answer:
                raise InvalidInput(str(answer["reason"]))
            found.append(answer)
        return found

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.kill()
            child.wait()
            for pipe in (child.stdin, child.stdout):
                if pipe is not None:
                    pipe.close()

    def _answers(self, request: dict[str, str | int]) -> Iterator[dict[str, Any]]:
        child = self._running()
        assert child.stdin is not None
        try:
            child.stdin.write(json.dumps(request).encode() + b"\n")
            child.stdin.flush()
        except OSError:
            yield self._ended("the reader ended")
            return
        while True:
            try:
                line = self._said.get(timeout=self._seconds)
            except Empty:
                yield self._ended(f"took longer than {self._seconds:.0f} s to read")
                return
            if line is None:
                yield self._ended("the reader ended: damaged, or more than it may take")
                return
            answer: dict[str, Any] = json.loads(line)
            if "done" in answer:
                return
            if "alive" not in answer:
                yield answer

    def _ended(self, reason: str) -> dict[str, Any]:
        self.close()
        return {"reason": reason}

    def _running(self) -> subprocess.Popen[bytes]:
        if self._child is None:
            self._said = Queue()
            self._child = subprocess.Popen(  # -P: no code from the folder that it is started in
                [sys.executable, "-P", "-m", self._module, str(self._megabytes)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONDONTWRITEBYTECODE": "1"},
            )
            threading.Thread(target=_listen, args=(self._child, self._said), daemon=True).start()
        return self._child


class BoundedParser(BoundedChild):
    """Parse people's own files in a child process."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        super().__init__("vademecum.retrieval.readers.child", seconds, megabytes)

    def parse(self, path: Path, kind: Kind) -> Parsed:
        """Return the text of a file; raise InvalidInput, without the path, if there is none."""
        (answer,) = self.ask(path=os.fspath(path.resolve()), kind=kind)
        return Parsed.model_validate(answer["parsed"])


def _listen(child: subprocess.Popen[bytes], said: Queue[bytes | None]) -> None:
    assert child.stdout is not None
    try:
        for line in child.stdout:
            said.put(line)
    except ValueError:  # closed while reading
        pass
    said.put(None)
