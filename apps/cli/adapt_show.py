"""`vademecum adapt ladder`, `matrix` and `page`: what adaptation gives, costs and breaks."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import DomainArgument, JsonFlag, emit, emit_json, progress_bar, tell

if TYPE_CHECKING:
    from vademecum.evals.adapting.matrix import MatrixResult
    from vademecum.evals.adapting.rungs import LadderResult

LimitOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Only the first N items of a set.")
]
SeedOption = Annotated[int, typer.Option(metavar="N", help="Seeds draws and intervals.")]
OutOption = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="Where the result goes; without it, VADEMECUM_HOME."),
]
HtmlOption = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write one page with plots here.")
]


def ladder(
    domain: DomainArgument,
    set: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="A public set; without it, the first of the plan."),
    ] = None,
    task: Annotated[
        str | None,
        typer.Option(metavar="TASK", help="retrieval or classification, where a set is both."),
    ] = None,
    adapter: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="The adapter of all domains to climb to, or none."),
    ] = None,
    recorded: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="JSON lines of item, system, output: further rungs."),
    ] = None,
    limit: LimitOption = None,
    seed: SeedOption = 0,
    out: OutOption = None,
    html: HtmlOption = None,
    json: JsonFlag = False,
) -> None:
    """Measure every rung from the base model to its adaptations.

    All rungs answer the same items with the same metrics. Rungs that hurt are marked.
    """
    from vademecum.evals.adapting.text import ladder_text
    from vademecum.retrieval.errors import UnknownName

    from ..adapting.ladder import TASKS, run_ladder
    from ..evaluating.options import Course

    if task is not None and task not in TASKS:
        raise UnknownName(f"no ladder is named {task!r}; there is: {', '.join(TASKS)}")
    with progress_bar(f"{domain}: ladder", unit="") as bar:
        course = Course(bar.to, tell)
        found = run_ladder(
            domain,
            set,
            adapter,
            recorded,
            limit,
            seed,
            course,
            task=task,
        )
    _write(found, out, f"ladder-{found.domain}-{found.set}")
    if html is not None:
        _write_page([found], None, html)
    if json:
        emit_json(found)
    else:
        emit(ladder_text(found))


def matrix(
    domains: Annotated[
        list[str] | None,
        typer.Argument(metavar="[DOMAIN]...", help="Whose sets; without it, of all."),
    ] = None,
    set: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help="Only this set; may be repeated.")
    ] = None,
    adapter: Annotated[
        str, typer.Option(metavar="NAME", help="The adapter of each domain that is compared.")
    ] = "retrieval",
    mixture: Annotated[
        bool, typer.Option("--mixture/--no-mixture", help="With the average of all adapters.")
    ] = True,
    limit: LimitOption = None,
    seed: SeedOption = 0,
    out: OutOption = None,
    html: HtmlOption = None,
    json: JsonFlag = False,
) -> None:
    """Put every adapter to the sets of every domain.

    Gain at home, loss abroad: each beside the same search without adapter.
    """
    from vademecum.evals.adapting.text import matrix_text

    from ..adapting.matrix import run_matrix
    from ..evaluating.options import Course

    with progress_bar("transfer matrix", unit="") as bar:
        found = run_matrix(
            domains or (),
            set or (),
            limit,
            seed,
            Course(bar.to, tell),
            adapter=adapter,
            mixture=mixture,
        )
    _write(found, out, "matrix")
    if html is not None:
        _write_page([], found, html)
    if json:
        emit_json(found)
    else:
        emit(matrix_text(found))


def page(
    results: Annotated[
        list[Path],
        typer.Argument(metavar="RESULT...", help="Result files of `adapt ladder` and `matrix`."),
    ],
    html: Annotated[Path, typer.Option(metavar="FILE", help="Where the page goes.")],
    json: JsonFlag = False,
) -> None:
    """Show earlier ladders and a matrix on one page."""
    from vademecum.evals.adapting.reading import read_results

    ladders, found = read_results(results)
    _write_page(ladders, found, html)
    if json:
        emit_json({"page": str(html), "ladders": len(ladders), "matrix": found is not None})


def _write(found: LadderResult | MatrixResult, out: Path | None, name: str) -> None:
    from vademecum.evals.results import write_result
    from vademecum.retrieval.home import home

    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    path = out or home() / "runs" / f"{stamp}-{name}.json"
    write_result(found, path)
    tell(f"written: {path}")


def _write_page(ladders: list[LadderResult], found: MatrixResult | None, path: Path) -> None:
    from vademecum.evals.html import adapting_page

    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(adapting_page(ladders, found), encoding="utf-8")
    tell(f"written: {path}")
