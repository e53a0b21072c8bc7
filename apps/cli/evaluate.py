"""`vademecum eval` and `vademecum convert`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import JsonFlag, emit, emit_json, progress_bar, tell

if TYPE_CHECKING:
    from vademecum.evals.results import EvalResult

eval_app = typer.Typer(help="Measure retrieval, answers and guardrails.", rich_markup_mode=None)

DomainOption = Annotated[
    str, typer.Option(metavar="DOMAIN", help="The domain whose configuration is measured.")
]
DataOption = Annotated[Path | None, typer.Option(metavar="DIR", help="A folder in BEIR form.")]
DistractorOption = Annotated[
    list[Path] | None,
    typer.Option(metavar="DIR", help="BEIR folders that stand beside the starter corpus."),
]


def convert(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A public set: gdpr, openstax, dc_code ...")
    ],
    src: Annotated[Path, typer.Argument(metavar="SRC", help="The folder it lies in.")],
    dst: Annotated[
        Path, typer.Argument(metavar="DST", help="The BEIR folder to write; it must not exist.")
    ],
    json: JsonFlag = False,
) -> None:
    """Turn a public set into a BEIR folder."""
    from vademecum.evals.convert import convert as run

    run(name, src, dst)
    files = sorted(p.relative_to(dst).as_posix() for p in dst.rglob("*") if p.is_file())
    if json:
        emit_json({"folder": dst, "files": files})
    else:
        emit(f"{dst}: {', '.join(files)}")


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
        emit(f"{row.task:12} {row.data:24} {state}")


@eval_app.command("run")
def run_tasks(
    tasks: Annotated[
        list[str],
        typer.Argument(metavar="TASK...", help="retrieval, answers, guardrails, identifiers."),
    ],
    domain: DomainOption = "healthcare",
    data: DataOption = None,
    set: Annotated[
        str | None, typer.Option(metavar="NAME", help="A public guardrail set, for example xstest.")
    ] = None,
    split: Annotated[
        str | None, typer.Option(metavar="NAME", help="A split of the BEIR folder.")
    ] = None,
    half: Annotated[
        str, typer.Option(metavar="HALF", help="dev (even hashes), test (odd) or all.")
    ] = "all",
    distractors: DistractorOption = None,
    adapter: Annotated[
        str, typer.Option(metavar="NAME", help="Adapter of the encoder, or none.")
    ] = "none",
    limit: Annotated[
        int | None, typer.Option(min=1, metavar="N", help="Only the first N items.")
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Run evaluation tasks.

    Every figure has an interval, and every baseline sees the same items.
    """
    from vademecum.evals.report import plain_text
    from vademecum.evals.results import write_result
    from vademecum.retrieval.home import home

    from ..evaluation_tasks import RunOptions, run_task
    from .ask import require_adapter

    require_adapter(domain, adapter)
    options = RunOptions(
        domain=domain,
        data=data,
        set=set,
        split=split,
        half=half,
        distractors=tuple(distractors or ()),
        limit=limit,
        today=datetime.now(UTC).date(),
    )
    results: list[EvalResult] = []
    for task in tasks:
        with progress_bar(f"{domain}: {task}", unit="") as bar:
            result = run_task(task, options, bar.to, tell)
        stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        path = home() / "runs" / f"{stamp}-{task}-{domain}.json"
        write_result(result, path)
        tell(f"written: {path}")
        results.append(result)
    if not json:
        for result in results:
            emit(plain_text(result))
    elif len(results) == 1:
        emit_json(results[0])
    else:
        emit_json({"results": [result.model_dump(mode="json") for result in results]})


@eval_app.command()
def report(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="Result files of `eval run`.")
    ],
    json: JsonFlag = False,
) -> None:
    """Show results of earlier runs again."""
    from vademecum.evals.report import plain_text
    from vademecum.evals.results import read_result

    results = [read_result(path) for path in runs]
    if json:
        emit_json({"results": [result.model_dump(mode="json") for result in results]})
    else:
        for result in results:
            emit(plain_text(result))


@eval_app.command()
def compare(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A result file.")],
    after: Annotated[
        Path, typer.Argument(metavar="AFTER", help="Another result file of the same task and data.")
    ],
    json: JsonFlag = False,
) -> None:
    """Say by how much a change helped.

    Differences are paired, item by item, and have intervals.
    """
    from vademecum.evals.compare import compare_results
    from vademecum.evals.report import show
    from vademecum.evals.results import read_result

    differences = compare_results(read_result(after), read_result(before))
    if json:
        values = {name: metric.model_dump() for name, metric in differences.items()}
        emit_json({"differences": values})
        return
    for name, metric in differences.items():
        emit(f"{name:24} {show(metric, '+')}")


@eval_app.command()
def calibrate(
    corpora: Annotated[
        list[str],
        typer.Argument(
            metavar="DOMAIN...",
            help="DOMAIN or DOMAIN=FOLDER,FOLDER: BEIR folders beside its corpus.",
        ),
    ],
    json: JsonFlag = False,
) -> None:
    """Fit the evidence model for domain.toml.

    On the dev halves of the domains' own questions.
    """
    from vademecum.evals.report import show

    from ..evaluation_tasks import calibrate_evidence

    named = {}
    for item in corpora:
        name, _, folders = item.partition("=")
        named[name] = [Path(folder) for folder in folders.split(",") if folder]
    with progress_bar("calibrating", unit="questions") as bar:
        found = calibrate_evidence(named, bar.to, tell)
    if json:
        emit_json({name: c.model_dump(mode="json") for name, c in found.items()})
        return
    for name, c in found.items():
        values = "\n".join(f"{k} = {v}" for k, v in c.evidence.model_dump().items())
        emit(f"# {name}\n[evidence]\n{values}")
        tell(
            f"{name}, {c.n} dev questions: answered {show(c.answered)} of the answerable, "
            f"not answered {show(c.not_answered)} of the others"
        )
