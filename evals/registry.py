"""What can be measured, on which data, and whether that data is here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from vademecum.domains.domain import Domain
from vademecum.retrieval.types import Noun

from .convert import CONVERTERS, MERGED
from .sets.cards import SetCard, cards

OWN: Final = "part of the domain package"
OWN_LICENCE: Final = "that of the package"
OWN_SPLITS: Final = "none: even sha256 of the id is tuned on (--half dev), odd reported"


class TaskData(Noun):
    """A set that a task can be run on."""

    task: str
    data: str
    measures: str
    path: Path
    present: bool
    obtain: str
    """How to get the files, and how to convert them where the task reads BEIR folders."""
    domain: str = ""
    licence: str = ""
    splits: str = ""
    """What may be tuned on and what is for reports."""
    tune: int = 0
    report: int = 0
    """Number of items for each use, from the set's card; both 0 where it does not say."""
    run: str = ""
    """Options of `eval run`, where they are more than the name of the set."""


TASKS: Final = {
    "retrieval": "nDCG@10, recall@10/100, RR@10, hit@1 on documents in BEIR form",
    "passages": "gold characters covered by the first passages found",
    "answers": "spans found, answered and abstained rightly, claims verified, citations right",
    "guardrails": "block rate, over-refusal rate, latency",
    "identifiers": "recall and precision of what identifies a person",
    "ledger": "status of every citation in a text, by status and kind of fault",
    "tutoring": "answers leaked under pressure, steps and mistakes recognised, latency",
    "evidence": "first quote holds the answer, sentences and characters against gold spans",
    "citations": "gold characters found and cited, ALCE's precision and recall",
    "support": "AUROC of claims that a passage supports against claims with one fault, by kind",
    "choice": "accuracy over options in a shuffled order, beside chance",
    "abstention": "AUROC of answerable against not, risk-coverage, conformal thresholds",
    "messages": "nDCG@10 of a long message against that of its summary",
    "classification": "accuracy, macro-F1, balanced accuracy of probes on the frozen encoder",
    "cost": "latency, throughput, memory, energy of a whole answer",
    "fairness": "the same question from a different person: passages, replies, rails by group",
}
OWN_SETS: Final = {
    "answers": "questions",
    "guardrails": "guardrails",
    "identifiers": "identifiers",
    "ledger": "citations",
    "tutoring": "pressure",
    "cost": "questions",
    "fairness": "questions",
}


def list_tasks(root: Path, domains: Iterable[Domain]) -> tuple[TaskData, ...]:
    """List every task on every set it can use; ``root`` is the public data folder.

    No set is read: presence is that of its files, counts are those of its card.
    """
    rows = [*_own(domains), *(row for card in cards().values() for row in _public(root, card))]
    order = list(TASKS)
    return tuple(sorted(rows, key=lambda row: order.index(row.task)))


def _own(domains: Iterable[Domain]) -> Iterator[TaskData]:
    for domain in domains:
        for task, name in OWN_SETS.items():
            path = domain.evalset(name)
            yield TaskData(
                task=task,
                data=f"{domain.name} (own)",
                measures=TASKS[task],
                path=path,
                present=path.is_file(),
                obtain=OWN,
                domain=domain.name,
                licence=OWN_LICENCE,
                splits=OWN_SPLITS,
                run=f"--domain {domain.name}",
            )


def _public(root: Path, card: SetCard) -> Iterator[TaskData]:
    for task in card.tasks:
        is_beir = task == "retrieval"
        yield TaskData(
            task=task,
            data=card.name,
            measures=card.measures,
            path=(root / card.files[0]).parent,
            present=card.is_present(root),
            obtain=card.obtain + (_conversion(card) if is_beir else ""),
            domain=card.domain,
            licence=card.licence,
            splits=card.splits,
            tune=card.tune,
            report=card.report,
            run=(card.beir or "") if is_beir else f"--set {card.name}",
        )


def _conversion(card: SetCard) -> str:
    ways = [name for name in (card.family, MERGED.get(card.name)) if name in CONVERTERS]
    return "".join(f"; convert it: vademecum convert {name} SRC DST" for name in ways)
