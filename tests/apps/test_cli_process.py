"""Where the process matters: locks, Ctrl-C, a closed pipe, a full disk, a poor terminal."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

HOLD = """
import sys, time
from pathlib import Path
from vademecum.retrieval.library import Library
with Library(Path(sys.argv[1])).writing():
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.usefixtures("unchanged")
def test_a_second_writer_is_turned_away_at_once(
    vademecum: Any, libraries: Path, tmp_path: Path
) -> None:
    (tmp_path / "new.txt").write_text("A new file.\n")
    folder = libraries / "libraries" / "law"
    command = [sys.executable, "-c", HOLD, str(folder)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        day = ("--on", "2026-01-01")
        ids = [d["id"] for d in vademecum("library", "list", "law", "--json").json["documents"]]
        for words in (
            ("ingest", "law", tmp_path / "new.txt"),
            ("library", "remove", "law", "gdpr-article-17"),
            ("library", "supersede", "law", *ids[:2], *day),
        ):
            assert "another process is writing to this library" in vademecum(*words).line
        assert vademecum("search", "law", "right to erasure").code == 0
        holder.communicate("")


def start(*words: str | Path, **options: Any) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "vademecum.apps.cli.main", *map(str, words)]
    return subprocess.Popen(command, stderr=subprocess.PIPE, env=dict(os.environ), **options)


def documents_in(path: Path) -> int:
    with closing(sqlite3.connect(path)) as sql:
        return int(sql.execute("SELECT count(*) FROM documents").fetchone()[0])


@pytest.fixture
def heeds_ctrl_c() -> Iterator[None]:
    """A job in the background of a shell ignores Ctrl-C, and its children inherit that."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@pytest.mark.usefixtures("heeds_ctrl_c")
def test_ctrl_c_stops_an_ingestion_with_one_line(
    libraries: Path, tmp_path: Path, vademecum: Any
) -> None:
    for number in range(1600):
        words = " ".join(f"w{number * 31 % 977} of item {n}" for n in range(60))
        (tmp_path / f"{number}.txt").write_text(f"Document {number}. {words}.\n")
    path = libraries / "libraries" / "education" / "library.sqlite"
    before = documents_in(path)
    with start("ingest", "education", tmp_path, stdout=subprocess.PIPE) as process:
        until = time.monotonic() + 120
        while documents_in(path) == before and time.monotonic() < until:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err == b"vademecum: stopped; what was committed is kept\n"
    assert vademecum("library", "verify", "education").code == 0


@pytest.mark.usefixtures("libraries")
def test_a_reader_that_leaves_is_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    with start("library", "list", "law", "--json", stdout=write) as process:
        os.close(write)
        _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (1, b"")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
@pytest.mark.usefixtures("libraries")
def test_a_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full, start("domains", stdout=full) as process:
        _, err = process.communicate(timeout=60)
    assert process.returncode == 2
    assert err == b"vademecum: output: No space left on device\n"


def test_json_survives_a_terminal_that_knows_only_ascii(libraries: Path) -> None:
    environment = {**os.environ, "PYTHONIOENCODING": "ascii"}
    command = [sys.executable, "-m", "vademecum.apps.cli.main", "redact", "law"]
    text = "§ 17 – ✓"
    done = subprocess.run(
        [*command, text, "--json"], env=environment, capture_output=True, check=True
    )
    assert json.loads(done.stdout)["text"] == text
    done = subprocess.run([*command, text], env=environment, capture_output=True, check=True)
    assert done.stdout == b"? 17 ? ?\n"
