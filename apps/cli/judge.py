"""`vademecum eval judge`: let a language model grade answers that somebody wrote down."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, cast

import typer

from .console import DomainArgument, JsonFlag, emit, emit_json, progress_bar, tell


def judge(
    domain: DomainArgument,
    file: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            help="JSON lines: id, question, answer, and reference or evidence; perhaps label.",
        ),
    ],
    generator: Annotated[
        str, typer.Option(metavar="NAME", help="The judge: local:FOLDER or openai:MODEL@URL.")
    ],
    rubric: Annotated[
        str, typer.Option(metavar="NAME", help="correctness (reference) or support (evidence).")
    ] = "correctness",
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write the result here.")] = None,
    json: JsonFlag = False,
) -> None:
    """Grade answers with a language model.

    What the judge does not say clearly stays unscored.

    A label is a person's grade (correct, partly, wrong): with labels the agreement is measured.
    """
    from vademecum.domains import load_domain
    from vademecum.evals.judge import Rubric, chat_judge
    from vademecum.evals.judging import LabelledCase, evaluate_judged
    from vademecum.evals.manifest import run_manifest
    from vademecum.evals.questions import read_models
    from vademecum.evals.report import plain_text
    from vademecum.evals.results import write_result
    from vademecum.retrieval.errors import InvalidInput
    from vademecum.retrieval.generators.local import load_chat_model
    from vademecum.retrieval.home import home

    from ..evaluating.options import Ticks
    from .reading import existing_file

    if rubric not in ("correctness", "support"):
        raise InvalidInput(f"{rubric!r} is no rubric; choose correctness or support")
    name = load_domain(domain).name
    cases = read_models(LabelledCase, existing_file(file))
    labels = {case.id: case.label for case in cases if case.label is not None}
    now = datetime.now(UTC)
    manifest = run_manifest(
        file, now.date(), configuration={"generator": generator, "rubric": rubric}
    )
    ask = chat_judge(load_chat_model(generator))
    with progress_bar(f"{name}: judge", len(cases), unit="") as bar:
        result = evaluate_judged(
            cases,
            ask,
            domain=name,
            manifest=manifest,
            rubric=cast(Rubric, rubric),
            labels=labels or None,
            tick=Ticks(bar.to, len(cases)),
        )
    path = out or home() / "runs" / f"{now:%Y%m%dT%H%M%S}-judge-{name}.json"
    write_result(result, path)
    tell(f"written: {path}")
    if json:
        emit_json(result)
    else:
        emit(plain_text(result))
