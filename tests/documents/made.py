"""Write files of every format with the libraries that people write them with."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Sequence
from datetime import date
from email.message import EmailMessage
from pathlib import Path

HEADER = ("Drug", "Dose", "Age")
ROWS = [(f"drug {n}", f"{n * 10} mg", f"{n} to {n + 2} years") for n in range(1, 61)]
FIRST = "A young infant with a fever needs a doctor the same day."
SECOND = "Well-known rules of re-assessment apply on the ward, café included."
TITLE = "Fever on the ward"
SECTIONS = ("First steps", "Doses")


def rows_as_read(rows: Sequence[Sequence[str]] = ROWS) -> list[str]:
    """Return the lines that rows under HEADER become."""
    return [
        "| " + " | ".join(f"{h}: {c}" for h, c in zip(HEADER, row, strict=True)) + " |"
        for row in rows
    ]


def pdf(path: Path, repeat: int = 1) -> None:
    """A table over two pages, its header on each (``repeat``) or on the first alone."""
    from reportlab.lib import colors
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate, Table, TableStyle

    styles = getSampleStyleSheet()
    table = Table([HEADER, *ROWS], repeatRows=repeat)
    table.setStyle(TableStyle([("GRID", (0, 0), (-1, -1), 0.5, colors.black)]))
    flow = [
        Paragraph(TITLE, styles["Title"]),
        Paragraph(SECTIONS[0], styles["Heading2"]),
        Paragraph(f"{FIRST} " * 6, styles["BodyText"]),
        Paragraph(f"{SECOND} " * 6, styles["BodyText"]),
        Paragraph(SECTIONS[1], styles["Heading2"]),
        table,
        Paragraph("After the table.", styles["BodyText"]),
    ]

    def foot(canvas: object, document: object) -> None:
        canvas.drawString(72, 30, f"Ward handbook, page {document.page}")  # type: ignore[attr-defined]

    SimpleDocTemplate(str(path), title=TITLE).build(flow, onFirstPage=foot, onLaterPages=foot)


def docx(path: Path) -> None:
    import docx as word

    document = word.Document()
    document.core_properties.title = TITLE
    document.add_heading(TITLE, 0)
    document.add_heading(SECTIONS[0], 1)
    document.add_paragraph(FIRST)
    for text in ("call the doctor", "measure again"):
        document.add_paragraph(text, style="List Bullet")
    document.add_heading(SECTIONS[1], 2)
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, HEADER, strict=True):
        cell.text = text
    for row in ROWS[:5]:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.add_paragraph(SECOND)
    document.save(str(path))


def pptx(path: Path) -> None:
    from pptx import Presentation
    from pptx.util import Inches

    shown = Presentation()
    shown.core_properties.title = TITLE
    slide = shown.slides.add_slide(shown.slide_layouts[1])
    slide.shapes.title.text = SECTIONS[0]
    slide.placeholders[1].text = "call the doctor\nmeasure again"
    slide.notes_slide.notes_text_frame.text = FIRST
    slide = shown.slides.add_slide(shown.slide_layouts[5])
    slide.shapes.title.text = SECTIONS[1]
    frame = slide.shapes.add_table(4, 3, Inches(1), Inches(2), Inches(6), Inches(2))
    for number, row in enumerate([HEADER, *ROWS[:3]]):
        for column, text in enumerate(row):
            frame.table.cell(number, column).text = text
    shown.save(str(path))


def xlsx(path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.title = SECTIONS[1]
    sheet.append(HEADER)
    for row in ROWS[:5]:
        sheet.append(row)
    other = book.create_sheet("Counts")
    other.append(["Ward", "Beds", "Since", "Share"])
    other.append(["North", 12, date(2024, 3, 1), 0.25])
    other["D2"].number_format = "0%"
    book.create_sheet("Secret").sheet_state = "hidden"
    book["Secret"].append(["hidden words"])
    book.properties.title = TITLE
    book.save(path)


def csv(path: Path) -> None:
    import csv as tables

    with path.open("w", encoding="cp1252", newline="") as file:
        writer = tables.writer(file, delimiter=";")
        writer.writerows([HEADER, *ROWS[:5], ("café", "1,5 mg", 'with "quotes"; and more')])


HTML = f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{TITLE}</title>
<style>p {{ color: red }}</style><script>document.write("from a script")</script></head><body>
<nav><a href="/">Home</a></nav><h1>{TITLE}</h1><h2>{SECTIONS[0]}</h2><p>{FIRST}</p>
<ul><li>call the doctor<ol><li>by telephone</li></ol></li><li>measure again</li></ul>
<p style="display:none">hidden words</p><h2>{SECTIONS[1]}</h2><table><caption>By age</caption>
<thead><tr><th>Drug</th><th>Dose</th><th>Age</th></tr></thead><tbody>
<tr><td rowspan="2">drug 1</td><td>10 mg</td><td>1 to 3 years</td></tr>
<tr><td>20 mg</td><td>2 to 4 years</td></tr></tbody></table><p>{SECOND}</p></body></html>"""


