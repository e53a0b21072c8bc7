"""Alternatives, content controls and nested tables of Office files: every word comes in once."""

from __future__ import annotations

import zipfile
from pathlib import Path

from vademecum.retrieval.readers.slides import read_slides
from vademecum.retrieval.readers.word import read_word

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"


def p(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def cell(words: str) -> str:
    return f"<w:tc>{p(words)}</w:tc>"


def row(*cells: str) -> str:
    return f"<w:tr>{''.join(cells)}</w:tr>"


def control(inner: str) -> str:
    return f"<w:sdt><w:sdtPr/><w:sdtContent>{inner}</w:sdtContent></w:sdt>"


def word_text(body: str, path: Path) -> str:
    root = f'<w:document xmlns:w="{W}" xmlns:mc="{MC}"><w:body>{body}</w:body></w:document>'
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", root)
    return read_word(path).text


def test_a_text_box_of_word_is_read_once(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{p('in the box')}</w:txbxContent>"
    both = (
        f'<mc:AlternateContent><mc:Choice Requires="wps">{box}</mc:Choice>'
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent>"
    )
    body = f"<w:p><w:r><w:t>before</w:t></w:r><w:r>{both}</w:r></w:p>"
    assert word_text(body, tmp_path / "a.docx") == "before in the box"


def test_a_table_inside_a_cell_is_no_row_of_the_outer_one(tmp_path: Path) -> None:
    inner = f"<w:tbl>{row(cell('5 mg'), cell('daily'))}</w:tbl>"
    outer = f"<w:tbl>{row(cell('Drug'), f'<w:tc>{inner}{p(str())}</w:tc>')}</w:tbl>"
    assert word_text(outer, tmp_path / "a.docx") == "| Drug | 5 mg daily |"


def test_rows_and_cells_inside_content_controls_are_read(tmp_path: Path) -> None:
    rows = [
        row(cell("Field"), cell("Answer")),
        row(cell("Name"), control(cell("Ada"))),
        control(row(cell("Born"), cell("1815"))),
    ]
    text = word_text(f"<w:tbl>{''.join(rows)}</w:tbl>", tmp_path / "a.docx")
    assert text.splitlines() == [
        "| Field: Name | Answer: Ada |",
        "| Field: Born | Answer: 1815 |",
    ]


def test_a_shape_among_alternatives_of_a_slide_is_read_once(tmp_path: Path) -> None:
    from pptx import Presentation
    from pptx.util import Inches

    shown = Presentation()
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    slide.shapes.title.text = "Rounds"
    box = slide.shapes.add_textbox(0, Inches(3), Inches(2), Inches(1))
    box.text_frame.text = "with a formula"
    shown.save(str(tmp_path / "plain.pptx"))
    with (
        zipfile.ZipFile(tmp_path / "plain.pptx") as plain,
        zipfile.ZipFile(tmp_path / "a.pptx", "w") as archive,
    ):
        for name in plain.namelist():
            raw = plain.read(name)
            if name == "ppt/slides/slide1.xml":
                text = raw.decode()
                at = text.rindex("<p:sp>")
                shape = text[at : text.rindex("</p:sp>") + len("</p:sp>")]
                both = (
                    f'<mc:AlternateContent xmlns:mc="{MC}"><mc:Choice Requires="a14">{shape}'
                    f"</mc:Choice><mc:Fallback>{shape}</mc:Fallback></mc:AlternateContent>"
                )
                raw = text.replace(shape, both).encode()
            archive.writestr(name, raw)
    assert read_slides(tmp_path / "a.pptx").text == "## Rounds\n\nwith a formula"
