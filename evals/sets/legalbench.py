"""LegalBench: the tasks that a head can be trained and scored on."""

from __future__ import annotations

import re
from collections import defaultdict
from pathlib import Path
from typing import Any, Final

from vademecum.retrieval.types import Document

from ..items import Item
from .records import records

FOLDER = "law/legalbench"
SLOT: Final = re.compile(r"\{\{(.+?)\}\}")


def read_items(root: Path, name: str) -> tuple[Item, ...]:
    """Return the rows of the tasks with at least two labels in test, all of them seen in train.

    The text holds the fields that the task's prompt shows, no other: some of the rest give the
    label away. The context is the prompt's first line, the slice ``from_cuad`` says whether the
    rows stand in CUAD's contracts, on which a head trained on CUAD must not be scored.
    """
    rows = list(records(root / FOLDER / "examples.jsonl.gz"))
    prompts = {
        row["task"]: row["base_prompt"] for row in records(root / FOLDER / "prompts.jsonl.gz")
    }
    kept = scored_tasks(rows)
    return tuple(
        Item(
            id=f"{row['task']}/{row['split']}/{row['index']}",
            text=_shown(row["fields"], prompts[row["task"]]),
            use="tune" if row["split"] == "train" else "report",
            context=prompts[row["task"]].strip().splitlines()[0],
            label=row["answer"],
            group=row["task"],
            slices={
                "task": row["task"],
                "licence": row["license"],
                "from_cuad": "yes" if row["task"].startswith("cuad_") else "no",
            },
        )
        for row in rows
        if row["task"] in kept
    )


def scored_tasks(rows: list[dict[str, Any]]) -> frozenset[str]:
    """Return the tasks with at least two labels in test, all of them seen in train."""
    train: dict[str, set[str]] = defaultdict(set)
    test: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        (train if row["split"] == "train" else test)[row["task"]].add(row["answer"])
    return frozenset(
        task for task, labels in test.items() if len(labels) > 1 and labels <= train[task]
    )


def documents(root: Path, name: str) -> list[Document]:
    """Return nothing: the set has no corpus."""
    return []


def _shown(fields: dict[str, str], prompt: str) -> str:
    names = dict.fromkeys(SLOT.findall(prompt))
    if len(names) == 1:
        return fields[next(iter(names))]
    return "\n".join(f"{name}: {fields[name]}" for name in names)
