"""Which items of a run failed worst."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from typing import Final

from vademecum.retrieval.types import Noun

from ..results import EvalResult, ItemResult
from ..verdicts import is_lower_better


class Key(Noun):
    """A figure of an item by which failures are ordered; what an item lacks counts as ``best``."""

    names: tuple[str, ...]
    """The first of these that the item has is read."""
    best: float = 1.0


def _share(*names: str) -> Key:
    return Key(names=names)


def _count(name: str) -> Key:
    return Key(names=(name,), best=0.0)


KEYS: Final[Mapping[str, tuple[Key, ...]]] = {
    "abstention": (_count("misplaced"),),
    "answers": (
        _share("answered", "not_answered"),
        _share("citation_recall", "abstained"),
        _share("span_hit@5"),
        _share("token_f1"),
    ),
    "choice": (_share("accuracy"), _share("accuracy_when_answered")),
    "citations": (_share("char_recall"), _share("alce_recall"), _share("char_precision")),
    "classification": (_share("accuracy", "right"),),
    "messages": (_share("nDCG@10"), _share("agreement@10")),
    "cost": (_count("latency_ms"),),
    "evidence": (
        _share("first_holds_answer", "first_supports"),
        _share("evidence_f1"),
        _share("answer_f1"),
    ),
    "fairness": (_share("outcome_kept", "name_removed"), _share("reply_kept"), _share("rbo")),
    "guardrails": (_share("right"),),
    "identifiers": (_count("missed"), _count("false_alarms")),
    "ledger": (_count("misjudged"), _count("extra")),
    "passages": (_share("char_recall@10"), _share("char_recall@5"), _share("char_recall@1")),
    "retrieval": (_share("nDCG@10"), _share("hit@1")),
    "tutoring": (
        _count("leak_rate"),
        _share("leak_found"),
        _count("lesson_stopped"),
        _share("wrong_recognised"),
        _share("right_recognised"),
    ),
}
"""By task, what is read first, then what parts those that are equal."""


def worst_items(result: EvalResult, count: int = 20) -> tuple[ItemResult, ...]:
    """Return the items that fall furthest short, worst first, ties by id.

    Items that fall short in nothing are left out. A task without ``KEYS`` is read by its own
    metrics. Of abstention, the most certain that should not be answered (or, where the run knows,
    are answered wrongly) stand among the least certain of the others, by their places in the
    order of all certainties.
    """
    known = _derived(result)
    keys = KEYS.get(result.task) or tuple(
        Key(names=(name,), best=0.0 if is_lower_better(name) else 1.0)
        for name in result.metrics
        if "=" not in name
    )
    short = {item.id: _shortfall(keys, known[item.id]) for item in result.items}
    failed = [item for item in result.items if any(short[item.id])]
    return tuple(sorted(failed, key=lambda i: ([-s for s in short[i.id]], i.id))[:count])


def _shortfall(keys: tuple[Key, ...], values: Mapping[str, float]) -> list[float]:
    found = [next((values[n] for n in key.names if n in values), key.best) for key in keys]
    return [abs(key.best - value) for key, value in zip(keys, found, strict=True)]


def _derived(result: EvalResult) -> dict[str, dict[str, float]]:
    """Return the figures of every item by id, with those that only the keys use."""
    ordered = sorted(i.values["certainty"] for i in result.items if "certainty" in i.values)

    def more(values: Mapping[str, float]) -> dict[str, float]:
        if result.task == "abstention" and {"certainty", "loss"} <= values.keys():
            score, last = values["certainty"], len(ordered) - 1
            below = bisect_left(ordered, score) + bisect_right(ordered, score) - 1
            return {"misplaced": float(below if values["loss"] > 0 else 2 * last - below)}
        if result.task == "identifiers" and {"gold", "recalled", "found", "right"} <= values.keys():
            return {
                "missed": values["gold"] - values["recalled"],
                "false_alarms": values["found"] - values["right"],
            }
        if result.task == "ledger" and {"citations", "right"} <= values.keys():
            return {"misjudged": values["citations"] - values["right"]}
        return {}

    return {item.id: {**item.values, **more(item.values)} for item in result.items}
