"""What happens to documents on their way into a library, and how a library is checked."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from pydantic import ValidationError

from vademecum.retrieval.errors import DamagedLibrary, InvalidInput
from vademecum.retrieval.library import REMOVED, Library
from vademecum.retrieval.types import Document

from .composition import shared_encoder
from .texts import require_unicode
from .told import telling

MAX_ID_CHARS = 512
_UNTYPEABLE = ("Cc", "Cs", "Zl", "Zp")


def in_groups(documents: Iterable[Document], groups: str | None) -> Iterator[Document]:
    """Yield documents as the library shall keep them: with their groups.

    ``groups`` are names separated by commas; None keeps what each document says of itself.
    Raises InvalidInput at a document whose id nobody could type or whose text is no text.
    """
    names = tuple(sorted({g.strip() for g in groups.split(",") if g.strip()})) if groups else ()
    if groups is not None and not names:
        raise InvalidInput("--groups names no group; write for example --groups ward-3,public")
    reading = iter(documents)
    while (document := _next(reading)) is not None:
        require_usable(document)
        yield document.model_copy(update={"groups": names}) if names else document


def require_usable(document: Document) -> None:
    """Raise InvalidInput for a document whose id nobody could type or whose text is no text."""
    _require_typeable(document.id)
    require_unicode(f"{document.title}\n{document.text}", f"the document {document.id!r}")


def superseded(old: Document, new: Document, day: date) -> tuple[Document, Document]:
    """Return both documents as they stand once ``new`` takes the place of ``old`` on ``day``.

    What ended before that day had ended already, and what is in force in the place of another
    document since an earlier day stays so; the day of the same two is corrected.
    """
    if old.id == new.id:
        raise InvalidInput(f"{old.id} cannot supersede itself; name two documents")
    if new.superseded_by == old.id:
        raise InvalidInput(f"{new.id} is itself superseded by {old.id}; name them the other way")
    if old.effective_from is not None and day <= old.effective_from:
        raise InvalidInput(
            f"{old.id} begins on {old.effective_from}; it can be superseded from a later day on"
        )
    if new.effective_to is not None and day > new.effective_to:
        raise InvalidInput(
            f"{new.id} ends on {new.effective_to}; it can take the place of another until then"
        )
    last, first = day - timedelta(days=1), day
    begun_on, ended_on = new.effective_from, old.effective_to
    is_corrected = old.superseded_by == new.id and begun_on == _day_after(ended_on)
    if ended_on is not None and not is_corrected:
        last = min(ended_on, last)
    if begun_on is not None and new.supersedes not in (None, old.id):
        first = min(begun_on, first)
    return (
        telling(old, superseded_by=new.id, effective_to=last),
        telling(new, supersedes=old.id, effective_from=first),
    )


def _day_after(day: date | None) -> date | None:
    return day and day + timedelta(days=1)


def verify_library(library: Library) -> list[str]:
    """Return what is wrong with a library, one line each; DamagedLibrary if it cannot be read."""
    library.check()
    problems = []
    try:
        keys = library.passage_keys()
        found = library.passages(keys)
        missing = library.missing_vectors(shared_encoder().stamp)
    except sqlite3.DatabaseError as error:
        raise DamagedLibrary(
            f"{library.path}: cannot be read as a library ({error}); restore it from a backup"
        ) from None
    for key in keys:
        passage = found.get(key)
        if passage is None:
            problems.append(f"passage {key} has no document")
        elif not passage.text:
            problems.append(f"passage {passage.id} is empty")
    if library.mark(REMOVED):
        problems.append("bytes of removed documents are left; run: vademecum library rebuild")
    if missing:
        problems.append(f"{len(missing)} passages have no vector; run: vademecum library rebuild")
    return problems


def _next(reading: Iterator[Document]) -> Document | None:
    """Return the next document; InvalidInput where a record of a file is none."""
    try:
        return next(reading, None)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"a document cannot be used: {where}: {first['msg']}") from None


def _require_typeable(identity: str) -> None:
    if len(identity) > MAX_ID_CHARS:
        start = f"{identity[:40]}…"
        raise InvalidInput(f"the id {start!r} is longer than {MAX_ID_CHARS} characters")
    if any(unicodedata.category(character) in _UNTYPEABLE for character in identity):
        raise InvalidInput(f"the id {identity!r} holds a control character; give it another id")
