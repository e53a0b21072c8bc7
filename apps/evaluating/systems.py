"""Put libraries and systems together for the evaluation tasks."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Final

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
from vademecum.retrieval.search import HybridSearch, SearchSettings
from vademecum.retrieval.testing.fakes import MemoryAudit
from vademecum.retrieval.types import SearchMode
from vademecum.retrieval.weights import Weights

from ..adapters import NONE
from ..composition import (
    Assistant,
    extractive,
    open_library,
    open_search,
    passage_settings,
    shared_encoder,
)

EVERYBODY = Access.of(PUBLIC)
WITHOUT: Final = "without adapter"
"""What the configuration alone is called beside the same with an adapter."""
PLAIN: Final = SearchSettings(
    weights=Weights(dense=0.6, sentence=0, lexical=0.4, document=0), topic=False, surface=False
)
"""The best plain weighted sum over most public sets: what fusion alone gives."""


def evaluation_search(
    domain: Domain,
    documents: Sequence[Document],
    tick: Tick = lambda documents, passages: None,
    notice: Callable[[str], None] = lambda line: None,
) -> HybridSearch:
    """Return the domain's search over exactly ``documents``, in a library of their own.

    It is kept in VADEMECUM_HOME for the next run; vectors that the domain's library or another
    of its evaluations already holds are taken from there.
    """
    digests = "".join(sorted(map(document_sha256, documents)))
    name = hashlib.sha256(f"{passage_settings(domain).stamp}{digests}".encode()).hexdigest()[:16]
    folder = home() / "evaluations" / f"{domain.name}-{name}"
    return open_search(domain, filled_library(domain, documents, folder, tick), notice)


def filled_library(
    domain: Domain, documents: Sequence[Document], folder: Path, tick: Tick
) -> Library:
    """Return the library in ``folder``, filled with ``documents``.

    Vectors that another library of the domain holds are taken from there.
    """
    library = Library(folder)
    is_complete = library.counts(EVERYBODY).documents == len(documents)
    donors = () if is_complete else tuple(d for d in donors_of(domain) if d.folder != folder)
    ingest(library, documents, shared_encoder(), passage_settings(domain), tick, donors)
    for donor in donors:
        donor.close()
    return library


def donors_of(domain: Domain) -> tuple[Library, ...]:
    """Open every library that may hold vectors of this domain's passages already."""
    others = sorted((home() / "evaluations").glob(f"{domain.name}-*"))
    return (open_library(domain), *map(Library, others))


def retrieval_systems(
    search: HybridSearch, adapted: HybridSearch | None = None
) -> Mapping[str, System]:
    """Return the domain's configuration and, beside it, plain systems over the same passages.

    BM25 over stems, cosines of the base encoder, their rank fusion, and their weighted sum. With
    ``adapted``, the same search with an adapter, that comes first and ``search`` beside it.
    """
    dense, lexical = _ranked(search, "dense"), _ranked(search, "lexical")

    def rank_fusion(question: str, k: int) -> list[tuple[str, float]]:
        lists = [[i for i, _ in system(question, k)] for system in (dense, lexical)]
        return reciprocal_rank(lists)[:k]

    ours = {"configured": _ranked(search)}
    if adapted is not None:
        ours = {"configured": _ranked(adapted), WITHOUT: _ranked(search)}
    return {
        **ours,
        "BM25": lexical,
        "MiniLM": dense,
        "RRF(60)": rank_fusion,
        f"weighted({PLAIN.weights.dense})": _ranked(search.varied(_plain(search.settings))),
    }


def ablation_systems(search: HybridSearch) -> Mapping[str, System]:
    """Return the domain's configuration without one ingredient each."""
    settings = search.settings
    weights = settings.weights
    without: dict[str, SearchSettings] = {
        f"no {name}": settings.model_copy(
            update={"weights": weights.model_copy(update={name: 0.0})}
        )
        for name in ("dense", "sentence", "lexical", "document")
        if getattr(weights, name)
    }
    if settings.topic:
        without["no topic"] = settings.model_copy(update={"topic": False})
    if settings.surface:
        without["no word forms"] = settings.model_copy(update={"surface": False})
    if settings.related:
        without["no related words"] = settings.model_copy(update={"related": ()})
    return {name: _ranked(search.varied(other)) for name, other in without.items()}


def plain_search(search: HybridSearch, weights: Weights) -> HybridSearch:
    """Return a plain system over the same windows: these weights and no reading of questions."""
    settings = search.settings
    update = {"weights": weights, "topic": False, "surface": False, "related": ()}
    return search.varied(settings.model_copy(update=update))


def _ranked(search: HybridSearch, mode: SearchMode = "hybrid") -> System:
    # The rank fusion asks its parts again for the question in hand.
    @lru_cache(maxsize=1)
    def system(question: str, k: int) -> list[tuple[str, float]]:
        return search.search_documents(Query(text=question, allow=EVERYBODY, mode=mode), k)

    return system


def _plain(settings: SearchSettings) -> SearchSettings:
    """Return the plain weighted sum of cosines and BM25 over the same index."""
    return PLAIN.model_copy(update={"index": settings.index})


def evaluation_assistant(
    domain: Domain,
    distractors: Sequence[Path],
    tick: Tick = lambda documents, passages: None,
    notice: Callable[[str], None] = lambda line: None,
    adapter: str = NONE,
) -> Assistant:
    """Return an assistant over the starter corpus and the BEIR folders ``distractors``."""
    documents = list(domain.starter_documents())
    for folder in distractors:
        documents += read_beir(folder)
    base = evaluation_search(domain, documents, tick, notice)
    search = base if adapter == NONE else open_search(domain, base.library, notice, adapter)
    engine = Engine(search, extractive(search), MemoryAudit(), search.library.text_of)
    return Assistant(domain, search.library, search, engine, RailPolicy(domain))


def with_threshold(domain: Domain, threshold: float) -> Domain:
    """Return the domain with another evidence threshold."""
    evidence = domain.manifest.evidence.model_copy(update={"threshold": threshold})
    return replace(domain, manifest=domain.manifest.model_copy(update={"evidence": evidence}))
