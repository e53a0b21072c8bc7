"""Write a folder of many files of every format, from words and sentence forms written for this.

``python -m documents.generated FOLDER`` (in ``tests/``) writes the corpus that
``vademecum bench documents`` is measured on; the same seed gives the same words.
"""

from __future__ import annotations

import random
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

SHARES: Final = {
    "pdf": 42,
    "docx": 34,
    "html": 32,
    "md": 20,
    "txt": 18,
    "pptx": 18,
    "xlsx": 16,
    "csv": 14,
    "eml": 14,
    "epub": 10,
    "png": 1,
    "tif": 1,
    "scan.pdf": 1,
}
"""How often each ending occurs; scans are few, since each takes seconds."""
_SAY: Final[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("phrases.toml").read_text("utf-8")
)
HEADER: Final = ("Item", "Room", "Amount", "Checked by")


@dataclass
class Section:
    """A part of a document under a heading of its own."""

    heading: str
    paragraphs: list[str]
    items: list[str] = field(default_factory=list)


@dataclass
class Content:
    """What one document says; no two documents of a corpus have the same title."""

    title: str
    sections: list[Section]
    rows: list[tuple[str, ...]]


def sentence(draw: random.Random) -> str:
    """Return one sentence of about twenty words, with numbers of its own."""
    return f"{statement(draw)} {draw.choice(_SAY['why']).format(n=draw.randrange(2, 60))}."


def statement(draw: random.Random) -> str:
    """Return half a sentence: who does what, and when."""
    when = draw.choice(_SAY["when"]).format(n=draw.randrange(2, 60))
    text = " ".join((*(draw.choice(_SAY[part]) for part in ("who", "does", "what")), when))
    return f"{text[0].upper()}{text[1:]}"


def content(seed: int, number: int) -> Content:
    """Return the content of document ``number``: some hundred words, parts, a table or none."""
    draw = random.Random(f"{seed}-{number}")
    topics = draw.sample(_SAY["topics"], draw.randrange(3, 6))
    sections = [
        Section(
            f"{topic}: {draw.choice(_SAY['about'])}",
            [
                " ".join(sentence(draw) for _ in range(draw.randrange(3, 7)))
                for _ in range(draw.randrange(1, 4))
            ],
            [sentence(draw) for _ in range(draw.choice((0, 0, 2, 4)))],
        )
        for topic in topics
    ]
    rows = [
        (
            f"{draw.choice(_SAY['topics']).lower()} {n}",
            f"room {draw.randrange(1, 90)}",
            f"{draw.randrange(1, 400)} pieces",
            draw.choice(_SAY["who"]),
        )
        for n in range(1, draw.choice((6, 12, 20, 60)) + 1)
    ]
    return Content(f"House rules {number}: {topics[0].lower()}", sections, rows)


def scanned_lines(seed: int, number: int) -> list[str]:
    """Return the lines of a scanned page, of at most 75 characters."""
    import textwrap

    draw = random.Random(f"{seed}-{number}-scan")
    return textwrap.wrap(" ".join(sentence(draw) for _ in range(6)), 75)


def pdf(path: Path, said: Content) -> None:
    """Headings, paragraphs, a ruled table of more than six rows, a foot that counts the pages."""
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    styles = getSampleStyleSheet()
    flow = [Paragraph(said.title, styles["Title"])]
    for section in said.sections:
        flow.append(Paragraph(section.heading, styles["Heading2"]))
        flow += [Paragraph(text, styles["BodyText"]) for text in section.paragraphs]
        flow += [Paragraph(text, styles["BodyText"], bulletText="•") for text in section.items]
    if has_table("pdf", said):
        table = Table([HEADER, *said.rows], repeatRows=len(said.rows) % 2)
        table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
        flow.append(table)

    def foot(canvas: object, document: object) -> None:
        canvas.drawString(72, 30, f"House rules, page {document.page}")  # type: ignore[attr-defined]

    SimpleDocTemplate(str(path), title=said.title, invariant=1).build(
        flow, onFirstPage=foot, onLaterPages=foot
    )


