"""The public sets of texts whose identifiers are marked, read in their own forms."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.readers.beir import DAMAGED_GZIP, read_json_lines

from .data import require
from .halves import Part, is_in
from .tasks.identifiers import Identifier, MarkedText


@dataclass(frozen=True)
class MarkedSet:
    """A set: its file under the data folder, its rows, and the kinds that identify nobody."""

    file: str
    rows: Callable[[Path], Iterator[MarkedText]]
    no_identifiers: frozenset[str] = frozenset()
    """Marked kinds that count for nothing where they are missed and as right where found."""
    part: Part = "all"
    """What is reported where nothing else is asked for."""
    language: str = "en"


def read_marked_set(
    root: Path, name: str, part: Part | None = None
) -> tuple[tuple[MarkedText, ...], MarkedSet, Path]:
    """Return the texts of one half of a set, what is known of it, and its file.

    ``root`` is the public data folder. Raises UnknownName, or InvalidInput where the file is
    missing or not in its form.
    """
    if name not in MARKED_SETS:
        raise UnknownName(f"no set of marked texts {name!r}; there is: {', '.join(MARKED_SETS)}")
    chosen = MARKED_SETS[name]
    path = require(root / chosen.file)
    try:
        texts = tuple(chosen.rows(path))
    except (KeyError, TypeError, ValueError, *DAMAGED_GZIP) as error:
        raise InvalidInput(f"{path}: not in the public form of {name} ({error!r})") from None
    wanted = part or chosen.part
    return tuple(t for t in texts if is_in(t.group or t.id, wanted)), chosen, path


def _presidio(path: Path) -> Iterator[MarkedText]:
    """Read Presidio's synthetic texts; those of one template share a group, and so a half."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for number, row in enumerate(json.load(file)):
            yield _marked(f"presidio-{number}", row, group=row["masked"])


def _meddocan(path: Path) -> Iterator[MarkedText]:
    for _, row in read_json_lines(path):
        yield _marked(row["id"], row)


def _marked(identity: str, row: dict[str, Any], group: str = "") -> MarkedText:
    text = row["full_text"]
    spans = tuple(
        Identifier(
            type=span["entity_type"],
            start=span["start_position"],
            end=span["end_position"],
            text=text[span["start_position"] : span["end_position"]],
        )
        for span in row["spans"]
    )
    return MarkedText(id=identity, text=text, spans=spans, group=group)


MARKED_SETS: Final = {
    "presidio_synth_v2": MarkedSet(
        "safety/pii/presidio_synth_v2_dev.json.gz",
        _presidio,
        frozenset({"ORGANIZATION", "TITLE", "NRP"}),
        part="test",
    ),
    "meddocan": MarkedSet("safety/pii/meddocan_dev.jsonl.gz", _meddocan, language="es"),
}
