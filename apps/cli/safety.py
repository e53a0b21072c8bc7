"""`vademecum guard` and `vademecum redact`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, cast

import typer

from .console import DomainArgument, JsonFlag, emit, emit_json

TextArgument = Annotated[
    str | None, typer.Argument(metavar="TEXT", help="A text; - reads standard input.")
]
FileOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="JSON lines with a field text.")
]


def guard(
    domain: DomainArgument,
    text: TextArgument = None,
    file: FileOption = None,
    stage: Annotated[
        str, typer.Option(metavar="STAGE", help="input, context or output.")
    ] = "input",
    json: JsonFlag = False,
) -> None:
    """Say what the guardrails do with a text.

    On a file whose lines say what was expected: block rate and over-refusal rate.
    """
    from vademecum.domains import load_domain
    from vademecum.domains.guard import check_text
    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.types import Stage

    from ..guard_file import guard_file
    from .reading import existing_file

    if stage not in ("input", "context", "output"):
        raise InvalidInput(f"{stage!r} is no stage; choose input, context or output")
    loaded = load_domain(domain)
    chosen = cast(Stage, stage)
    if file is None or text is not None:
        result = check_text(loaded, _one(text, file), chosen)
        if json:
            row = {"action": result.action, "verdicts": [v.model_dump() for v in result.verdicts]}
            summary = {"latency_ms": result.latency_ms, "timings_ms": result.timings_ms}
            off = [switch.model_dump(mode="json") for switch in loaded.manifest.switched_off]
            emit_json({"results": [row], "summary": {**summary, "switched_off": off}})
        else:
            emit(result.action)
            for v in result.verdicts:
                emit(f"  {v.action} ({v.rail}): {v.reason}\n      ground: {v.basis}")
            for switch in loaded.manifest.switched_off:
                emit(f"  switched off since {switch.since}: {switch.rail} ({switch.reason})")
        return
    report = guard_file(loaded, existing_file(file), chosen)
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
    """Remove what identifies a person from a text."""
    from vademecum.domains import load_domain
    from vademecum.domains.rails.identifiers import redact as remove

    from ..guard_file import read_texts
    from .reading import existing_file

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

    if file is None or text is not None:
        shown = view(_one(text, file))
        if json:
            emit_json(shown)
        else:
            emit(shown["text"])
        return
    results = [view(t) for _, t, _ in read_texts(existing_file(file), ("text", "full_text"))]
    if json:
        emit_json({"results": results})
    else:
        emit("\n".join(r["text"] for r in results))


def _one(text: str | None, file: Path | None) -> str:
    from vademecum.retrieval.errors import InvalidInput

    from .reading import read_text

    if text is None:
        raise InvalidInput("give a text, or a file with --file")
    if file is not None:
        raise InvalidInput("give either a text or --file, not both")
    return read_text(text, "the text")
