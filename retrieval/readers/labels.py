"""Read ``library.toml``: what a folder says of its files, their groups, dates and successors.

Keys beside ``files`` hold for everything below the folder; an entry of ``files`` holds for the
names that its ``match`` fits, and what stands nearer to a file wins.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Final

from pydantic import ValidationError

from ..errors import InvalidInput
from ..types import Document

NAME: Final = "library.toml"
_FIELDS: Final = (
    "title kind citation licence language written effective_from effective_to superseded_by "
    "supersedes jurisdiction audience review groups"
)
FIELDS: Final = frozenset(_FIELDS.split())
_OTHERS: Final = ("superseded_by", "supersedes")


def labels_of(
    path: Path, root: Path, base: Path | None = None, ids: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Return the fields that the folders from ``root`` down to a file give its document.

    Names of other files are turned into ids: those that ``ids`` has for their resolved paths, or
    else their paths from ``base``, by default the folder above ``root``. Raises InvalidInput,
    naming file and field.
    """
    found: dict[str, Any] = {}
    inner = path.relative_to(root).parts[:-1]
    for depth in range(len(inner) + 1):
        folder = root.joinpath(*inner[:depth])
        said = _read(folder / NAME)
        name = path.relative_to(folder).as_posix()
        entries = [said, *said.get("files", ())]
        for entry in entries:
            if entry is said or fnmatchcase(name, entry["match"]):
                fields = {k: v for k, v in entry.items() if k in FIELDS}
                for key in _OTHERS:
                    if key in fields:
                        fields[key] = _id_of(
                            folder, base or root.parent, str(fields[key]), ids or {}
                        )
                found |= fields
    return found


def labelled(document: Document, labels: Mapping[str, Any], where: Path) -> Document:
    """Return ``document`` with the fields that folders give it."""
    if not labels:
        return document
    try:
        return Document.model_validate({**document.model_dump(), **labels})
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{where}: {NAME} gives it a wrong {field}: {first['msg']}") from None


def _id_of(folder: Path, base: Path, name: str, ids: Mapping[str, str]) -> str:
    if stored := ids.get(os.path.normpath(folder.resolve() / name)):
        return stored
    parts: list[str] = []
    for part in PurePosixPath(folder.relative_to(base).as_posix(), name).parts:
        if part == "..":
            parts = parts[:-1]
        elif part != ".":
            parts.append(part)
    return "/".join(parts)


@lru_cache(maxsize=4096)
def _read_at(path: Path, modified_ns: int) -> dict[str, Any]:
    try:
        said = tomllib.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:  # not TOML, not UTF-8, or a number of thousands of digits
        raise InvalidInput(f"{path}: not valid TOML ({error})") from None
    except RecursionError:
        raise InvalidInput(f"{path}: nested too deeply to be read") from None
    entries = said.get("files", [])
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise InvalidInput(f"{path}: files is a list of tables; write [[files]]")
    for entry in entries:
        if not isinstance(entry.get("match"), str):
            raise InvalidInput(f'{path}: an entry of files needs match = "NAME or *.pdf"')
    known = FIELDS | {"files", "match"}
    for key in {key for entry in (said, *entries) for key in entry} - known:
        raise InvalidInput(f"{path}: unknown key {key!r}; there is {', '.join(sorted(FIELDS))}")
    return said


def _read(path: Path) -> dict[str, Any]:
    try:
        return _read_at(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be read ({error.strerror})") from None
