"""The ranking metrics of one system, item by item, computed by ir_measures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

METRICS: Final = ("nDCG@10", "recall@10", "recall@100", "RR@10", "hit@1")
DEPTH: Final = 100
"""How many documents a system must return for every metric to mean what its name says."""

_OUR_NAMES: Final = {"Success@1": "hit@1", "R@10": "recall@10", "R@100": "recall@100"}
_THEIR_NAMES: Final = {ours: theirs for theirs, ours in _OUR_NAMES.items()}


def ranking_values(
    qrels: Mapping[str, Mapping[str, int]],
    ranked: Mapping[str, Sequence[str]],
    metrics: Sequence[str] = METRICS,
) -> dict[str, dict[str, float]]:
    """Return metric values by query id and metric name.

    ``ranked`` holds document ids, best first. The order is what is measured: scores are made
    from positions, so that equal scores of a system are not re-ordered by document id. A document
    that stands twice counts at its first place. A query without a ranking gets 0. nDCG uses
    linear gains, as trec_eval does.
    """
    import ir_measures

    parsed = [ir_measures.parse_measure(_THEIR_NAMES.get(name, name)) for name in metrics]
    judgements = [
        ir_measures.Qrel(query, document, score)
        for query, scores in qrels.items()
        for document, score in scores.items()
    ]
    run = [
        ir_measures.ScoredDoc(query, document, -float(position))
        for query in qrels
        for position, document in enumerate(dict.fromkeys(ranked.get(query, ())))
    ]
    values: dict[str, dict[str, float]] = {query: dict.fromkeys(metrics, 0.0) for query in qrels}
    for metric in ir_measures.iter_calc(parsed, judgements, run):
        name = str(metric.measure)
        values[metric.query_id][_OUR_NAMES.get(name, name)] = float(metric.value)
    return values
