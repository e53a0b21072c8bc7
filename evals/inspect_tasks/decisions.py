"""PubMedQA: yes, no or maybe, with the abstract given."""

from __future__ import annotations

import re
from typing import Final

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import Score, Scorer, Target, accuracy, ci_wilson, grouped, scorer
from inspect_ai.solver import TaskState, generate

from vademecum.retrieval.types import Document

from ..items import Item
from .prompts import prompt, said_answer
from .reported import documents_of, reported

DECISIONS: Final = frozenset({"yes", "no", "maybe"})


@task
def pubmedqa() -> Task:
    """Decide yes, no or maybe from an abstract without its conclusion (Jin et al. 2019)."""
    abstracts = documents_of("pubmedqa")
    return Task(
        dataset=MemoryDataset(
            [_sample(item, abstracts) for item in reported("pubmedqa")], name="pubmedqa"
        ),
        solver=generate(),
        scorer=decision(),
    )


@scorer(
    metrics=[
        accuracy(),
        ci_wilson(),
        grouped(accuracy(), "decision", all="groups", all_label="balanced_accuracy"),
    ]
)
def decision() -> Scorer:
    """Compare the one decision behind ``ANSWER:`` with the right one; two decisions are none."""

    async def score(state: TaskState, target: Target) -> Score:
        words = set(re.findall(r"\w+", said_answer(state.output.completion).lower()))
        said = words & DECISIONS
        answer = said.pop() if len(said) == 1 else None
        return Score(
            value="N" if answer is None else "C" if answer == target.text else "I", answer=answer
        )

    return score


def _sample(item: Item, abstracts: dict[str, Document]) -> Sample:
    given = [(abstracts[i].title, abstracts[i].text) for i in item.documents]
    return Sample(
        id=item.id,
        input=prompt("decision", item.text, given),
        target=item.label or "",
        metadata={"decision": item.label},
    )
