"""People's own files: parsing against encoding, ingestion against the forward pass, memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from time import perf_counter
from typing import NamedTuple

from vademecum.domains import Domain
from vademecum.evals.results import Metric
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.readers.bounded import BoundedParser
from vademecum.retrieval.readers.folder import Reading, files_below
from vademecum.retrieval.readers.formats import kind_of
from vademecum.retrieval.readers.ocr import RECOGNISED
from vademecum.retrieval.types import Document

from ..composition import shared_encoder
from ..ingesting import read_files
from .corpus import encoded_passages
from .ingestion import time_ingestion
from .ratios import BenchResult, in_turn, machine, ratio

SAMPLE = 40
"""So many files of a format are parsed and encoded in turn."""
SCAN = "scan"


class Parsing(NamedTuple):
    """Every file parsed once, by one process."""

    files: dict[str, list[Path]]
    """By format; "scan" for whatever had to be recognised in pictures."""
    skipped: int
    seconds: dict[str, float]
    """Of all the files of a format, the first with what the process loads for it."""
    pages: int
    characters: int
    memory_mib: float | None
    """The most that the process held; None where the system does not tell."""


def measure_documents(
    domain: Domain, folder: Path, rounds: int, tick: Callable[[], None]
) -> BenchResult:
    """Time parsing against encoding by format, and ingestion against the forward pass.

    Scans are parsed once, timed apart, and left out of the rest. ``tick`` is called once for each
    file and thrice for each round.
    """
    parsing = parse_all(folder, tick)
    texts = {kind: files for kind, files in parsing.files.items() if kind != SCAN}
    paths = sorted(path for files in texts.values() for path in files)
    if not paths:
        raise InvalidInput(f"{folder}: holds no file with text to parse")
    result = time_ingestion(
        "documents",
        domain,
        lambda library: read_files(domain, paths, "auto", None, stored=library.document).documents,
        rounds,
        tick,
    )
    figures, seconds = _by_format(domain, texts, rounds)
    return result.model_copy(
        update={
            "figures": {**_told(parsing), **result.figures, **figures},
            "seconds": {**result.seconds, **seconds},
        }
    )


def measure_parsing(folder: Path, tick: Callable[[], None]) -> BenchResult:
    """Parse every file once and tell time and memory; nothing is encoded."""
    parsing = parse_all(folder, tick)
    seconds = {f"parse_{kind}": (taken,) for kind, taken in parsing.seconds.items()}
    figures = {**_told(parsing), "parsing_seconds": round(sum(parsing.seconds.values()), 2)}
    return BenchResult(name="parsing", machine=machine(), figures=figures, seconds=seconds)


def parse_all(folder: Path, tick: Callable[[], None] = lambda: None) -> Parsing:
    """Parse every file below ``folder`` that is not read as it stands."""
    files: dict[str, list[Path]] = {}
    seconds: dict[str, float] = {}
    skipped = pages = characters = 0
    with BoundedParser() as parser:
        for path in files_below(folder):
            tick()
            try:
                kind: str = kind_of(path)
                started = perf_counter()
                if kind != "text":
                    parsed = parser.parse(path, kind_of(path))
                    pages += len(parsed.pages)
                    characters += len(parsed.text)
                    if any(note.startswith(RECOGNISED) for note in parsed.notes):
                        kind = SCAN
            except InvalidInput:
                skipped += 1
                continue
            files.setdefault(kind, []).append(path)
            seconds[kind] = seconds.get(kind, 0.0) + perf_counter() - started
        memory_mib = process_peak_mib(parser.process_id)
    return Parsing(files, skipped, seconds, pages, characters, memory_mib)


def _told(parsing: Parsing) -> dict[str, Metric | float | int | str]:
    found: dict[str, Metric | float | int | str] = {
        f"files_{kind}": len(files) for kind, files in sorted(parsing.files.items())
    }
    found |= {"files_skipped": parsing.skipped, "pages": parsing.pages}
    found["characters_parsed"] = parsing.characters
    if SCAN in parsing.files:
        found["seconds_per_scan"] = round(parsing.seconds[SCAN] / len(parsing.files[SCAN]), 2)
    if parsing.memory_mib is not None:
        found["parser_memory_peak_mib"] = round(parsing.memory_mib)
    return found


def _by_format(
    domain: Domain, texts: Mapping[str, Sequence[Path]], rounds: int
) -> tuple[dict[str, Metric], dict[str, tuple[float, ...]]]:
    """Time, in turn, parsing and the forward pass over the first files of each format."""
    encoder = shared_encoder()
    seconds: dict[str, tuple[float, ...]] = {}
    with BoundedParser() as parser:
        for kind, paths in sorted(texts.items()):
            sample = paths[:SAMPLE]
            passages = [t for d in _documents(sample) for t in encoded_passages(domain, d)]
            ids = encoder.token_ids(list(dict.fromkeys(passages)))
            _parse(parser, sample[:1])  # the libraries of the format are loaded once
            seconds |= in_turn(
                {
                    f"parse_{kind}": lambda p=sample: _parse(parser, p),  # type: ignore[misc]
                    f"forward_{kind}": lambda i=ids: encoder.encode_ids(i),  # type: ignore[misc]
                },
                rounds,
            )
    figures = {
        f"encoding_over_parsing_{kind}": ratio(seconds[f"forward_{kind}"], seconds[f"parse_{kind}"])
        for kind in sorted(texts)
    }
    figures["encoding_over_parsing"] = ratio(
        _sums(seconds[f"forward_{kind}"] for kind in texts),
        _sums(seconds[f"parse_{kind}"] for kind in texts),
    )
    return figures, seconds


def _parse(parser: BoundedParser, paths: Sequence[Path]) -> None:
    for path in paths:
        if (kind := kind_of(path)) != "text":
            parser.parse(path, kind)
        else:
            _documents([path])


def _documents(paths: Sequence[Path]) -> list[Document]:
    return list(Reading().documents(paths))


def _sums(columns: Iterable[Sequence[float]]) -> list[float]:
    return [sum(row) for row in zip(*columns, strict=True)]


def process_peak_mib(process_id: int | None) -> float | None:
    """Return the most that a running process has held, as Linux tells it.

    Not by ``getrusage``: that counts what the parent held when it started the process, too.
    """
    try:
        lines = Path(f"/proc/{process_id}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    peaks = [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")]
    return peaks[0] if peaks else None
