"""The mutations of a sentence: none, wrappers (``wrappers.toml``), codes (``codes.py``)."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import Field

from vademecum.retrieval.types import Noun

from .codes import CODES

PLAIN: Final = "plain"


class Wrapper(Noun):
    """A text around a sentence."""

    name: str
    kind: str
    text: str = Field(pattern=r"\{(?:text|second)\}")

    def around(self, sentence: str) -> str:
        """Return the sentence in its wrapper."""
        words = sentence.split()
        half = (len(words) + 1) // 2
        first, second = " ".join(words[:half]), " ".join(words[half:])
        return self.text.format(text=sentence, first=first, second=second)


@dataclass(frozen=True)
class Mutation:
    """A way of writing a sentence differently."""

    name: str
    kind: str
    apply: Callable[[str], str]


def read_wrappers(path: Path) -> tuple[Wrapper, ...]:
    """Read wrappers; raise pydantic's ValidationError at one that holds no sentence."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(Wrapper.model_validate(entry) for entry in table["wrappers"])


def all_mutations() -> tuple[Mutation, ...]:
    """Return the plain sentence, every wrapper and every code."""
    wrappers = read_wrappers(Path(__file__).parent / "wrappers.toml")
    return (
        Mutation(PLAIN, PLAIN, lambda text: text),
        *(Mutation(wrapper.name, wrapper.kind, wrapper.around) for wrapper in wrappers),
        *(Mutation(name, "code", code) for name, code in CODES.items()),
    )
