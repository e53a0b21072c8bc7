"""Read a Markdown or text file, with optional TOML front matter between ``+++`` lines."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from pydantic import ValidationError

from ..errors import InvalidInput
from ..types import Document
from .parsed import OWN
from .plain import decoded

MAX_LINE_CHARS = 8_000_000
_FRONT_MATTER = re.compile(r"\A\+\+\+[ \t]*\n(.*?)^\+\+\+[ \t]*$", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"^#[ \t]+(\S.*)$", re.MULTILINE)


def read_text_file(path: Path) -> tuple[str, tuple[str, ...]]:
    """Return the text of a file and notes on how it was read; raise InvalidInput if it is none."""
    try:
        text, notes = decoded(path.read_bytes())
    except InvalidInput as error:
        raise InvalidInput(f"{path}: {error}") from None
    if not text.strip():
        raise InvalidInput(f"{path}: empty; there is nothing to add")
    if max(map(len, text.split("\n"))) > MAX_LINE_CHARS:
        limit = MAX_LINE_CHARS // 1_000_000
        raise InvalidInput(f"{path}: a line is longer than {limit} MB; break the text into lines")
    return text, notes


def read_markdown(path: Path, name: str | None = None) -> tuple[Document, tuple[str, ...]]:
    """Read one file into a document, with notes on how it was read.

    ``name`` is its id where the front matter gives none.
    """
    text, notes = read_text_file(path)
    fields: dict[str, object] = {}
    body = text
    if match := _FRONT_MATTER.match(text):
        try:
            fields = tomllib.loads(match.group(1))
        except ValueError as error:  # not TOML, or a number of thousands of digits
            raise InvalidInput(f"{path}: front matter is not valid TOML ({error})") from None
        except RecursionError:
            raise InvalidInput(f"{path}: front matter is nested too deeply") from None
        if isinstance(told := fields.get("attributes"), dict) and (
            own := sorted(OWN & told.keys())
        ):
            raise InvalidInput(f"{path}: front matter may not set the attribute {own[0]!r}")
        body = text[match.end() :]
    body = body.strip()
    if not body:
        raise InvalidInput(f"{path}: empty below its front matter; there is nothing to add")
    heading = _TITLE.search(body)
    defaults = {
        "id": name or path.stem,
        "title": heading.group(1).rstrip()
        if heading
        else path.stem.replace("_", " ").replace("-", " "),
        "sources": (path.name,),
    }
    try:
        return Document.model_validate({**defaults, **fields, "text": body}), notes
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{path}: front matter field {where}: {first['msg']}") from None
