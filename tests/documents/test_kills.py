"""Killed at any moment: old state or new, whole; the next ingestion completes.

``VADEMECUM_KILLS=50 pytest tests/documents/test_kills.py -s`` kills each of the three fifty times.
"""

from __future__ import annotations

import multiprocessing
import os
import random
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from documents.killed import NAMES, Words, command, write_files

from vademecum.retrieval import Access, Query
from vademecum.retrieval.library import Library
from vademecum.retrieval.search import HybridSearch, SearchSettings

KILLS = int(os.environ.get("VADEMECUM_KILLS", "3"))
ALL = Access.of("public")
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL and a fork server")


@pytest.fixture(scope="module")
def workers() -> Iterator[Any]:
    """Processes that have imported everything: a kill falls into the work, not before it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["documents.killed"])
    with pytest.MonkeyPatch.context() as patch:
        tests = str(Path(__file__).parents[1])
        patch.setenv("PYTHONPATH", os.pathsep.join([tests, os.environ.get("PYTHONPATH", "")]))
        yield context


def run(workers: Any, home: Path, *words: tuple[str, ...], after_s: float | None = None) -> bool:
    """Run commands, killed after a time; tell whether they had ended before, which is with 0."""
    process = workers.Process(target=command, args=(str(home), *words))
    process.start()
    process.join(after_s)
    is_over = process.exitcode is not None
    process.kill()
    process.join()
    said = home.with_suffix(".said")
    assert not is_over or process.exitcode == 0, said.read_text()
    process.close()
    return is_over


@pytest.fixture
def files(workers: Any, home: Path, tmp_path: Path) -> Path:
    """A folder that was brought in and has changed since; the home is kept in ``kept``."""
    folder = tmp_path / "files"
    write_files(folder, 1)
    assert run(workers, home, ("ingest", "law", str(folder), "--accept"))
    write_files(folder, 2)
    shutil.copytree(home, tmp_path / "kept")
    return folder


def state_of(home: Path) -> dict[str, tuple[object, ...]]:
    """Return what a person sees of each document, and check that its passages are whole."""
    library = Library(home / "libraries" / "law")
    library.check()
    found = {
        d.id: (d.text, d.superseded_by, d.supersedes, d.effective_from, d.effective_to)
        for d in library.documents(ALL)
    }
    search = HybridSearch(library, Words(), SearchSettings())
    hits = search.search(Query(text="the marker in a version of a file", allow=ALL, k=100))
    assert hits
    for hit in hits:
        passage = hit.passage
        assert passage.text == str(found[hit.document.id][0])[passage.start : passage.end]
    library.close()
    return found


@pytest.mark.parametrize("what", ["ingest", "supersede", "remove"])
@pytest.mark.timeout(max(600, 120 * KILLS))  # a busy machine takes its time
def test_a_kill_leaves_the_old_state_or_the_new_one_whole(
    what: str, workers: Any, home: Path, tmp_path: Path, files: Path
) -> None:
    ingestion = ("ingest", "law", str(files), "--accept")
    words = {
        "ingest": ingestion,
        "supersede": ("library", "supersede", "law", "files/00.md", "files/01.md"),
        "remove": ("library", "remove", "law", "files/07.md"),
    }[what] + (("--on", "2026-01-01") if what == "supersede" else ())
    old = state_of(home)
    started = time.perf_counter()
    assert run(workers, home, words)
    needed_s = time.perf_counter() - started
    new = state_of(home)
    assert old != new
    chance, found = random.Random(what), Counter[str]()
    for _ in range(KILLS):
        shutil.rmtree(home)
        shutil.copytree(tmp_path / "kept", home)
        is_over = run(workers, home, words, after_s=chance.uniform(0, needed_s))
        now = state_of(home)
        if what == "ingest":  # lot by lot, and each document is old or new
            assert old.keys() <= now.keys() <= new.keys()
            assert all(now[name] in (old.get(name), new[name]) for name in now)
        else:
            assert now in (old, new)
        kind = "new" if now == new else "old" if now == old else "some lots"
        found["ended before" if is_over else kind] += 1
        assert run(workers, home, ("library", "verify", "law"), ingestion)
        assert len(list((home / "libraries" / "law" / "index").iterdir())) == 1
        last = state_of(home)
        assert last.keys() == old.keys() | {f"files/{name}" for name in NAMES}
        assert what != "ingest" or last == new
    sys.stdout.write(f"\n{what}: {KILLS} kills within {needed_s:.2f} s: {dict(found)}\n")
