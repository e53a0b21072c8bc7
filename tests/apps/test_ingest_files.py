"""A folder of people's own files, as the command line brings it in and follows it."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from documents import made
from filelock import FileLock

from vademecum.apps.cli.ingest import _follow, _Once
from vademecum.apps.composition import open_library
from vademecum.apps.ingesting import changes, missing, read_files, vanished
from vademecum.domains import load_domain
from vademecum.retrieval.library import Library
from vademecum.retrieval.types import Document

pytestmark = pytest.mark.usefixtures("libraries")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "ward"
    path.mkdir()
    for name in ("guide.pdf", "rules.docx", "page.html"):
        made.WRITERS[name](path / name)
    return path


def test_files_come_in_and_a_citation_names_the_page(vademecum: Any, folder: Path) -> None:
    (folder / "copy.docx").write_bytes((folder / "rules.docx").read_bytes())
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7")
    done = vademecum("ingest", "law", folder, "--json")
    assert done.code == 1
    report = done.json
    assert (report["read"], report["parsed"], report["added"]) == (4, 4, 4)
    assert [Path(s["path"]).name for s in report["skipped"]] == ["broken.pdf"]
    assert report["duplicates"] == [["ward/copy.docx", "ward/rules.docx"]]
    assert report["licences"] == {"not stated": 4}
    found = vademecum("search", "law", "dose of drug 57").out
    assert "ward/guide.pdf" in found
    assert "] p. 2" in found
    again = vademecum("ingest", "law", folder, "--json").json
    assert (again["parsed"], again["encoded"], again["unchanged"]) == (0, 0, 4)


def test_a_changed_file_replaces_its_old_version(vademecum: Any, folder: Path) -> None:
    vademecum("ingest", "law", folder)
    (folder / "page.html").write_text("<h1>Bicycles</h1><p>Bicycles stand in the yard.</p>")
    report = vademecum("ingest", "law", folder, "--json").json
    assert (report["parsed"], report["replaced"], report["unchanged"]) == (1, 1, 2)
    shown = vademecum("library", "show", "law", "ward/page.html").out
    assert made.FIRST not in shown
    hits = vademecum("search", "law", "bicycles in the yard", "--json").json["hits"]
    assert hits[0]["document_id"] == "ward/page.html"


def test_what_a_person_superseded_stays_so_when_the_folder_is_read_again(
    vademecum: Any, folder: Path
) -> None:
    vademecum("ingest", "law", folder)
    words = ("library", "supersede", "law", "ward/page.html", "ward/rules.docx")
    assert vademecum(*words, "--on", "2026-01-01").code == 0
    report = vademecum("ingest", "law", folder, "--json").json
    assert (report["unchanged"], report["replaced"]) == (3, 0)
    shown = vademecum("library", "show", "law", "ward/page.html", "--json").json
    assert shown["superseded_by"] == "ward/rules.docx"


def test_a_folder_decides_who_finds_its_files(vademecum: Any, folder: Path) -> None:
    (folder / "library.toml").write_text('groups = ["partners"]\n')
    vademecum("ingest", "law", folder)
    hits = vademecum("search", "law", "dose of drug 57", "--json").json["hits"]
    assert not any(hit["document_id"].startswith("ward/") for hit in hits)
    (folder / "library.toml").write_text('groups = ["public"]\n')
    assert vademecum("ingest", "law", folder, "--json").json["replaced"] == 3
    hits = vademecum("search", "law", "dose of drug 57", "--json").json["hits"]
    assert hits[0]["document_id"] == "ward/guide.pdf"


def test_identifiers_are_taken_out_before_anything_is_kept(
    vademecum: Any, tmp_path: Path, libraries: Path
) -> None:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import PageBreak, Paragraph, SimpleDocTemplate

    style = getSampleStyleSheet()["BodyText"]
    flow = [
        Paragraph("Call 212-555-0147 or write to mary.jones@example.org about the visit.", style),
        PageBreak(),
        Paragraph("The second page speaks of the bandage.", style),
    ]
    SimpleDocTemplate(str(tmp_path / "note.pdf")).build(flow)
    vademecum("ingest", "healthcare", tmp_path / "note.pdf", "--redact")
    shown = vademecum("library", "show", "healthcare", "note.pdf", "--json").json
    assert "555" not in shown["text"]
    assert "mary" not in shown["text"]
    assert int(shown["attributes"]["redacted"]) == 2
    second = json.loads(shown["attributes"]["pages"])[1]
    assert shown["text"][second:].startswith("The second page")
    raw = b"".join(p.read_bytes() for p in (libraries / "libraries").rglob("*") if p.is_file())
    assert b"555-0147" not in raw
    again = vademecum("ingest", "healthcare", tmp_path / "note.pdf", "--redact", "--json").json
    assert (again["parsed"], again["unchanged"]) == (0, 1)


def test_identifiers_are_taken_out_of_titles_and_a_telling_file_name_is_noted(
    vademecum: Any, tmp_path: Path, libraries: Path
) -> None:
    folder = tmp_path / "letters"
    folder.mkdir()
    letter = "# Discharge letter: John Smith, born 3 May 1950\n\nHe takes the tablets at night.\n"
    (folder / "a.md").write_text(letter)
    page = "<title>Visit of Mary Jones</title><p>The wound heals.</p>"
    (folder / "Mary_Jones.html").write_text(page)
    report = vademecum("ingest", "healthcare", folder, "--redact", "--json").json
    assert [Path(note["path"]).name for note in report["notes"]] == ["Mary_Jones.html"]
    assert "stays in the library as its id" in report["notes"][0]["note"]
    shown = vademecum("library", "show", "healthcare", "letters/a.md", "--json").json
    assert shown["title"] == "Discharge letter: [NAME], born 1950"
    shown = vademecum("library", "show", "healthcare", "letters/Mary_Jones.html", "--json").json
    assert (shown["title"], shown["attributes"]["redacted"]) == ("Visit of [NAME]", "1")
    raw = b"".join(p.read_bytes() for p in (libraries / "libraries").rglob("*") if p.is_file())
    for known in (b"John Smith", b"3 May 1950", b"Mary Jones"):
        assert known not in raw
    again = vademecum("ingest", "healthcare", folder, "--redact", "--json").json
    assert (again["parsed"], again["unchanged"]) == (0, 2)


def test_a_dry_run_reads_and_changes_nothing(vademecum: Any, folder: Path) -> None:
    before = vademecum("library", "list", "law", "--json").json["counts"]
    report = vademecum("ingest", "law", folder, "--dry-run", "--json").json
    assert (report["read"], report["added"]) == (3, 0)
    assert vademecum("library", "list", "law", "--json").json["counts"] == before


def test_changes_are_told_once_they_lie_still(folder: Path) -> None:
    steps: Iterator[str] = iter(["nothing", "write", "more", "still", "still", "remove", "still"])

    class Over(Exception):
        pass

    def sleep(seconds: float) -> None:
        step = next(steps, None)
        if step is None:
            raise Over
        if step in ("write", "more"):
            with (folder / "new.txt").open("a") as file:
                file.write(step)
        if step == "remove":
            os.unlink(folder / "page.html")

    told: list[list[str]] = []
    following = changes([folder], 1.0, sleep)
    with suppress(Over):
        told += (sorted(path.name for path in folder.iterdir()) for _ in following)
    at_first = ["guide.pdf", "page.html", "rules.docx"]
    assert told == [
        at_first,
        sorted([*at_first, "new.txt"]),
        ["guide.pdf", "new.txt", "rules.docx"],
    ]


def test_documents_whose_files_are_gone_are_known(vademecum: Any, folder: Path) -> None:
    vademecum("ingest", "law", folder)
    os.unlink(folder / "page.html")
    law = load_domain("law")
    assert vanished(open_library(law), [folder]) == ["ward/page.html"]
    assert vanished(open_library(law), [folder.parent / "elsewhere"]) == []


@pytest.mark.parametrize("mount_point_stays", [True, False])
def test_nothing_is_gone_from_a_share_that_is_not_mounted(
    home: Path, tmp_path: Path, mount_point_stays: bool
) -> None:
    share = tmp_path / "share"
    library = Library(home / "share")
    document = Document(id="d", title="D", text="Words.", attributes={"origin": f"{share}/d.txt"})
    library.put([(document, [])], "settings", "encoder", {})
    if mount_point_stays:
        share.mkdir()
    assert missing([share]) == [share]
    assert vanished(library, [share]) == []
    share.mkdir(exist_ok=True)
    (share / "other.txt").write_text("Other words.")
    assert missing([share]) == []
    assert vanished(library, [share]) == ["d"]


def test_following_waits_for_another_writer(
    vademecum: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    law = load_domain("law")
    note = tmp_path / "note.txt"
    note.write_text("A note on bicycles.")
    library = open_library(law)
    other = FileLock(library.folder / "write.lock")
    other.acquire()
    steps = iter([other.release, lambda: None])

    def sleep(seconds: float) -> None:
        next(steps)()  # StopIteration ends the following

    once = _Once(law, (note,), "auto", None, None, False, False, False)
    with pytest.raises((StopIteration, RuntimeError)):
        _follow(once, sleep)
    assert library.document("note.txt") is not None
    assert capsys.readouterr().err.count("try again when it ends; following on") == 1


def test_watching_asks_for_no_json(vademecum: Any, folder: Path) -> None:
    assert (
        "--watch goes with neither" in vademecum("ingest", "law", folder, "--watch", "--json").line
    )


def test_reading_is_told_file_by_file(folder: Path) -> None:
    told: list[int] = []
    read = read_files(load_domain("law"), [folder], "auto", None, tick=told.append)
    assert told == [1, 2, 3]
    assert read.seconds > 0
