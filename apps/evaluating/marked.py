"""Run items that people marked: lines of `vademecum eval collect`, or of the same form."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from vademecum.evals.halves import is_in
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.guardrails import GuardCase
from vademecum.evals.tasks.marked_answers import AnswerItem, evaluate_marked_answers
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines

from .manifests import manifest_of
from .options import Job
from .systems import EVERYBODY, evaluation_assistant

TAKES_QUESTIONS: Final = ("guardrails", "answers")
"""The tasks that can be run on a file of items."""
M = TypeVar("M", bound=BaseModel)


def marked_cases(job: Job, path: Path) -> tuple[GuardCase, ...]:
    """Return the guardrail cases of a file."""
    return _read(GuardCase, path, job)


def run_marked_answers(job: Job, path: Path) -> EvalResult:
    """Ask the marked questions of a file again, over the starter corpus and ``--distractors``."""
    options, course = job.options, job.course
    read = _read(AnswerItem, path, job)
    items = [item for item in read if is_in(item.id, options.part())][: options.limit]
    assistant = evaluation_assistant(
        job.domain,
        options.distractors,
        lambda done, encoded: course.gauge(done),
        course.notice,
        options.adapter,
    )
    return evaluate_marked_answers(
        items,
        assistant.ask,
        assistant.library.text_of,
        allow=EVERYBODY,
        domain=job.domain.name,
        manifest=manifest_of(job, path, [path]),
        tick=course.ticks(len(items)),
    )


def _read(model: type[M], path: Path, job: Job) -> tuple[M, ...]:
    """Read the lines of ``path`` that are items of this task and domain.

    A line without ``task`` or ``domain`` counts as one. Raises InvalidInput at the first line that
    cannot be read, at an id that occurs twice, and where no line is left.
    """
    if not path.is_file():
        raise InvalidInput(f"{path}: no such file; make it: vademecum eval collect --out {path}")
    found: dict[object, M] = {}
    for number, record in read_json_lines(path):
        if not _belongs(record, job):
            continue
        try:
            item = model.model_validate(record)
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(str(part) for part in first["loc"]) or "the line"
            raise InvalidInput(f"{path}:{number}: {where}: {first['msg']}") from None
        name = record.get("id") or number
        if name in found:
            raise InvalidInput(f"{path}:{number}: the id {name!r} occurs twice")
        found[name] = item
    if not found:
        raise InvalidInput(f"{path}: no item for the task {job.task} and {job.domain.name}")
    return tuple(found.values())


def _belongs(record: dict[str, Any], job: Job) -> bool:
    own = {"task": job.task, "domain": job.domain.name}
    return all(record.get(name, value) == value for name, value in own.items())
