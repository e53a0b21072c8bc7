"""`vademecum records`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .console import DomainArgument, JsonFlag, counted, emit, emit_json

if TYPE_CHECKING:
    from vademecum.domains import Domain
    from vademecum.domains.education.report import LearnerView

records_app = typer.Typer(help="One student's records: see, export, remove.", rich_markup_mode=None)
StudentArgument = Annotated[
    str, typer.Argument(metavar="STUDENT", help="A user name, as users.toml has it.")
]


@records_app.command()
def export(domain: DomainArgument, student: StudentArgument, json: JsonFlag = False) -> None:
    """Write everything that is stored about one student, as JSON."""
    from ..records import student_records

    emit_json(student_records(_load(domain), student))


@records_app.command()
def remove(domain: DomainArgument, student: StudentArgument, json: JsonFlag = False) -> None:
    """Erase one student's records, then search every file for them.

    Exit 1 if something was still found.
    """
    from ..records import remove_student

    removal = remove_student(_load(domain), student)
    if json:
        emit_json(removal)
    else:
        emit(
            f"removed {counted(removal.conversations, 'conversation')}, "
            f"{counted(removal.audit, 'audit record')}, {counted(removal.alerts, 'alert')}, "
            f"{counted(removal.documents, 'document')}"
        )
        emit("\n".join(f"still found in {path}" for path in removal.traces) or "nothing is left")
    if removal.traces:
        raise typer.Exit(1)


@records_app.command()
def view(
    domain: DomainArgument,
    student: StudentArgument,
    conversation: Annotated[
        str | None, typer.Option(metavar="ID", help="One conversation; without it, all.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Show a teacher what a student asked and tried.

    With the hint levels and the misconceptions of each turn.
    """
    from vademecum.domains.education.keys import AnswerKeys
    from vademecum.domains.education.report import learner_view

    from ..records import student_records
    from ..school import school

    stored = student_records(_load(domain), student).conversations
    keys = AnswerKeys(school().answer_keys)
    views = {c.id: learner_view(c.turns, keys) for c in stored if conversation in {None, c.id}}
    if json:
        emit_json(
            {"student": student, "conversations": {n: v.model_dump() for n, v in views.items()}}
        )
    else:
        emit("\n\n".join(_text(name, seen) for name, seen in views.items()) or "no conversation")


def _load(name: str) -> Domain:
    from vademecum.domains import load_domain

    return load_domain(name)


def _text(name: str, seen: LearnerView) -> str:
    lines = [
        f"{name}: {counted(seen.attempts, 'attempt')}, {counted(seen.requests, 'request')}, "
        f"pressure {seen.pressure}, highest hint level {seen.highest_level}"
    ]
    lines += [f"  misconception ({count}): {what}" for what, count in seen.misconceptions.items()]
    for turn in seen.turns:
        result = f" {turn.result}" if turn.result else ""
        lines.append(f"  [{turn.kind}{result}, level {turn.hint_level}] {turn.said}")
    return "\n".join(lines)
