"""Resolve what a citation points at, and check that it is named rightly."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from vademecum.retrieval.reading import fold, read
from vademecum.retrieval.types import Document

from .names import is_two_sided, same_case
from .nouns import Cited, Status
from .shelf import Shelf, case_name
from .tables import Authority, Ended, Instrument, Tables, slots_of, volume_of

_NUMBER = re.compile(r"\d+")
_COMMON = re.compile(r"\bUnited States\b|\bU\.S\.|^(?:State|People|Commonwealth) v", re.IGNORECASE)


@dataclass(frozen=True)
class Target:
    """What a citation leads to."""

    name: str
    source: str
    documents: tuple[Document, ...] = ()
    authority: Authority | None = None
    instrument: Instrument | None = None
    ended: Ended | None = None


@dataclass(frozen=True)
class Settled:
    """A citation that ends at the first or the second step."""

    status: Status
    reason: str
    target: Target | None = None


def resolve(cited: Cited, tables: Tables, shelf: Shelf) -> Target | Settled:
    """Return what ``cited`` leads to, or why it leads nowhere or elsewhere than it says."""
    if cited.kind == "case":
        return _named(cited, tables, shelf) if not cited.keys else _case(cited, tables, shelf)
    return _numbered(cited, tables, shelf)


def _case(cited: Cited, tables: Tables, shelf: Shelf) -> Target | Settled:
    slots = (*cited.keys, *cited.parallel)
    targets = [t for slot in slots if (t := _at(slot, tables, shelf)) is not None]
    if not targets:
        return _nowhere(cited, tables)
    target = targets[0]
    if target.authority and target.authority.kind == "invented":
        return Settled("not_found", f"an invented case ({target.authority.source})", target)
    if any(not same_case(other.name, target.name) for other in targets[1:]):
        others = " and ".join(dict.fromkeys(t.name for t in targets))
        return Settled("mismatch", f"its parallel slots hold different cases: {others}", target)
    if target.authority and (wrong := _wrong_slot(slots, target.authority)):
        return Settled("mismatch", wrong, target)
    return check_case(cited, target)


def check_case(cited: Cited, target: Target) -> Target | Settled:
    """Check name, year, court and page of a case."""
    if cited.name and not _is_named(cited.name, target):
        return Settled("mismatch", f"this is {target.name}, not {cited.name}", target)
    known = target.authority
    if known and cited.year and known.year and cited.year != known.year:
        return Settled("mismatch", f"{known.name} is of {known.year}, not {cited.year}", target)
    if known and cited.court and known.court and not _same_court(cited.court, known.court):
        return Settled("mismatch", f"decided by {known.court}, not {cited.court}", target)
    firsts = {
        slot.rpartition(" ")[0]: int(slot.rpartition(" ")[2]) for slot in _slots(cited, known)
    }
    first = firsts.get(cited.keys[0] if cited.is_back and cited.keys else "") or next(
        iter(firsts.values()), 0
    )
    if cited.pin is not None and cited.pin < first and _is_paged(cited):
        return Settled("mismatch", f"page {cited.pin} is before its first page, {first}", target)
    return target


def _is_named(name: str, target: Target) -> bool:
    """A short name of one party stands for the case only where one party is named."""
    short = target.authority.short if target.authority else ()
    fitting = (s for s in short if is_two_sided(s) or not is_two_sided(name))
    return any(same_case(name, known) for known in (target.name, *fitting))


def _slots(cited: Cited, known: Authority | None) -> tuple[str, ...]:
    if cited.keys and not cited.is_back:
        return cited.keys[:1] if cited.keys[0].rpartition(" ")[2].isdigit() else ()
    return tuple(s for s in slots_of(known) if s.rpartition(" ")[2].isdigit()) if known else ()


def _is_paged(cited: Cited) -> bool:
    return not cited.keys or "wl" not in cited.keys[0].split()


def _named(cited: Cited, tables: Tables, shelf: Shelf) -> Target | Settled:
    """Find a case by its name alone."""
    name = cited.name or cited.text
    found = tables.named(name)
    same_year = [a for a in found if cited.year is None or a.year == cited.year]
    if found:
        known = (same_year or found)[0]
        target = _target(known, shelf)
        if known.kind == "invented":
            return Settled("not_found", f"an invented case ({known.source})", target)
        return check_case(cited, target)
    about = [(own, d) for own, d in shelf.cases if same_case(name, own)]
    if about:
        documents = tuple(document for _, document in about)
        return check_case(cited, Target(about[0][0], f"document:{documents[0].id}", documents))
    return Settled("not_checked", "no table knows a case of this name")


def _nowhere(cited: Cited, tables: Tables) -> Settled:
    """Say what is known of a slot that nothing holds."""
    slot = cited.keys[0]
    volume, series = volume_of(slot)
    known = tables.series(series)
    if volume is not None and known and known.last and volume > known.last:
        return Settled("not_found", f"there is no volume {volume}: the series has not reached it")
    named = tables.named(cited.name) if cited.name else ()
    if named and named[0].kind == "invented":
        return Settled("not_found", f"an invented case ({named[0].source})")
    for case in named:
        same = [s for s in slots_of(case) if volume_of(s)[1] == series]
        is_other = bool(_COMMON.search(case.name)) and cited.year not in (None, case.year)
        if same and not is_other:
            return Settled("mismatch", f"{case.name} is at {case.citation}, not here")
    if volume is not None and known and volume in known.complete:
        return Settled("not_found", f"no case of volume {volume} begins on this page")
    years = tables.years_of(series, volume) if volume is not None else None
    if years and cited.year and not years[0] - 1 <= cited.year <= years[1] + 1:
        between = f"{years[0]}-{years[1]}" if years[0] != years[1] else f"{years[0]}"
        return Settled("mismatch", f"volume {volume} holds cases of {between}, not of {cited.year}")
    return Settled("not_checked", "no table holds this slot: look it up before relying on it")


def _wrong_slot(slots: Sequence[str], known: Authority) -> str | None:
    own = {volume_of(slot)[1]: slot for slot in slots_of(known)}
    for slot in slots:
        series = volume_of(slot)[1]
        if series in own and slot not in slots_of(known):
            return f"{known.name} is at {known.citation}; {slot} is not one of its slots"
    return None


def _same_court(one: str, other: str) -> bool:
    a, b = (
        re.sub(r"[^a-z0-9]", "", court.casefold().replace("cir.", "circuit"))
        for court in (one, other)
    )
    return a in b or b in a


def _at(slot: str, tables: Tables, shelf: Shelf) -> Target | None:
    if known := tables.at(slot):
        return _target(known, shelf)
    documents = shelf.of_key(slot)
    if not documents:
        return None
    return Target(
        case_name(documents[0]) or documents[0].title, f"document:{documents[0].id}", documents
    )


def _target(known: Authority, shelf: Shelf) -> Target:
    keys = (*slots_of(known), *known.keys)
    documents = _documents(keys, shelf)
    source = f"document:{documents[0].id}" if documents else f"table:{known.table}"
    return Target(known.name, source, documents, known, ended=known.ended)


def _documents(keys: Sequence[str], shelf: Shelf) -> tuple[Document, ...]:
    found = {d.id: d for key in keys for d in shelf.of_key(key)}
    return tuple(found.values())


def _numbered(cited: Cited, tables: Tables, shelf: Shelf) -> Target | Settled:
    """Resolve a statute, a rule, a guideline, a work or a section of a book by its keys."""
    key = cited.keys[0]
    instrument = next((i for k in cited.keys if (i := tables.instrument(k))), None)
    if instrument and (wrong := _no_such_number(key, instrument)):
        return Settled("not_found", wrong)
    for precise in cited.keys:
        documents = _on_topic(cited, shelf.of_key(precise))
        known = [a for a in tables.of_key(precise) if _is_on_topic(cited, a.name, key)]
        if documents or known:
            ended = next(
                (a.ended for a in known if a.ended), instrument.ended if instrument else None
            )
            source = f"document:{documents[0].id}" if documents else f"table:{known[0].table}"
            name = known[0].name if known else documents[0].title
            target = Target(name, source, documents, known[0] if known else None, instrument, ended)
            return _labelled(cited, target)
    if instrument and not instrument.is_head and (instrument.ranges or key == instrument.key):
        number = _number(key, instrument)
        title = instrument.titles.get(str(number), "") if number else ""
        name = f"{instrument.name}: {title}" if title else instrument.name
        target = Target(name, f"table:{instrument.table}", (), None, instrument, instrument.ended)
        return _labelled(cited, target)
    series = tables.series(key.partition(":")[0])
    if series and series.last and (digits := _NUMBER.search(key)) and int(digits[0]) > series.last:
        return Settled("not_found", f"no number of this series is as high as {digits[0]}")
    if instrument:
        return Settled(
            "not_checked", f"{instrument.name} is known, but not whether it has this part"
        )
    return Settled("not_checked", "no table and no document of the library holds it")


def _number(key: str, instrument: Instrument) -> int | None:
    rest = key.removeprefix(instrument.key).removeprefix(instrument.unit)
    digits = _NUMBER.match(rest)
    return int(digits.group()) if digits else None


def _no_such_number(key: str, instrument: Instrument) -> str | None:
    if not key.startswith(f"{instrument.key}{instrument.unit}"):
        return None
    number = _number(key, instrument)
    if not instrument.ranges or number is None:
        return None
    if any(low <= number <= high for low, high in instrument.ranges):
        return None
    spans = ", ".join(f"{a}-{b}" if a != b else f"{a}" for a, b in instrument.ranges)
    return f"{instrument.name} has no number {number}; it has {spans}"


def _labelled(cited: Cited, target: Target) -> Target | Settled:
    """Check a title that stands beside a number: "Article 16 GDPR (right to erasure)"."""
    instrument = target.instrument
    if instrument is None or cited.label is None or not instrument.titles:
        return target
    number = _number(cited.keys[0], instrument)
    own = instrument.titles.get(str(number), "") if number is not None else ""
    label = _plain(cited.label)
    meant = [n for n, title in instrument.titles.items() if _is_title(label, title)]
    if own and meant and not _is_title(label, own):
        titled = ", ".join(f"{n} ({instrument.titles[n]})" for n in meant)
        return Settled(
            "mismatch", f"number {number} is “{own}”; those words are of {titled}", target
        )
    return target


def _is_title(label: str, title: str) -> bool:
    return any(
        label == part or label.endswith(f" {part}") or (part.startswith(label) and len(label) > 12)
        for part in map(_plain, re.split(r"[()]", title))
        if len(part) > 4
    )


def _plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", fold(text).casefold()))


def _on_topic(cited: Cited, documents: tuple[Document, ...]) -> tuple[Document, ...]:
    return tuple(d for d in documents if _is_on_topic(cited, d.title, cited.keys[0], d.id))


def _is_on_topic(cited: Cited, title: str, key: str, name: str = "") -> bool:
    """An organisation issues many guidelines a year: one is meant if the sentence says its topic.

    A section number belongs to the book that is named with it.
    """
    if key.startswith("book:"):
        if cited.name is None:
            return True
        book = set(_plain(cited.name).split()) - {"openstax"}
        return book <= set(_plain(f"{title} {name}").split())
    if not key.startswith("org:"):
        return True
    topic = set(read(fold(title)).content) - set(
        read("guideline adults screening statement").content
    )
    return bool(topic & set(read(fold(cited.sentence)).content))
