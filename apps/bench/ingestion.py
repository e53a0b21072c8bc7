"""Ingestion against the bare forward pass over the same passages."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from vademecum.domains import Domain
from vademecum.evals.energy import peak_memory_mib
from vademecum.retrieval.ingest import IngestReport
from vademecum.retrieval.library import Library
from vademecum.retrieval.types import Document

from ..composition import shared_encoder
from ..ingesting import bring_in
from .corpus import first_documents
from .ratios import BenchResult, in_turn, machine, ratio

Read = Callable[[Library], Sequence[Document]]
"""Returns the documents to bring in, given the library that may know them already."""


def measure_ingestion(
    domain: Domain,
    folders: Sequence[Path],
    passages: int,
    rounds: int,
    tick: Callable[[], None],
) -> BenchResult:
    """Time, in turn, an ingestion of BEIR documents, the same again, and the forward pass alone."""
    chosen = first_documents(domain, folders, passages)
    return time_ingestion("ingest", domain, lambda library: chosen, rounds, tick)


def time_ingestion(
    name: str, domain: Domain, read: Read, rounds: int, tick: Callable[[], None]
) -> BenchResult:
    """Time, in turn, ``read`` and bring in, the same again, and the forward pass alone.

    The ingestion reads, screens, cuts, tokenises, encodes, commits to SQLite and builds both
    indexes; the forward pass starts from token ids, each different text once. Peak memory is that
    of this process up to the end of its first ingestion.
    """
    encoder = shared_encoder()
    encoder.encode(["The model is loaded before anything is timed."])
    seconds: dict[str, tuple[float, ...]] = {}
    reports: list[IngestReport] = []
    memory_mib, texts, ids = 0.0, list[str](), list[list[int]]()
    with tempfile.TemporaryDirectory() as root:
        for number in range(rounds):
            folder = Path(root, str(number))

            def bring(folder: Path = folder) -> None:
                library = Library(folder)
                reports.append(_bring_in(domain, library, read(library)))
                library.close()

            times = in_turn({"ingest": bring, "unchanged": bring}, 1, tick)
            if not texts:
                memory_mib = peak_memory_mib()
                texts = list(dict.fromkeys(Library(folder).encoded_texts()))
                ids = encoder.token_ids(texts)
            times |= in_turn({"forward": lambda ids=ids: encoder.encode_ids(ids)}, 1, tick)  # type: ignore[misc]
            seconds = {one: (*seconds.get(one, ()), *times[one]) for one in times}
    first, again = reports[0], reports[1]
    return BenchResult(
        name=name,
        machine=machine(),
        figures={
            "documents": first.added,
            "passages": first.passages,
            "passages_encoded": first.encoded,
            "tokens": sum(map(len, ids)),
            "passages_with_tokens_cut_off": sum(
                len(encoder.token_offsets(text)) > 254 for text in texts
            ),
            "encoder": encoder.stamp,
            "ingestion_speed_over_forward_pass": ratio(seconds["forward"], seconds["ingest"]),
            "unchanged_time_over_first": ratio(seconds["unchanged"], seconds["ingest"]),
            "encoded_when_unchanged": again.encoded,
            "memory_peak_mib": round(memory_mib),
        },
        seconds=seconds,
    )


def _bring_in(domain: Domain, library: Library, documents: Sequence[Document]) -> IngestReport:
    return bring_in(
        domain,
        library,
        documents,
        is_accepted=False,
        tick=lambda documents, passages: None,
        notice=lambda line: None,
    )
