"""Read the documents of a BEIR folder: ``corpus.jsonl`` or ``corpus.jsonl.gz``."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from ..errors import InvalidInput
from ..types import Document
from .markdown import MAX_LINE_CHARS

DAMAGED_GZIP: Final = (gzip.BadGzipFile, zlib.error, EOFError)
"""What reading a damaged gzip file raises."""


def beir_corpus(folder: Path) -> Path | None:
    """Return the corpus file of a BEIR folder, or None if ``folder`` is not one."""
    for name in ("corpus.jsonl", "corpus.jsonl.gz"):
        if (folder / name).is_file():
            return folder / name
    return None


def read_json_lines(path: Path) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield (line number, record) of a JSON-lines file, gzip or not; blank lines are passed over.

    Raises InvalidInput, naming file and line, at the first line that is not a JSON object.
    """
    opener = gzip.open if path.suffix == ".gz" else open
    try:
        with opener(path, "rt", encoding="utf-8") as lines:
            number = 0
            while line := lines.readline(MAX_LINE_CHARS + 1):
                number += 1
                if len(line) > MAX_LINE_CHARS:
                    limit = MAX_LINE_CHARS // 1_000_000
                    raise InvalidInput(f"{path}:{number}: the line is longer than {limit} MB")
                if line.strip():
                    yield number, _record(path, number, line)
    except (UnicodeDecodeError, *DAMAGED_GZIP) as error:
        raise InvalidInput(f"{path}: not readable as UTF-8 JSON lines ({error})") from None


def read_beir(folder: Path, licence: str | None = None) -> Iterator[Document]:
    """Yield the documents of a BEIR folder: ``_id``, ``title`` and ``text``, no other field."""
    corpus = beir_corpus(folder)
    if corpus is None:
        raise InvalidInput(f"{folder}: no corpus.jsonl or corpus.jsonl.gz; not a BEIR folder")
    seen: set[str] = set()
    for number, record in read_json_lines(corpus):
        identity, text = record.get("_id"), record.get("text")
        if not isinstance(identity, str) or not identity or not isinstance(text, str):
            raise InvalidInput(f"{corpus}:{number}: needs the text fields _id and text")
        if identity in seen:
            raise InvalidInput(f"{corpus}:{number}: the _id {identity!r} occurs twice")
        seen.add(identity)
        title = record.get("title") or ""
        yield Document(
            id=identity,
            title=str(title),
            text=text,
            sources=(f"{folder.name}: {identity}",),
            licence=licence,
        )


def _record(path: Path, number: int, line: str) -> dict[str, Any]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as error:
        raise InvalidInput(f"{path}:{number}: not JSON ({error.msg})") from None
    except ValueError:
        raise InvalidInput(f"{path}:{number}: holds a number of thousands of digits") from None
    except RecursionError:
        raise InvalidInput(f"{path}:{number}: nested too deeply to be read") from None
    if not isinstance(record, dict):
        raise InvalidInput(f"{path}:{number}: not a JSON object")
    return record
