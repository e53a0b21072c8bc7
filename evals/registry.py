"""What can be measured, on which data, and whether that data is here."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Final

from vademecum.domains.domain import Domain
from vademecum.retrieval.types import Noun

from .convert import CONVERTERS
from .data import VARIABLE
from .public_sets import PUBLIC_SETS

PUBLIC: Final = (
    f"public set: set {VARIABLE} to the folder that holds it; sources and licences: "
    "docs/evaluation.md"
)
OWN: Final = "part of the domain package"
CONVERTED: Final = "convert it first: vademecum convert"


class TaskData(Noun):
    """A set that a task can be run on."""

    task: str
    data: str
    measures: str
    path: Path
    present: bool
    obtain: str


TASKS: Final = {
    "retrieval": "nDCG@10, recall@10/100, RR@10, hit@1 on documents in BEIR form",
    "answers": "spans found, answered and abstained rightly, claims verified, citations right",
    "guardrails": "block rate, over-refusal rate, latency",
    "identifiers": "recall and precision of what identifies a person",
}
BEIR_SETS: Final = {
    "pubmedqa": "healthcare/pubmedqa",
    "medquad": "healthcare/medquad",
    "covid_qa": "healthcare/covid_qa",
}
CONVERTIBLE: Final = {
    "dc_code": "law/dc_code",
    "gdpr": "law/gdpr",
    "openstax": "education/openstax",
    "entailmentbank": "education/entailmentbank",
    "qed_dev": "education/qed_dev",
    "xquad_en": "education/xquad_en",
}
OWN_SETS: Final = {"answers": "questions", "guardrails": "guardrails", "identifiers": "identifiers"}


def list_tasks(root: Path, domains: Iterable[Domain]) -> tuple[TaskData, ...]:
    """List every task on every set it can use; ``root`` is the public data folder."""
    rows = [
        TaskData(
            task=task,
            data=f"{domain.name} (own)",
            measures=TASKS[task],
            path=path,
            present=path.is_file(),
            obtain=OWN,
        )
        for domain in domains
        for task, name in OWN_SETS.items()
        for path in (domain.evalset(name),)
    ]
    rows += [_public("retrieval", name, root / path, PUBLIC) for name, path in BEIR_SETS.items()]
    rows += [
        _public("retrieval", name, root / CONVERTIBLE[name], f"{CONVERTED} {name} SRC DST")
        for name in CONVERTERS
        if name not in BEIR_SETS
    ]
    rows += [
        TaskData(
            task="guardrails",
            data=name,
            measures=chosen.measures,
            path=root / chosen.files[0],
            present=all((root / file).is_file() for file in chosen.files),
            obtain=PUBLIC,
        )
        for name, chosen in PUBLIC_SETS.items()
    ]
    return tuple(rows)


def _public(task: str, name: str, path: Path, obtain: str) -> TaskData:
    return TaskData(
        task=task,
        data=name,
        measures=TASKS[task],
        path=path,
        present=path.is_dir(),
        obtain=obtain,
    )
