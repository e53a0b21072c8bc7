"""`vademecum eval keep`: put real runs among the results that ship with the project."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .console import JsonFlag, emit, emit_json, tell


def keep(
    runs: Annotated[
        list[Path],
        typer.Argument(
            metavar="RUN...", help="Result files of `eval run`, `adapt ladder` or `adapt matrix`."
        ),
    ],
    command: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT", help="What was typed, of one run; without it, what its manifest tells."
        ),
    ] = None,
    machine: Annotated[
        str | None,
        typer.Option(metavar="TEXT", help="The kind of machine: '2 cores, no GPU'."),
    ] = None,
    worst: Annotated[
        int | None,
        typer.Option(min=0, metavar="N", help="Items of our own sets that stay readable [12]."),
    ] = None,
    into: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where they go; without it, evals/measured/results."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Keep the figures of runs for the pages of the demo.

    What is copied: figures, hashes, date, command, machine, and the worst items of our own sets.
    What is not: any item of a public set. An older run of the same evaluation is replaced.
    """
    from vademecum.evals.measured import MeasuredRun, read_any, stripped, write_kept
    from vademecum.evals.measured.command import command_of
    from vademecum.evals.measured.machine import machine_kind
    from vademecum.evals.measured.run import RESULTS
    from vademecum.retrieval.errors import InvalidInput

    if command is not None and len(runs) > 1:
        raise InvalidInput("--command says what was typed for one run; keep one at a time with it")
    made = []
    for path in runs:
        result = read_any(path)
        made.append(
            MeasuredRun(
                command=command or command_of(result),
                machine=machine or machine_kind(result.manifest.cpus),
                result=stripped(result, worst),
            )
        )
    written = [write_kept(run, into or RESULTS) for run in made]
    for run, path in zip(made, written, strict=True):
        tell(f"kept: {path.name}, {path.stat().st_size:,} bytes; {run.machine}; {run.command}")
    if json:
        emit_json({"kept": [str(path) for path in written]})
    else:
        emit("\n".join(map(str, written)))
