"""Make examples of answering from passages, out of a domain's own questions and gold quotes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from vademecum.retrieval.generators.chat import MOST_PASSAGES, messages_for, no_answer
from vademecum.retrieval.reading import fold
from vademecum.retrieval.types import Access, Hit

from ..questions import Question
from .prompts import CompletionExample


def quoting_examples(
    questions: Sequence[Question],
    search: Callable[[Question], Sequence[Hit]],
    instructions: str = "",
) -> tuple[CompletionExample, ...]:
    """Return what a chat generator sends for each question, and the reply that quotes its gold.

    A question without an answer is replied to as the prompt says; one whose gold spans
    were not found among the passages that are sent is left out.
    """
    found = []
    for question in questions:
        hits = tuple(search(question))[:MOST_PASSAGES]
        reply = _reply(question, hits)
        if not hits or reply is None:
            continue
        turns = messages_for(question.query(Access.of()), hits, instructions)
        (_, system), (_, prompt) = turns[0], turns[-1]
        found.append(CompletionExample(prompt=prompt, completion=reply, system=system))
    return tuple(found)


def write_examples(examples: Sequence[CompletionExample], path: Path) -> None:
    """Write one JSON object a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{e.model_dump_json()}\n" for e in examples), encoding="utf-8")


def _reply(question: Question, hits: Sequence[Hit]) -> str | None:
    if not question.answerable:
        return no_answer()
    said = []
    for gold in question.gold:
        for number, hit in enumerate(hits, start=1):
            passage = hit.passage
            inside = passage.start <= gold.start and gold.end <= passage.end
            if inside and passage.document_id == gold.document_id:
                said.append(f"{fold(gold.quote).rstrip('.')} [{number}].")
                break
    return " ".join(said) or None
