"""One question, one straight line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from .grounding import Supports, by_words, ground
from .protocols import Audit, Generator, Policy, Search
from .trace import Trace
from .types import Answer, Query, Refusal


@dataclass(frozen=True)
class Engine:
    """The parts that answer questions over one library."""

    searcher: Search
    generator: Generator
    audit: Audit
    text_of: Callable[[str], str | None]
    """Return the text of a document by its id, or None: where grounding looks quotes up."""
    supports: Supports = by_words
    """Tell whether quotes and their passages say what a claim says."""


def ask(query: Query, engine: Engine, policy: Policy) -> Answer | Refusal:
    """Answer ``query`` from the library behind ``engine`` under the rails of ``policy``."""
    trace = Trace()
    try:
        return trace.finish(_answer(query, engine, policy, trace))
    except Exception as error:
        trace.error = type(error).__name__
        raise
    finally:
        engine.audit.record(trace)


def _answer(query: Query, engine: Engine, policy: Policy, trace: Trace) -> Answer | Refusal:
    with trace.step("check_input"):
        checked, verdicts = policy.check_input(query)
    trace.add(verdicts)
    if isinstance(checked, Refusal):
        return checked
    trace.query = checked
    with trace.step("search"):
        hits = engine.searcher.search(checked)
    with trace.step("check_context"):
        context, verdicts = policy.check_context(checked, hits)
    trace.add(verdicts)
    if isinstance(context, Refusal):
        return context
    with trace.step("generate"):
        draft = engine.generator.generate(checked, context)
    with trace.step("ground"):
        grounding = ground(draft, context, engine.text_of, engine.supports)
    with trace.step("check_output"):
        outcome, verdicts = policy.check_output(checked, context, grounding)
    trace.add(verdicts)
    return outcome
