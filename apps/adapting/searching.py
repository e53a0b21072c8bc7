"""The rungs of a search: word statistics, the base, examples, the domain's search, adapters."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from time import perf_counter
from typing import Final

from vademecum.evals.adapting.examples import SHOTS, OffsetEncoder, drawn
from vademecum.evals.adapting.ladder import Approach
from vademecum.evals.adapting.question_set import Find
from vademecum.evals.adapting.rungs import Kind
from vademecum.evals.adapting.static import latent_semantic, word_embeddings
from vademecum.evals.items import Item
from vademecum.evals.tasks.retrieval import System
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.types import SearchMode

from ..adapters import reading_with
from .adapters import Loaded
from .sets import OpenedSet, finder

BASE: Final = "MiniLM"
HYBRID: Final = "search"
"""The domain's whole search: meaning and words, as its manifest joins them."""
SEARCH: Final = "the domain's whole search without adapter: meaning and words together"
MOVED: Final = "moved by examples"
MODES: Final[dict[str, SearchMode]] = {BASE: "dense", HYBRID: "hybrid"}
"""What adapters are put to: the vectors alone, and the domain's whole search."""
MOST_EXAMPLES: Final = 512
"""So many examples stand for all of them: their mean hardly moves beyond."""


def search_approaches(
    opened: OpenedSet, adapters: Sequence[Loaded], domain: str, seed: int
) -> list[Approach[Find]]:
    """Return every rung of a search, the base encoder alone first."""
    search = opened.search
    found = [
        Approach(
            BASE,
            "zero-shot",
            finder(search, "dense"),
            origin="base",
            about="passages ordered by the cosine of the base encoder's vectors",
        ),
        Approach(
            "BM25",
            "baseline",
            finder(search, "lexical"),
            origin="nothing",
            about="passages ordered by the words that they share with the question",
        ),
        *_static(opened, seed),
        *_in_context(opened, seed),
        Approach(HYBRID, "configured", finder(search), about=SEARCH),
    ]
    # The domain's own adapter stands before those of others.
    for one in sorted(adapters, key=lambda a: a.domain != domain):
        kind: Kind = "adapted" if one.domain == domain else "foreign"
        started = perf_counter()
        read = reading_with(search, one.encoder)
        taken = perf_counter() - started
        for before, mode in MODES.items():
            found.append(
                Approach(
                    f"{before} + {one.title}",
                    kind,
                    finder(read, mode),
                    stored_bytes=one.stored_bytes,
                    prepare_s=taken,
                    train_s=one.train_s,
                    origin="base" if mode == "dense" else None,
                    before=before,
                    about=f"{before}, questions read with the adapter of {one.domain}",
                )
            )
    return found


def _static(opened: OpenedSet, seed: int) -> Iterator[Approach[Find]]:
    """Yield searches that share little or nothing with the base, over whole sets only."""
    if opened.is_inside:
        return
    started = perf_counter()
    latent = latent_semantic(opened.texts, seed)
    taken = perf_counter() - started
    yield Approach(
        "LSA",
        "baseline",
        _documents(latent),
        stored_bytes=None,
        prepare_s=taken,
        origin="nothing",
        about="latent semantic analysis fitted on these documents; shares nothing with the base",
    )
    started = perf_counter()
    embedded = word_embeddings(opened.texts, base_encoder())
    yield Approach(
        "word embeddings",
        "baseline",
        _documents(embedded),
        stored_bytes=len(opened.texts) * base_encoder().dimension * 4,
        prepare_s=perf_counter() - started,
        origin="embedding",
        about="the mean of the base's word embeddings, none of its layers",
    )


def _in_context(opened: OpenedSet, seed: int) -> Iterator[Approach[Find]]:
    """Yield the base with questions moved towards documents as in k examples."""
    pairs = {item.id: (item, text) for item, text in opened.examples()}
    if not pairs:
        return
    base = base_encoder()
    items = [item for item, _ in pairs.values()]
    most = min(len(items), MOST_EXAMPLES)
    for k in (*(k for k in SHOTS if k < most), most):
        started = perf_counter()
        chosen = [pairs[item.id] for item in drawn(items, k, seed)]
        encoder = OffsetEncoder(base, [i.with_options for i, _ in chosen], [t for _, t in chosen])
        taken = perf_counter() - started
        yield Approach(
            f"moved by {k} examples",
            "in-context",
            finder(opened.search.adapted(encoder), "dense"),
            k=k,
            series=MOVED,
            about="the base; questions moved the way that documents lie from questions in examples",
            stored_bytes=int(encoder.offset.nbytes),
            prepare_s=taken,
        )


def _documents(system: System) -> Find:
    def find(item: Item) -> list[str]:
        return [name for name, _ in system(item.with_options, 10)]

    return find
