"""A mistake gets exit 2 and one line that says what is wrong; nothing is changed by it."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from vademecum.apps.composition import shared_encoder

QUESTION = "what does GDPR article 17 say?"
FILES: dict[str, bytes | Callable[[], bytes]] = {
    "empty.txt": b"",
    "blank.md": b" \n\n",
    "binary.txt": bytes(range(256)),
    "long-line.txt": lambda: b"word " * 10_000_000,
    "neither.txt": b"caf\xe9 \x8d\x01",
    "matter.md": b"+++\ntitle = \n+++\ntext\n",
    "field.md": b'+++\ncolour = "red"\n+++\ntext\n',
    "date.md": b'+++\neffective_from = "soon"\n+++\ntext\n',
    "only-matter.md": b'+++\ntitle = "a"\n+++\n',
    "control.md": b'+++\nid = "a\\nb"\n+++\ntext\n',
    "long-id.md": b'+++\nid = "' + b"a" * 600 + b'"\n+++\ntext\n',
    "paper.pdf": b"%PDF-1.7",
    "paper.xyz": b"words",
}
LINES: dict[str, list[str]] = {
    "not-json": ['{"_id": "a", "title": "", "text": "good"}', "{bad"],
    "no-text": ['{"_id": "a", "title": "", "text": "good"}', '{"_id": "b", "title": ""}'],
    "number-id": ['{"_id": "a", "title": "", "text": "good"}', '{"_id": 7, "text": "x"}'],
    "twice": ['{"_id": "a", "text": "good"}', '{"_id": "a", "text": "other"}'],
    "surrogate": ['{"_id": "a", "text": "good"}', '{"_id": "b", "text": "half \\ud800"}'],
    "list": ["[1, 2]"],
    "nothing": [],
}


@pytest.fixture(scope="module")
def bad(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of files that cannot be read."""
    folder = tmp_path_factory.mktemp("bad")
    for name, content in FILES.items():
        (folder / name).write_bytes(content() if callable(content) else content)
    for name, lines in LINES.items():
        (folder / name).mkdir()
        (folder / name / "corpus.jsonl").write_text("".join(f"{line}\n" for line in lines))
    (folder / "hollow").mkdir()
    (folder / "unreadable").mkdir()
    (folder / "unreadable" / "paper.pdf").write_bytes(b"%PDF")
    (folder / "loop").symlink_to(folder / "loop")
    return folder


INGEST = {
    "missing.txt": "no such file or folder",
    "empty.txt": "empty",
    "blank.md": "empty",
    "binary.txt": "binary data",
    "long-line.txt": "longer than 8 MB",
    "neither.txt": "not UTF-8 at byte 3",
    "matter.md": "not valid TOML",
    "field.md": "colour",
    "date.md": "effective_from",
    "only-matter.md": "empty below its front matter",
    "control.md": "control character",
    "long-id.md": "longer than 512 characters",
    "paper.pdf": "not a PDF",
    "paper.xyz": "expected one of .md",
    "hollow": "holds no file to add",
    "unreadable": "nothing to add",
    "loop": "no such file",
    "not-json": "corpus.jsonl:2: not JSON",
    "no-text": "corpus.jsonl:2: needs",
    "number-id": "corpus.jsonl:2: needs",
    "twice": "occurs twice",
    "surrogate": "'b' is not valid Unicode",
    "list": "corpus.jsonl:1: not a JSON object",
    "nothing": "nothing to add",
}


@pytest.mark.parametrize(("name", "said"), INGEST.items(), ids=INGEST)
@pytest.mark.usefixtures("unchanged")
def test_ingest_of_what_cannot_be_read(vademecum: Any, bad: Path, name: str, said: str) -> None:
    assert said in vademecum("ingest", "law", bad / name, "--json").line


@pytest.mark.usefixtures("unchanged")
def test_one_bad_path_among_good_ones_changes_nothing(
    vademecum: Any, bad: Path, tmp_path: Path
) -> None:
    good = tmp_path / "good.txt"
    good.write_text("A good file.\n")
    assert "empty.txt" in vademecum("ingest", "law", good, bad / "empty.txt").line


