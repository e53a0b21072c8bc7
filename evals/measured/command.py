"""Write the command that a result came from, as far as its manifest tells."""

from __future__ import annotations

from ..adapting.matrix import MatrixResult
from ..adapting.rungs import LadderResult
from ..results import EvalResult
from .run import Result, distractors_of


def command_of(result: Result) -> str:
    """Return the command; names of folders stand for the paths that were given."""
    run = result.manifest
    if isinstance(result, MatrixResult):
        words = ["vademecum adapt matrix"]
        words += [f"--adapter {run.adapter}" if run.adapter != "retrieval" else ""]
    elif isinstance(result, LadderResult):
        words = [f"vademecum adapt ladder {result.domain} --set {result.set} --task {result.task}"]
        words += ["--adapter none" if result.adapter == "none" else ""]
    else:
        words = [f"vademecum eval run {result.task} --domain {result.domain}", *_data(result)]
        words += ["--given" if run.configuration.get("given") else ""]
        words += [f"--adapter {run.adapter}" if run.adapter != "none" else ""]
    if limit := run.configuration.get("limit"):
        words.append(f"--limit {limit}")
    words.append(f"--seed {run.seed}" if run.seed else "")
    return " ".join(word for word in words if word)


def _data(result: EvalResult) -> list[str]:
    run = result.manifest
    is_own = run.data.endswith(".jsonl")
    if result.task == "retrieval":
        words = [f"--data {run.data}", f"--split {run.split}" if run.split else ""]
    else:
        words = [f"--set {run.split}" if run.split else ""]
    default = "all" if is_own or not run.split or result.task == "retrieval" else "test"
    words.append(f"--half {run.half}" if run.half != default else "")
    return [*words, *(f"--distractors {name}" for name in distractors_of(result))]
