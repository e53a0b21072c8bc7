"""`vademecum guard` and `vademecum redact`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, cast

import typer

from .console import DomainArgument, JsonFlag, emit, emit_json, progress_bar, tell

if TYPE_CHECKING:
    from vademecum.domains import Domain
    from vademecum.retrieval.types import Stage

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
    attack: Annotated[
        bool,
        typer.Option("--attack", help="Write every line of the file in wrappers and codes."),
    ] = False,
    max_through: Annotated[
        float | None,
        typer.Option(
            min=0.0, max=1.0, metavar="SHARE", help="With --attack: exit 1 if more gets through."
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Say what the guardrails do with a text.

    On a file whose lines say what was expected: block rate and over-refusal rate. With --attack:
    what share of the lines to be blocked gets through each mutation, the worst first.
    """
    from vademecum.domains import load_domain
    from vademecum.domains.guard import check_text
    from vademecum.retrieval.errors import InvalidInput

    from ..guard_file import guard_file
    from .reading import existing_file

    if stage not in ("input", "context", "output"):
        raise InvalidInput(f"{stage!r} is no stage; choose input, context or output")
    loaded = load_domain(domain)
    chosen = cast("Stage", stage)
    if attack:
        if file is None or text is not None:
            raise InvalidInput("--attack needs a file of sentences: --file F.jsonl")
        _attack(loaded, existing_file(file), chosen, max_through, json)
        return
    if max_through is not None:
        raise InvalidInput("--max-through goes with --attack")
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


def _attack(
    domain: Domain, file: Path, stage: Stage, max_through: float | None, json: bool
) -> None:
    from vademecum.evals.attacks.table import attack_table

    from ..attack_file import attack_file

    with progress_bar(f"{domain.name}: attack", unit="checks") as bar:
        report = attack_file(domain, file, stage, bar.to)
    if json:
        emit_json(report)
    else:
        emit(attack_table(report))
    if max_through is not None and report.exceeds(max_through):
        raise typer.Exit(1)


def redact(
    domain: DomainArgument,
    text: TextArgument = None,
    file: FileOption = None,
    pseudonyms: Annotated[
        bool,
        typer.Option("--pseudonyms", help="Give each person a mark instead of the same [NAME]."),
    ] = False,
    key: Annotated[
        Path | None,
        typer.Option(
            metavar="FILE",
            help="Key of the pseudonyms, made if missing; who has it can put names back.",
        ),
    ] = None,
    restore: Annotated[
        bool, typer.Option("--restore", help="Put names back into a text; needs --key.")
    ] = False,
    fields: Annotated[
        bool,
        typer.Option("--fields", help="Redact every field of the records of --file, at any depth."),
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Remove what identifies a person from a text.

    Dates become years, ages over 89 become 90+, ZIP codes their first three digits. Other ages
    and countries are reported and left standing, as Safe Harbor allows.
    """
    from vademecum.domains import load_domain

    from ..guard_file import read_texts
    from ..redacting import redacted_records, redactor
    from .reading import existing_file

    load_domain(domain)
    redacting = redactor(pseudonyms=pseudonyms, restore=restore, key=key, notice=tell)
    if file is None or text is not None:
        [shown] = redacting([_one(text, file)])
        if json:
            emit_json(shown)
        else:
            emit(shown["text"])
        return
    path = existing_file(file)
    if fields:
        results = redacted_records(path)
    else:
        results = redacting([t for _, t, _ in read_texts(path, ("text", "full_text"))])
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