def docx(path: Path, said: Content) -> None:
    import docx as word

    document = word.Document()
    document.core_properties.title = said.title
    document.add_heading(said.title, 0)
    for section in said.sections:
        document.add_heading(section.heading, 1)
        for text in section.paragraphs:
            document.add_paragraph(text)
        for text in section.items:
            document.add_paragraph(text, style="List Bullet")
    rows = [HEADER, *said.rows]
    table = document.add_table(rows=len(rows), cols=len(HEADER))
    for cell, text in zip(table._cells, (c for row in rows for c in row), strict=True):
        cell.text = text
    document.save(str(path))


def pptx(path: Path, said: Content) -> None:
    from pptx import Presentation
    from pptx.util import Inches

    shown = Presentation()
    shown.core_properties.title = said.title
    for section in said.sections:
        slide = shown.slides.add_slide(shown.slide_layouts[1])
        slide.shapes.title.text = section.heading
        slide.placeholders[1].text = "\n".join(section.paragraphs)
        slide.notes_slide.notes_text_frame.text = " ".join(section.items) or "No notes."
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    slide.shapes.title.text = "Figures"
    rows = [HEADER, *said.rows]
    frame = slide.shapes.add_table(len(rows), len(HEADER), 0, 0, Inches(8), Inches(5))
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            frame.table.cell(number, column).text = text
    shown.save(str(path))


def xlsx(path: Path, said: Content) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.properties.title = said.title
    sheet = book.active
    sheet.title = "Figures"
    for row in [HEADER, *said.rows]:
        sheet.append(row)
    other = book.create_sheet("Rules")
    other.append(["Topic", "Rule"])
    for section in said.sections:
        for text in section.paragraphs:
            other.append([section.heading, text])
    book.save(path)


def csv(path: Path, said: Content) -> None:
    import csv as tables

    with path.open("w", encoding="utf-8", newline="") as file:
        tables.writer(file).writerows([HEADER, *said.rows])


def html(path: Path, said: Content) -> None:
    rows = "".join(f"<tr>{_cells('td', row)}</tr>" for row in said.rows)
    path.write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{said.title}</title>'
        f"<style>p {{ margin: 0 }}</style></head><body><nav>Home</nav><h1>{said.title}</h1>"
        f"{''.join(map(_section, said.sections))}<table><thead><tr>{_cells('th', HEADER)}</tr>"
        f"</thead><tbody>{rows}</tbody></table></body></html>",
        encoding="utf-8",
    )


def epub(path: Path, said: Content) -> None:
    from documents.made import write_epub

    pages = {f"{n}.xhtml": _section(section) for n, section in enumerate(said.sections)}
    write_epub(path, said.title, pages, list(pages))


def eml(path: Path, said: Content) -> None:
    from email.message import EmailMessage

    message = EmailMessage()
    message["From"], message["To"] = "Office <office@example.org>", "ward@example.org"
    message["Subject"], message["Date"] = said.title, "Mon, 30 Nov 2026 10:00:00 +0000"
    message.set_content("\n\n".join(_paragraphs(said)))
    path.write_bytes(message.as_bytes())


def md(path: Path, said: Content) -> None:
    parts = [f"# {said.title}"]
    for section in said.sections:
        parts += [f"## {section.heading}", *section.paragraphs]
        parts += ["\n".join(f"- {text}" for text in section.items)] if section.items else []
    path.write_text("\n\n".join(parts) + "\n", encoding="utf-8")


def txt(path: Path, said: Content) -> None:
    path.write_text("\n\n".join([said.title, *_paragraphs(said)]) + "\n", encoding="utf-8")


WRITERS: Final[dict[str, Callable[[Path, Content], None]]] = {
    "pdf": pdf,
    "docx": docx,
    "html": html,
    "md": md,
    "txt": txt,
    "pptx": pptx,
    "xlsx": xlsx,
    "csv": csv,
    "eml": eml,
    "epub": epub,
}


def has_table(ending: str, said: Content) -> bool:
    """Tell whether the rows of a content stand in a file of this ending."""
    if ending == "pdf":
        return len(said.rows) > 6
    return ending in ("docx", "html", "pptx", "xlsx", "csv")


