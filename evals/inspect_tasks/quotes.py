"""A domain's own questions, answered with verbatim quotes that our grounding checks."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Sequence
from typing import TypeAlias

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import Score, Scorer, Target, ci, ci_wilson, mean, scorer
from inspect_ai.solver import TaskState, generate

from vademecum.domains.domain import Domain
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.grounding import ground
from vademecum.retrieval.types import Citation, Claim, Context, Draft, Hit, Passage

from ..halves import is_in
from ..questions import GoldSpan, Question, read_questions
from ..spans import citation_recall, is_claim_verified
from .prompts import NO_ANSWER, prompt

Hits: TypeAlias = Callable[[Question], Sequence[Hit]]
"""Maps a question to the passages that a model is shown, best first."""
_CLAIM = re.compile(r"^\W*CLAIM\W{0,3}?:(.+)$", re.IGNORECASE)
_QUOTE = re.compile(r"^\W*QUOTE\W{0,3}(\d{1,3})\W{0,4}?:(.+)$", re.IGNORECASE)
_EDGES = " \t*_`\"'“”‘’«»"


def own_task(domain: Domain, hits: Hits | None = None) -> Task:
    """Build the task on the reported half of the domain's questions.

    Without ``hits`` every question is shown the documents that answer it, and those that the corpus
    does not answer are left out. Raises InvalidInput where the domain has no such question.
    """
    path = domain.evalset("questions")
    asked = [
        q
        for q in read_questions(path)
        if is_in(q.id, "test") and (hits is not None or q.answerable)
    ]
    if not asked:
        raise InvalidInput(f"{path}: no question of the half for reports")
    shown = _given(domain) if hits is None else hits
    return Task(
        dataset=MemoryDataset([_sample(q, shown(q)) for q in asked], name=f"{domain.name}-own"),
        solver=generate(),
        scorer=verified_quotes(),
        metadata={"domain": domain.name, "context": "given" if hits is None else "retrieved"},
    )


@scorer(
    metrics={
        "quotes_verbatim": [mean(), ci()],
        "claims_verified": [mean(), ci()],
        "citation_recall": [mean(), ci()],
        "answered_rightly": [mean(), ci_wilson()],
    }
)
def verified_quotes() -> Scorer:
    """Check claims and quotes with the grounding that answers of this project pass.

    - ``quotes_verbatim``: of the quotes, the share that stands word for word in its passage;
    - ``claims_verified``: of the claims, the share whose quotes all do and support it;
    - ``citation_recall``: of the gold spans, the share that a verified quote touches;
    - ``answered_rightly``: claims where the corpus answers, none where it does not.

    The first two are of the replies that have quotes or claims, the third of the answerable.
    """

    async def score(state: TaskState, target: Target) -> Score:
        context = Context(hits=tuple(Hit.model_validate(h) for h in state.metadata["hits"]))
        gold = [GoldSpan.model_validate(span) for span in state.metadata["gold"]]
        texts = {hit.document.id: hit.document.text for hit in context.hits}
        draft = read_quotes(state.output.completion, context.hits)
        claims = ground(draft, context, texts.get).claims
        cited = [c for claim in claims for c in claim.citations]
        verified = [c for c in cited if c.status == "verified"]
        return Score(
            value={
                "quotes_verbatim": _mean(
                    is_claim_verified(Claim(text="", citations=(c,)), texts.get) for c in cited
                ),
                "claims_verified": _mean(
                    bool(claim.citations) and all(c.status == "verified" for c in claim.citations)
                    for claim in claims
                ),
                "citation_recall": citation_recall(verified, gold) if gold else math.nan,
                "answered_rightly": float(bool(claims) == bool(gold)),
            },
            answer=" ".join(claim.text for claim in claims) or NO_ANSWER,
            explanation="\n".join(f"{c.status}: {c.quote}" for c in cited),
        )

    return score


def read_quotes(reply: str, hits: Sequence[Hit]) -> Draft:
    """Turn lines ``CLAIM:`` and ``QUOTE n:`` into claims; ``n`` is the place of a passage.

    A quote is looked for in its passage, word for word, whatever the white space; one that is not
    there, or whose passage is not, becomes a citation that grounding rejects. A reply of another
    form is one claim without a quote; the words "NO ANSWER" alone are none.
    """
    claims: list[Claim] = []
    for line in reply.splitlines():
        if claim := _CLAIM.match(line):
            claims.append(Claim(text=claim[1].strip(_EDGES)))
        elif claims and (quote := _QUOTE.match(line)):
            cited = _cite(int(quote[1]), quote[2].strip(_EDGES), hits)
            claims[-1] = Claim(text=claims[-1].text, citations=(*claims[-1].citations, cited))
    said = reply.strip(" .\n" + _EDGES)
    if not claims and said and said.upper() != NO_ANSWER:
        claims.append(Claim(text=said))
    return Draft(claims=tuple(claims))


def _cite(place: int, quote: str, hits: Sequence[Hit]) -> Citation:
    if not 1 <= place <= len(hits):
        mark = f"[{place}]"
        return Citation(
            passage_id=mark, document_id=mark, title="", source="", start=0, end=0, quote=quote
        )
    hit = hits[place - 1]
    words = r"\s+".join(map(re.escape, quote.split()))
    found = re.search(words, hit.passage.text) if words else None
    start, end = found.span() if found else (0, 0)
    return Citation(
        passage_id=hit.passage.id,
        document_id=hit.document.id,
        title=hit.document.title,
        source=hit.document.source,
        start=hit.passage.start + start,
        end=hit.passage.start + end,
        quote=found[0] if found else quote,
    )


def _given(domain: Domain) -> Hits:
    """Show the whole documents in which the gold spans of a question stand."""
    documents = {document.id: document for document in domain.starter_documents()}

    def hits(question: Question) -> list[Hit]:
        named = dict.fromkeys(span.document_id for span in question.gold)
        return [
            Hit(
                passage=Passage(
                    id=f"{d.id}#all", document_id=d.id, start=0, end=len(d.text), text=d.text
                ),
                document=d,
                score=1.0,
            )
            for d in (documents[i] for i in named)
        ]

    return hits


def _sample(question: Question, hits: Sequence[Hit]) -> Sample:
    shown = [(hit.document.title, hit.passage.text) for hit in hits]
    return Sample(
        id=question.id,
        input=prompt("quotes", question.question, shown),
        target=question.answer or NO_ANSWER,
        metadata={
            "hits": [hit.model_dump(mode="json") for hit in hits],
            "gold": [span.model_dump(mode="json") for span in question.gold],
        },
    )


def _mean(values: Iterable[bool]) -> float:
    """Return the share of true values; of none nan, which Inspect leaves out and counts."""
    found = list(values)
    return sum(found) / len(found) if found else math.nan
