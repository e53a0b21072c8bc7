"""A whole answer against encoding the question alone, over one library."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from vademecum.domains import Domain
from vademecum.domains.policy import RailPolicy
from vademecum.evals.energy import peak_memory_mib
from vademecum.retrieval import PUBLIC, Access, Engine, Query
from vademecum.retrieval.audit import AuditLog
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.library import Library
from vademecum.retrieval.protocols import Encoder
from vademecum.retrieval.search import HybridSearch

from ..composition import Assistant, extractive, open_search, shared_encoder
from ..evaluating.systems import with_threshold
from .ratios import BenchResult, in_turn, machine, quantiles_ms, ratio

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats


class Remembering:
    """An encoder that encodes a text once."""

    def __init__(self, encoder: SentenceEncoder) -> None:
        self._encoder = encoder
        self._known: dict[tuple[str, ...], Floats] = {}
        self.stamp = encoder.stamp

    def encode(self, texts: Sequence[str]) -> Floats:
        """Return what the encoder returned before, or ask it."""
        key = tuple(texts)
        if key not in self._known:
            self._known[key] = self._encoder.encode(texts)
        return self._known[key]

    def encode_parts(
        self, texts: Sequence[str], spans: Sequence[Sequence[tuple[int, int]]]
    ) -> tuple[Floats, list[Floats]]:
        """Ask the encoder."""
        return self._encoder.encode_parts(texts, spans)


def replace_encoder(search: HybridSearch, encoder: Encoder) -> HybridSearch:
    """Return the same search over the same indexes with another encoder."""
    other = search.varied(search.settings)
    other.encoder = other.questions = encoder
    return other


def dense_recall(search: HybridSearch, questions: Sequence[str], k: int = 10) -> float:
    """Return the share of the exact first ``k`` that the dense index finds, over ``questions``."""
    dense, rows = search.indexes.dense, np.arange(len(search.indexes.keys))
    shares = []
    for question in questions:
        vector = search.encoder.encode([question])[0]
        exact = np.argsort(-dense.scores(vector, rows), kind="stable")[:k]
        found, _ = dense.search(vector, k, None)
        shares.append(len(set(found.tolist()) & set(exact.tolist())) / k)
    return float(np.mean(shares))


def bench_assistant(domain: Domain, library: Library) -> Assistant:
    """Return an assistant over ``library`` with a real audit record beside it."""
    search = open_search(domain, library)
    audit = AuditLog(library.folder / "audit.sqlite", domain.name)
    engine = Engine(search, extractive(search), audit, library.text_of)
    return Assistant(domain, library, search, engine, RailPolicy(domain))


def measure_search(
    domain: Domain, library: Library, questions: Sequence[str], tick: Callable[[], None]
) -> BenchResult:
    """Time each question, in turn: encoded by sentence-transformers in float32, by our forward
    pass, and answered end to end (rails, hybrid search, answer, grounding, audit).
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from sentence_transformers import SentenceTransformer

    reference = SentenceTransformer(str(SentenceEncoder().folder), local_files_only=True)
    assistant = bench_assistant(domain, library)
    encoder = shared_encoder()
    allow = Access.of(PUBLIC)
    # A threshold of 0 makes every question go the whole way to an answer.
    assistant = replace(assistant, policy=RailPolicy(with_threshold(domain, 0.0)))
    remembering = Remembering(encoder)
    encoded = replace_encoder(assistant.search, remembering)
    names = ("reference_encode", "own_encode", "search", "search_encoded", "ask")
    seconds: dict[str, tuple[float, ...]] = dict.fromkeys(names, ())
    outcomes: list[str] = []
    for warm, question in enumerate([*questions[:5], *questions]):
        query = Query(text=question, allow=allow)
        encoded.search(query)  # fills the memory, so that only the search is timed below
        times = in_turn(
            {
                "reference_encode": lambda q=question: reference.encode([q]),  # type: ignore[misc]
                "own_encode": lambda q=question: encoder.encode([q]),  # type: ignore[misc]
                "search": lambda q=query: assistant.search.search(q),  # type: ignore[misc]
                "search_encoded": lambda q=query: encoded.search(q),  # type: ignore[misc]
                "ask": lambda q=query: outcomes.append(assistant.ask(q).outcome),  # type: ignore[misc]
            },
            rounds=1,
        )
        if warm >= 5:
            seconds = {name: (*seconds[name], *times[name]) for name in names}
        tick()
    started = perf_counter()
    with ThreadPoolExecutor(16) as pool:
        list(pool.map(lambda q: assistant.ask(Query(text=q, allow=allow)), questions))
    throughput = len(questions) / (perf_counter() - started)
    return BenchResult(
        name="search",
        machine=machine(),
        figures={
            "passages": len(library.passage_keys()),
            "questions": len(questions),
            "answered": outcomes.count("answered"),
            "dense_recall@10": round(dense_recall(assistant.search, questions), 4),
            "memory_peak_mib": round(peak_memory_mib()),
            **{f"{n}_{q}": m for n in names for q, m in quantiles_ms(seconds[n]).items()},
            "ask_over_reference_encode": ratio(seconds["ask"], seconds["reference_encode"]),
            "ask_over_own_encode": ratio(seconds["ask"], seconds["own_encode"]),
            "questions_per_second_16_threads": round(throughput, 1),
        },
        seconds=seconds,
    )
