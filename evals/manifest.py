"""What a run was measured on: enough to run it again and to see whether two runs compare."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import date
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from pydantic import Field, JsonValue

from vademecum.retrieval.types import Noun


class RunManifest(Noun):
    """The circumstances of one run. ``seed`` also seeds the intervals of its figures."""

    data: str
    """The name of the set's folder or file; not its path, which differs by machine."""
    files: dict[str, str] = Field(default_factory=dict)
    """sha256 by file name, relative to ``data``."""
    split: str | None = None
    half: str = "all"
    n: int = 0
    """How many items were measured; the tasks write it."""
    seed: int = 0
    configuration: dict[str, JsonValue] = Field(default_factory=dict)
    encoder: str | None = None
    code: str
    python: str
    cpus: int
    date: date
    notes: tuple[str, ...] = ()


def run_manifest(
    data: Path,
    on: date,
    *,
    files: Iterable[Path] = (),
    split: str | None = None,
    half: str = "all",
    seed: int = 0,
    configuration: Mapping[str, JsonValue] | None = None,
    encoder: str | None = None,
    notes: Iterable[str] = (),
) -> RunManifest:
    """Describe a run on ``data`` made on the day ``on`` with this installation.

    ``files`` are the files that were read; without any, ``data`` itself if it is a file.
    """
    read = tuple(files) or ((data,) if data.is_file() else ())
    return RunManifest(
        data=data.name,
        files={_name_within(path, data): sha256_of(path) for path in read},
        split=split,
        half=half,
        seed=seed,
        configuration=dict(configuration or {}),
        encoder=encoder,
        code=code_version(),
        python=platform.python_version(),
        cpus=os.cpu_count() or 1,
        date=on,
        notes=tuple(notes),
    )


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes as stored (compressed, if it is)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def code_version() -> str:
    """Return the installed version of vademecum."""
    try:
        return version("vademecum")
    except PackageNotFoundError:
        return "not installed"


def _name_within(path: Path, data: Path) -> str:
    is_within = path != data and path.is_relative_to(data)
    return path.relative_to(data).as_posix() if is_within else path.name
