"""Ingestion against the bare forward pass over the same passages."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from vademecum.domains import Domain
from vademecum.retrieval.ingest import ingest
from vademecum.retrieval.library import Library

from ..composition import open_search, passage_settings, shared_encoder
from .corpus import first_passages
from .ratios import BenchResult, in_turn, machine, ratio


def measure_ingestion(
    domain: Domain,
    folders: Sequence[Path],
    passages: int,
    rounds: int,
    tick: Callable[[], None],
) -> BenchResult:
    """Time, in turn, the forward pass alone, an ingestion, and the same ingestion again.

    The forward pass starts from token ids; the ingestion reads documents, cuts, tokenises,
    encodes, commits to SQLite and builds both indexes.
    """
    encoder, settings = shared_encoder(), passage_settings(domain)
    chosen, texts = first_passages(domain, folders, passages)
    ids = encoder.token_ids(texts)
    cut_off = sum(len(encoder.token_offsets(text)) > 254 for text in texts)
    encoder.encode(texts[:8])
    root = Path(tempfile.mkdtemp())
    place = {"n": 0}

    def bring_in() -> None:
        place["n"] += 1
        library = Library(root / str(place["n"]))
        ingest(library, chosen, encoder, settings)
        _ = open_search(domain, library).indexes

    def again() -> None:
        ingest(Library(root / str(place["n"])), chosen, encoder, settings)

    try:
        seconds = in_turn(
            {"forward": lambda: encoder.encode_ids(ids), "ingest": bring_in, "unchanged": again},
            rounds,
            tick,
        )
    finally:
        shutil.rmtree(root, ignore_errors=True)
    return BenchResult(
        name="ingest",
        machine=machine(),
        figures={
            "documents": len(chosen),
            "passages": len(texts),
            "tokens": sum(map(len, ids)),
            "passages_with_tokens_cut_off": cut_off,
            "encoder": encoder.stamp,
            "ingestion_speed_over_forward_pass": ratio(seconds["forward"], seconds["ingest"]),
            "unchanged_time_over_first": ratio(seconds["unchanged"], seconds["ingest"]),
        },
        seconds=seconds,
    )
