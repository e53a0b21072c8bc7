"""Slots of the reporters that ``reporters.toml`` lacks, by eyecite, where it is installed.

Only its tokenizer is used. ``get_citations`` of eyecite 2.7.8 also guesses names and years, and was
seen to take them from a later citation of the same paragraph (docs/decisions/0010); ours are read
from the words beside the slot.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from .slots import Slot, folded_reporter

_PAGE = re.compile(r"\d+")


def more_slots(text: str) -> list[Slot]:
    """Return what eyecite's tokenizer finds; nothing where the extra is not installed."""
    tokenizer = _tokenizer()
    if tokenizer is None:
        return []
    found = []
    for _, token in tokenizer.tokenize(text)[1]:
        editions = (
            *getattr(token, "exact_editions", ()),
            *getattr(token, "variation_editions", ()),
        )
        if not editions or any(e.reporter.cite_type in {"journal"} for e in editions):
            continue
        groups: dict[str, str] = token.groups
        page = _PAGE.match(groups.get("page") or "")
        if page is None or not groups.get("volume"):
            continue
        key = f"{groups['volume']} {folded_reporter(editions[0].short_name)} {page.group()}"
        found.append(Slot(token.start, token.end, key, bool(token.short), int(page.group()), None))
    return found


@cache
def _tokenizer() -> Any:  # eyecite ships no types
    try:
        from eyecite.tokenizers import default_tokenizer
    except ImportError:
        return None
    return default_tokenizer
