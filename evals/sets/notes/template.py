"""The small language of the frames: pools and choices are drawn until only slots are left.

``<pool>`` is one line of a pool, ``<pool*3>`` one to three of them in one paragraph, ``<pool+3>``
the same on lines of their own; ``«a|b|»`` is one of the alternatives; ``{slot.variant}`` (or
``{int:1-9}``) is filled in later; what stands between two ``~`` is to be kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from random import Random
from typing import Final, NamedTuple

from vademecum.retrieval.errors import InvalidInput

_DRAW: Final = re.compile(r"<([a-z_]+)(?:([*+])(\d))?>|«([^«»]*)»")
_TOKEN: Final = re.compile(r"\{([a-z_]+\d?)(?:[.:]([A-Za-z0-9_-]+))?\}|(~)")


class Token(NamedTuple):
    """Plain text, or a slot to fill in; ``is_kept`` between two ``~``."""

    text: str
    slot: str
    variant: str
    is_kept: bool


def expand(template: str, pools: Mapping[str, tuple[str, ...]], rng: Random) -> str:
    """Draw every pool and choice of a template; within one note a line is drawn once, if it can.

    Raises InvalidInput at a pool that does not exist.
    """
    used: set[str] = set()

    def draw(match: re.Match[str]) -> str:
        if match[4] is not None:
            choices: list[str] = match[4].split("|")
            return rng.choice(choices)
        name, joint, most = match[1], match[2], match[3]
        if name not in pools:
            raise InvalidInput(f"a frame draws from the pool {name!r}, which does not exist")
        lines: list[str] = []
        for _ in range(rng.randint(1, int(most)) if most else 1):
            fresh = [line for line in pools[name] if line not in used]
            if not fresh and lines:
                break
            lines.append(rng.choice(fresh or pools[name]))
            used.add(lines[-1])
        return ("\n" if joint == "+" else " ").join(lines)

    while _DRAW.search(template):
        template = _DRAW.sub(draw, template)
    return template


def tokens(template: str) -> Iterator[Token]:
    """Yield the text and the slots of an expanded template, in order."""
    at, is_kept = 0, False
    for match in _TOKEN.finditer(template):
        if match.start() > at:
            yield Token(template[at : match.start()], "", "", is_kept)
        at = match.end()
        if match[3]:
            is_kept = not is_kept
        else:
            yield Token("", match[1], match[2] or "", is_kept)
    if at < len(template):
        yield Token(template[at:], "", "", is_kept)
