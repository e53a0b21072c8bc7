"""Run the evidence task: what is quoted, with the document given and found."""

from __future__ import annotations

from typing import Final

from vademecum.evals.classifiers.reader import Readings
from vademecum.evals.items import Item
from vademecum.evals.results import EvalResult
from vademecum.evals.resumed import resumed
from vademecum.evals.selecting.head import answer_in, weighed_sentences
from vademecum.evals.selecting.saved import EvidenceCard, load_evidence
from vademecum.evals.selecting.sentences import Reading
from vademecum.evals.tasks.evidence import Evidence, Quoter, evaluate_evidence
from vademecum.retrieval import Query
from vademecum.retrieval.search import HybridSearch

from ..composition import shared_encoder
from ..heads import head_file
from .options import Job
from .public import PublicRun, allowed, public_run
from .quoting import PASSAGES_READ, SentenceRanker, citation, claims_of, evidence_of

HEAD: Final = "evidence head"
BY: Final = ("skill", "explicit")
GROUP: Final = "story"
"""Slice of what is drawn whole in a bootstrap."""


def run_evidence(job: Job) -> EvalResult:
    """Quote for every item, beside BM25 and MiniLM over sentences, and the head if there is one."""
    run = public_run(job)
    search = run.search()
    claims = claims_of(job, search)
    systems: dict[str, Quoter] = {
        "configured": lambda item: evidence_of(claims(item)),
        "BM25 sentences": SentenceRanker(job, search, "lexical"),
        "MiniLM sentences": SentenceRanker(job, search, "dense"),
    }
    manifest = run.manifest
    if (head := _head(job, run, search)) is not None:
        card, systems[HEAD] = head
        note = f"{HEAD} {card.weights_sha256[:12]}: its answer is a span of the sentence it quotes"
        manifest = manifest.model_copy(update={"notes": (*manifest.notes, note)})
    store = job.course.store(job.task, manifest)
    return evaluate_evidence(
        run.items,
        {name: resumed(store, name, Evidence, system) for name, system in systems.items()},
        search.library.text_of,
        domain=job.domain.name,
        manifest=manifest,
        by=BY,
        group=GROUP,
        tick=job.course.ticks(len(run.items) * len(systems)),
    )


def _head(job: Job, run: PublicRun, search: HybridSearch) -> tuple[EvidenceCard, Quoter] | None:
    """Return the domain's evidence head; none over items that it learned from."""
    path = head_file(job.domain)
    if path is None:
        return None
    encoder = shared_encoder()
    head, card = load_evidence(path, encoder.sha256)
    if run.manifest.half != "test" and run.name in {source.name for source in card.learned_from}:
        job.course.notice(f"{HEAD} learned from {run.name}: it is measured on the half test alone")
        return None
    lexical = search.indexes.lexical
    reading = Reading(lexical.analyzer.terms, lexical.weight, Readings(encoder))

    def quote(item: Item) -> Evidence:
        query = Query(text=item.text, allow=allowed(item, given=job.options.given))
        hits = search.search(query)[:PASSAGES_READ]
        found = weighed_sentences(item.text, hits, reading, head)
        if not found:
            return Evidence()
        best = found[0].candidate
        start, end = answer_in(item.text, best.text, encoder, head)
        quoted = citation(best.hit, best.start, best.end)
        return Evidence(quotes=(quoted,), answer=best.text[start:end])

    return card, quote
