"""Answer a question and say meanwhile which step is running."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import copy_context
from dataclasses import dataclass, replace

from vademecum.retrieval import Answer, Engine, Query, Refusal, ask
from vademecum.retrieval.protocols import Generator, Policy, Search
from vademecum.retrieval.types import Context, Draft, Grounding, Hit, Verdict

from ..composition import Assistant
from ..school import tell_school
from .speech import tr

Tell = Callable[[str], None]
_POOL = ThreadPoolExecutor(max_workers=4, thread_name_prefix="vademecum-ask")


@dataclass(frozen=True)
class _ToldPolicy:
    policy: Policy
    tell: Tell

    def check_input(self, query: Query) -> tuple[Query | Refusal, tuple[Verdict, ...]]:
        self.tell(tr("Checking the question …"))
        return self.policy.check_input(query)

    def check_context(
        self, query: Query, hits: tuple[Hit, ...]
    ) -> tuple[Context | Refusal, tuple[Verdict, ...]]:
        self.tell(tr("Weighing {n} passages …", n=len(hits)))
        return self.policy.check_context(query, hits)

    def check_output(
        self, query: Query, context: Context, grounding: Grounding
    ) -> tuple[Answer | Refusal, tuple[Verdict, ...]]:
        self.tell(tr("Checking every quotation …"))
        return self.policy.check_output(query, context, grounding)


@dataclass(frozen=True)
class _ToldSearch:
    searcher: Search
    tell: Tell

    def search(self, query: Query) -> tuple[Hit, ...]:
        self.tell(tr("Searching the library …"))
        return self.searcher.search(query)


@dataclass(frozen=True)
class _ToldGenerator:
    generator: Generator
    tell: Tell

    def generate(self, query: Query, context: Context) -> Draft:
        self.tell(tr("Reading the passages …"))
        return self.generator.generate(query, context)


def ask_telling(
    open_assistant: Callable[[], Assistant], make: Callable[[Assistant], Query]
) -> Iterator[str | Answer | Refusal]:
    """Yield the line of the step that is running, then the outcome; raise what the line raises.

    The first line is always told. A later step that is over before its line could be taken is not:
    a page that is slower than the steps does not hold the answer up.
    """
    lines: queue.SimpleQueue[str | None] = queue.SimpleQueue()
    done: Future[Answer | Refusal] = _POOL.submit(
        copy_context().run, _ask, open_assistant, make, lines.put
    )
    done.add_done_callback(lambda _: lines.put(None))
    line = lines.get()
    while line is not None:
        yield line
        line = _latest(lines)
    yield done.result()


def _latest(lines: queue.SimpleQueue[str | None]) -> str | None:
    """Wait for a line, and return the last of those that wait."""
    line = lines.get()
    while line is not None:
        try:
            line = lines.get_nowait()
        except queue.Empty:
            break
    return line


def _ask(
    open_assistant: Callable[[], Assistant], make: Callable[[Assistant], Query], tell: Tell
) -> Answer | Refusal:
    tell(tr("Opening the library …"))
    assistant = open_assistant()
    query = make(assistant)
    engine: Engine = replace(
        assistant.engine,
        searcher=_ToldSearch(assistant.engine.searcher, tell),
        generator=_ToldGenerator(assistant.engine.generator, tell),
    )
    outcome = ask(query, engine, _ToldPolicy(assistant.policy, tell))
    tell_school(assistant.domain.name, query, outcome)
    return outcome
