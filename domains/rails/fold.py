"""Fold a text for matching, and map places in the folded text back to the original."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

_CYRILLIC = "аеорсхуіѕԁһкмтнвјԛԝ"
_GREEK = "\u03bf\u03b1"
_SMALL_CAPITALS = "ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ"
_QUOTES = "\u2019\u2018\u201c\u201d\u2013\u2014"
_SQUARED = {0x1F170 + n: chr(97 + n) for n in range(26)} | {
    0x1F150 + n: chr(97 + n) for n in range(26)
}
LOOKALIKES = _SQUARED | str.maketrans(
    _CYRILLIC + _GREEK + _SMALL_CAPITALS + _QUOTES,
    "aeopcxyisdhkmthbjqw" + "oa" + "abcdefghijklmnoprstuvwyz" + "''\"\"--",
)
"""Letters of other scripts that look Latin, and typographic quotes and dashes."""
_RUN = re.compile(r"[\x00-\x7f]+|.", re.DOTALL)
"""Letters of ASCII together, any other one alone."""


@dataclass(frozen=True)
class Folded:
    """A folded text; character ``i`` came from ``original[starts[i]:ends[i]]``."""

    text: str
    starts: tuple[int, ...] | None = None
    """None when every character stayed in its place."""

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Map a non-empty half-open range of the folded text to the one it came from."""
        if self.starts is None:
            return start, end
        return self.starts[start], self.starts[end - 1] + 1


def fold(text: str) -> Folded:
    """Lower case, compatibility form, no accents, no invisible characters, no look-alikes."""
    if text.isascii():
        return Folded(text.lower())
    folded: list[str] = []
    starts: list[int] = []
    for run in _RUN.finditer(text):
        part = run.group()
        if part.isascii():
            folded.append(part.lower())
            starts.extend(range(*run.span()))
        else:
            part = _fold_character(part)
            folded.append(part)
            starts.extend([run.start()] * len(part))
    return Folded("".join(folded), tuple(starts))


@lru_cache(maxsize=4096)
def _fold_character(character: str) -> str:
    parts = unicodedata.normalize("NFKD", character).casefold()
    kept = (c for c in parts if unicodedata.category(c) not in {"Mn", "Me", "Cf"})
    return "".join(kept).translate(LOOKALIKES)
