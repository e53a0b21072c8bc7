"""Find parts of a text that are written in codes for machines, and say what they say.

Every step is linear in the text: patterns without nested repeats, one pass each. A part is taken
for a code only if what comes out is text.
"""

from __future__ import annotations

import base64
import binascii
import html
import re
from collections.abc import Iterator
from urllib.parse import unquote

from .swaps import Swap
from .vocabulary import reads_as_language

TAGS = re.compile("[\U000e0020-\U000e007e]+")
REGIONAL = re.compile("[\U0001f1e6-\U0001f1ff](?:\\s?[\U0001f1e6-\U0001f1ff]){2,}")
ENTITY = re.compile(r"&(?:#\d{2,7}|#[xX][0-9a-fA-F]{2,6}|[a-zA-Z]{2,8});")
PERCENT = re.compile(r"(?:%[0-9a-fA-F]{2})+")
ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2})")
BASE64 = re.compile(r"(?<![\w+/])[A-Za-z0-9+/_-]{12,}(?:\r?\n[A-Za-z0-9+/_-]{8,})*={0,2}")
BASE32 = re.compile(r"(?<!\w)[A-Z2-7]{16,}={0,6}")
HEX = re.compile(r"(?<!\w)(?:0[xX])?[0-9a-fA-F]{2}(?:[\s:,-]?(?:0x|\\x)?[0-9a-fA-F]{2}){5,}(?!\w)")
BINARY = re.compile(r"(?<!\w)[01]{8}(?:\s?[01]{8}){2,}(?!\w)")
DECIMAL = re.compile(r"(?<!\w)\d{2,3}(?:[\s,;]{1,2}\d{2,3}){5,}(?!\w)")
MORSE = re.compile(r"(?<![.\w-])[.-]{1,5}(?:[ /|]{1,3}[.-]{1,5}){5,}")
HEX_DIGITS = re.compile(r"0[xX]|\\x|[^0-9a-fA-F]")
MORSE_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
MORSE_CODES = (
    ".- -... -.-. -.. . ..-. --. .... .. .--- -.- .-.. -- -. --- .--. --.- .-. ... - ..- ...- .-- "
    "-..- -.-- --.. ----- .---- ..--- ...-- ....- ..... -.... --... ---.. ----."
)
LETTER_OF = dict(zip(MORSE_CODES.split(), MORSE_LETTERS, strict=True))
MIN_TEXT = 0.8
"""Share of letters and spaces from which decoded bytes are text."""


def find_codes(text: str) -> Iterator[Swap]:
    """Yield the coded parts of ``text`` of one kind, the first kind that there is."""
    for find in (_tags, _regional, _escapes, _base64, _hex, _binary, _decimal, _morse):
        if swaps := list(find(text)):
            yield from swaps
            return


def _tags(text: str) -> Iterator[Swap]:
    if text.isascii():
        return
    for match in TAGS.finditer(text):
        plain = "".join(chr(ord(c) - 0xE0000) for c in match.group())
        yield Swap(*match.span(), plain)


def _regional(text: str) -> Iterator[Swap]:
    if text.isascii():
        return
    for match in REGIONAL.finditer(text):
        plain = "".join(chr(ord(c) - 0x1F1E6 + 97) if c > "\U0001f1e5" else c for c in match[0])
        if sum(map(str.isalpha, plain)) > 4:  # two flags are a pair of countries
            yield Swap(*match.span(), plain)


def _escapes(text: str) -> Iterator[Swap]:
    """Undo %41, &#65; and \\x41 where letters are hidden so, or the spaces between words."""
    found: list[Swap] = []
    if "%" in text:
        found += (Swap(*m.span(), unquote(m[0], errors="replace")) for m in PERCENT.finditer(text))
    if "&" in text:
        found += (Swap(*m.span(), html.unescape(m[0])) for m in ENTITY.finditer(text))
    if "\\" in text:
        found += (Swap(*m.span(), chr(int(m[0][2:], 16))) for m in ESCAPE.finditer(text))
    found = [swap for swap in found if "\ufffd" not in swap.text and swap.text.isprintable()]
    if any(c.isalpha() for swap in found for c in swap.text) or len(found) > 1:
        yield from sorted(found)


def _base64(text: str) -> Iterator[Swap]:
    for pattern, decode in ((BASE64, _from_base64), (BASE32, base64.b32decode)):
        for match in pattern.finditer(text):
            raw = "".join(match[0].split())
            try:
                plain = decode(raw).decode("utf-8")
            except (ValueError, binascii.Error):
                continue
            if _is_text(plain):
                yield Swap(*match.span(), plain)


def _from_base64(raw: str) -> bytes:
    bare = raw.rstrip("=").replace("-", "+").replace("_", "/")
    return base64.b64decode(bare + "=" * (-len(bare) % 4), validate=True)


def _hex(text: str) -> Iterator[Swap]:
    for match in HEX.finditer(text):
        digits = HEX_DIGITS.sub("", match[0])
        try:
            plain = bytes.fromhex(digits).decode("utf-8")
        except ValueError:
            continue
        if _is_text(plain):
            yield Swap(*match.span(), plain)


def _binary(text: str) -> Iterator[Swap]:
    for match in BINARY.finditer(text):
        bits = "".join(match[0].split())
        plain = "".join(chr(int(bits[n : n + 8], 2)) for n in range(0, len(bits), 8))
        if _is_text(plain):
            yield Swap(*match.span(), plain)


def _decimal(text: str) -> Iterator[Swap]:
    for match in DECIMAL.finditer(text):
        codes = [int(code) for code in re.findall(r"\d+", match[0])]
        if all(32 <= code < 127 for code in codes):
            plain = "".join(map(chr, codes))
            if _is_text(plain) and reads_as_language(plain):
                yield Swap(*match.span(), plain)


def _morse(text: str) -> Iterator[Swap]:
    if "-" not in text:
        return
    for match in MORSE.finditer(text):
        words = re.split(r" ?[/|] ?| {2,}", match[0])
        letters = [[LETTER_OF.get(code, "?") for code in word.split()] for word in words]
        plain = " ".join("".join(word) for word in letters)
        if "?" not in plain and len(plain) > 4:
            yield Swap(*match.span(), plain)


def _is_text(plain: str) -> bool:
    if not plain.isprintable() and not plain.replace("\n", " ").isprintable():
        return False
    usual = sum(c.isalpha() or c in " .,?!'" for c in plain)
    return len(plain) > 3 and usual >= MIN_TEXT * len(plain) and sum(map(str.isascii, plain)) > 3
