"""Turn the paths a person names into documents: text, Markdown, BEIR folders, folders of files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from ..errors import InvalidInput
from ..types import Document, Noun
from .beir import beir_corpus, read_beir
from .markdown import read_markdown

SUFFIXES = (".md", ".markdown", ".txt", ".text")
MAX_FILE_BYTES = 64_000_000


class Skipped(Noun):
    """A file that was left out, and why."""

    path: str
    reason: str


def read_paths(
    paths: Sequence[Path], format: str = "auto", skipped: list[Skipped] | None = None
) -> Iterator[Document]:
    """Yield the documents under ``paths`` in a stable order.

    A path named by itself must be readable: InvalidInput otherwise. A file met inside a folder
    that is not readable is appended to ``skipped`` and the rest goes on.
    """
    skipped = [] if skipped is None else skipped
    for path in paths:
        if not path.exists():
            raise InvalidInput(f"{path}: no such file or folder")
        if path.is_file():
            yield _read_file(path, path.name)
        elif format == "beir" or (format == "auto" and beir_corpus(path)):
            yield from read_beir(path)
        else:
            yield from _read_folder(path, skipped)


def _read_folder(folder: Path, skipped: list[Skipped]) -> Iterator[Document]:
    found = False
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            path = Path(root, name)
            if name.startswith("."):
                continue
            try:
                document = _read_file(path, path.relative_to(folder.parent).as_posix())
            except InvalidInput as error:
                skipped.append(Skipped(path=str(path), reason=str(error)))
                continue
            found = True
            yield document
    if not found and not skipped:
        raise InvalidInput(f"{folder}: holds no file to add ({', '.join(SUFFIXES)})")


def _read_file(path: Path, name: str) -> Document:
    if path.suffix.lower() not in SUFFIXES:
        raise InvalidInput(
            f"{path}: cannot read {path.suffix or 'a file without ending'}; "
            f"expected one of {', '.join(SUFFIXES)} or a BEIR folder"
        )
    try:
        if path.exists() and not path.is_file():
            raise InvalidInput(f"{path}: not a file that can be read to its end")
        if path.stat().st_size > MAX_FILE_BYTES:
            limit = MAX_FILE_BYTES // 1_000_000
            raise InvalidInput(f"{path}: larger than {limit} MB; split it into several files")
        document = read_markdown(path, name)
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror})") from None
    return document.model_copy(
        update={"attributes": {**document.attributes, "origin": str(path.resolve())}}
    )
