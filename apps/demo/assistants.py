"""Open assistants once each, in the background, so that the page is there first."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

from ..composition import Assistant
from .problems import PROBLEMS

OpenAssistant = Callable[[str], Assistant]


class Assistants:
    """Remember the assistants of a process; several threads may ask for the same one."""

    def __init__(self, open_assistant: OpenAssistant) -> None:
        self._open = open_assistant
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}
        self._opened: dict[str, Assistant] = {}

    def get(self, name: str) -> Assistant:
        """Return the assistant of a domain, opening it if need be; a failure is tried again."""
        with self._lock:
            own = self._locks.setdefault(name, threading.Lock())
        with own:
            if name not in self._opened:
                self._opened[name] = self._open(name)
            return self._opened[name]

    def warm(self, names: Sequence[str]) -> None:
        """Open ``names`` one after the other in a background thread."""

        def open_all() -> None:
            for name in names:
                try:
                    _ = self.get(name).search.indexes
                except PROBLEMS:
                    continue  # told to the person who asks for this domain

        pool = ThreadPoolExecutor(max_workers=1, thread_name_prefix="vademecum-warm")
        pool.submit(open_all)
        pool.shutdown(wait=False)
