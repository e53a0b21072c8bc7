"""Turn the bytes of a text file into text: UTF-8, UTF-16 with its mark, or else Windows-1252."""

from __future__ import annotations

import codecs
from typing import Final

from ..errors import InvalidInput

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the text with ``\\n`` line ends, and notes on how it was read.

    What is neither Unicode nor has a byte that Windows-1252 leaves undefined is read as that, and
    said so; raises InvalidInput for anything else, and for binary data.
    """
    notes: tuple[str, ...] = ()
    name = next((name for mark, name in _MARKS if raw.startswith(mark)), None)
    try:
        if name is not None:
            text = raw.decode(name)
        elif b"\0" in raw:
            raise InvalidInput("holds binary data, not text; convert it to UTF-8 text first")
        else:
            text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        try:
            text = raw.decode("cp1252") if name is None else ""
        except UnicodeDecodeError:
            text = ""
        if not text or any(ord(c) < 32 and c not in "\t\n\r\f\v" for c in text):
            raise InvalidInput(f"not UTF-8 at byte {error.start}; save it as UTF-8") from None
        notes = (f"not UTF-8 at byte {error.start}; read as Windows-1252",)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes
