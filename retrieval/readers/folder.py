"""Turn the paths a person names into documents: files of every format, BEIR folders, folders."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from ..errors import InvalidInput
from ..same_names import id_apart
from ..types import PAGES, Document, Noun
from .beir import beir_corpus, read_beir
from .bounded import BoundedParser
from .formats import SUFFIXES, VERSION, Kind, kind_of
from .labels import NAME, labelled, labels_of
from .markdown import read_markdown
from .parsed import FILE, TITLE, Parsed

MAX_FILE_BYTES: Final = 64_000_000

_HALVES: Final = re.compile("[\ud800-\udfff]")


class Skipped(Noun):
    """A file that was left out, and why."""

    path: str
    reason: str


class Noted(Noun):
    """Something a person should know about how a file was read."""

    path: str
    note: str


Stored = Callable[[str], Document | None]
"""Returns what a library holds under an id, so that an unchanged file is not parsed again."""
Check = Callable[[Document], None]
"""Raises InvalidInput for a document that cannot be kept."""


class Reading:
    """Read paths in a stable order; what was left out and noted is found here afterwards."""

    def __init__(
        self,
        stored: Stored = lambda name: None,
        check: Check = lambda document: None,
        ids: Mapping[str, str] | None = None,
    ) -> None:
        """Read; files keep the ids that ``ids`` has for their resolved paths."""
        self.skipped: list[Skipped] = []
        self.notes: list[Noted] = []
        self.parsed = 0
        self._stored = stored
        self._check = check
        self._ids = ids or {}

    def documents(self, paths: Sequence[Path], format: str = "auto") -> Iterator[Document]:
        """Yield the documents under ``paths``.

        A path named by itself must be readable: InvalidInput otherwise. A file met inside a folder
        that is not readable is added to ``skipped`` and the rest goes on.
        """
        with BoundedParser() as parser:
            for path in paths:
                if not path.exists():
                    raise InvalidInput(f"{path}: no such file or folder")
                if path.is_file():
                    yield self._file(parser, path, path.parent, path.parent)
                elif format == "beir" or (format == "auto" and beir_corpus(path)):
                    place = {"origin": str(path.resolve())}
                    for document in read_beir(path):
                        yield document.model_copy(update={"attributes": place})
                    self._note_others(path)
                else:
                    yield from self._folder(parser, path)

    def _note_others(self, folder: Path) -> None:
        """Say so where a BEIR folder also holds files that would have been read without it."""
        own = ("corpus", "queries", "qrels", "readme", "license")
        others = [p for p in files_below(folder) if not p.name.lower().startswith(own)]
        count = sum(p.suffix.lower() in SUFFIXES for p in others if p.parent.name != "qrels")
        if count:
            note = f"read as a BEIR folder: {count:,} other files were not; add them by name"
            self.notes.append(Noted(path=_shown(str(folder)), note=note))

    def _folder(self, parser: BoundedParser, folder: Path) -> Iterator[Document]:
        is_empty = True
        for path in files_below(folder):
            is_empty = False
            try:
                _require_inside(path, folder)
                yield self._file(parser, path, folder, folder.parent)
            except InvalidInput as error:
                reason = " ".join(_shown(str(error)).split())
                self.skipped.append(Skipped(path=_shown(str(path)), reason=reason))
        if is_empty:
            raise InvalidInput(f"{folder}: holds no file to add")

    def _file(self, parser: BoundedParser, path: Path, root: Path, base: Path) -> Document:
        if _shown(str(path)) != str(path):
            raise InvalidInput(f"{path}: its name is not valid UTF-8; rename it")
        try:
            if not path.is_file():
                raise InvalidInput(f"{path}: not a file that can be read to its end")
            if path.stat().st_size > MAX_FILE_BYTES:
                limit = MAX_FILE_BYTES // 1_000_000
                raise InvalidInput(f"{path}: larger than {limit} MB; split it into several files")
            origin, digest = str(path.resolve()), _digest(path)
            name = self._ids.get(origin, path.relative_to(base).as_posix())
            kind = kind_of(path)
            if kind == "text":
                document, notes = read_markdown(path, name)
                self.notes += [Noted(path=str(path), note=note) for note in notes]
            else:
                kept = self._stored(id_apart(name, origin, self._stored))
                document = self._parsed(parser, path, name, kind, _again(kept, digest))
            labels = labels_of(path, root, base, self._ids)
        except OSError as error:
            raise InvalidInput(f"{path}: cannot be read ({error.strerror})") from None
        attributes = {FILE: digest, **document.attributes, "origin": origin}
        found = labelled(document.model_copy(update={"attributes": attributes}), labels, path)
        try:
            self._check(found)
        except InvalidInput as error:
            raise InvalidInput(f"{path}: {error}") from None
        return found

    def _parsed(
        self, parser: BoundedParser, path: Path, name: str, kind: Kind, parsed: Parsed | None
    ) -> Document:
        """Return the document of a file, of what was ``parsed`` before if it has not changed."""
        if parsed is None:
            try:
                parsed = parser.parse(path, kind)
            except InvalidInput as error:
                raise InvalidInput(f"{path}: {error}") from None
            self.parsed += 1
            self.notes += [Noted(path=str(path), note=note) for note in parsed.notes]
        text = parsed.text.strip()
        if not text:
            raise InvalidInput(f"{path}: empty; there is nothing to add")
        if _HALVES.search(f"{parsed.title}{text}"):
            raise InvalidInput(f"{path}: holds halves of characters; write it anew from its source")
        attributes: dict[str, str] = {"format": kind}
        if parsed.pages:
            attributes[PAGES] = json.dumps(parsed.pages, separators=(",", ":"))
        if parsed.title:
            attributes[TITLE] = parsed.title
        values: dict[str, Any] = {"language": parsed.language} if parsed.language else {}
        return Document(
            id=name,
            title=parsed.title or path.stem.replace("_", " ").replace("-", " "),
            text=text,
            sources=(path.name,),
            attributes=attributes,
            **values,
        )


def _digest(path: Path) -> str:
    """Return the version of the readers and the hash of a file."""
    with path.open("rb") as file:
        return f"{VERSION}:{hashlib.file_digest(file, 'sha256').hexdigest()}"


def files_below(folder: Path) -> Iterator[Path]:
    """Yield the files of a folder in a stable order: none that is hidden, nor ``library.toml``."""
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(files):
            if not name.startswith((".", "~$")) and name != NAME:
                yield Path(root, name)


def _require_inside(path: Path, folder: Path) -> None:
    """Raise InvalidInput for a link that leads out of a folder, which strangers may have made."""
    if not path.is_symlink():
        return
    try:
        is_inside = path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError):  # links in a circle
        is_inside = False
    if not is_inside:
        raise InvalidInput(f"{path}: a link that leads out of the folder; name the file itself")


def _shown(text: str) -> str:
    """Return ``text`` without the lone surrogates that stand for bytes of no UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _again(stored: Document | None, digest: str) -> Parsed | None:
    """Return what was read from the same file before."""
    if stored is None or stored.attributes.get(FILE) != digest:
        return None
    return Parsed(
        text=stored.text,
        title=stored.attributes.get(TITLE),
        pages=tuple(json.loads(stored.attributes.get(PAGES, "[]"))),
        language=None if stored.language == "en" else stored.language,
    )
