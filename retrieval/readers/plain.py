"""Turn the bytes of a text into text: the one rule for text, Markdown, CSV, HTML and e-mail.

A byte order mark decides; else what the text declares of itself; else UTF-8. What is none of these
is guessed at and said so. charset-normalizer alone takes a third of English texts in Windows-1252
for Central European ones, since few accented letters do not tell them apart; so it is believed only
where they are many and speak more clearly for another encoding (docs/documents.md).
"""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

from ..errors import InvalidInput

_MARKS: Final = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (codecs.BOM_UTF8, "utf-8-sig"),
)
_WESTERN: Final = "cp1252"
_GUESSED: Final = (
    "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 cp1257 iso8859_2 iso8859_5 iso8859_7 koi8_r "
    "cp932 euc_jp gb18030 big5 cp949"
)
_WIDER: Final = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
}
"""What browsers read a declared encoding as (WHATWG, Encoding Standard)."""
_SAMPLE: Final = 1_000_000
_FEW: Final = 0.02
"""The share of bytes beyond ASCII below which a text is in no language but a Western one."""
_ENOUGH: Final = 16
"""So many bytes beyond ASCII let a Chinese, Japanese or Korean encoding be told."""
_SPACE: Final = "\t\n\r\f\v"


def decoded(raw: bytes, declared: str | None = None) -> tuple[str, tuple[str, ...]]:
    """Return the text with ``\\n`` line ends, and notes on how it was read.

    ``declared`` is the encoding that the text itself names. Raises InvalidInput, without a path,
    for binary data and for what no encoding fits.
    """
    text, notes = _decoded(raw, declared)
    return text.replace("\r\n", "\n").replace("\r", "\n"), notes


def _decoded(raw: bytes, declared: str | None) -> tuple[str, tuple[str, ...]]:
    for mark, name in _MARKS:
        if raw.startswith(mark):
            try:
                return raw.decode(name), ()
            except UnicodeDecodeError as error:
                said = name.removesuffix("-sig").upper()
                raise InvalidInput(
                    f"begins as {said} and is not {said} at byte {error.start}; save it as UTF-8"
                ) from None
    if b"\0" in raw:
        return _unmarked_utf16(raw)
    known = _named(declared)
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as error:
        broken = error.start
    else:
        if known in (None, "utf-8"):
            return text, ()
        if not raw.isascii():  # no other encoding gives UTF-8 by chance
            return text, (f"declares {declared} and is UTF-8; read as UTF-8",)
        broken = -1
    if known is not None:
        try:
            return raw.decode(known), ()
        except (UnicodeError, LookupError):  # says what it is not, or names no encoding of text
            pass
    if broken < 0:
        return raw.decode("ascii"), ()
    for name in dict.fromkeys((_guessed(raw), _WESTERN)):
        if (kept := _text(raw, name)) is not None:
            shown = name.replace("cp125", "Windows-125")
            return kept, (f"not UTF-8 at byte {broken}; read as {shown}",)
    raise InvalidInput(f"not UTF-8 at byte {broken}; save it as UTF-8")


def _named(declared: str | None) -> str | None:
    """Return Python's name of a declared encoding; None for none, unknown, or one of wide units.

    A declaration that can be read byte by byte does not stand in UTF-16 or UTF-32.
    """
    try:
        name = codecs.lookup(declared or "").name
    except (LookupError, ValueError):
        return None
    return None if name.startswith(("utf-16", "utf-32")) else _WIDER.get(name, name)


def _text(raw: bytes, name: str) -> str | None:
    """Return the text if these bytes are text in this encoding."""
    try:
        text = raw.decode(name)
    except (UnicodeError, LookupError):
        return None
    return None if any(_is_control(character) for character in set(text)) else text


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in ("Cc", "Cn", "Cs") and character not in _SPACE


def _unmarked_utf16(raw: bytes) -> tuple[str, tuple[str, ...]]:
    """Read UTF-16 without its mark: zeros in every other place only, and no control character."""
    for name, place in (("utf-16-le", 1), ("utf-16-be", 0)):
        if 0 not in raw[1 - place :: 2] and (text := _text(raw, name)) is not None:
            return text, (f"holds zeros and no byte order mark; read as {name.upper()}",)
    raise InvalidInput("holds binary data, not text; convert it to UTF-8 text first")


def _guessed(raw: bytes) -> str:
    """Return the likeliest encoding; Windows-1252 where nothing speaks more clearly for another."""
    from charset_normalizer import from_bytes

    sample = raw[:_SAMPLE]
    if len(raw) > _SAMPLE:
        sample = sample.rpartition(b"\n")[0] or sample
    high = sum(byte > 127 for byte in sample)
    if high < _FEW * len(sample):
        return _WESTERN
    found = list(from_bytes(sample, cp_isolation=_GUESSED.split()))
    western = next((match for match in found if _WESTERN in match.could_be_from_charset), None)
    if not found:
        return _WESTERN
    best = found[0]
    if western is not None:
        is_clear = best.coherence > 0 and (
            western.chaos > best.chaos or best.coherence > western.coherence
        )
    else:
        is_clear = best.coherence > 0 or (best.multi_byte_usage > 0.1 and high >= _ENOUGH)
    return best.encoding if is_clear else _WESTERN
