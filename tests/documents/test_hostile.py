"""Files made to harm: each is left out with a reason in one line, and the next one comes in."""

from __future__ import annotations

import contextlib
import io
import os
import re
import struct
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from documents import made
from documents.hostile import RUNS

from vademecum.apps.intake import require_usable
from vademecum.domains.rails.fold import fold
from vademecum.domains.rails.injected_passages import command_spans
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.passages import PassageSettings, split
from vademecum.retrieval.readers import markdown
from vademecum.retrieval.readers.bounded import BoundedParser
from vademecum.retrieval.readers.folder import Reading
from vademecum.retrieval.types import Document

CONTENT = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:body></w:document>'
BOMB = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>' + CONTENT.partition("?>")[2].format("&c;")
)
OUTSIDE = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    + CONTENT.partition("?>")[2].format("&a;")
)


def archive(*members: tuple[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made_archive:
        for name, content in members:
            made_archive.writestr(name, content)
    return out.getvalue()


def encrypted(content: bytes) -> bytes:
    """Set the flag of encryption in both headers of a one-member archive."""
    raw = bytearray(content)
    for sign, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = raw.index(sign) + place
        raw[at] |= 1
    return bytes(raw)


def of_a_later_version(content: bytes) -> bytes:
    """Ask for a version of the format that no program knows."""
    raw = bytearray(content)
    raw[raw.index(b"PK\x01\x02") + 6] = 96
    return bytes(raw)


def large_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        crc = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", crc)

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = zlib.compress(b"\0" * 1000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


HARMFUL: dict[str, tuple[bytes, str]] = {
    "bomb.docx": (archive(("word/document.xml", BOMB)), "entities"),
    "outside.docx": (archive(("word/document.xml", OUTSIDE)), "entities"),
    "zip.docx": (archive(("word/document.xml", b"a" * 90_000_000)), "far more than it holds"),
    "secret.docx": (encrypted(archive(("word/document.xml", CONTENT))), "without a password"),
    "empty.docx": (archive(("word/document.xml", "<x/>")), "no body"),
    "cut.docx": (archive(("word/document.xml", CONTENT))[:60], "damaged"),
    "other.docx": (archive(("readme.txt", "x")), "not a Word document"),
    "cut.pdf": (b"%PDF-1.7\n1 0 obj\n<<", "not a PDF"),
    "future.xlsx": (of_a_later_version(archive(("xl/workbook.xml", "<x/>"))), "damaged"),
    "cut.xlsx": (archive(("xl/workbook.xml", "<x")), "damaged"),
    "cut.pptx": (archive(("ppt/presentation.xml", "<x")), "not readable as XML"),
    "cut.epub": (archive(("META-INF/container.xml", "<x/>")), "names no package"),
    "large.png": (large_png(10_000, 9_000), "larger than 80 million pixels"),
    "huge.png": (large_png(60_000, 60_000), "larger than 80 million pixels"),
    "cut.png": (b"\x89PNG\r\n\x1a\n123", "not a picture"),
    "deep.html": (b"<div>" * 200_000 + b"x", "nested too deeply"),
    "binary.csv": (b"a,b\n\0\1\2,3\n", "binary data"),
    "old.doc": (b"\xd0\xcf\x11\xe0", "before 2007"),
    "locked.xlsx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "nothing.html": (b"<html></html>", "empty"),
    "nothing.pdf": (b"", "not a PDF"),
}


def test_each_is_left_out_with_its_reason_and_the_rest_comes_in(tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name, (raw, _) in HARMFUL.items():
        (folder / name).write_bytes(raw)
    made.docx(folder / "zz-good.docx")
    before = sorted(path for path in tmp_path.rglob("*"))
    reading = Reading()
    assert [d.id for d in reading.documents([folder])] == ["in/zz-good.docx"]
    reasons = {Path(s.path).name: s.reason for s in reading.skipped}
    assert reasons.keys() == HARMFUL.keys()
    for name, (_, told) in HARMFUL.items():
        assert told in reasons[name]
        assert "\n" not in reasons[name]
    assert sorted(path for path in tmp_path.rglob("*")) == before


def test_a_member_that_leads_outside_is_never_written(tmp_path: Path) -> None:
    good = CONTENT.format("inside")
    raw = archive(("word/document.xml", good), ("../../outside.txt", "x"), ("/tmp/out.txt", "x"))
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    (folder / "a.docx").write_bytes(raw)
    (document,) = Reading().documents([folder / "a.docx"])
    assert document.text == "inside"
    assert not (tmp_path / "outside.txt").exists()
    assert not Path("/tmp/out.txt").exists()


def test_a_file_is_what_it_holds_and_not_what_it_is_called(tmp_path: Path) -> None:
    made.docx(tmp_path / "really-word.pdf")
    made.html(tmp_path / "really-html.docx")
    found = {d.id: d.attributes["format"] for d in Reading().documents([tmp_path])}
    names = {name.rpartition("/")[2]: kind for name, kind in found.items()}
    assert names == {"really-word.pdf": "docx", "really-html.docx": "html"}


@pytest.mark.parametrize("ends", ["hangs", "dies", "eats"])
def test_a_reader_that_hangs_dies_or_eats_is_ended_and_the_next_file_is_read(
    ends: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad = {
        "hangs": "import time; time.sleep(600)",
        "dies": "import os; os._exit(3)",
        "eats": "x = [b'a' * 10_000_000 for _ in range(100_000)]",
    }[ends]
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "def trip(event, args):\n"
        f"    if event == 'open' and str(args[0]).endswith('bad.html'):\n        {bad}\n"
        "if any('readers.child' in one for one in sys.orig_argv):\n    sys.addaudithook(trip)\n",
        encoding="utf-8",
    )
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    )
    made.html(tmp_path / "bad.html")
    made.html(tmp_path / "good.html")
    with BoundedParser(seconds=8.0, megabytes=1500) as parser:
        with pytest.raises(InvalidInput, match=r"took longer|reader ended|more memory"):
            parser.parse(tmp_path / "bad.html", "html")
        assert made.FIRST in parser.parse(tmp_path / "good.html", "html").text


def test_no_code_is_taken_from_the_folder_of_the_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("lxml", "zipfile"):
        (tmp_path / f"{name}.py").write_text("open(__file__ + '.ran', 'w')\n", encoding="utf-8")
    made.docx(tmp_path / "a.docx")
    monkeypatch.chdir(tmp_path)
    with BoundedParser() as parser, contextlib.suppress(InvalidInput):
        parser.parse(Path("a.docx"), "docx")
    assert list(tmp_path.glob("*.ran")) == []


READ: dict[str, Callable[[Path], None]] = {
    name: write for name, write in made.WRITERS.items() if not name.endswith((".md", ".txt"))
}


@pytest.mark.slow
@pytest.mark.parametrize("name", READ)
def test_damaged_files_never_end_the_reader_or_hang(name: str, tmp_path: Path) -> None:
    import random

    READ[name](tmp_path / name)
    whole = (tmp_path / name).read_bytes()
    draw = random.Random(name)
    folder = tmp_path / "damaged"
    folder.mkdir()
    for number in range(25):
        raw = bytearray(whole)
        if number % 3 == 0:
            raw = raw[: draw.randrange(1, len(raw))]
        for _ in range(draw.randrange(1, 40)):
            raw[draw.randrange(len(raw))] = draw.randrange(256)
        (folder / f"{number:02}-{name}").write_bytes(bytes(raw))
    reading = Reading()
    read = list(reading.documents([folder]))
    assert len(read) + len(reading.skipped) == 25
    assert all("\n" not in one.reason for one in reading.skipped)


@pytest.mark.parametrize("unit", RUNS)
def test_one_sign_many_times_is_read_in_time_linear_in_it(unit: str) -> None:
    for head in ("# a", "", "a.", "##"):
        document = Document(id="a", title="", text=f"{head}{unit * (8_000 // len(unit))}b")
        words = [m.span() for m in re.finditer(r"\w+|[^\w\s]", document.text)]
        split(document, lambda text, words=words: words, PassageSettings(title_in_vector=False))
        command_spans(document.text, fold(document.text))
        markdown._TITLE.search(document.text)


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("x = " + "[" * 9000, "nested too deeply"),
        ("x = " + "9" * 5000, "not valid TOML"),
        ('attributes = {pages = "[[["}', "may not set the attribute 'pages'"),
        ('attributes = {file = "1:0"}', "may not set the attribute 'file'"),
        ('id = "a\\nb"', "control character"),
    ],
)
def test_false_front_matter_costs_no_other_file(front: str, told: str, tmp_path: Path) -> None:
    (tmp_path / "bad.md").write_text(f"+++\n{front}\n+++\nWords.\n")
    made.text(tmp_path / "good.txt")
    reading = Reading(check=require_usable)
    (document,) = reading.documents([tmp_path])
    assert document.text.startswith(made.TITLE)
    assert told in reading.skipped[0].reason


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux alone")
def test_links_that_lead_out_and_names_of_no_encoding_cost_no_other_file(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("A secret.")
    folder = tmp_path / "in"
    folder.mkdir()
    made.text(folder / "good.txt")
    (folder / "inside.txt").symlink_to("good.txt")
    (folder / "link.txt").symlink_to(tmp_path / "secret.txt")
    (folder / "caf\udce9.txt").write_text("Words.")
    (folder / "two\nlines.txt").write_bytes(b"\0")
    reading = Reading()
    assert [d.id for d in reading.documents([folder])] == ["in/good.txt", "in/inside.txt"]
    told = {s.path.rpartition("/")[2]: s.reason for s in reading.skipped}
    assert told.keys() == {"link.txt", "caf?.txt", "two\nlines.txt"}
    assert "leads out of the folder" in told["link.txt"]
    assert "not valid UTF-8" in told["caf?.txt"]
    assert all(len(reason.splitlines()) == 1 for reason in told.values())


def test_a_beir_folder_with_other_files_says_so(tmp_path: Path) -> None:
    (tmp_path / "corpus.jsonl").write_text('{"_id": "a", "text": "Words."}\n')
    made.docx(tmp_path / "rules.docx")
    reading = Reading()
    assert [d.id for d in reading.documents([tmp_path])] == ["a"]
    assert "1 other files were not" in reading.notes[0].note
    (tmp_path / "corpus.jsonl").write_text('{"_id": ' + "[" * 100_000 + "\n")
    with pytest.raises(InvalidInput, match=r"corpus.jsonl:1: nested too deeply"):
        list(Reading().documents([tmp_path]))
