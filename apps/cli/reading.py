"""Read what a person typed: texts, dates, files."""

from __future__ import annotations

import sys
from datetime import date, datetime
from pathlib import Path

from vademecum.retrieval.errors import InvalidInput

from ..texts import usable_text

MAX_INPUT_BYTES = 16_000_000


def read_text(argument: str, what: str) -> str:
    """Return the argument, or what stands on standard input where it is a dash."""
    return usable_text(_standard_input(what) if argument == "-" else argument, what)


def read_day(text: str, option: str) -> date:
    """Return the day that ``text`` names as YYYY-MM-DD."""
    try:
        return datetime.strptime(text, "%Y-%m-%d").date()
    except ValueError:
        raise InvalidInput(f"{option}: {text!r} is no day; write it as 2026-01-31") from None


def existing_file(path: Path) -> Path:
    """Return ``path``; raise InvalidInput unless it is a file."""
    if not path.exists():
        raise InvalidInput(f"{path}: no such file")
    if not path.is_file():
        raise InvalidInput(f"{path}: not a file; give a file of JSON lines")
    return path


def existing_folder(path: Path) -> Path:
    """Return ``path``; raise InvalidInput unless it is a folder."""
    if not path.is_dir():
        raise InvalidInput(f"{path}: no such folder")
    return path


def _standard_input(what: str) -> str:
    if sys.stdin is None:
        raise InvalidInput("standard input is closed; give the text as an argument")
    raw = sys.stdin.buffer.read(MAX_INPUT_BYTES + 1)
    if len(raw) > MAX_INPUT_BYTES:
        limit = MAX_INPUT_BYTES // 1_000_000
        raise InvalidInput(f"{what} on standard input is larger than {limit} MB")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InvalidInput(
            f"{what} on standard input is not UTF-8 at byte {error.start}; convert it first"
        ) from None
