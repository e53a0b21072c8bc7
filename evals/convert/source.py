"""Read the public form that most sets share: documents and questions as JSON lines."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines


def find_lines(folder: Path, name: str) -> Path:
    """Return ``NAME.jsonl.gz`` or ``NAME.jsonl`` in ``folder``; raise InvalidInput if neither."""
    for path in (folder / f"{name}.jsonl.gz", folder / f"{name}.jsonl"):
        if path.is_file():
            return path
    raise InvalidInput(f"{folder}: no {name}.jsonl.gz or {name}.jsonl")


def read_lines(folder: Path, name: str, *needed: str) -> Iterator[dict[str, Any]]:
    """Yield the records of a file; raise InvalidInput at the first that lacks a needed field.

    Needed fields hold text; ``gold_doc_ids``, if it is needed, a list of texts.
    """
    path = find_lines(folder, name)
    for number, record in read_json_lines(path):
        for field in needed:
            value = record.get(field)
            if field == "gold_doc_ids":
                is_right = isinstance(value, list) and all(isinstance(v, str) for v in value)
            else:
                is_right = isinstance(value, str)
            if not is_right:
                raise InvalidInput(f"{path}:{number}: the field {field} is missing or not usable")
        yield record
