"""Put libraries and systems together for the evaluation tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from pydantic import JsonValue

from vademecum.domains import Domain
from vademecum.domains.policy import RailPolicy
from vademecum.evals.tasks.retrieval import System
from vademecum.retrieval import PUBLIC, Access, Document, Engine, Query
from vademecum.retrieval.fusion import reciprocal_rank
from vademecum.retrieval.home import home
from vademecum.retrieval.ingest import Tick, ingest
from vademecum.retrieval.library import Library
from vademecum.retrieval.readers.beir import read_beir
from vademecum.retrieval.rows import document_sha256
from vademecum.retrieval.search import HybridSearch
from vademecum.retrieval.testing.fakes import MemoryAudit
from vademecum.retrieval.types import SearchMode

from .composition import (
    Assistant,
    extractive,
    open_library,
    open_search,
    passage_settings,
    search_settings,
    shared_encoder,
)

EVERYBODY = Access.of(PUBLIC)


def evaluation_search(
    domain: Domain,
    documents: Sequence[Document],
    tick: Tick = lambda documents, passages: None,
    notice: Callable[[str], None] = lambda line: None,
) -> HybridSearch:
    """Return the domain's search over exactly ``documents``, in a library of their own.

    It is kept in VADEMECUM_HOME for the next run; vectors that the domain's library already
    holds are taken from there.
    """
    digests = "".join(sorted(map(document_sha256, documents)))
    name = hashlib.sha256(f"{passage_settings(domain).stamp}{digests}".encode()).hexdigest()[:16]
    library = Library(home() / "evaluations" / f"{domain.name}-{name}")
    ingest(
        library,
        documents,
        shared_encoder(),
        passage_settings(domain),
        tick,
        donors=(open_library(domain),),
    )
    return open_search(domain, library, notice)


def retrieval_systems(search: HybridSearch) -> Mapping[str, System]:
    """Return the domain's configuration and, beside it, its parts and their rank fusion."""

    def ranked(mode: SearchMode) -> System:
        # The rank fusion asks both parts again for the question in hand.
        @lru_cache(maxsize=1)
        def system(question: str, k: int) -> list[tuple[str, float]]:
            return search.search_documents(Query(text=question, allow=EVERYBODY, mode=mode), k)

        return system

    dense, lexical = ranked("dense"), ranked("lexical")

    def rank_fusion(question: str, k: int) -> list[tuple[str, float]]:
        lists = [[i for i, _ in system(question, k)] for system in (dense, lexical)]
        return reciprocal_rank(lists)[:k]

    return {
        "configured": ranked("hybrid"),
        "BM25": lexical,
        "MiniLM": dense,
        "RRF(60)": rank_fusion,
    }


def evaluation_assistant(
    domain: Domain,
    distractors: Sequence[Path],
    tick: Tick = lambda documents, passages: None,
    notice: Callable[[str], None] = lambda line: None,
) -> Assistant:
    """Return an assistant over the starter corpus and the BEIR folders ``distractors``."""
    documents = list(domain.starter_documents())
    for folder in distractors:
        documents += read_beir(folder)
    search = evaluation_search(domain, documents, tick, notice)
    engine = Engine(search, extractive(search), MemoryAudit(), search.library.text_of)
    return Assistant(domain, search.library, search, engine, RailPolicy(domain))


def configuration(domain: Domain) -> dict[str, JsonValue]:
    """Return what the figures of a run depend on, for its manifest."""
    return {
        "passages": passage_settings(domain).model_dump(mode="json"),
        "search": search_settings(domain).model_dump(mode="json"),
        "evidence": domain.manifest.evidence.model_dump(mode="json"),
    }


def with_threshold(domain: Domain, threshold: float) -> Domain:
    """Return the domain with another evidence threshold."""
    evidence = domain.manifest.evidence.model_copy(update={"threshold": threshold})
    return replace(domain, manifest=domain.manifest.model_copy(update={"evidence": evidence}))
