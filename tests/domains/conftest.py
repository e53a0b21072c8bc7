"""The whole line over a few inline hits, for tests of what a person would see."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from vademecum.domains import Domain
from vademecum.domains.policy import RailPolicy
from vademecum.retrieval import PUBLIC, Access, Answer, Engine, Query, Refusal, ask
from vademecum.retrieval.protocols import Generator
from vademecum.retrieval.testing.fakes import ListSearch, MemoryAudit, QuoteGenerator, text_of
from vademecum.retrieval.trace import Trace
from vademecum.retrieval.types import Hit

TODAY = date(2026, 11, 23)


@dataclass
class Line:
    """What one question went through."""

    outcome: Answer | Refusal
    trace: Trace
    searched: list[Query] = field(default_factory=list)


@dataclass
class CountingSearch:
    """Find the given hits and remember what was searched for."""

    hits: Sequence[Hit]
    asked: list[Query]

    def search(self, query: Query) -> tuple[Hit, ...]:
        self.asked.append(query)
        return ListSearch(self.hits).search(query)


@pytest.fixture
def line() -> Callable[..., Line]:
    def run(
        domain: Domain,
        text: str,
        *hits: Hit,
        generator: Generator | None = None,
        today: date = TODAY,
        **fields: Any,
    ) -> Line:
        asked: list[Query] = []
        audit = MemoryAudit()
        sure = [h.model_copy(update={"cosine": 0.9, "coverage": 1.0}) for h in hits]
        engine = Engine(
            searcher=CountingSearch(sure, asked),
            generator=generator or QuoteGenerator(),
            audit=audit,
            text_of=text_of(hits),
        )
        query = Query(text=text, allow=Access.of(PUBLIC), **fields)
        outcome = ask(query, engine, RailPolicy(domain, lambda: today))
        return Line(outcome, audit.traces[0], asked)

    return run
