"""Settle the status of every citation of a text: resolve, name, quote, support."""

from __future__ import annotations

import re
from collections.abc import Collection

from .names import same_case
from .nouns import Cited, Entry, Kind, Ledger, Step
from .reader import find_citations
from .resolve import Settled, Target, check_case, resolve
from .shelf import Shelf
from .supporting import support_for
from .tables import Tables
from .wording import find_quote, nearest

_NOTED = re.compile(
    r"\b(?:overrul\w+|repeal\w+|supersed\w+|replac\w+|abrogat\w+|no longer|former(?:ly)?|"
    r"invalid\w*|struck down|revok\w+|withdrawn|histor\w+|reject\w+|overturn\w+|displac\w+|"
    r"obsolete|was (?:once )?the (?:law|rule)|"
    r"(?:until|before) (?:\w+ )?(?:\d{1,2} )?(?:\w+ )?(?:1[89]|20)\d\d)\b",
    re.IGNORECASE,
)

_REFERS = "refers back to "


def check_citations(
    text: str,
    tables: Tables,
    shelf: Shelf | None = None,
    kinds: Collection[Kind] | None = None,
    with_support: bool = True,
) -> Ledger:
    """Find the citations of ``text`` and check each one.

    ``shelf`` holds the documents that quotations and claims are compared with; without it those
    steps stay unchecked. ``with_support`` False leaves the claims to another check.
    """
    shelf = shelf or Shelf()
    found = find_citations(text, kinds)
    results: list[tuple[Cited, Target | Settled]] = []
    rows: list[Entry] = []
    for cited in found:
        result = (
            _back(cited, results, tables, shelf) if cited.is_back else resolve(cited, tables, shelf)
        )
        results.append((cited, result))
        rows.append(_entry(cited, result, shelf, with_support))
    if kinds is None or "document" in kinds:
        rows += _titles(text, rows, shelf)
    return Ledger(rows=tuple(sorted(rows, key=lambda row: row.start)))


def _entry(cited: Cited, result: Target | Settled, shelf: Shelf, with_support: bool) -> Entry:
    base = Entry(
        kind=cited.kind, start=cited.start, end=cited.end, text=cited.text,
        status="verified", reason="",
    )  # fmt: skip
    if isinstance(result, Settled):
        target = result.target
        standing = _standing(target, shelf) if target and result.status != "not_found" else None
        return base.model_copy(
            update={
                "status": result.status,
                "reason": result.reason,
                "passed": ("resolve",) if target and result.status == "mismatch" else (),
                "unchecked": ("resolve",) if result.status == "not_checked" else (),
                "authority": target.name if target else None,
                "source": target.source if target else None,
                "standing": standing,
                "is_noted": bool(standing and _NOTED.search(cited.sentence)),
            }
        )
    return _with_standing(_words_checked(base, cited, result, with_support), cited, result, shelf)


def _words_checked(base: Entry, cited: Cited, target: Target, with_support: bool) -> Entry:
    """Take the third and the fourth step: the quotation, and the sentence that rests on it."""
    passed: list[Step] = ["resolve", "name"] if cited.name or cited.label else ["resolve"]
    unchecked: list[Step] = []
    found: dict[str, object] = {"authority": target.name, "source": target.source}
    reason = f"it is {target.name}"
    for quote in cited.quotes:
        places = [(d, at) for d in target.documents if (at := find_quote(quote, d.text))]
        if places:
            found["source"] = f"document:{places[0][0].id}"
            found.setdefault("quote_at", places[0][1])
            continue
        near = next((n for d in target.documents if (n := nearest(quote, d.text))), None)
        if near:
            reason = f"the text has “{near.stands}” where “{near.said}” is quoted"
        elif any(d.review is None for d in target.documents):
            reason = "the quoted words are not in the text"
        else:
            unchecked.append("quote")
            continue
        update = {**found, "status": "mismatch", "reason": reason, "passed": tuple(passed)}
        return base.model_copy(update=update)
    if cited.quotes and not unchecked:
        passed.append("quote")
    status = "verified"
    if unchecked:
        status, reason = (
            "not_checked",
            f"{reason}; nothing here holds its words to compare the quotation",
        )
    elif with_support and cited.claim:
        support = _support(cited, target)
        if support == "yes":
            passed.append("support")
        elif support == "open":
            unchecked.append("support")
        else:
            status, reason = "unsupported", "the source does not say what this sentence says"
    update = {
        **found, "status": status, "reason": reason,
        "passed": tuple(passed), "unchecked": tuple(unchecked),
    }  # fmt: skip
    return base.model_copy(update=update)


