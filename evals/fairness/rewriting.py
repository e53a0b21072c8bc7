"""Put a question in another variety of English, at another reading level, or with slips."""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Final

from vademecum.retrieval.types import Noun

from .forms import CONTROL, Form, place

SPELLING: Final = "spelling"
WORDS_A_SLIP: Final[Mapping[str, int]] = {"few slips": 8, "many slips": 3}
"""One word in so many is misspelt, and at least one."""
MIN_CHARS: Final = 4
"""Shorter words are left as they are: a slip would make other words of them."""
WORD = re.compile(r"[^\W\d_]+")


class Way(Noun):
    """A way to put questions: an opening, and rules (pattern, replacement) in order."""

    attribute: str
    group: str
    opening: str
    source: str
    """Where the features are described."""
    rules: tuple[tuple[str, str], ...]


def reworded(text: str) -> Iterator[Form]:
    """Yield ``text`` in every way of ``rewriting.toml``."""
    for way in ways():
        yield Form(text=rewrite(text, way), groups={way.attribute: way.group})


def rewrite(text: str, way: Way) -> str:
    """Apply the rules of a way, then its opening; a replacement keeps a capital first letter."""
    for pattern, replacement in way.rules:
        text = re.sub(pattern, _capitalised(replacement), text, flags=re.IGNORECASE)
    return way.opening + text


def misspelt(identity: str, text: str, seed: int = 0) -> Iterator[Form]:
    """Yield ``text`` with few and many slips of the fingers, and without any capital or mark.

    The controls add a polite word or two, since there is no neutral slip.
    """
    for group, words in WORDS_A_SLIP.items():
        rng = random.Random(place(seed, identity, group))
        yield Form(text=with_slips(text, words, rng), groups={SPELLING: group})
    plain = re.sub(r"[?!,;:]", "", text).lower().rstrip(".")
    yield Form(text=plain, groups={SPELLING: "no capitals or marks"})
    yield Form(text=f"Please, {text}", groups={SPELLING: CONTROL})
    yield Form(text=f"{text} Thank you.", groups={SPELLING: CONTROL})


def with_slips(text: str, words_a_slip: int, rng: random.Random) -> str:
    """Swap, drop or double one inner letter of some words; numbers and short words stay."""
    words = [m for m in WORD.finditer(text) if len(m.group()) >= MIN_CHARS]
    count = min(len(words), max(1, round(len(text.split()) / words_a_slip)))
    for word in sorted(rng.sample(words, count), key=lambda m: -m.start()):
        slip: Callable[[str, int], str] = rng.choice((_swapped, _dropped, _doubled))
        at = rng.randrange(1, len(word.group()) - 1)
        text = text[: word.start()] + slip(word.group(), at) + text[word.end() :]
    return text


@cache
def ways() -> tuple[Way, ...]:
    """Return every way to put a question."""
    path = Path(__file__).with_name("rewriting.toml")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(Way.model_validate(way) for way in table["way"])


def _capitalised(replacement: str) -> Callable[[re.Match[str]], str]:
    def put(match: re.Match[str]) -> str:
        said = match.expand(replacement)
        is_capital = match.group()[:1].isupper()
        return said[:1].upper() + said[1:] if is_capital else said

    return put


def _swapped(word: str, at: int) -> str:
    return word[:at] + word[at + 1] + word[at] + word[at + 2 :]


def _dropped(word: str, at: int) -> str:
    return word[:at] + word[at + 1 :]


def _doubled(word: str, at: int) -> str:
    return word[:at] + word[at] + word[at:]
