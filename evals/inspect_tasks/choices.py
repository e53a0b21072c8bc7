"""Multiple choice without passages: what a language model knows by itself."""

from __future__ import annotations

from typing import Final

from inspect_ai import Task, task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import accuracy, choice, ci_wilson
from inspect_ai.solver import multiple_choice

from vademecum.retrieval.errors import InvalidInput

from ..items import Item
from ..tasks.choice import shuffled
from .reported import reported

SEED: Final = 0
"""Orders the options as `eval run choice` does: the usual place of a key is worth nothing."""


@task
def medqa_us(options: int = 5) -> Task:
    """Choose among five options, or four, of a question of the medical licensing examination."""
    sets = {5: "medqa_us", 4: "medqa_us_4options"}
    if options not in sets:
        raise InvalidInput(f"no MedQA with {options} options; choose 5 or 4")
    return choice_task(sets[options])


@task
def openstax() -> Task:
    """Choose among the options of review questions of four textbooks."""
    return choice_task("openstax")


def choice_task(name: str) -> Task:
    """Build the task on the reported items of a public set that have a key."""
    keyed = [item for item in reported(name) if item.correct is not None]
    return Task(
        dataset=MemoryDataset([_sample(item) for item in keyed], name=name),
        solver=multiple_choice(),
        scorer=choice(),
        metrics=[accuracy(), ci_wilson()],
    )


def _sample(item: Item) -> Sample:
    order = shuffled(item, SEED)
    return Sample(
        id=item.id,
        input=item.text,
        choices=[item.options[i] for i in order],
        target=chr(ord("A") + order.index(item.correct or 0)),
        metadata=dict(item.slices),
    )
