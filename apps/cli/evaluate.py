"""`vademecum eval list` and `vademecum eval run`."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Annotated

import typer

from .collect import collect
from .console import JsonFlag, emit, emit_json, progress_bar, tell
from .gate import gate
from .judge import judge
from .keep import keep
from .reports import calibrate, compare, report

if TYPE_CHECKING:
    from vademecum.evals.results import EvalResult

    from ..evaluating.options import RunOptions

eval_app = typer.Typer(help="Measure retrieval, answers and guardrails.", rich_markup_mode=None)


@eval_app.command("list")
def list_tasks(json: JsonFlag = False) -> None:
    """List what can be measured, on which data, and what is missing."""
    from vademecum.domains import installed_domains
    from vademecum.evals.data import data_home
    from vademecum.evals.registry import list_tasks as listed

    rows = listed(data_home(), installed_domains()[0])
    if json:
        emit_json({"tasks": [row.model_dump(mode="json", exclude={"path"}) for row in rows]})
        return
    for row in rows:
        state = "present" if row.present else f"missing: {row.obtain}"
        counts = f"{row.tune:,} / {row.report:,}" if row.tune or row.report else ""
        emit(f"{row.task:12} {row.data:20} {row.domain:11} {counts:>16}  {row.licence}; {state}")
    tell(
        "numbers: items that may be tuned on / items for reports; more: vademecum eval list --json"
    )


@eval_app.command("run")
def run_tasks(
    tasks: Annotated[
        list[str], typer.Argument(metavar="TASK...", help="What `vademecum eval list` names.")
    ],
    domain: Annotated[
        str, typer.Option(metavar="DOMAIN", help="The domain whose configuration is measured.")
    ] = "healthcare",
    data: Annotated[Path | None, typer.Option(metavar="DIR", help="A folder in BEIR form.")] = None,
    set: Annotated[
        str | None, typer.Option(metavar="NAME", help="A public set, for example xstest.")
    ] = None,
    questions: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Items that `eval collect` wrote (guardrails, answers)."),
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="NAME", help="A split of the BEIR folder.")
    ] = None,
    half: Annotated[
        str | None,
        typer.Option(
            metavar="HALF",
            help="dev, test or all; without it, what is for reports of a public set, else all.",
        ),
    ] = None,
    given: Annotated[
        bool, typer.Option("--given", help="Search only the document that the set names.")
    ] = False,
    ablate: Annotated[
        bool,
        typer.Option("--ablate", help="Also without one ingredient each (retrieval)."),
    ] = False,
    run: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Another system's run in TREC form, to stand beside."),
    ] = None,
    trec: Annotated[
        bool, typer.Option("--trec", help="Write our run in TREC form too (retrieval).")
    ] = False,
    distractors: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="BEIR folders that stand beside the starter corpus."),
    ] = None,
    adapter: Annotated[
        str, typer.Option(metavar="NAME", help="Adapter of the encoder, or none.")
    ] = "none",
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the first N items.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the result goes; without it, VADEMECUM_HOME."),
    ] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="Seeds intervals and orders.")] = 0,
    json: JsonFlag = False,
) -> None:
    """Run evaluation tasks.

    Every figure has an interval, and every baseline sees the same items. A run that was stopped
    goes on where it was when the same command is given again.
    """
    from vademecum.evals.report import plain_text
    from vademecum.retrieval.errors import InvalidInput

    from ..evaluating.options import RunOptions
    from .ask import require_adapter

    require_adapter(domain, adapter)
    if out is not None and len(tasks) > 1:
        raise InvalidInput("--out names one file; run one task at a time with it")
    if trec and any(task != "retrieval" for task in tasks):
        raise InvalidInput("--trec goes with retrieval")
    options = RunOptions(
        domain=domain,
        data=data,
        set=set,
        questions=questions,
        split=split,
        half=half,
        given=given,
        ablate=ablate,
        run=run,
        distractors=tuple(distractors or ()),
        limit=limit,
        seed=seed,
        adapter=adapter,
        today=datetime.now(UTC).date(),
    )
    results = [_run(task, options, out, trec) for task in tasks]
    if not json:
        for result in results:
            emit(plain_text(result))
    elif len(results) == 1:
        emit_json(results[0])
    else:
        emit_json({"results": [result.model_dump(mode="json") for result in results]})


def _run(task: str, options: RunOptions, out: Path | None, trec: bool) -> EvalResult:
    """Run one task, write its result, and forget what was kept for going on."""
    from vademecum.evals.baseline import set_of
    from vademecum.evals.checkpoint import Checkpoints
    from vademecum.evals.results import write_result
    from vademecum.retrieval.home import home

    from ..evaluating.options import Course
    from ..evaluating.run import run_task

    checkpoints = Checkpoints(home() / "runs" / "unfinished")
    started = perf_counter()
    try:
        with progress_bar(f"{options.domain}: {task}", unit="") as bar:
            result = run_task(task, options, Course(bar.to, tell, checkpoints))
    except BaseException:
        checkpoints.close()
        if checkpoints.kept:
            tell(
                f"{checkpoints.kept:,} finished items are kept; the same command goes on from there"
            )
        raise
    result = result.timed(perf_counter() - started, checkpoints.taken)
    stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
    name = "-".join((stamp, task, options.domain, set_of(result.manifest), str(os.getpid())))
    path = out or home() / "runs" / f"{name}.json"
    write_result(result, path)
    checkpoints.remove()
    tell(f"written: {path}")
    if trec:
        _write_trec(result, path.with_suffix(".trec"))
    return result


def _write_trec(result: EvalResult, path: Path) -> None:
    from vademecum.evals.trec import write_run

    ranked = {
        item.id: [(name, float(len(item.found) - place)) for place, name in enumerate(item.found)]
        for item in result.items
    }
    write_run(path, ranked, f"vademecum-{result.domain}")
    tell(f"written: {path}")


@eval_app.command()
def heads(
    name: Annotated[str, typer.Argument(metavar="NAME", help="jailbreak or injected_sentence.")],
    write: Annotated[
        bool, typer.Option("--write", help="Train on everything and replace the head.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Score a head of the injection rails, five-fold."""
    from vademecum.evals.heads.figures import figure_lines

    from ..evaluating.heads import score_head

    done = 0
    with progress_bar(f"head {name}", unit="steps") as bar:

        def tick() -> None:
            nonlocal done
            done += 1
            bar.to(done)

        found = score_head(name, write, tick)
    if json:
        emit_json(found)
    else:
        emit("\n".join(figure_lines(found)))


eval_app.command()(report)
eval_app.command()(compare)
eval_app.command()(calibrate)
eval_app.command()(gate)
eval_app.command()(judge)
eval_app.command()(keep)
eval_app.command()(collect)
