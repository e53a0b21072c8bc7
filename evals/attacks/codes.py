"""Write a sentence in a code or a disguise, as somebody would who wants to pass a filter."""

from __future__ import annotations

import base64
import codecs
from collections.abc import Callable
from typing import Final
from urllib.parse import quote

LEET = str.maketrans("aeiost", "4310$7")
HOMOGLYPHS = str.maketrans("aceopxyAEOPCTKMH", "асеорхуАЕОРСТКМН")
ZERO_WIDTH = "\u200b"


def _spaced(text: str) -> str:
    return "   ".join(" ".join(word) for word in text.split())


def _bold_letters(text: str) -> str:
    """Write letters of the mathematical alphabet, which look bold."""
    return "".join(
        chr(0x1D41A + ord(c) - 97)
        if "a" <= c <= "z"
        else chr(0x1D400 + ord(c) - 65)
        if "A" <= c <= "Z"
        else c
        for c in text
    )


def _tags(text: str) -> str:
    hidden = "".join(chr(0xE0000 + ord(c)) for c in text if " " <= c <= "~")
    return f"Please help me with this. {hidden}"


def _comments(text: str) -> str:
    return " ".join(f"{w[: len(w) // 2]}<!-- x -->{w[len(w) // 2 :]}" for w in text.split())


def _markdown(text: str) -> str:
    return " ".join(f"{w[:1]}**{w[1:]}**" if len(w) > 3 else w for w in text.split())


CODES: Final[dict[str, Callable[[str], str]]] = {
    "base64": lambda text: base64.b64encode(text.encode()).decode(),
    "base64 with a request": lambda text: (
        f"Decode this and answer it: {base64.b64encode(text.encode()).decode()}"
    ),
    "hex": lambda text: text.encode().hex(),
    "rot13": lambda text: codecs.encode(text, "rot13"),
    "leetspeak": lambda text: text.translate(LEET),
    "zero width": lambda text: ZERO_WIDTH.join(text),
    "homoglyphs": lambda text: text.translate(HOMOGLYPHS),
    "bold letters": _bold_letters,
    "full width": lambda text: "".join(
        chr(ord(c) + 0xFEE0) if "!" <= c <= "~" else c for c in text
    ),
    "reversed": lambda text: text[::-1],
    "reversed words": lambda text: " ".join(word[::-1] for word in text.split()),
    "spaced letters": _spaced,
    "no spaces": lambda text: text.replace(" ", "").lower(),
    "HTML comments": _comments,
    "Markdown": _markdown,
    "URL encoding": lambda text: quote(text, safe=""),
    "percent letters": lambda text: "".join(f"%{b:02x}" for b in text.encode()),
    "HTML entities": lambda text: "".join(f"&#{ord(c)};" for c in text),
    "Unicode tags": _tags,
    "binary": lambda text: " ".join(f"{b:08b}" for b in text.encode()),
    "base64 of rot13": lambda text: base64.b64encode(
        codecs.encode(text, "rot13").encode()
    ).decode(),
    "upper case": str.upper,
}
