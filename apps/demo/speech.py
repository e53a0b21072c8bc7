"""The language of the interface: English words in the code, translations in data files."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, wraps
from inspect import isgeneratorfunction
from pathlib import Path
from typing import Any, Final, Literal, ParamSpec, TypeVar, cast

Language = Literal["en", "es"]
FOLDERS: Final[dict[Language, str]] = {"es": "spanish"}
"""Where the translations of a language stand: TOML files of English = translation."""
_HERE: Final = Path(__file__).parent
_NOW: ContextVar[Language] = ContextVar("language", default="en")
P = ParamSpec("P")
R = TypeVar("R")


def tr(english: str, **values: object) -> str:
    """Return the words in the language that is spoken now, ``{name}`` filled from ``values``.

    A sentence without a translation stays English, so that nothing is ever missing.
    """
    said = translations(language()).get(english, english)
    return said.format(**values) if values else said


def language() -> Language:
    """Return the language that is spoken now."""
    return _NOW.get()


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Speak a language until the block ends."""
    token = _NOW.set(spoken)
    try:
        yield
    finally:
        _NOW.reset(token)


def in_language(handler: Callable[P, R]) -> Callable[P, R]:
    """Return the event handler, speaking the language that is spoken now whenever it runs.

    The steps of a generator may run in different threads: each speaks it.
    """
    spoken = language()
    if isgeneratorfunction(handler):

        @wraps(handler)
        def steps(*args: P.args, **kwargs: P.kwargs) -> Iterator[Any]:
            running = cast("Iterator[Any]", handler(*args, **kwargs))
            while True:
                with speaking(spoken):
                    try:
                        step = next(running)
                    except StopIteration:
                        return
                yield step

        return cast("Callable[P, R]", steps)

    @wraps(handler)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        with speaking(spoken):
            return handler(*args, **kwargs)

    return whole


@cache
def translations(spoken: Language) -> dict[str, str]:
    """Return English = translation of a language; empty for English."""
    found: dict[str, str] = {}
    if spoken in FOLDERS:
        for path in sorted((_HERE / FOLDERS[spoken]).glob("*.toml")):
            found.update(tomllib.loads(path.read_text(encoding="utf-8")))
    return found
