"""`vademecum eval report`, `compare` and `calibrate`: what is done with runs that exist."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .console import JsonFlag, emit, emit_json, progress_bar, tell


def report(
    runs: Annotated[
        list[Path], typer.Argument(metavar="RUN...", help="Result files of `eval run`.")
    ],
    html: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write one page with plots and the worst items here."),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Show results of earlier runs again."""
    from vademecum.evals.report import plain_text
    from vademecum.evals.results import read_result

    results = [read_result(path) for path in runs]
    if html is not None:
        from vademecum.evals.html import html_report

        html.parent.mkdir(parents=True, exist_ok=True)
        html.write_text(html_report(results), encoding="utf-8")
        tell(f"written: {html}")
    if json:
        emit_json({"results": [result.model_dump(mode="json") for result in results]})
    else:
        for result in results:
            emit(plain_text(result))


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
    from vademecum.evals.results import read_result
    from vademecum.evals.verdicts import verdict_of, verdict_text

    differences = compare_results(read_result(after), read_result(before))
    if json:
        values = {
            name: {**metric.model_dump(), "verdict": verdict_of(name, metric)}
            for name, metric in differences.items()
        }
        emit_json({"differences": values})
        return
    for name, metric in differences.items():
        emit(verdict_text(name, metric))


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

    On the dev halves of the domains' own questions and, where the public data is, on what of its
    sets for abstention is for tuning.
    """
    from vademecum.evals.report import show

    from ..evaluating.calibrate import calibrate_evidence

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
            f"{name}, {c.n} questions: answered {show(c.answered)} of the answerable, "
            f"not answered {show(c.not_answered)} of the others"
        )