def endings(files: int) -> Iterator[str]:
    """Yield ``files`` endings, mixed, each as often as SHARES says and at least once."""
    total = sum(SHARES.values())
    counts = {one: max(1, round(files * share / total)) for one, share in SHARES.items()}
    counts["pdf"] += files - sum(counts.values())
    every = [one for one, count in counts.items() for _ in range(count)]
    random.Random(0).shuffle(every)
    yield from every


def write_corpus(folder: Path, files: int = 221, seed: int = 7) -> dict[str, Content | list[str]]:
    """Write a corpus; return what each file says by its name: a content, or lines of a scan."""
    from documents.made import scan, scanned_pdf

    folder.mkdir(parents=True, exist_ok=True)
    said: dict[str, Content | list[str]] = {}
    for number, ending in enumerate(endings(files), 1):
        name = f"{number:04}.{ending}"
        if ending in WRITERS:
            said[name] = one = content(seed, number)
            WRITERS[ending](folder / name, one)
        else:
            said[name] = lines = scanned_lines(seed, number)
            if ending == "scan.pdf":
                scanned_pdf(folder / name, [lines])
            else:
                scan(folder / name, lines)
    return said


def write_short(folder: Path, files: int, seed: int = 7) -> None:
    """Write text files of one sentence, a passage of about twenty tokens each."""
    draw = random.Random(seed)
    for number in range(files):
        place = folder / f"{number // 1000:03}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"{number:06}.txt").write_text(
            f"{statement(draw)} ({number}).\n", encoding="utf-8"
        )


def write_large_pdf(path: Path, pages: int = 1600, seed: int = 7, ruled_every: int = 10) -> None:
    """Write a PDF of many full pages, every tenth with a ruled table of twenty rows."""
    from reportlab.pdfgen import canvas

    draw = random.Random(seed)
    made = canvas.Canvas(str(path), pageCompression=1, invariant=1)
    for number in range(1, pages + 1):
        made.setFont("Helvetica-Bold", 15)
        made.drawString(60, 790, f"Part {number}: {draw.choice(_SAY['topics']).lower()}")
        made.setFont("Helvetica", 8)
        is_ruled = number % ruled_every == 0
        for line in range(30 if is_ruled else 60):
            made.drawString(60, 770 - 12 * line, f"{sentence(draw)} {draw.getrandbits(64):x}")
        if is_ruled:
            made.grid([60, 180, 300, 420, 540], [400 - 15 * row for row in range(22)])
            for row, cells in enumerate([HEADER, *content(seed, number).rows[:20]]):
                for column, cell in enumerate(cells):
                    made.drawString(64 + 120 * column, 389 - 15 * row, cell)
        made.drawString(60, 25, f"House rules, page {number}")
        made.showPage()
    made.save()


def write_scans(path: Path, pages: int) -> None:
    """Write a PDF whose pages all hold the same picture of a page, and no text."""
    from documents.made import scan
    from reportlab.pdfgen import canvas

    picture = path.with_suffix(".png")
    scan(picture)
    made = canvas.Canvas(str(path))
    for _ in range(pages):
        made.drawImage(str(picture), 0, 400, 595, 336)
        made.showPage()
    made.save()
    picture.unlink()


def _paragraphs(said: Content) -> list[str]:
    return [text for section in said.sections for text in (*section.paragraphs, *section.items)]


def _section(section: Section) -> str:
    paragraphs = "".join(f"<p>{text}</p>" for text in section.paragraphs)
    items = "".join(f"<li>{text}</li>" for text in section.items)
    return f"<h2>{section.heading}</h2>{paragraphs}{f'<ul>{items}</ul>' if items else ''}"


def _cells(tag: str, cells: Sequence[str]) -> str:
    return "".join(f"<{tag}>{cell}</{tag}>" for cell in cells)


def main() -> None:
    """Write what the command line asks for."""
    import argparse

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--files", type=int, default=221, help="of every format")
    parser.add_argument("--short", type=int, default=0, help="text files of one passage instead")
    parser.add_argument("--large-pdf", type=int, default=0, help="one PDF of so many pages instead")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    if asked.short:
        write_short(asked.folder, asked.short, asked.seed)
    elif asked.large_pdf:
        write_large_pdf(asked.folder / "large.pdf", asked.large_pdf, asked.seed)
    else:
        write_corpus(asked.folder, asked.files, asked.seed)


if __name__ == "__main__":
    main()
