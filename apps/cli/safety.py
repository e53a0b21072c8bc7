"""`vademecum guard` and `vademecum redact`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from .console import DomainArgument, JsonFlag, emit, emit_json

TextArgument = Annotated[str | None, typer.Argument(help="A text; - reads standard input.")]
FileOption = Annotated[Path | None, typer.Option(help="JSON lines with a field text.")]


def guard(
    domain: DomainArgument,
    text: TextArgument = None,
    file: FileOption = None,
    stage: Annotated[str, typer.Option(help="input, context or output.")] = "input",
    json: JsonFlag = False,
) -> None:
    """Say what the guardrails do with a text, or how they do on a file, scored both ways."""
    from vademecum.domains import load_domain
    from vademecum.domains.guard import check_text
    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.types import Stage

    from ..guard_file import guard_file

    if stage not in ("input", "context", "output"):
        raise InvalidInput(f"{stage!r} is no stage; choose input, context or output")
    loaded = load_domain(domain)
    chosen = cast(Stage, stage)
    if file is None:
        result = check_text(loaded, _one(text), chosen)
        if json:
            row = {"action": result.action, "verdicts": [v.model_dump() for v in result.verdicts]}
            emit_json({"results": [row], "summary": {"latency_ms": result.latency_ms}})
        else:
            emit(result.action)
            for v in result.verdicts:
                emit(f"  {v.action} ({v.rail}): {v.reason}\n      ground: {v.basis}")
        return
    report = guard_file(loaded, _existing(file), chosen)
    if json:
        emit_json(report.view())
    else:
        emit(report.text())


def redact(
    domain: DomainArgument,
    text: TextArgument = None,
    file: FileOption = None,
    json: JsonFlag = False,
) -> None:
    """Remove identifiers from a text; offsets are those of the original text."""
    from vademecum.domains import load_domain
    from vademecum.domains.rails.identifiers import redact as remove
    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.readers.beir import read_json_lines

    load_domain(domain)

    def view(original: str) -> dict[str, Any]:
        found = remove(original)
        return {
            "text": found.text,
            "spans": [
                {"type": s.type, "start": s.start, "end": s.end, "text": original[s.start : s.end]}
                for s in found.spans
            ],
        }

    if file is None:
        shown = view(_one(text))
        emit_json(shown) if json else emit(shown["text"])
        return
    results = []
    for number, record in read_json_lines(_existing(file)):
        value = record.get("text", record.get("full_text"))
        if not isinstance(value, str):
            raise InvalidInput(f"{file}:{number}: needs a field text")
        results.append(view(value))
    if json:
        emit_json({"results": results})
    else:
        emit("\n".join(r["text"] for r in results))


def _one(text: str | None) -> str:
    from vademecum.retrieval.errors import InvalidInput

    from .ask import read_argument

    if text is None:
        raise InvalidInput("give a text, or a file with --file")
    return read_argument(text)


def _existing(path: Path) -> Path:
    from vademecum.retrieval.errors import InvalidInput

    if not path.is_file():
        raise InvalidInput(f"{path}: no such file")
    return path
