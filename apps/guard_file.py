"""Run the rails over a file of sentences and score them both ways."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from vademecum.domains import Domain
from vademecum.domains.guard import GuardResult, check_text
from vademecum.evals.manifest import run_manifest
from vademecum.evals.report import plain_text
from vademecum.evals.results import EvalResult
from vademecum.evals.tasks.guardrails import GuardCase, evaluate_guardrails
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.types import Stage

from .texts import require_unicode


@dataclass(frozen=True)
class GuardReport:
    """What each line got, and the rates where lines say what was expected."""

    results: tuple[GuardResult, ...]
    scored: EvalResult | None

    def view(self) -> dict[str, Any]:
        """Return the JSON form of ``guard --file``."""
        rows = [
            {"action": r.action, "verdicts": [v.model_dump() for v in r.verdicts]}
            for r in self.results
        ]
        metrics = self.scored.metrics if self.scored else {}
        summary = {name: metric.model_dump() for name, metric in metrics.items()}
        return {"results": rows, "summary": {"n": len(rows), **summary}}

    def text(self) -> str:
        """Return a table, or the actions where nothing was expected."""
        if self.scored:
            return plain_text(self.scored)
        return "\n".join(result.action for result in self.results)


def read_texts(
    path: Path, fields: Sequence[str] = ("text",)
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield (line number, text, record); raise InvalidInput where a line or the file has none."""
    is_empty = True
    for number, record in read_json_lines(path):
        text = next((record[field] for field in fields if field in record), None)
        if not isinstance(text, str) or not text:
            raise InvalidInput(f"{path}:{number}: needs a field text")
        require_unicode(text, f"{path}:{number}: text")
        is_empty = False
        yield number, text, record
    if is_empty:
        raise InvalidInput(f"{path}: empty; expected JSON lines with a field text")


def guard_file(domain: Domain, path: Path, stage: Stage) -> GuardReport:
    """Check every line of ``path``; raise InvalidInput at the first that cannot be checked."""
    texts: list[tuple[str, Stage]] = []
    cases: list[GuardCase] = []
    for number, text, record in read_texts(path):
        at = record.setdefault("stage", stage)
        if at not in ("input", "context", "output"):
            raise InvalidInput(f"{path}:{number}: stage must be input, context or output")
        if "expected" in record:
            cases.append(_case(path, number, record))
        texts.append((text, at))
    results = tuple(check_text(domain, text, at) for text, at in texts)
    if not cases:
        return GuardReport(results, None)
    scored = evaluate_guardrails(
        cases,
        lambda text, at: check_text(domain, text, at),
        domain=domain.name,
        manifest=run_manifest(path, datetime.now(UTC).date()),
    )
    return GuardReport(results, scored)


def read_cases(path: Path, stage: Stage) -> list[GuardCase]:
    """Return the lines of ``path`` that say what is expected; InvalidInput where one cannot."""
    cases: list[GuardCase] = []
    for number, _, record in read_texts(path):
        if record.setdefault("stage", stage) not in ("input", "context", "output"):
            raise InvalidInput(f"{path}:{number}: stage must be input, context or output")
        if "expected" in record:
            cases.append(_case(path, number, record))
    return cases


def _case(path: Path, number: int, record: dict[str, Any]) -> GuardCase:
    if record["expected"] not in ("allow", "block"):
        raise InvalidInput(f"{path}:{number}: expected must be allow or block")
    try:
        return GuardCase.model_validate(record)
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"{path}:{number}: {where}: {first['msg']}") from None
