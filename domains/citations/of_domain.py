"""The tables that a domain brings in its folder ``citations``, and what its texts are read for."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

from pydantic import ValidationError

from vademecum.retrieval.errors import InvalidManifest
from vademecum.retrieval.home import home
from vademecum.retrieval.types import Noun

from .nouns import Kind
from .table_files import read_tables, table_paths
from .tables import Tables

FOLDER = "citations"


class _Kinds(Noun):
    kinds: tuple[Kind, ...] = (
        "case", "statute", "rule", "constitution", "eu", "guideline", "doi", "pmid", "document",
    )  # fmt: skip


def domain_tables(folder: Path, name: str, more: Iterable[Path] = ()) -> Tables:
    """Return the domain's tables with a user's: those of the home folder, then ``more``.

    A later table wins. A domain without tables has none: its citations are then not checked.
    """
    folders = (folder / FOLDER, home() / FOLDER / name)
    return read_tables([*(path for one in folders for path in table_paths(one)), *more])


def kept_tables(folder: Path, name: str) -> Tables:
    """Return the tables as they were when this process first asked: looking again takes time.

    For the rails, which read every statement; ``domain_tables`` sees a change at once.
    """
    return _kept(folder, name, home())


@lru_cache(maxsize=16)
def _kept(folder: Path, name: str, users: Path) -> Tables:
    return domain_tables(folder, name)


@lru_cache(maxsize=16)
def domain_kinds(folder: Path) -> tuple[Kind, ...]:
    """Return the kinds of citation that ``citations/kinds.toml`` names, or those usual anywhere.

    Sections of textbooks are read only where a domain asks for them: contracts number theirs so
    too.
    """
    path = folder / FOLDER / "kinds.toml"
    if not path.is_file():
        return _Kinds().kinds
    try:
        return _Kinds.model_validate(tomllib.loads(path.read_text(encoding="utf-8"))).kinds
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, ValidationError) as error:
        reason = str(error).splitlines()[0]
        raise InvalidManifest(f"{path}: not a list of kinds ({reason})") from None
