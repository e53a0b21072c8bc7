"""The library page without a browser: what it shows, what it takes in, what it says of trouble."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from vademecum.apps.changing import take_out_proving, visible_title
from vademecum.apps.composition import Assistant, access_of, open_assistant
from vademecum.apps.demo import library_page
from vademecum.apps.demo.changes_html import progress_html, report_html
from vademecum.apps.demo.library_html import listing_html, marks_of
from vademecum.apps.demo.library_place import Place
from vademecum.apps.demo.library_reading import read_document
from vademecum.apps.demo.library_upload import upload
from vademecum.apps.demo.reading_html import passages_html, table_html, text_html
from vademecum.apps.demo.speech import speaking, translations
from vademecum.apps.uploading import (
    MAX_FILES,
    Given,
    Progress,
    Uploaded,
    bring_uploads,
    safe_name,
)
from vademecum.retrieval.errors import InvalidInput, LibraryBusy, UnknownName, UnwritableLibrary
from vademecum.retrieval.ingest import Finding, IngestReport, Quarantined
from vademecum.retrieval.library import Library
from vademecum.retrieval.listing import Entry, Listing
from vademecum.retrieval.readers.folder import Skipped
from vademecum.retrieval.types import Access, Document, Passage, Query

EVIL = "<img src=x onerror=alert(1)> ${alert(2)} {{value}}"
TODAY = date(2026, 11, 30)
DEMO = Path(library_page.__file__).parent


@pytest.fixture
def assistant(libraries: Path) -> Assistant:
    return open_assistant("education")


@pytest.fixture
def give(tmp_path: Path) -> Callable[..., list[Given]]:
    def files(**texts: str) -> list[Given]:
        given = []
        for name, text in texts.items():
            path = tmp_path / f"{len(list(tmp_path.iterdir()))}-{name}"
            path.write_text(text, encoding="utf-8")
            given.append(Given(path, name.replace("_", ".")))
        return given

    return files


def entry(**fields: object) -> Entry:
    made_up = Document.model_validate({"id": "d", "title": "T", "text": "", **fields})
    return Entry(document=made_up, passages=3)


def test_a_list_shows_validity_and_escapes_everything() -> None:
    evil = entry(id=f'"{EVIL}', title=EVIL, citation=EVIL, licence=EVIL)
    shown = listing_html(Listing(total=41, entries=(evil,)), 2, "", TODAY)
    assert "41 to 41 of 41." in shown
    assert "<img" not in shown
    assert "${" not in shown
    assert "{{" not in shown
    ended = {"effective_to": date(2026, 1, 1)}
    begins = {"effective_from": date(2027, 1, 1)}
    assert marks_of(entry(**ended).document, TODAY) == ["no longer in force"]
    assert marks_of(entry(**begins).document, TODAY) == ["not yet in force"]
    assert marks_of(entry(**ended, superseded_by="n").document, TODAY) == ["superseded"]
    assert marks_of(entry().document, TODAY) == []
    assert "Upload some below" in listing_html(Listing(total=0, entries=()), 0, " ", TODAY)


def test_rows_become_tables_with_heads_where_all_cells_have_names() -> None:
    assert '<th scope="col">Drug</th>' in table_html(["| Drug: a | Dose: 1 mg |", "| Drug: b |"])
    assert table_html(["| Drug: b |", "| Drug: c | Dose: 2 |"]).count("<td></td>") == 1
    assert "<th" not in table_html(["| x | Dose: 1 mg |"])
    assert '<th scope="col">a</th>' in table_html(["| a | b |", "|---|---|", "| 1 | 2 |"])
    shown = text_html("# One\n\n- a\n- b\n\ntext <b>\nmore\n| x: 1 | y: 2 |")
    assert "<ul><li>a</li><li>b</li></ul><p>text &lt;b&gt;<br>more</p>" in shown
    assert shown.index("One") < shown.index("<td>1</td>")


def test_passages_stand_apart_with_their_places_and_pages() -> None:
    text = "# Head\nfirst words\n# Next\nsecond words"
    attributes = {"pages": "[0, 19]"}
    document = Document(id="d", title="D", text=text, attributes=attributes)
    at = [text.index("first"), text.index("second")]
    passages = [
        Passage(id=f"d#{n}", document_id="d", start=s, end=s + len(w), text=w, section=("Head",))
        for n, (s, w) in enumerate(zip(at, ("first words", "second words"), strict=True))
    ]
    shown = passages_html(document, passages, 0, 1)
    assert "Passage 1 · Head · page 1 · characters 7 to 18" in shown
    assert "Passage 2 · Head · page 2" in shown
    assert shown.count("vm-lib-chosen") == 1
    assert shown.index("Head</p>") < shown.index("first words") < shown.index("Next</p>")


def test_a_report_names_every_file_with_its_reason() -> None:
    finding = Finding(reason="commands an automated reader", start=0, end=4, quote=f"do\n{EVIL}")
    kept = Quarantined(document_id="uploads/a.txt", title="a", findings=(finding,))
    told = Uploaded(
        ingested=IngestReport(added=2, quarantined=(kept,)),
        skipped=(Skipped(path="b", reason=f"b: {EVIL}"),),
        duplicates=(("c", "d"),),
    )
    shown = report_html(told)
    assert "2 documents are in the library, 2 stayed out" in shown
    assert "a.txt, characters 0 to 4: commands an automated reader" in shown
    assert "<img" not in shown
    with speaking("es"):
        assert "a.txt, caracteres 0 a 4: da órdenes a un lector automático" in report_html(told)
    assert "Nothing came in" in report_html(Uploaded())
    going = Progress(step="encoding", done=1, total=4, passages=90)
    assert "90 passages · 45.0 passages a second · 7 s so far" in progress_html(going, 7, 2.0)


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("../../etc/passwd", "passwd"),
        ("C:\\secret\\a.txt", "a.txt"),
        ("..", "file"),
        (".hidden.txt", "hidden.txt"),
        ("~$lock.docx", "lock.docx"),
        ("a\0b\n\u202ec.txt", "abc.txt"),
        ("n" * 300 + ".txt", "n" * 117 + ".txt"),
        ("", "file"),
    ],
)
def test_a_name_leads_nowhere(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@pytest.mark.parametrize("may_edit", [False, True])
def test_a_library_can_be_changed_only_where_edits_are_allowed(may_edit: bool) -> None:
    program = (  # in a process of its own: Gradio leaves an event loop open
        "import json, sys\n"
        "from vademecum.apps.demo import library_page\n"
        "import gradio as gr\n"
        "from vademecum.domains import load_domain\n"
        "with gr.Blocks() as demo, gr.Tab('Library') as tab:\n"
        "    domains = [load_domain('law')]\n"
        "    library_page.build_library_page(tab, domains, None, sys.argv[1] == 'True')\n"
        "held = [getattr(block, 'elem_id', None) for block in demo.blocks.values()]\n"
        "called = [getattr(f.fn, '__name__', '') for f in demo.fns.values()]\n"
        "print(json.dumps(held + called))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(may_edit)], capture_output=True, text=True, check=True
    )
    names = set(json.loads(done.stdout))
    changing = {"library-files", "library-remove-yes", "library-successor-yes"}
    assert names & changing == (changing if may_edit else set())
    assert ("library-read-only" in names) != may_edit


def test_every_word_of_the_page_is_translated() -> None:
    known = translations("es")
    files = [*DEMO.glob("library_*.py"), DEMO / "reading_html.py", DEMO / "changes_html.py"]
    for file in [*files, DEMO / "problems.py"]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "tr":
                said = node.args[0]
                if isinstance(said, ast.Constant):
                    assert said.value in known, file.name


def test_an_upload_is_found_at_once_replaced_by_its_name_and_gone_when_removed(
    assistant: Assistant, give: Callable[..., list[Given]]
) -> None:
    library, allow = assistant.library, access_of(None)
    _ = assistant.search.indexes
    before = library.counts(allow)
    front = '+++\nid = "photosynthesis"\ngroups = ["staff"]\n+++\nThe zorblat lamp burns oil.'
    given = give(lamp_md=front, same_txt="Twice.", twin_txt="Twice.")
    told = bring_uploads(assistant, given, is_redacted=False)
    assert told.ingested.added == 3
    assert told.duplicates == (("same.txt", "twin.txt"),)
    assert not any(one.path.exists() for one in given)
    assert not (library.folder / "uploads").exists()
    query = Query(text="zorblat lamp", allow=allow)
    assert assistant.search.search(query)[0].passage.document_id == "uploads/lamp.md"
    assert library.document("photosynthesis") is not None
    again = bring_uploads(assistant, give(lamp_md="The zorblat lamp burns wax."), False)
    assert (again.ingested.added, again.ingested.replaced) == (0, 1)
    assert "wax" in assistant.search.search(query)[0].passage.text
    removed = take_out_proving(
        assistant.domain, library, assistant.search, "uploads/lamp.md", allow
    )
    assert (removed.passages, removed.found_before, removed.found_after) == (1, 1, 0)
    for name in ("same.txt", "twin.txt"):
        take_out_proving(assistant.domain, library, assistant.search, f"uploads/{name}", allow)
    assert library.counts(allow) == before
    with pytest.raises(UnknownName):
        take_out_proving(assistant.domain, library, assistant.search, "uploads/lamp.md", allow)


def test_identifiers_are_taken_out_and_too_many_files_are_refused(
    assistant: Assistant, give: Callable[..., list[Given]]
) -> None:
    bring_uploads(assistant, give(note_txt="Write to ann.smith@example.org today."), True)
    stored = assistant.library.document("uploads/note.txt")
    assert stored is not None
    assert "ann.smith" not in stored.text
    assert stored.attributes["redacted"] == "1"
    many = give(**{f"f{n}_txt": "x" for n in range(MAX_FILES + 1)})
    with pytest.raises(InvalidInput, match="upload at most 50"):
        bring_uploads(assistant, many, False)
    assert not any(one.path.exists() for one in many)


def test_a_document_of_another_group_is_neither_listed_nor_opened(assistant: Assistant) -> None:
    library = assistant.library
    document = library.document("photosynthesis")
    assert document is not None
    library.update(document.model_copy(update={"groups": ("staff",)}))
    assert library.listing(access_of(None), "photosynthesis").total == 0
    shown = read_document(lambda name: assistant, "education", Place("photosynthesis"))
    assert "no document has the id" in shown[1]


def test_a_title_is_shown_only_to_those_who_may_see_the_document(assistant: Assistant) -> None:
    library, names = assistant.library, ("photosynthesis", "cell-structure")
    old, new = (library.document(name) for name in names)
    assert old is not None
    assert new is not None
    library.update(old.model_copy(update={"superseded_by": new.id}))

    def shown() -> str:
        return "".join(map(str, read_document(lambda name: assistant, "education", Place(old.id))))

    assert f"superseded by {new.title}" in shown()
    library.update(new.model_copy(update={"groups": ("staff",)}))
    assert new.title not in shown()
    assert f"superseded by {new.id}" in shown()
    assert visible_title(library, new.id, Access.of("staff")) == new.title
    assert visible_title(library, "nothing", Access.of("staff")) == "nothing"


def test_trouble_is_told_in_one_line(
    assistant: Assistant, give: Callable[..., list[Given]]
) -> None:
    library = assistant.library
    with Library(library.folder).writing():
        frames = list(upload(lambda name: assistant, "education", _paths(give(a_txt="x")), False))
        assert "another process is writing" in frames[-1][0]
        listed = library_page.list_library(lambda name: assistant, "education", "", "titles", 0)
        assert "1 to 20 of 29." in listed[2]
    (library.folder / "index").rename(library.folder / "away")
    library.path.write_bytes(b"x" * 8192)
    library.close()
    for suffix in ("-wal", "-shm"):
        Path(f"{library.path}{suffix}").unlink(missing_ok=True)
    listed = library_page.list_library(lambda name: assistant, "education", "", "titles", 0)
    assert "restore it from a backup" in listed[2]
    assert 'role="alert"' in listed[2]


@pytest.mark.skipif(os.name != "posix", reason="limits of processes are those of POSIX")
def test_a_disk_that_cannot_be_written_is_no_damaged_library(libraries: Path) -> None:
    program = (
        "import resource, sys\n"
        "from pathlib import Path\n"
        "from vademecum.retrieval.errors import UnwritableLibrary\n"
        "from vademecum.retrieval.library import Library\n"
        "library = Library(Path(sys.argv[1]))\n"
        "library._sql.execute('PRAGMA max_page_count = 1')\n"
        "document = library.document('photosynthesis')\n"
        "large = document.model_copy(update={'attributes': {'x': 'y' * 5_000_000}})\n"
        "try:\n    library.update(large)\n"
        "except UnwritableLibrary as error:\n    print(error)\n"
    )
    folder = libraries / "libraries" / "education"
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False
    )
    assert "cannot be written (database or disk is full)" in done.stdout, done.stderr
    assert Library(folder).document("photosynthesis") is not None


def test_a_busy_upload_and_a_read_only_file_have_words_of_their_own(
    assistant: Assistant, give: Callable[..., list[Given]]
) -> None:
    from filelock import FileLock

    with (
        FileLock(assistant.library.folder / "uploads.lock"),
        pytest.raises(LibraryBusy, match="another upload"),
    ):
        bring_uploads(assistant, give(a_txt="x"), False)
    assistant.library._sql.execute("PRAGMA query_only = ON")
    with pytest.raises(UnwritableLibrary, match="cannot be written"):
        assistant.library.remove("photosynthesis")


def _paths(given: list[Given]) -> list[str]:
    return [str(one.path) for one in given]
