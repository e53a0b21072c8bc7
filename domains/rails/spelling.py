"""Put slips of the pen right in the words that matter, and drop apostrophes, place by place."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from .fold import Folded

WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
VOWELS = "aeiou"
ALIKE = {"c": "sk", "s": "cz", "k": "c", "z": "s", "i": "y", "y": "i"}


def slips_of(word: str) -> Iterator[str]:
    """Yield ``word`` with one letter left out, doubled, exchanged with the next, or misheard."""
    for i, letter in enumerate(word):
        yield word[:i] + word[i + 1 :]
        yield word[:i] + letter + word[i:]
        yield word[:i] + word[i + 1 : i + 2] + letter + word[i + 2 :]
        for other in VOWELS if letter in VOWELS else ALIKE.get(letter, ""):
            yield word[:i] + other + word[i + 1 :]


def slips(keys: Collection[str], kept: Collection[str], known: Mapping[str, str]) -> dict[str, str]:
    """Return mistyped words with what was meant; ``kept`` and ``keys`` are right as they are."""
    right = {*keys, *kept}
    made = {slip: key for key in sorted(keys) for slip in slips_of(key) if slip not in right}
    return {**made, **known}


def plain(folded: Folded, meant: Mapping[str, str]) -> Folded:
    """Return ``folded`` without apostrophes and with slips put right, mapped to the same places."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for match in WORD.finditer(folded.text):
        said = match.group()
        bare = said.replace("'", "")
        word = meant.get(bare, bare)
        if word == said:
            continue
        between = folded.text[done : match.start()]
        pieces += (between, word)
        places += range(done, match.start())
        last = match.end() - 1
        places += (min(match.start() + i, last) for i in range(len(word) - 1))
        places.append(last)
        done = match.end()
    if not pieces:
        return folded
    pieces.append(folded.text[done:])
    places += range(done, len(folded.text))
    starts = folded.starts
    return Folded("".join(pieces), tuple(places if starts is None else (starts[i] for i in places)))
