"""Answers that language models gave elsewhere, as further rungs: read, checked, never graded blind.

A folder holds files of JSON lines, each ``{"item": ID, "system": NAME, "output": ...}``. The output
is the text that the model wrote or, for a set of documents, the list of document ids it named.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Final

from pydantic import Field, ValidationError

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.types import Noun

EXPECTED: Final = '{"item": "id", "system": "name", "output": "text"}'
RECORDED: Final = "{} (recorded)"
"""What a rung of recorded outputs is called."""
_BETWEEN: Final = r"[\s_-]+"
_SUFFIXES: Final = (".jsonl", ".jsonl.gz")


class RecordedOutput(Noun):
    """One line: what ``system`` answered to ``item``."""

    item: str = Field(min_length=1)
    system: str = Field(min_length=1)
    output: str | tuple[str, ...]


class RecordedSystem(Noun):
    """What one system answered, by item; ``unknown`` counts answers to items not asked here."""

    name: str
    outputs: dict[str, str | tuple[str, ...]]
    unknown: int = 0


def read_recorded(folder: Path, items: Collection[str]) -> tuple[RecordedSystem, ...]:
    """Return every system of ``folder`` by name, with its answers to ``items``.

    Raises InvalidInput, naming file and line, at a line that is not as expected and at a second
    answer of one system to one item; and where there is no file, or no line.
    """
    paths = sorted(p for p in folder.glob("*") if p.name.endswith(_SUFFIXES))
    if not paths:
        raise InvalidInput(f"{folder}: no file of JSON lines (*.jsonl); a line is {EXPECTED}")
    outputs: dict[str, dict[str, str | tuple[str, ...]]] = {}
    unknown: dict[str, int] = {}
    places: dict[tuple[str, str], str] = {}
    for path in paths:
        for number, record in read_json_lines(path):
            line = _line(path, number, record)
            place = f"{path.name}:{number}"
            first = places.setdefault((line.system, line.item), place)
            if first != place:
                raise InvalidInput(
                    f"{path}:{number}: {line.system} answers {line.item} twice, first at {first}; "
                    "keep one line for each item and system"
                )
            own = outputs.setdefault(line.system, {})
            if line.item in items:
                own[line.item] = line.output
            else:
                unknown[line.system] = unknown.get(line.system, 0) + 1
    if not outputs:
        raise InvalidInput(f"{folder}: its files hold no line; a line is {EXPECTED}")
    return tuple(
        RecordedSystem(name=name, outputs=outputs[name], unknown=unknown.get(name, 0))
        for name in sorted(outputs)
    )


def label_in(output: str | Sequence[str], labels: Collection[str]) -> str | None:
    """Return the label whose word stands first in ``output``, or None without one.

    Case, and "_" or "-" for a space, do not count; of two labels at one place the longer is taken.
    """
    text = output if isinstance(output, str) else "\n".join(output)
    found: list[tuple[int, int, str]] = []
    for label in sorted(labels):
        words = [re.escape(word) for word in re.split(_BETWEEN, label) if word]
        pattern = rf"(?<!\w){_BETWEEN.join(words)}(?!\w)"
        if words and (match := re.search(pattern, text, re.IGNORECASE)):
            found.append((match.start(), -len(label), label))
    return min(found)[2] if found else None


def ranking_in(output: str | Sequence[str], documents: Collection[str]) -> tuple[str, ...] | None:
    """Return the documents that ``output`` names, best first, or None where it names none.

    A text names one document id a line.
    """
    lines = output.splitlines() if isinstance(output, str) else output
    named = tuple(dict.fromkeys(line.strip() for line in lines if line.strip() in documents))
    return named or None


def labels_of(
    system: RecordedSystem, labels: Mapping[str, Collection[str]]
) -> dict[str, str | None]:
    """Return by item the label that each output names; ``labels`` are those that an item has."""
    return {item: label_in(output, labels[item]) for item, output in system.outputs.items()}


def _line(path: Path, number: int, record: Mapping[str, object]) -> RecordedOutput:
    try:
        return RecordedOutput.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"]) or "the line"
        raise InvalidInput(
            f"{path}:{number}: {where}: {first['msg']}; a line is {EXPECTED}"
        ) from None
