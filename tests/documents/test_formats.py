"""What people wrote comes out of every format: words, headings, lists, tables, pages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from documents import made

from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.passages import PassageSettings, split
from vademecum.retrieval.readers.folder import Reading
from vademecum.retrieval.types import Document

GOLDEN = Path(__file__).parent / "golden"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("made") / "ward"
    path.mkdir()
    for name, write in made.WRITERS.items():
        write(path / name)
    return path


@pytest.fixture(scope="module")
def read(folder: Path) -> dict[str, Document]:
    reading = Reading()
    found = {d.id: d for d in reading.documents([folder])}
    assert reading.skipped == []
    return found


@pytest.mark.parametrize("name", made.WRITERS)
def test_a_file_reads_as_its_golden_file_says(name: str, read: dict[str, Document]) -> None:
    document = read[f"ward/{name}"]
    passages = split(document, base_encoder().token_offsets, PassageSettings(max_tokens=120))
    for passage in passages:
        assert document.text[passage.start : passage.end] == passage.text
    shown = {
        "title": document.title,
        "pages": json.loads(document.attributes.get("pages", "[]")),
        "passages": [
            {"start": p.start, "end": p.end, "section": list(p.section)} for p in passages
        ],
    }
    golden = GOLDEN / f"{name}.txt"
    text = f"{json.dumps(shown, indent=1)}\n\n{document.text}\n"
    assert text == golden.read_text(encoding="utf-8")


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_two_pages_keeps_its_header_on_every_row(repeat: int, tmp_path: Path) -> None:
    made.pdf(tmp_path / "a.pdf", repeat)
    (document,) = Reading().documents([tmp_path / "a.pdf"])
    lines = document.text.splitlines()
    assert [line for line in lines if line.startswith("|")] == made.rows_as_read()
    first, last = document.text.index("drug 1 "), document.text.index("drug 60 ")
    assert (document.page_at(first), document.page_at(last)) == (1, 2)
    assert "Ward handbook" not in document.text
    assert document.source_at(last) == "a.pdf, p. 2"


def test_a_sentence_that_goes_on_overleaf_stays_whole(tmp_path: Path) -> None:
    from reportlab.pdfgen import canvas

    pages = [
        ["The first sentence ends here. The second one is", "long and goes"],
        ["on overleaf. A third follows."],
        ["A page of its own begins."],
    ]
    made_of = canvas.Canvas(str(tmp_path / "a.pdf"))
    for lines in pages:
        for number, line in enumerate(lines):
            made_of.drawString(72, 700 - 14 * number, line)
        made_of.showPage()
    made_of.save()
    (document,) = Reading().documents([tmp_path / "a.pdf"])
    assert document.text == (
        "The first sentence ends here. The second one is long and goes on overleaf. "
        "A third follows.\n\nA page of its own begins."
    )
    starts = json.loads(document.attributes["pages"])
    assert [document.text[start:][:9] for start in starts] == [
        "The first",
        "on overle",
        "A page of",
    ]


def test_what_stands_higher_on_a_slide_is_read_first(tmp_path: Path) -> None:
    from pptx import Presentation
    from pptx.util import Inches

    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[3])  # a title over two columns
    slide.shapes.title.text = "Rounds"
    slide.placeholders[2].text = "right column"
    slide.placeholders[1].text = "left column"
    group = slide.shapes.add_group_shape()
    for inches, words in ((6.5, "lower"), (6, "upper\vin two lines")):
        box = group.shapes.add_textbox(Inches(1), Inches(inches), Inches(2), Inches(1))
        box.text_frame.text = words
    slide.shapes.add_textbox(0, 0, Inches(2), Inches(1)).text_frame.text = "at the top"
    shown.save(str(tmp_path / "a.pptx"))
    (document,) = Reading().documents([tmp_path / "a.pptx"])
    assert document.text.split("\n\n") == [
        "## Rounds",
        "at the top",
        "left column",
        "right column",
        "upper in two lines",
        "lower",
    ]


def test_quotes_and_commas_inside_a_cell_stay_in_their_column(tmp_path: Path) -> None:
    rows = ["id,note,dose", '1,"First, then ""twice"" daily, with food",5', "2,'tis, once,6"]
    (tmp_path / "a.csv").write_text("\n".join(rows), encoding="utf-8")
    (document,) = Reading().documents([tmp_path / "a.csv"])
    assert document.text.splitlines()[0] == (
        '| id: 1 | note: First, then "twice" daily, with food | dose: 5 |'
    )


def test_what_is_hidden_or_runs_is_no_text(read: dict[str, Document]) -> None:
    for name in ("page.html", "table.xlsx"):
        text = read[f"ward/{name}"].text
        assert "hidden words" not in text
        assert "script" not in text
        assert "Home" not in text


def test_notes_say_what_was_not_read(folder: Path) -> None:
    reading = Reading()
    list(reading.documents([folder]))
    notes = {Path(n.path).name: n.note for n in reading.notes}
    assert notes == {
        "letter.eml": "attachments not read: plan.pdf",
        "list.csv": "not UTF-8 at byte 153; read as Windows-1252",
        "table.xlsx": "1 hidden sheets left out",
    }


def test_an_unchanged_file_is_not_parsed_again(folder: Path, read: dict[str, Document]) -> None:
    again = Reading(read.get)
    assert {d.id: d for d in again.documents([folder])} == read
    assert again.parsed == 0
    changed = Reading(lambda name: None)
    list(changed.documents([folder / "guide.pdf"]))
    assert changed.parsed == 1


@pytest.mark.slow
def test_a_scan_is_read(tmp_path: Path) -> None:
    pytest.importorskip("rapidocr")
    made.scanned_pdf(tmp_path / "scan.pdf")
    (document,) = Reading().documents([tmp_path / "scan.pdf"])
    wanted = " ".join(made.SCANNED).split()
    found = set(document.text.split())
    assert sum(word in found for word in wanted) >= 0.95 * len(wanted)


def test_a_folder_says_who_reads_its_files_and_when_they_hold(tmp_path: Path) -> None:
    root = tmp_path / "rules"
    (root / "old").mkdir(parents=True)
    made.markdown(root / "new.md")
    made.markdown(root / "old" / "rules.md")
    (root / "library.toml").write_text(
        'groups = ["staff"]\njurisdiction = "UK"\n[[files]]\nmatch = "old/*"\n'
        'superseded_by = "new.md"\neffective_to = 2025-12-31\n',
        encoding="utf-8",
    )
    (root / "old" / "library.toml").write_text('groups = ["archive"]\n', encoding="utf-8")
    new, old = Reading().documents([root])
    assert (new.groups, new.jurisdiction, new.superseded_by) == (("staff",), "UK", None)
    assert (old.groups, old.jurisdiction) == (("archive",), "UK")
    assert old.superseded_by == new.id == "rules/new.md"
    assert str(old.effective_to) == "2025-12-31"


def test_a_file_named_alone_keeps_its_id_and_those_of_the_files_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_text("The old note.\n")
    (tmp_path / "library.toml").write_text('superseded_by = "new.txt"\n')
    (alone,) = Reading().documents([path])
    assert (alone.id, alone.superseded_by) == ("old.txt", "new.txt")
    folder = tmp_path.resolve()
    ids = {str(folder / name): f"docs/{name}" for name in ("old.txt", "new.txt")}
    (again,) = Reading(ids=ids).documents([path])
    assert (again.id, again.superseded_by) == ("docs/old.txt", "docs/new.txt")


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("groups = [", "not valid TOML"),
        ('owner = "me"', "unknown key 'owner'"),
        ('[[files]]\ngroups = ["a"]', "needs match"),
        ('effective_from = "soon"', "wrong effective_from"),
    ],
)
def test_a_wrong_library_file_is_told_in_one_line(tmp_path: Path, said: str, told: str) -> None:
    made.markdown(tmp_path / "a.md")
    (tmp_path / "library.toml").write_text(said, encoding="utf-8")
    with pytest.raises(InvalidInput, match=told) as raised:
        list(Reading().documents([tmp_path / "a.md"]))
    assert "\n" not in str(raised.value)
