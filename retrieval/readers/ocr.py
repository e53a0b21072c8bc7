"""Read pictures of text with RapidOCR, whose models lie in its package: nothing is fetched."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from functools import cache
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any, Final

from ..errors import InvalidInput, MissingExtra
from .parsed import Parsed, Writer

MAX_PIXELS: Final = 80_000_000
TOO_LARGE: Final = f"larger than {MAX_PIXELS // 1_000_000} million pixels"
MAX_FRAMES: Final = 500
FORMATS: Final = ("PNG", "JPEG", "TIFF", "WEBP", "BMP")
"""Pillow tries no others: of some it asks a program of the machine to open them."""
SURE: Final = 0.5
"""Lines that the recogniser is less sure of are left out and counted."""
RECOGNISED: Final = "text recognised in pictures"
signs_of_life: list[Callable[[], None]] = []
"""Called before each picture, which may take half a minute."""


def read_picture(path: Path) -> Parsed:
    """Return the words of a picture, a page for each frame; raise InvalidInput if it has none."""
    from PIL import Image, ImageSequence, UnidentifiedImageError

    writer, unsure = Writer(), 0
    try:
        with Image.open(path, formats=FORMATS) as picture:
            for number, frame in enumerate(ImageSequence.Iterator(picture)):
                if number == MAX_FRAMES:
                    raise InvalidInput(f"more than {MAX_FRAMES} pictures in one file")
                if frame.width * frame.height > MAX_PIXELS:
                    raise InvalidInput(TOO_LARGE)
                writer.page()
                unsure += write_picture(on_white(frame), writer)
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as error:
        raise InvalidInput(f"damaged, or not a picture ({type(error).__name__})") from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise InvalidInput(TOO_LARGE) from None
    return writer.parsed(notes=notes_of(unsure))


def on_white(picture: Any) -> Any:
    """Return an RGB picture of how ``picture`` looks on paper: what is transparent is white."""
    from PIL import Image

    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    paper = Image.new("RGB", seen.size, "white")
    paper.paste(seen, mask=seen)
    return paper


def notes_of(unsure: int) -> tuple[str, ...]:
    """Say that text was recognised in a picture, and how many lines were not."""
    left = f"; {unsure} lines were not legible" if unsure else ""
    return (f"{RECOGNISED}{left}",)


def write_picture(picture: Any, writer: Writer) -> int:
    """Write the lines of an RGB picture as paragraphs; return how many were not legible."""
    import numpy as np

    for sign in signs_of_life:
        sign()
    found = _engine()(np.asarray(picture))
    if found.boxes is None or found.txts is None:
        return 0
    boxes = [
        (box[:, 0].min(), box[:, 1].min(), box[:, 0].max(), box[:, 1].max()) for box in found.boxes
    ]
    words = list(zip(boxes, found.txts, found.scores, strict=True))
    legible = [(box, text) for box, text, score in words if score >= SURE]
    for paragraph in _paragraphs(_lines(legible)):
        writer.add("text", paragraph)
    return len(words) - len(legible)


def _lines(
    words: Sequence[tuple[tuple[float, float, float, float], str]],
) -> list[tuple[float, float, str]]:
    """Put boxes of one height together; return (top, bottom, text) from the top downwards."""
    rows: list[list[tuple[tuple[float, float, float, float], str]]] = []
    for box, text in sorted(words, key=lambda one: (one[0][1] + one[0][3]) / 2):
        middle = (box[1] + box[3]) / 2
        if rows and rows[-1][0][0][1] < middle < rows[-1][0][0][3]:
            rows[-1].append((box, text))
        else:
            rows.append([(box, text)])
    lines = []
    for row in rows:
        row.sort(key=lambda one: one[0][0])
        top, bottom = min(b[1] for b, _ in row), max(b[3] for b, _ in row)
        lines.append((top, bottom, " ".join(text.strip() for _, text in row)))
    return lines


def _paragraphs(lines: Sequence[tuple[float, float, str]]) -> list[str]:
    """Join lines that stand close under each other."""
    if not lines:
        return []
    gaps = [b[0] - a[1] for a, b in pairwise(lines)]
    height = median(bottom - top for top, bottom, _ in lines)
    usual = max(median(gaps) if gaps else 0.0, 0.0)
    found = [lines[0][2]]
    for gap, (_, _, text) in zip(gaps, lines[1:], strict=True):
        if gap > usual + 0.6 * height:
            found.append(text)
        else:
            found[-1] = f"{found[-1]} {text}"
    return found


@cache
def _engine() -> Any:
    # Official builds of onnxruntime report their use to Microsoft unless they are told not to.
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    try:
        from rapidocr import RapidOCR
    except ImportError:
        raise MissingExtra("rapidocr", "ocr") from None
    # The classifier of upside-down lines turns right ones over, and garbles them.
    return RapidOCR(params={"Global.log_level": "error", "Global.use_cls": False})
