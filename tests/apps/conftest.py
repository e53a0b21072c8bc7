"""Run the command line in this process, in a home that already holds the starter libraries."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

DOMAINS = ("education", "healthcare", "law")


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Return standard output, which must be exactly one JSON document."""
        return json.loads(self.out)

    @property
    def line(self) -> str:
        """Return the one line of standard error of a mistake."""
        assert self.code == 2, (self.code, self.err)
        assert self.out == ""
        (line,) = self.err.splitlines()
        assert line.startswith("vademecum: ")
        return line.removeprefix("vademecum: ")


Run = Callable[..., Done]


@pytest.fixture(scope="session")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the three starter libraries with their indexes once."""
    from vademecum.apps.composition import add_starter_corpus, open_search
    from vademecum.domains import load_domain
    from vademecum.retrieval.library import Library

    folder = tmp_path_factory.mktemp("starter")
    for name in DOMAINS:
        domain, library = load_domain(name), Library(folder / "libraries" / name)
        add_starter_corpus(domain, library)
        _ = open_search(domain, library).indexes
        library.close()
    return folder


@pytest.fixture
def libraries(home: Path, starter: Path) -> Path:
    """Fill the test's home with the starter libraries."""
    shutil.copytree(starter, home, dirs_exist_ok=True)
    return home


@pytest.fixture
def vademecum(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs one command in this process."""
    from vademecum.apps.cli.main import main

    def run(*words: str | Path, stdin: bytes = b"") -> Done:
        capsys.readouterr()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main([str(word) for word in words])
        captured = capsys.readouterr()
        return Done(code, captured.out, captured.err)

    return run


@pytest.fixture
def state() -> Callable[[Path], Any]:
    """Return a function that sums up a home: libraries' contents and the names of its files.

    An audit record may be created, empty, by looking into it.
    """

    def read(home: Path) -> Any:
        files = sorted(
            path.relative_to(home).as_posix()
            for path in home.rglob("*")
            if path.is_file()
            and path.parent.name != "audit"
            and not path.name.endswith(("-wal", "-shm", ".lock"))
        )
        return files, {path.parent.name: _contents(path) for path in home.rglob("library.sqlite")}

    return read


@pytest.fixture
def unchanged(libraries: Path, state: Callable[[Path], Any]) -> Iterator[None]:
    """Check that the test leaves the home as it found it."""
    before = state(libraries)
    yield
    assert state(libraries) == before


def _contents(path: Path) -> tuple[str, int, int, int]:
    connection = sqlite3.connect(path)
    try:
        (generation,) = connection.execute(
            "SELECT value FROM meta WHERE key = 'generation'"
        ).fetchone()
        documents, passages, vectors = (
            connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("documents", "passages", "vectors")
        )
    finally:
        connection.close()
    return generation, documents, passages, vectors
