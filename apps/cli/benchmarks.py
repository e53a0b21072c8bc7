"""`vademecum bench`: speed as ratios, measured side by side in one run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import JsonFlag, emit, emit_json, progress_bar

if TYPE_CHECKING:
    from vademecum.retrieval.library import Library

    from ..bench.ratios import BenchResult

bench_app = typer.Typer(no_args_is_help=True, help="Measure speed, as ratios in one run.")

DataOption = Annotated[
    list[Path] | None,
    typer.Option(help="BEIR folders, the first with questions; else MedQuAD and PubMedQA."),
]
DomainOption = Annotated[str, typer.Option(help="Whose settings and rails are used.")]


@bench_app.command()
def ingest(
    data: DataOption = None,
    domain: DomainOption = "healthcare",
    passages: Annotated[int, typer.Option(min=50, help="About how many passages.")] = 1500,
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 5,
    json: JsonFlag = False,
) -> None:
    """Ingestion against the bare forward pass.

    Text to searchable, over the same passages.
    """
    from vademecum.domains import load_domain

    from ..bench.ingestion import measure_ingestion

    with progress_bar("bench ingest", rounds * 3, "steps") as bar:
        result = measure_ingestion(
            load_domain(domain), _folders(data), passages, rounds, _Ticks(bar.to)
        )
    _show(result, json)


@bench_app.command()
def documents(
    path: Annotated[Path, typer.Argument(help="A folder of files of any format.")],
    domain: DomainOption = "healthcare",
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 3,
    parsing_only: Annotated[
        bool, typer.Option("--parsing-only", help="Parse, and encode nothing.")
    ] = False,
    json: JsonFlag = False,
) -> None:
    """Parsing against encoding, by format; memory.

    And ingestion of the files, and the same again, against the bare forward pass.
    """
    from vademecum.domains import load_domain
    from vademecum.retrieval.readers.folder import files_below

    from ..bench.documents import measure_documents, measure_parsing
    from .reading import existing_folder

    files = sum(1 for _ in files_below(existing_folder(path)))
    with progress_bar("bench documents", files + rounds * 3, "steps") as bar:
        ticks = _Ticks(bar.to)
        if parsing_only:
            result = measure_parsing(path, ticks)
        else:
            result = measure_documents(load_domain(domain), path, rounds, ticks)
    _show(result, json)


@bench_app.command()
def search(
    data: DataOption = None,
    domain: DomainOption = "healthcare",
    passages: Annotated[int, typer.Option(min=50, help="About how many passages.")] = 16000,
    questions: Annotated[int, typer.Option(min=10, help="How many questions.")] = 200,
    json: JsonFlag = False,
) -> None:
    """A whole answer against encoding the question.

    And the answers per second of 16 threads.
    """
    from vademecum.domains import load_domain
    from vademecum.evals.beir import beir_questions

    from ..bench.searching import measure_search

    folders = _folders(data)
    asked = beir_questions(folders[0])[:questions]
    library = _library(domain, folders, passages)
    with progress_bar("bench search", len(asked) + 5, "questions") as bar:
        result = measure_search(load_domain(domain), library, asked, _Ticks(bar.to))
    _show(result, json)


@bench_app.command()
def peers(
    data: DataOption = None,
    domain: DomainOption = "healthcare",
    passages: Annotated[int, typer.Option(min=50, help="About how many passages.")] = 16000,
    rounds: Annotated[int, typer.Option(min=1, help="How often each is measured.")] = 5,
    json: JsonFlag = False,
) -> None:
    """A cold first answer against LangChain's quick start."""
    from vademecum.domains import load_domain
    from vademecum.evals.beir import beir_questions

    from ..bench.peers import measure_cold_start

    folders = _folders(data)
    question = beir_questions(folders[0])[0]
    library = _library(domain, folders, passages)
    with progress_bar("bench peers", rounds * 2, "starts") as bar:
        result = measure_cold_start(load_domain(domain), library, question, rounds, _Ticks(bar.to))
    _show(result, json)


@bench_app.command()
def demo(
    data: DataOption = None,
    domain: DomainOption = "healthcare",
    passages: Annotated[int, typer.Option(min=50, help="About how many passages.")] = 16000,
    questions: Annotated[int, typer.Option(min=3, help="Asked by one visitor in turn.")] = 200,
    sessions: Annotated[int, typer.Option(min=1, help="Visitors who ask together.")] = 20,
    load_questions: Annotated[int, typer.Option(min=8, help="Asked by all of them.")] = 2000,
    starts: Annotated[int, typer.Option(min=1, help="How often the server is started.")] = 5,
    json: JsonFlag = False,
) -> None:
    """The demo in a real Chromium.

    From start to a usable page, from Enter to the first sentence and the whole reply, and the
    server's memory while many ask. Needs a Chromium and the extra `test`.
    """
    from vademecum.domains import load_domain
    from vademecum.evals.beir import beir_questions
    from vademecum.retrieval.home import home

    from ..bench.browser import chromium
    from ..bench.demo import Load, measure_demo, prepared_home

    folders = _folders(data)
    load = Load(starts, questions, sessions, load_questions)
    asked = beir_questions(folders[0])[: max(questions, load_questions)]
    with chromium() as browser:  # first, so that a missing one is told before the long part
        library = _library(domain, folders, passages)
        served = home() / "bench" / f"demo-{library.folder.name}"
        prepared_home(load_domain(domain), library, served)
        with progress_bar("bench demo", load.steps, "starts and questions") as bar:
            result = measure_demo(browser, load_domain(domain), served, asked, load, bar.to)
    _show(result, json)


class _Ticks:
    def __init__(self, to: object) -> None:
        self._to = to
        self._done = 0

    def __call__(self) -> None:
        self._done += 1
        if callable(self._to):
            self._to(self._done)


def _folders(data: list[Path] | None) -> list[Path]:
    from vademecum.evals.data import data_home, require

    return data or [require(data_home() / "healthcare" / n) for n in ("medquad", "pubmedqa")]


def _library(name: str, folders: list[Path], passages: int) -> Library:
    from vademecum.domains import load_domain
    from vademecum.retrieval.home import home

    from ..bench.corpus import prepared_library

    mark = "-".join(folder.name for folder in folders)
    folder = home() / "bench" / f"{name}-{mark}-{passages}"
    with progress_bar("bench: library") as bar:

        def tick(done: int, encoded: int) -> None:
            bar.to(done)
            bar.note(f"({encoded} passages encoded)")

        return prepared_library(load_domain(name), folders, passages, folder, tick)


def _show(result: BenchResult, json: bool) -> None:
    from vademecum.evals.report import show
    from vademecum.evals.results import Metric

    if json:
        emit_json(result)
        return
    emit(f"{result.name} · {result.machine}")
    for name, figure in result.figures.items():
        emit(f"  {name:36} {show(figure) if isinstance(figure, Metric) else figure}")