def _support(cited: Cited, target: Target) -> str:
    said = [support_for(cited.claim, d.text, d.title, cited.quotes) for d in target.documents]
    if "yes" in said:
        return "yes"
    return "no" if said and all(one == "no" for one in said) else "open"


def _with_standing(entry: Entry, cited: Cited, target: Target, shelf: Shelf) -> Entry:
    standing = _standing(target, shelf, entry.source)
    if standing is None:
        return entry
    return entry.model_copy(
        update={"standing": standing, "is_noted": bool(_NOTED.search(cited.sentence))}
    )


def _standing(target: Target, shelf: Shelf, source: str | None = None) -> str | None:
    """Say why ``target`` must not be built on; of several versions, that of the quoted one."""
    if target.ended:
        return str(target.ended)
    quoted = [d for d in target.documents if f"document:{d.id}" == source]
    for document in (quoted or list(target.documents))[:1]:
        if marks := shelf.marks(document):
            return "; ".join(marks)
    return None


def _back(
    cited: Cited, earlier: list[tuple[Cited, Target | Settled]], tables: Tables, shelf: Shelf
) -> Target | Settled:
    """Resolve id., supra and short forms by what stands before them."""
    is_id = cited.name is None and not cited.keys
    for before, result in reversed(earlier):
        if not is_id and not _is_meant(cited, before):
            continue
        if isinstance(result, Settled):
            is_told = result.reason.startswith(_REFERS)
            reason = result.reason if is_told else f"{_REFERS}{before.text}: {result.reason}"
            target = result.target if result.status == "mismatch" else None
            return Settled(result.status, reason, target)
        if before.kind != "case" or cited.pin is None:
            return result
        checked = cited.model_copy(
            update={"keys": before.keys, "is_back": before.is_back, "year": None, "court": None}
        )
        return check_case(checked.model_copy(update={"name": cited.name}), result)
    if is_id:
        return Settled("not_checked", f"{_REFERS}nothing that stands in this text")
    for case in tables.named(cited.name) if cited.name else ():
        if case.kind == "case":
            found = resolve(cited.model_copy(update={"keys": (), "pin": None}), tables, shelf)
            if isinstance(found, Target):
                return found
    return Settled("not_checked", "no full citation of it stands before")


def _is_meant(cited: Cited, before: Cited) -> bool:
    """A short form names the volume and reporter of a full citation; supra, one of its parties."""
    if before.kind != "case" or before.is_back:
        return False
    if cited.keys:
        slots = (*before.keys, *before.parallel)
        return any(slot.rpartition(" ")[0] == cited.keys[0] for slot in slots)
    return bool(cited.name and before.name and same_case(cited.name, before.name))


def _titles(text: str, rows: list[Entry], shelf: Shelf) -> list[Entry]:
    """Return rows for documents of the shelf that the text names by title or id."""
    taken = bytearray(len(text))
    for row in rows:
        taken[row.start : row.end] = b"\1" * (row.end - row.start)
    found = []
    for start, end, document in shelf.titled(text):
        if any(taken[start:end]):
            continue
        standing = "; ".join(shelf.marks(document)) or None
        found.append(
            Entry(
                kind="document", start=start, end=end, text=text[start:end], status="verified",
                reason=f"it is {document.title}", passed=("resolve", "name"),
                authority=document.title, source=f"document:{document.id}", standing=standing,
                is_noted=bool(standing and _NOTED.search(text[max(0, start - 150) : end + 150])),
            )
        )  # fmt: skip
    return found
