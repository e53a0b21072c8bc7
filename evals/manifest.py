"""What a run was measured on: enough to run it again and to see whether two runs compare."""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Iterable, Mapping
from datetime import date
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from pydantic import Field, JsonValue

from vademecum.retrieval.types import Noun

PACKAGES: Final = ("vademecum.retrieval", "vademecum.domains", "vademecum.evals", "vademecum.apps")
SOURCE_SUFFIXES: Final = (".py", ".toml", ".sql", ".md", ".json", ".jsonl", ".safetensors")
"""Code, settings, starter corpora, own sets and heads: all that a run may read of the package."""


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
    configuration_sha256: str = ""
    encoder: str | None = None
    """The stamp of the encoder: model, adapter, number format."""
    model_sha256: str = ""
    """Hash of the encoder's weights; empty where no model is used."""
    adapter: str = "none"
    adapter_sha256: str = ""
    code: str
    sources_sha256: str = ""
    """Hash of the installed source files, so that a changed checkout is seen."""
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
    model_sha256: str = "",
    adapter: str = "none",
    adapter_sha256: str = "",
    notes: Iterable[str] = (),
) -> RunManifest:
    """Describe a run on ``data`` made on the day ``on`` with this installation.

    ``files`` are the files that were read; without any, ``data`` itself if it is a file.
    """
    read = tuple(files) or ((data,) if data.is_file() else ())
    chosen = dict(configuration or {})
    return RunManifest(
        data=data.name,
        files={_name_within(path, data): sha256_of(path) for path in read},
        split=split,
        half=half,
        seed=seed,
        configuration=chosen,
        configuration_sha256=sha256_of_json(chosen),
        encoder=encoder,
        model_sha256=model_sha256,
        adapter=adapter,
        adapter_sha256=adapter_sha256,
        code=code_version(),
        sources_sha256=sources_sha256(),
        python=platform.python_version(),
        cpus=os.cpu_count() or 1,
        date=on,
        notes=tuple(notes),
    )


def fingerprint(manifest: RunManifest, *names: str) -> str:
    """Return one hash of everything that decides what a run finds: not the date."""
    return sha256_of_json([*names, manifest.model_dump(mode="json", exclude={"date"})])


def sha256_of(path: Path) -> str:
    """Return the sha256 of a file's bytes as stored (compressed, if it is)."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sha256_of_json(value: JsonValue) -> str:
    """Return the sha256 of ``value`` as JSON with sorted keys."""
    text = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def code_version() -> str:
    """Return the installed version of vademecum."""
    try:
        return version("vademecum")
    except PackageNotFoundError:
        return "not installed"


@cache
def sources_sha256() -> str:
    """Return one hash of the names and bytes of the files of the package that are installed.

    Read once in a process: some twelve megabytes.
    """
    digest = hashlib.sha256()
    for package in PACKAGES:
        spec = find_spec(package)
        for folder in sorted(spec.submodule_search_locations or ()) if spec else ():
            root = Path(folder)
            for path in sorted(root.rglob("*")):
                if path.suffix in SOURCE_SUFFIXES and path.is_file():
                    name = f"{package}/{path.relative_to(root).as_posix()}"
                    digest.update(f"{name}\0{sha256_of(path)}\n".encode())
    return digest.hexdigest()


def _name_within(path: Path, data: Path) -> str:
    if path == data:
        return path.name
    if path.is_relative_to(data):
        return path.relative_to(data).as_posix()
    return f"{path.parent.name}/{path.name}"
