"""Turn marks into items for `vademecum eval run guardrails|answers --questions FILE`."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from vademecum.evals.tasks.guardrails import GuardCase
from vademecum.evals.tasks.marked_answers import AnswerItem
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Noun

from .marks import AnswerMark, VerdictMark
from .store import KeptMarks

FOLLOW_UP = "a follow-up question: it does not stand alone"


class Provenance(Noun):
    """Where an item comes from."""

    marked: str
    """The day, as 2026-11-30."""
    by: str = "a person, in the demo"
    review: str = "not reviewed"
    happened: str
    """What the rails or the assistant did when it was marked."""
    note: str = ""


class GuardItem(GuardCase):
    """A guardrail case that somebody marked; in the form of ``evalsets/guardrails.jsonl``."""

    task: Literal["guardrails"] = "guardrails"
    domain: str
    provenance: Provenance


class MarkedAnswer(AnswerItem):
    """A question whose reply somebody marked; in the form of ``evalsets/questions.jsonl``."""

    task: Literal["answers"] = "answers"
    domain: str
    provenance: Provenance


Collected: TypeAlias = GuardItem | MarkedAnswer


class LeftOut(Noun):
    """A line of a file of marks that gave no item, and why."""

    file: str
    line: int
    reason: str
    kind: Literal["duplicate", "contradiction", "damaged", "follow-up"]


class Collection(Noun):
    """The items of all marks, in the order of their files and lines, and what gave none."""

    items: tuple[Collected, ...]
    left_out: tuple[LeftOut, ...]

    @property
    def is_whole(self) -> bool:
        """Tell whether nothing but duplicates was left out."""
        return all(one.kind == "duplicate" for one in self.left_out)

    def lines(self) -> str:
        """Return the items as JSON lines."""
        rows = (item.model_dump_json(exclude_defaults=False) for item in self.items)
        return "".join(f"{row}\n" for row in rows)


def collect(kept: Iterable[KeptMarks]) -> Collection:
    """Return one item for each different mark.

    The same thing said twice is one item; two people who say the opposite of the same text give
    none, since a person has to decide.
    """
    items: list[Collected] = []
    left_out: list[LeftOut] = []
    for marks in kept:
        found = list(_items(marks, left_out))
        by_subject: dict[str, list[tuple[int, Collected]]] = {}
        for line, item in found:
            by_subject.setdefault(_subject(item), []).append((line, item))
        for line, item in found:
            same = by_subject[_subject(item)]
            if opposed := [n for n, other in same if _oppose(item, other)]:
                reason = f"line {opposed[0]} says the opposite of the same text"
                left_out.append(_left(marks.path, line, reason, "contradiction"))
            elif twin := [n for n, other in found if n < line and other.id == item.id]:
                reason = f"says the same as line {twin[0]}"
                left_out.append(_left(marks.path, line, reason, "duplicate"))
            else:
                items.append(item)
        left_out += (_left(marks.path, one.line, one.problem, "damaged") for one in marks.damaged)
    left_out.sort(key=lambda one: (one.file, one.line))
    return Collection(items=tuple(items), left_out=tuple(left_out))


def write_items(collection: Collection, path: Path, *, replaces: bool = False) -> None:
    """Write the items as JSON lines; raise InvalidInput where the file exists already."""
    try:
        with path.open("w" if replaces else "x", encoding="utf-8") as file:
            file.write(collection.lines())
    except FileExistsError:
        raise InvalidInput(
            f"{path} exists and was left as it is; name another file, or add --replace"
        ) from None
    except OSError as error:
        raise InvalidInput(f"{path}: cannot be written ({error.strerror})") from None


def _items(marks: KeptMarks, left_out: list[LeftOut]) -> Iterator[tuple[int, Collected]]:
    for line, mark in marks.marks:
        if isinstance(mark, VerdictMark):
            yield line, _guard_item(mark)
        elif mark.earlier_turns:
            left_out.append(_left(marks.path, line, FOLLOW_UP, "follow-up"))
        else:
            yield line, _answer_item(mark)


def _guard_item(mark: VerdictMark) -> GuardItem:
    return GuardItem(
        id=_name(mark.domain, mark.stage, mark.text, mark.expected, mark.rail),
        domain=mark.domain,
        field=mark.domain,
        text=mark.text,
        expected=mark.expected,
        rail=mark.rail,
        stage=mark.stage,
        provenance=_provenance(mark, mark.action),
    )


def _answer_item(mark: AnswerMark) -> MarkedAnswer:
    is_answered = mark.outcome == "answered"
    is_answerable = is_answered if mark.says == "good" else mark.says != "refuse"
    asked = (mark.question, mark.audience, mark.jurisdiction, mark.as_of)
    spans = [(s.document_id, s.start, s.end) for s in (*mark.wrong, *mark.cited)]
    return MarkedAnswer(
        id=_name(mark.domain, *asked, mark.says, spans),
        domain=mark.domain,
        question=mark.question,
        answerable=is_answerable,
        gold=mark.cited if mark.says == "good" and is_answered else (),
        as_of=mark.as_of,
        jurisdiction=mark.jurisdiction,
        audience=mark.audience,
        says=mark.says,
        wrong=mark.wrong,
        cited=mark.cited,
        provenance=_provenance(mark, mark.outcome),
    )


def _provenance(mark: VerdictMark | AnswerMark, happened: str) -> Provenance:
    return Provenance(marked=mark.on.isoformat(), happened=happened, note=mark.note)


def _subject(item: Collected) -> str:
    """Return what an item speaks of, whatever it says of it."""
    if isinstance(item, GuardItem):
        return json.dumps([item.stage, item.text])
    as_of = item.as_of and item.as_of.isoformat()
    return json.dumps([item.question, item.audience, item.jurisdiction, as_of])


def _oppose(one: Collected, other: Collected) -> bool:
    """Tell whether two items of the same subject cannot both be right."""
    if isinstance(one, GuardItem) and isinstance(other, GuardItem):
        return one.expected != other.expected
    if isinstance(one, GuardItem) or isinstance(other, GuardItem):
        return False
    wrong = {*one.wrong, *other.wrong}
    return one.answerable != other.answerable or not wrong.isdisjoint((*one.gold, *other.gold))


def _left(
    path: Path,
    line: int,
    reason: str,
    kind: Literal["duplicate", "contradiction", "damaged", "follow-up"],
) -> LeftOut:
    return LeftOut(file=path.name, line=line, reason=reason, kind=kind)


def _name(*parts: object) -> str:
    """Return a name that stays the same for the same thing said of the same text."""
    written = json.dumps(parts, ensure_ascii=False, default=str)
    return f"mark-{hashlib.sha256(written.encode()).hexdigest()[:12]}"
