"""Languages in which a person in need is understood: one TOML file each under ``spoken/``.

A file holds ``language``, ``marks`` (small words that tell the language), ``words`` (named parts
of patterns, written {name} where they are used), ``spelling``, and tables of phrase lists. Another
language is another file; no code knows how many there are.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from .fold import Folded, fold
from .phrases import Phrases, compile_phrases
from .spelling import plain, slips

FOLDER: Final = Path(__file__).parent / "spoken"
DEFAULT: Final = "en"
NAME: Final = re.compile(r"\{([a-z]+)\}")
WORD: Final = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Language:
    """The phrase lists of one language."""

    code: str
    marks: frozenset[str]
    meant: Mapping[str, str]
    """Mistyped words with what was meant."""
    frames: Phrases
    emergency: Phrases
    crisis: Phrases
    safeguarding: Phrases
    cues: Phrases
    """Kinds of cues that together make an emergency; a language may have none."""

    def read(self, folded: Folded) -> Folded:
        """Return a folded text as the phrase lists expect it."""
        return plain(folded, self.meant)


def read_language(path: Path) -> Language:
    """Read one file; raise KeyError where a table or a {name} is missing."""
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    words: dict[str, str] = {}
    for name, part in table.get("words", {}).items():
        words[name] = _filled(part, words)
    spelling = table.get("spelling", {})
    known = spelling.get("words", {})
    lists = {
        key: {
            name: compile_phrases(_filled(p, words) for p in phrases) for name, phrases in t.items()
        }
        for key in ("frames", "emergency", "crisis", "safeguarding", "cues")
        for t in (table.get(key, {}) if key == "cues" else table[key],)
    }
    return Language(
        code=table["language"],
        marks=frozenset(table["marks"]),
        meant=slips(spelling.get("keys", ()), spelling.get("kept", ()), known),
        **lists,
    )


def _filled(part: str, words: Mapping[str, str]) -> str:
    return NAME.sub(lambda match: words[match[1]], part)


LANGUAGES: Final = {
    language.code: language for language in map(read_language, sorted(FOLDER.glob("*.toml")))
}


@lru_cache(maxsize=8)
def language_of(text: str) -> str:
    """Return the language of ``text`` by its small words; English where they do not tell."""
    words = WORD.findall(fold(text).text)
    counts = {code: sum(w in known.marks for w in words) for code, known in LANGUAGES.items()}
    best = max(counts.values(), default=0)
    return DEFAULT if counts[DEFAULT] == best else max(counts, key=lambda code: counts[code])