def html(path: Path) -> None:
    path.write_text(HTML, encoding="utf-8")


def epub(path: Path) -> None:
    """A book of two chapters; the second stands first in the archive."""
    pages = {
        "b.xhtml": f"<h1>{SECTIONS[1]}</h1><p>{SECOND}</p>",
        "a.xhtml": f"<h1>{SECTIONS[0]}</h1><p>{FIRST}</p>",
    }
    write_epub(path, TITLE, pages, ["a.xhtml", "b.xhtml"])


def write_epub(path: Path, title: str, pages: dict[str, str], order: Sequence[str]) -> None:
    """Write a book: ``pages`` by name as they stand in the archive, read in ``order``."""
    items = "".join(
        f'<item id="{n}" href="{n}" media-type="application/xhtml+xml"/>' for n in pages
    )
    spine = "".join(f'<itemref idref="{n}"/>' for n in order)
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata '
        'xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:title>{title}</dc:title><dc:language>en-GB</dc:language></metadata>"
        f"<manifest>{items}</manifest><spine>{spine}</spine></package>"
    )
    container = (
        '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0">'
        '<rootfiles><rootfile full-path="book/package.opf"/></rootfiles></container>'
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/epub+zip", zipfile.ZIP_STORED)
        archive.writestr("META-INF/container.xml", container)
        archive.writestr("book/package.opf", package)
        for name, body in pages.items():
            page = (
                '<?xml version="1.0" encoding="utf-8"?><html xmlns="http://www.w3.org/1999/xhtml">'
                f"<head><title>x</title></head><body>{body}</body></html>"
            )
            archive.writestr(f"book/{name}", page)


def eml(path: Path) -> None:
    message = EmailMessage()
    message["From"], message["To"] = "Ann <ann@example.org>", "ward@example.org"
    message["Subject"], message["Date"] = TITLE, "Mon, 30 Nov 2026 10:00:00 +0000"
    message.set_content(f"{FIRST}\n\n{SECOND}\n")
    message.add_alternative(f"<p>{FIRST}</p>", subtype="html")
    message.add_attachment(b"x", maintype="application", subtype="pdf", filename="plan.pdf")
    path.write_bytes(message.as_bytes())


def markdown(path: Path) -> None:
    path.write_text(f"# {TITLE}\n\n## {SECTIONS[0]}\n\n{FIRST}\n\n- one\n- two\n", encoding="utf-8")


def text(path: Path) -> None:
    path.write_text(f"{TITLE}\n\n{FIRST}\n{SECOND}\n", encoding="utf-8")


SCANNED = [
    "The patient receives one tablet of the usual strength twice a day for seven days.",
    "If the fever lasts longer than three days the doctor sees the child again.",
    "Parents are told which signs mean that they must come back at once.",
    "The nurse writes down what was given, by whom and at what hour.",
]


def scan(path: Path, lines: Sequence[str] = SCANNED) -> None:
    """A page as a scanner gives it: grey, turned by half a degree, with a little noise."""
    import numpy as np
    from PIL import Image, ImageDraw, ImageFont

    page = Image.new("L", (1240, 460 + 60 * len(lines)), 245)
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(28)
    for number, line in enumerate(lines):
        draw.text((70, 80 + 60 * number), line, fill=20, font=font)
    turned = page.rotate(0.5, fillcolor=245, resample=Image.Resampling.BICUBIC)
    noise = np.random.default_rng(0).normal(0, 6, (turned.height, turned.width))
    noisy = np.clip(np.asarray(turned, dtype=float) + noise, 0, 255).astype("uint8")
    Image.fromarray(noisy).save(path)


def scanned_pdf(path: Path, pages: Sequence[Sequence[str]] = (SCANNED,)) -> None:
    """Pages that hold a picture and no text."""
    from PIL import Image
    from reportlab.pdfgen import canvas

    written = canvas.Canvas(str(path))
    for number, lines in enumerate(pages):
        picture = path.with_suffix(f".{number}.png")
        scan(picture, lines)
        with Image.open(picture) as image:
            size = 595.0, 595.0 * image.height / image.width
        written.setPageSize(size)
        written.drawImage(str(picture), 0, 0, *size)
        written.showPage()
        picture.unlink()
    written.save()


WRITERS: dict[str, Callable[[Path], None]] = {
    "guide.pdf": pdf,
    "rules.docx": docx,
    "slides.pptx": pptx,
    "table.xlsx": xlsx,
    "list.csv": csv,
    "page.html": html,
    "book.epub": epub,
    "letter.eml": eml,
    "note.md": markdown,
    "plain.txt": text,
}
"""What needs no recognition of text in pictures."""
