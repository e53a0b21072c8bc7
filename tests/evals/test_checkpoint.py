from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vademecum.evals.checkpoint import FORGET, Checkpoint, Checkpoints
from vademecum.evals.manifest import RunManifest
from vademecum.retrieval.types import Noun

RUN = """
import sys, time
from pathlib import Path
from vademecum.evals.checkpoint import Checkpoint
from vademecum.retrieval.types import Noun

class Found(Noun):
    score: float
    texts: tuple[str, ...]

folder, log, count, pause_s = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4]

def make(item):
    with log.open("a") as lines:
        lines.write(item + chr(10))
    time.sleep(float(pause_s))
    return Found(score=1 / (3 + int(item)), texts=(item, "h\\u00e9 \\U0001f600"))

print("ready", flush=True)
sys.stdin.readline()
checkpoint = Checkpoint(folder / "run.partial.jsonl", "key")
for item in map(str, range(count)):
    found = checkpoint.once(item, Found, lambda: make(item))
    print(item, found.model_dump_json())
checkpoint.close()
"""


class Found(Noun):
    score: float
    texts: tuple[str, ...] = ()


class Maker:
    """Make items and remember which."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def __call__(self, item: str) -> Callable[[], Found]:
        def make() -> Found:
            self.made.append(item)
            return Found(score=1 / (3 + len(item)), texts=(item, "é", "\n\r\u2028"))

        return make


def evaluate(path: Path, items: str, maker: Maker, key: str = "key") -> list[Found]:
    checkpoint = Checkpoint(path, key)
    found = [checkpoint.once(item, Found, maker(item)) for item in items]
    checkpoint.close()
    return found


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "runs" / "a.partial.jsonl"


def test_an_item_is_made_once_and_kept(path: Path) -> None:
    maker = Maker()
    first = evaluate(path, "abab", maker)
    assert (maker.made, first[:2]) == (["a", "b"], first[2:])
    assert evaluate(path, "abc", maker)[:2] == first[:2]
    assert maker.made == ["a", "b", "c"]


def test_what_is_known_and_what_is_made_is_counted_once(path: Path) -> None:
    maker = Maker()
    evaluate(path, "ab", maker)
    checkpoint = Checkpoint(path, "key")
    for item in "abbcc":
        checkpoint.once(item, Found, maker(item))
    assert (checkpoint.taken, checkpoint.made) == (2, 1)
    checkpoint.close()


def test_a_store_that_forgets_makes_every_time() -> None:
    maker = Maker()
    for _ in range(2):
        FORGET.once("a", Found, maker("a"))
    assert maker.made == ["a", "a"]


def test_an_item_that_fails_is_not_kept(path: Path) -> None:
    def fail() -> Found:
        raise RuntimeError("no")

    checkpoint = Checkpoint(path, "key")
    with pytest.raises(RuntimeError):
        checkpoint.once("a", Found, fail)
    maker = Maker()
    checkpoint.once("a", Found, maker("a"))
    checkpoint.close()
    assert maker.made == ["a"]


@pytest.mark.parametrize("cut", [1, 2, 15])
def test_a_torn_last_line_is_dropped(path: Path, cut: int) -> None:
    maker = Maker()
    whole = evaluate(path, "abc", maker)
    path.write_bytes(path.read_bytes()[:-cut])
    maker.made.clear()
    assert evaluate(path, "abc", maker) == whole
    assert maker.made == ["c"]
    assert evaluate(path, "abc", maker) == whole
    assert maker.made == ["c"]


@pytest.mark.parametrize("length", [0, 1, 20])
def test_a_torn_first_line_begins_anew(path: Path, length: int) -> None:
    maker = Maker()
    evaluate(path, "ab", maker)
    path.write_bytes(path.read_bytes()[:length])
    evaluate(path, "ab", maker)
    assert maker.made == ["a", "b"] * 2
    evaluate(path, "ab", maker)
    assert maker.made == ["a", "b"] * 2


@pytest.mark.parametrize(
    "damage",
    [b"\n", b"{}\n", b"[1]\n", b'{"id": 7, "item": {}}\n', b'{"id": "b"}\n', b"\0\0\n", b"\xff\n"],
)
def test_a_damaged_line_is_dropped_with_what_follows(path: Path, damage: bytes) -> None:
    maker = Maker()
    whole = evaluate(path, "abc", maker)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([*lines[:2], damage, *lines[3:]]))
    maker.made.clear()
    assert evaluate(path, "abc", maker) == whole
    assert maker.made == ["b", "c"]
    assert evaluate(path, "abc", maker) == whole
    assert maker.made == ["b", "c"]


def test_what_other_code_wrote_is_made_again(path: Path) -> None:
    maker = Maker()
    evaluate(path, "ab", maker)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([lines[0], b'{"id": "a", "item": {"other": 1}}\n', lines[2]]))
    for _ in range(2):
        evaluate(path, "ab", maker)
    assert maker.made == ["a", "b", "a"]


def test_another_key_begins_anew(path: Path) -> None:
    maker = Maker()
    evaluate(path, "ab", maker)
    evaluate(path, "a", maker, "other")
    assert maker.made == ["a", "b", "a"]
    assert json.loads(path.read_bytes().splitlines()[0])["key"] == "other"
    assert len(path.read_bytes().splitlines()) == 2


@pytest.mark.parametrize("text", ["\ud800", "a\udcffb", "\ud83d\ude00", "😀", "\x00", "\ufeff"])
def test_texts_that_are_no_unicode_come_back(path: Path, text: str) -> None:
    made: list[str] = []

    def make() -> Found:
        made.append(text)
        return Found(score=0.1, texts=(text,))

    for _ in range(2):
        checkpoint = Checkpoint(path, text.encode("unicode-escape").decode())
        assert checkpoint.once(f"id {text}", Found, make) == Found(score=0.1, texts=(text,))
        checkpoint.close()
    assert made == [text]


@pytest.mark.parametrize("score", [0.1 + 0.2, 5e-324, float("inf"), -0.0])
def test_figures_come_back_to_the_last_digit(path: Path, score: float) -> None:
    for _ in range(2):
        checkpoint = Checkpoint(path, "key")
        assert repr(checkpoint.once("a", Found, lambda: Found(score=score)).score) == repr(score)
        checkpoint.close()
    assert checkpoint.taken == 1


def test_a_checkpoint_that_was_closed_goes_on(path: Path) -> None:
    maker = Maker()
    checkpoint = Checkpoint(path, "key")
    for item in "abc":
        checkpoint.once(item, Found, maker(item))
        checkpoint.close()
    evaluate(path, "abc", maker)
    assert maker.made == ["a", "b", "c"]


def test_a_file_that_vanished_is_begun_anew(path: Path) -> None:
    maker = Maker()
    evaluate(path, "ab", maker)
    checkpoint = Checkpoint(path, "key")
    path.unlink()  # an equal run has ended
    for item in "abc":
        checkpoint.once(item, Found, maker(item))
    checkpoint.close()
    assert maker.made == ["a", "b", "c"]
    evaluate(path, "c", maker)
    assert maker.made == ["a", "b", "c"]


def test_a_second_run_keeps_what_the_first_wrote_meanwhile(path: Path) -> None:
    maker = Maker()
    one, other = Checkpoint(path, "key"), Checkpoint(path, "key")
    for item in "ab":
        one.once(item, Found, maker(item))
    other.once("c", Found, maker("c"))
    one.once("d", Found, maker("d"))
    one.close()
    other.close()
    evaluate(path, "abcd", maker)
    assert maker.made == ["a", "b", "c", "d"]


def test_two_first_lines_do_no_harm(path: Path) -> None:
    maker = Maker()
    evaluate(path, "ab", maker)
    first, *rest = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join([first, first, *rest]))
    evaluate(path, "ab", maker)
    assert maker.made == ["a", "b"]


def test_a_line_is_written_whole_where_one_call_writes_a_part(path: Path) -> None:
    class Narrow:
        def __init__(self, file: Any) -> None:
            self.file = file

        def write(self, data: bytes) -> int:
            return int(self.file.write(data[:7]))

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

    maker = Maker()
    checkpoint = Checkpoint(path, "key")
    checkpoint.once("a", Found, maker("a"))
    checkpoint._file = Narrow(checkpoint._file)  # type: ignore[assignment]
    checkpoint.once("b", Found, maker("b"))
    checkpoint.close()
    evaluate(path, "ab", maker)
    assert maker.made == ["a", "b"]


def test_the_checkpoints_of_a_run_are_kept_until_it_ends(
    tmp_path: Path, manifest: RunManifest
) -> None:
    maker = Maker()
    for items, taken, kept in (("ab", 0, 2), ("abc", 2, 3)):
        checkpoints = Checkpoints(tmp_path / "runs")
        checkpoint = checkpoints.open("answers", manifest)
        for item in items:
            checkpoint.once(item, Found, maker(item))
        assert (checkpoints.taken, checkpoints.kept) == (taken, kept)
        checkpoints.close()
    assert maker.made == ["a", "b", "c"]
    checkpoints.remove()
    assert list((tmp_path / "runs").iterdir()) == []


def test_only_the_same_run_goes_on(tmp_path: Path, manifest: RunManifest) -> None:
    checkpoints = Checkpoints(tmp_path)

    def name(task: str, **changes: object) -> Path:
        return checkpoints.open(task, manifest.model_copy(update=changes)).path

    same = name("answers")
    assert name("answers", date=date(2027, 1, 1)) == same
    others = [
        name("evidence"),
        name("answers", sources_sha256="other"),
        name("answers", files={"corpus.jsonl": "other"}),
        name("answers", encoder="other"),
        name("answers", half="dev"),
        name("answers", seed=1),
    ]
    assert len({same, *others}) == 1 + len(others)
    checkpoints.remove()


def start(folder: Path, log: Path, count: int, pause_s: float) -> subprocess.Popen[str]:
    words = [sys.executable, "-c", RUN, str(folder), str(log), str(count), str(pause_s)]
    process = subprocess.Popen(
        words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def test_a_killed_run_goes_on_where_it_was(tmp_path: Path) -> None:
    def whole(name: str) -> str:
        process = start(tmp_path / name, tmp_path / f"{name}.log", 12, 0)
        out, _ = process.communicate("go\n")
        assert process.returncode == 0
        return out

    undisturbed = whole("undisturbed")
    log = tmp_path / "killed.log"
    with start(tmp_path / "killed", log, 12, 0.1) as process:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
        while not log.exists() or log.read_text().count("\n") < 5:
            assert process.poll() is None
        process.kill()
    started = log.read_text().split()
    assert 5 <= len(started) < 12
    assert whole("killed") == undisturbed
    made = log.read_text().split()[len(started) :]
    assert made[0] in (started[-1], str(len(started)))  # the last may have been written already
    assert made == [str(i) for i in range(int(made[0]), 12)]


def test_two_equal_runs_at_once_lose_nothing(tmp_path: Path) -> None:
    logs = [tmp_path / "0.log", tmp_path / "1.log"]
    processes = [start(tmp_path / "both", log, 60, 0.002) for log in logs]
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    outs = [process.communicate()[0] for process in processes]
    assert [process.returncode for process in processes] == [0, 0]
    assert outs[0] == outs[1]
    assert len(outs[0].splitlines()) == 60
    again = start(tmp_path / "both", tmp_path / "again.log", 60, 0)
    assert again.communicate("go\n")[0] == outs[0]
    assert not (tmp_path / "again.log").exists()
