"""What was worked out of a text, kept; and the way to see what it costs a text never met."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Generic, TypeVar

T = TypeVar("T")
_MEETING: ContextVar[object | None] = ContextVar("meeting", default=None)


@contextmanager
def as_strangers() -> Iterator[None]:
    """Let every ``Memory`` work out its texts as if met for the first time.

    For as long as this lasts; a text is still worked out only once in it. Nothing of it is kept.
    """
    token = _MEETING.set(object())
    try:
        yield
    finally:
        _MEETING.reset(token)


class Memory(Generic[T]):
    """Work out each text once. ``work`` gives one value a text, in the order of the texts."""

    def __init__(self, work: Callable[[Sequence[str]], Iterable[T]]) -> None:
        self._work = work
        self._known: dict[str, T] = {}
        self._met: tuple[object | None, dict[str, T]] = (None, {})

    def of(self, texts: Iterable[str]) -> list[T]:
        """Return one value a text, in order; what is new is worked out together, sorted."""
        asked = list(texts)
        known = self._store()
        # Not set(asked) - known.keys(): that walks through all that is known.
        if new := sorted({text for text in asked if text not in known}):
            known |= dict(zip(new, self._work(new), strict=True))
        return [known[text] for text in asked]

    def _store(self) -> dict[str, T]:
        meeting = _MEETING.get()
        if meeting is None:
            return self._known
        if self._met[0] is not meeting:
            self._met = (meeting, {})
        return self._met[1]