WORDS: list[tuple[list[str], str]] = [
    (["ask", "geology", QUESTION], "no domain is named 'geology'"),
    (["ask", "law", QUESTION, "--user", "carl"], "no user is named 'carl'"),
    (["ask", "law", QUESTION, "--audience", "judge"], "no audience 'judge'"),
    (["ask", "law", QUESTION, "--jurisdiction", "Mars"], "no jurisdiction 'Mars'"),
    (["ask", "law", QUESTION, "--region", "Mars"], "no region 'Mars'"),
    (["ask", "law", QUESTION, "--adapter", "big"], "no adapter 'big'"),
    (
        ["eval", "run", "guardrails", "--domain", "law", "--adapter", "retrieval"],
        "--adapter goes with retrieval, passages, answers, cost, not guardrails",
    ),
    (["eval", "run", "messages", "--domain", "law", "--ablate"], "--ablate goes with retrieval"),
    (["eval", "run", "answers", "--domain", "law", "--trec"], "--trec goes with retrieval"),
    (["ask", "law", QUESTION, "--generator", "magic"], "names no generator"),
    (["ask", "law", QUESTION, "--as-of", "yesterday"], "write it as 2026-01-31"),
    (["ask", "law", QUESTION, "--as-of", "2026-02-30"], "write it as 2026-01-31"),
    (["ask", "law", QUESTION, "--conversation", "../x"], "no conversation id"),
    (["ask", "law", ""], "empty"),
    (["ask", "law", " \n"], "empty"),
    (["ask", "law", "a " * 50_000], "100,000 characters"),
    (["ask", "law", "what is\0a tort?"], "NUL"),
    (["ask", "law", "caf\udce9"], "not valid Unicode"),
    (["search", "law", ""], "empty"),
    (["search", "law", "tort", "--mode", "magic"], "no search mode"),
    (["search", "law", "tort", "-k", "0"], "'-k'"),
    (["search", "law", "tort", "-k", "many"], "'-k'"),
    (["search", "law", "tort", "--adapter", "big"], "no adapter"),
    (["library", "show", "law", "no-such"], "no document has the id 'no-such'"),
    (["library", "remove", "law", "no-such"], "no document has the id 'no-such'"),
    (["library", "supersede", "law", "x", "y", "--on", "2026-01-01"], "no document has the id 'x'"),
    (["library", "supersede", "law", "x", "y", "--on", "soon"], "write it as 2026-01-31"),
    (
        ["library", "supersede", "law", *["gdpr-article-17"] * 2, "--on", "2026-01-01"],
        "cannot supersede itself",
    ),
    (["library", "list", "law", "--user", "carl"], "no user is named 'carl'"),
    (["library", "erase", "law"], "No such command 'erase'"),
    (["ingest", "law"], "name either a PATH or a public set: --set NAME"),
    (["ingest", "law", ".", "--format", "magic"], "no format"),
    (["ingest", "law", __file__, "--groups", ","], "names no group"),
    (["guard", "law"], "give a text"),
    (["guard", "law", ""], "empty"),
    (["guard", "law", "x", "--file", "y"], "not both"),
    (["guard", "law", "x", "--stage", "magic"], "no stage"),
    (["guard", "law", "--file", "/no/such/file"], "no such file"),
    (["guard", "law", "--file", "/"], "not a file"),
    (["redact", "law"], "give a text"),
    (["redact", "law", "--file", "/no/such/file"], "no such file"),
    (["audit", "show", "law", "zzz"], "no record has the receipt"),
    (["eval", "run", "magic"], "no task is named 'magic'"),
    (["eval", "run", "retrieval"], "--data"),
    (["eval", "run", "retrieval", "--data", "/no/such/folder"], "/no/such/folder"),
    (["eval", "run", "guardrails", "--half", "third"], "no half"),
    (["eval", "report", "/no/such/file"], "/no/such/file"),
    (["convert", "magic", "a", "b"], "no converter 'magic'"),
    (["frobnicate"], "No such command 'frobnicate'"),
    (["ask", "law", QUESTION, "--frobnicate"], "No such option: --frobnicate"),
    (["ask"], "Missing argument 'DOMAIN' (see: vademecum ask --help)"),
]


@pytest.mark.parametrize(("words", "said"), WORDS, ids=[" ".join(w)[:40] for w, _ in WORDS])
@pytest.mark.usefixtures("unchanged")
def test_a_mistake_in_the_words(vademecum: Any, words: list[str], said: str) -> None:
    assert said in vademecum(*words).line


@pytest.mark.parametrize("stdin", [b"", b"what is\0a tort?", b"caf\xe9"])
@pytest.mark.usefixtures("unchanged")
def test_standard_input_that_is_no_question(vademecum: Any, stdin: bytes) -> None:
    assert vademecum("ask", "law", "-", stdin=stdin).line.startswith("the question")


GUARD_LINES = [
    ("", "empty"),
    ("{bad\n", ":1: not JSON"),
    ("[1]\n", ":1: not a JSON object"),
    ('{"text": "a"}\n{"text": 1}\n', ":2: needs a field text"),
    ('{"text": "a", "expected": "maybe"}\n', "allow or block"),
    ('{"text": "a", "stage": "magic"}\n', "stage must be"),
    ('{"text": "a", "expected": "allow", "id": 7}\n', ":1: id"),
    ('{"text": "half \\ud800"}\n', "not valid Unicode"),
]


@pytest.mark.parametrize(("lines", "said"), GUARD_LINES)
def test_a_guard_file_that_cannot_be_checked(
    vademecum: Any, tmp_path: Path, lines: str, said: str
) -> None:
    path = tmp_path / "cases.jsonl"
    path.write_text(lines)
    assert said in vademecum("guard", "law", "--file", path, "--json").line


