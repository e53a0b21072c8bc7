"""`vademecum eval gate`: whether runs are still as good as the baselines kept of them."""

from __future__ import annotations

import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import JsonFlag, emit, emit_json, tell

if TYPE_CHECKING:
    from vademecum.evals.baseline import Baseline
    from vademecum.evals.gate import GateReport, GateRow
    from vademecum.evals.results import EvalResult

RunArguments = Annotated[
    list[Path], typer.Argument(metavar="RUN...", help="Result files of `eval run`.")
]
BaselinesOption = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Folder of baselines; without it, those of the package."),
]


def gate(
    runs: RunArguments,
    baselines: BaselinesOption = None,
    update: Annotated[
        bool, typer.Option("--update", help="Keep these runs as the new baselines.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Check that no figure fell below its baseline.

    Differences are paired, item by item. Exit 1 if one fell or does not compare.
    """
    from vademecum.evals.baseline import BASELINES

    folder = BASELINES if baselines is None else baselines
    if update:
        _update(runs, folder, json)
    else:
        _check(runs, baselines, folder, json)


def _check(runs: list[Path], given: Path | None, folder: Path, json: bool) -> None:
    from vademecum.evals.baseline import baseline_path, read_baseline
    from vademecum.evals.gate import check
    from vademecum.evals.results import read_result
    from vademecum.retrieval.errors import InvalidInput

    reports: list[tuple[Path, GateReport]] = []
    for run in runs:
        result = read_result(run)
        path = baseline_path(result, folder)
        if not path.is_file():
            raise InvalidInput(f"{run}: no baseline {path}; make it: {_renewal(run, given)}")
        reports.append((run, check(result, read_baseline(path))))
    failed = [run for run, report in reports if not report.is_passed]
    if json:
        views = [{"run": run, **report.model_dump(mode="json")} for run, report in reports]
        emit_json({"is_passed": not failed, "reports": views})
    else:
        emit(_line("", "metric", "baseline", "now", "difference", "allowed", "verdict"))
        for _, report in reports:
            for row in report.rows:
                emit(_row(report, row))
    for _, report in reports:
        for note in report.notes:
            tell(f"{_name(report)}: {note}")
    for run in failed:
        tell(f"{run}: if that is meant, make a new baseline: {_renewal(run, given)}")
    if failed:
        raise typer.Exit(1)


def _update(runs: list[Path], folder: Path, json: bool) -> None:
    from vademecum.evals.baseline import baseline_path, write_baseline
    from vademecum.evals.results import read_result
    from vademecum.retrieval.errors import InvalidInput

    results: dict[Path, EvalResult] = {}
    for run in runs:
        result = read_result(run)
        path = baseline_path(result, folder)
        if path in results:
            raise InvalidInput(f"{run}: another of these runs makes the same baseline {path.name}")
        results[path] = result
    made = [_renewed(result, path) for path, result in results.items()]
    written = [write_baseline(baseline, folder) for baseline in made]
    if json:
        emit_json({"written": written})
    else:
        for path, baseline in zip(written, made, strict=True):
            emit(f"{path}: {', '.join(baseline.metrics)}; {len(baseline.items)} items")


def _renewed(result: EvalResult, path: Path) -> Baseline:
    """Return the new baseline, with the metrics and the allowances of the one it replaces."""
    from vademecum.evals.baseline import baseline_of, read_baseline
    from vademecum.retrieval.errors import InvalidInput

    if not path.is_file():
        return baseline_of(result)
    try:
        old = read_baseline(path)
    except InvalidInput as error:
        tell(f"{error}; replaced")
        return baseline_of(result)
    return baseline_of(result, tuple(old.metrics), old.allowed)


def _renewal(run: Path, given: Path | None) -> str:
    where = [] if given is None else ["--baselines", str(given)]
    return shlex.join(["vademecum", "eval", "gate", str(run), *where, "--update"])


def _row(report: GateReport, row: GateRow) -> str:
    from vademecum.evals.report import show

    return _line(
        _name(report),
        row.metric,
        show(row.baseline),
        show(row.now) if row.now else "-",
        show(row.difference, "+") if row.difference else "-",
        f"{row.allowed:g}",
        f"{row.verdict} ({row.reason})" if row.reason else row.verdict,
    )


def _name(report: GateReport) -> str:
    return f"{report.task} {report.domain} {report.set}"


def _line(*cells: str) -> str:
    run, metric, then, now, difference, allowed, verdict = cells
    return f"{run:32} {metric:20} {then:>22} {now:>22} {difference:>25} {allowed:>8} {verdict}"
