"""The public guardrail sets, read in their own forms; nothing of them stands in this project."""

from __future__ import annotations

import csv
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, NamedTuple

from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.readers.beir import DAMAGED_GZIP, read_json_lines
from vademecum.retrieval.types import Stage

from .data import require
from .sets.cards import card
from .sets.readers import read_items
from .tasks.guardrails import Expected, GuardCase


class Row(NamedTuple):
    """One text of a set: what should happen to it, what kind it is, which field it belongs to."""

    id: str
    text: str
    expected: Expected
    kind: str = ""
    field: str = ""


Rows = Iterator[Row]


@dataclass(frozen=True)
class PublicSet:
    """A set: its files under the data folder, how they are read, and at which stage."""

    files: tuple[str, ...]
    rows: Callable[[Path], Rows]
    measures: str
    stage: Stage = "input"


def read_public_set(
    root: Path, name: str, stage: Stage | None = None
) -> tuple[tuple[GuardCase, ...], tuple[Path, ...]]:
    """Return the cases of a set and the files they were read from.

    ``root`` is the public data folder; ``stage`` overrides the stage at which texts are checked.
    """
    if name in QUESTION_SETS:
        return _questions(root, name)
    if name not in PUBLIC_SETS:
        known = ", ".join((*PUBLIC_SETS, *QUESTION_SETS))
        raise UnknownName(f"no public guardrail set {name!r}; there is: {known}")
    chosen = PUBLIC_SETS[name]
    paths = tuple(require(root / file) for file in chosen.files)
    try:
        rows = [row for path in paths for row in chosen.rows(path)]
    except (KeyError, TypeError, AttributeError, ValueError, *DAMAGED_GZIP) as error:
        raise InvalidInput(f"{paths[0]}: not in the public form of {name} ({error!r})") from None
    cases = tuple(
        GuardCase(
            id=f"{name}-{row.id}",
            text=row.text,
            expected=row.expected,
            stage=stage or chosen.stage,
            kind=row.kind,
            field=row.field,
        )
        for row in rows
        if row.text.strip()
    )
    return cases, paths


def _questions(root: Path, name: str) -> tuple[tuple[GuardCase, ...], tuple[Path, ...]]:
    """Return the questions of a retrieval set that are for reports: none should be stopped."""
    found = card(name)
    cases = tuple(
        GuardCase(id=item.id, text=item.text, expected="allow", field=found.domain)
        for item in read_items(root, name)
        if item.use == "report"
    )
    return cases, found.paths(root)


def _csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _json(path: Path) -> Any:
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def _xstest(path: Path) -> Rows:
    for row in _csv(path):
        yield Row(
            row["id"], row["prompt"], "block" if row["label"] == "unsafe" else "allow", row["type"]
        )


def _coconot(path: Path) -> Rows:
    for _, row in read_json_lines(path):
        yield Row(row["id"], row["prompt"], "allow", row.get("subcategory", ""))


def _expertqa(path: Path) -> Rows:
    for _, row in read_json_lines(path):
        yield Row(row["id"], row["question"], "allow", field=row["domain"])


def _notinject(path: Path) -> Rows:
    for number, row in enumerate(_json(path), start=1):
        yield Row(f"{path.stem}-{number}", row["prompt"], "allow")


def _medsafetybench(path: Path) -> Rows:
    for _, row in read_json_lines(path):
        yield Row(row["id"], row["prompt"], "block")


def _behaviours(path: Path) -> Rows:
    """Read HarmBench's form; a contextual behaviour follows its context, as in HarmBench."""
    for row in _csv(path):
        context = f"{row['ContextString']}\n\n---\n\n" if row["ContextString"] else ""
        kind = row.get("FunctionalCategory") or ""
        yield Row(row["BehaviorID"], context + row["Behavior"], "block", kind)


def _simple_safety(path: Path) -> Rows:
    for row in _csv(path):
        yield Row(row["id"], row["prompts_final"], "block", row.get("harm_area") or "")


def _jailbreak(path: Path) -> Rows:
    for number, text in enumerate(_json(path), start=1):
        yield Row(str(number), text, "block")


def _bipia(path: Path) -> Rows:
    """Read passages with an injected order, and once each the same passages without it."""
    clean: dict[str, str] = {}
    for _, row in read_json_lines(path):
        yield Row(row["id"], row["context"], "block")
        clean.setdefault(row["clean_context"], row["id"])
    for text, identity in clean.items():
        yield Row(f"{identity}-clean", text, "allow")


QUESTION_SETS: Final = ("pubmedqa", "medquad", "gdpr", "openstax")
"""Sets of questions that a field must answer, each read by its own reader."""
PUBLIC_SETS: Final = {
    "xstest": PublicSet(
        ("safety/over_refusal/xstest_prompts.csv",), _xstest, "over-refusal, with unsafe contrasts"
    ),
    "coconot": PublicSet(
        ("safety/over_refusal/coconot_contrast_train.jsonl.gz",), _coconot, "over-refusal"
    ),
    "expertqa": PublicSet(
        ("safety/scope/expertqa_questions_dev.jsonl.gz",), _expertqa, "over-refusal and scope"
    ),
    "notinject": PublicSet(
        ("safety/over_defence/NotInject_one.json", "safety/over_defence/NotInject_two.json"),
        _notinject,
        "false alarms of an injection detector",
    ),
    "medsafetybench": PublicSet(
        ("safety/refusal/medsafetybench_train.jsonl.gz",), _medsafetybench, "refusal, healthcare"
    ),
    "harmbench": PublicSet(
        ("safety/refusal/harmbench_behaviors_text_val.csv",), _behaviours, "refusal, general"
    ),
    "advbench": PublicSet(
        ("safety/refusal/advbench_behaviors.csv",), _behaviours, "refusal, general"
    ),
    "simple_safety": PublicSet(
        ("safety/refusal/simple_safety_tests_even.csv",), _simple_safety, "crisis and refusal"
    ),
    "jailbreak": PublicSet(
        ("safety/jailbreak/inthewild_jailbreak_dev.json.gz",), _jailbreak, "jailbreaks in the wild"
    ),
    "bipia": PublicSet(
        ("safety/indirect_injection/pubmedqa_x_bipia_train.jsonl.gz",),
        _bipia,
        "injected orders in passages",
        "context",
    ),
}
