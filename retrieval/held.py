"""Documents kept in memory between questions: of one state of a library, within bounds."""

from __future__ import annotations

import threading
from collections import OrderedDict

from .types import Document

MAX_DOCUMENTS = 4_096
MAX_CHARS = 64_000_000


class HeldDocuments:
    """The documents read last, all of one generation of a library; for many threads.

    At most ``MAX_DOCUMENTS`` with ``MAX_CHARS`` characters of text together; one that is longer
    stays alone.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._generation = -1
        self._documents: OrderedDict[str, Document] = OrderedDict()
        self._chars = 0

    def get(self, document_id: str, generation: int) -> Document | None:
        """Return a document as it was kept for ``generation``, or None."""
        with self._lock:
            if generation != self._generation or document_id not in self._documents:
                return None
            self._documents.move_to_end(document_id)
            return self._documents[document_id]

    def keep(self, document: Document, generation: int) -> None:
        """Keep a document that was read from the library's state ``generation``."""
        with self._lock:
            if generation != self._generation:
                self._documents.clear()
                self._chars, self._generation = 0, generation
            elif document.id in self._documents:  # another thread was faster
                return
            self._documents[document.id] = document
            self._chars += len(document.text)
            while len(self._documents) > 1 and (
                len(self._documents) > MAX_DOCUMENTS or self._chars > MAX_CHARS
            ):
                _, oldest = self._documents.popitem(last=False)
                self._chars -= len(oldest.text)