@pytest.mark.usefixtures("unchanged")
def test_a_model_folder_that_is_not_one(
    vademecum: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (
        "config.json" in vademecum("ask", "law", QUESTION, "--generator", f"local:{tmp_path}").line
    )
    shared_encoder.cache_clear()
    monkeypatch.setenv("VADEMECUM_ENCODER", str(tmp_path))
    try:
        assert "config.json" in vademecum("ask", "law", QUESTION).line
        monkeypatch.setenv("VADEMECUM_ENCODER", str(tmp_path / "none"))
        assert "no such model folder" in vademecum("search", "law", QUESTION).line
        assert vademecum("doctor", "--json").code == 1
    finally:
        shared_encoder.cache_clear()


def scramble(path: Path, first: int) -> bytes:
    """Overwrite every third page from ``first`` on; return what the file then holds."""
    content = bytearray(path.read_bytes())
    for start in range(first, len(content) - 4096, 3 * 4096):
        content[start : start + 4096] = random.Random(7).randbytes(4096)
    path.write_bytes(content)
    return bytes(content)


@pytest.mark.parametrize("first", [0, 8 * 4096])
def test_a_damaged_library_is_told_and_left_alone(
    vademecum: Any, libraries: Path, first: int, tmp_path: Path
) -> None:
    path = libraries / "libraries" / "law" / "library.sqlite"
    damaged = scramble(path, first)
    (tmp_path / "new.txt").write_text("A new file.\n")
    commands: tuple[tuple[str | Path, ...], ...] = (
        ("library", "list", "law"),
        ("library", "verify", "law"),
        ("library", "remove", "law", "gdpr-article-17"),
        ("ingest", "law", tmp_path / "new.txt"),
    )
    for words in commands:
        line = vademecum(*words).line
        assert "restore it from a backup" in line or "vademecum doctor" in line
        assert "GDPR" not in line
    assert path.read_bytes() == damaged
    found = {f["subject"]: f for f in vademecum("doctor", "--json").json["findings"]}
    assert found["law"]["level"] == "error"
    assert found["education"]["level"] == "ok"


def test_a_library_that_is_not_a_database_is_told_by_every_command(
    vademecum: Any, libraries: Path
) -> None:
    (libraries / "libraries" / "law" / "library.sqlite").write_bytes(b"no database" * 999)
    for words in (
        ("ask", "law", QUESTION),
        ("search", "law", "tort"),
        ("library", "rebuild", "law"),
    ):
        assert "restore it from a backup" in vademecum(*words).line
    listed = vademecum("domains", "--json")
    assert listed.code == 1
    assert [bool(d["problem"]) for d in listed.json["domains"]] == [False, False, True]
    assert vademecum("ask", "education", "explain how to solve linear equations").code == 0


def test_a_damaged_audit_record_is_told(vademecum: Any, libraries: Path) -> None:
    (libraries / "audit").mkdir()
    (libraries / "audit" / "law.sqlite").write_bytes(b"no database" * 999)
    for words in (("ask", "law", QUESTION), ("audit", "verify", "law")):
        assert "audit record" in vademecum(*words).line


@pytest.mark.parametrize("words", [("ask", "law", QUESTION), ("audit", "verify", "law")])
def test_a_home_that_cannot_be_written(
    vademecum: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: Any
) -> None:
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("VADEMECUM_HOME", str(tmp_path / "file" / "home"))
    assert "VADEMECUM_HOME must be a folder that you may write to" in vademecum(*words).line
    found = {f["subject"]: f for f in vademecum("doctor", "--json").json["findings"]}
    assert found["home"]["level"] == "error"


def test_a_file_that_cannot_be_opened_is_skipped_in_a_folder(
    vademecum: Any, libraries: Path, tmp_path: Path
) -> None:
    (tmp_path / "good.txt").write_text("A good file.\n")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    done = vademecum("ingest", "law", tmp_path, "--json")
    assert (done.code, done.json["added"]) == (1, 1)
    assert [Path(s["path"]).name for s in done.json["skipped"]] == ["gone.txt"]


def test_a_broken_manifest_of_a_plug_in_is_told_and_breaks_nothing_else(
    vademecum: Any, libraries: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    info = tmp_path / "geology_plugin-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: geology-plugin\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text("[vademecum.domains]\ngeology = geology_plugin:G\n")
    (tmp_path / "domain.toml").write_text("name = 3\n")
    (tmp_path / "geology_plugin.py").write_text(
        "from pathlib import Path\nfrom vademecum.domains import Domain\n"
        "G = Domain.from_folder(Path(__file__).parent)\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    assert f"{tmp_path}/domain.toml: name" in vademecum("ask", "geology", QUESTION).line
    listed = vademecum("domains", "--json")
    assert listed.code == 1
    assert [d["name"] for d in listed.json["domains"]] == ["education", "healthcare", "law"]
    assert [b["name"] for b in listed.json["broken"]] == ["geology"]
    assert vademecum("ask", "law", QUESTION).code == 0
