"""Short answers to questions on paragraphs: from memory, from the paragraph, or from a search."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, Literal, TypeAlias, get_args

from inspect_ai import Task
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.scorer import Score, Scorer, Target, ci, mean, scorer
from inspect_ai.solver import TaskState, generate

from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import Document

from ..answers_match import answer_f1, exact_match
from ..items import Item
from .prompts import NO_ANSWER, prompt, said_answer
from .reported import documents_of, reported

Setting: TypeAlias = Literal["closed", "given", "retrieved"]
"""From memory, with the right document, or with the passages that a search finds."""
Passages: TypeAlias = Callable[[str], Iterable[tuple[str, str]]]
"""Maps a question to passages, (title, text), best first."""
SETTINGS: Final[tuple[Setting, ...]] = get_args(Setting)


def setting_of(name: str) -> Setting:
    """Return ``name`` if it is a setting; raise InvalidInput, naming the settings, if not."""
    for setting in SETTINGS:
        if name == setting:
            return setting
    raise InvalidInput(f"no context {name!r}; choose one of: {', '.join(SETTINGS)}")


def span_task(name: str, setting: Setting, passages: Passages | None = None) -> Task:
    """Build the task on the reported items of a public set that have answers.

    With the document given, questions that it does not answer are asked as well and have no answer
    (SQuAD 2.0, Rajpurkar et al. 2018); elsewhere they are left out, since what is not in their own
    document may be in another. ``passages`` belongs to the setting "retrieved".
    """
    if (setting == "retrieved") != (passages is not None):
        raise ValueError("passages belong to the setting 'retrieved' and to no other")
    documents = documents_of(name)
    asked = [
        item for item in reported(name) if item.answers or (setting == "given" and item.within)
    ]
    return Task(
        dataset=MemoryDataset(
            [_sample(item, _shown(item, setting, documents, passages)) for item in asked],
            name=f"{name}-{setting}",
        ),
        solver=generate(),
        scorer=short_answer(),
        metadata={"context": setting},
    )


@scorer(
    metrics={
        "exact_match": [mean(), ci(cluster="document")],
        "f1": [mean(), ci(cluster="document")],
        "answered": [mean(), ci(cluster="document")],
    }
)
def short_answer() -> Scorer:
    """Compare what stands behind ``ANSWER:`` with the accepted answers, in SQuAD's terms.

    Where no answer is right, no answer gets 1 in exact match and F1 and any answer 0. Intervals are
    clustered by document, since questions on one paragraph are not independent.
    """

    async def score(state: TaskState, target: Target) -> Score:
        said = said_answer(state.output.completion)
        accepted = [answer for answer in target if answer != NO_ANSWER]
        unanswered = float(not said and not accepted)
        return Score(
            value={
                "exact_match": exact_match(said, accepted) if said else unanswered,
                "f1": answer_f1(said, accepted) if said else unanswered,
                "answered": float(bool(said)),
            },
            answer=said or NO_ANSWER,
        )

    return score


def _shown(
    item: Item, setting: Setting, documents: dict[str, Document], passages: Passages | None
) -> list[tuple[str, str]] | None:
    if setting == "closed":
        return None
    if passages is not None:
        return list(passages(item.text))
    return [(documents[i].title, documents[i].text) for i in _own(item)]


def _sample(item: Item, shown: list[tuple[str, str]] | None) -> Sample:
    name = "span_closed" if shown is None else "span_open"
    return Sample(
        id=item.id,
        input=prompt(name, item.text, shown or ()),
        target=list(item.answers) or [NO_ANSWER],
        metadata={**item.slices, "document": " ".join(_own(item))},
    )


def _own(item: Item) -> tuple[str, ...]:
    """Return the documents that a question is about; several questions may be about one."""
    return item.documents or ((item.within,) if item.within else ())
