"""Train the heads that sort texts: yes, no or maybe; grades; reading levels; clauses."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from vademecum.evals.classifiers.fits import (
    PAIRED,
    fit_clauses,
    fit_grading,
    fit_of,
    fit_pairs,
    fit_reading_level,
    fit_yes_no_maybe,
)
from vademecum.evals.classifiers.grading import Graded
from vademecum.evals.classifiers.linear import LinearHead
from vademecum.evals.classifiers.pair_training import Step
from vademecum.evals.classifiers.pairs import PairWeights
from vademecum.evals.classifiers.reader import Readings
from vademecum.evals.classifiers.saved import Heads, HeadsCard, load_heads, save_heads
from vademecum.evals.confusion import balanced_accuracy, macro_f1
from vademecum.evals.data import data_home
from vademecum.evals.intervals import bootstrap_mean
from vademecum.evals.items import Item
from vademecum.evals.probes import Fit, fitted_by_part, majority
from vademecum.evals.resampling import resampled, resampled_mean
from vademecum.evals.results import Metric
from vademecum.evals.sets import readers
from vademecum.evals.sets.cards import card as set_card
from vademecum.evals.sets.tuning import documents_for_tuning
from vademecum.evals.tasks.classification import unlabelled
from vademecum.retrieval.adapters import TrainedOn
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.errors import UnknownName

from ..adapters import trained_here
from ..evaluating.classification import TASK, Tuned, with_text
from .pairs import pair_place


class HeadTask(NamedTuple):
    """What is trained for a domain."""

    domain: str
    sets: tuple[str, ...]
    purpose: str
    limits: str
    may_be_shipped: bool


TASKS: Final = {
    "yes_no_maybe": HeadTask(
        "healthcare",
        ("pubmedqa",),
        "whether an abstract says yes, no or maybe to the question of its title",
        "English abstracts without their conclusion; weak on maybe. It sorts, it does not advise.",
        True,
    ),
    "grading": HeadTask(
        "education",
        ("semeval2013_sra", "saf_english"),
        "whether a short answer is right, given the question and answers that are right",
        "English; science and computer networks. Weaker on questions of which no answer was graded "
        "before. A grade that counts is a person's to give.",
        False,
    ),
    "reading_level": HeadTask(
        "education",
        ("onestop_english",),
        "which of three reading levels a newspaper text was written at",
        "English newspaper articles. Figures are of five folds by article, weights of all texts.",
        False,
    ),
    "clauses": HeadTask(
        "law",
        ("legalbench",),
        "which class of a task a clause or a sentence falls into",
        "English, mostly of the United States; a handful of examples a task.",
        False,
    ),
}


def train_head(
    domain: str,
    task: str,
    out: Path | None,
    seed: int,
    tick: Callable[[int], None],
    step: Step = lambda done, steps, loss: None,
) -> HeadsCard:
    """Train the heads of a task into ``out``; without it, beside the adapters trained here.

    ``tick`` is told the number of items of each set that is done, ``step`` each step of the long
    training of a network that reads pairs. Raises UnknownName for a task
    that the domain does not have, and InvalidInput where heads that may not be shipped have no
    ``out``.
    """
    own = {name for name, about in TASKS.items() if about.domain == domain}
    if task not in own:
        raise UnknownName(f"{domain} has no head {task!r}; it has: {', '.join(sorted(own)) or '-'}")
    about = TASKS[task]
    encoder = SentenceEncoder()
    readings = Readings(encoder)
    linear: dict[str, LinearHead] = {}
    graded: dict[str, Graded] = {}
    pairs: dict[str, PairWeights] = {}
    before: dict[str, Metric] = {}
    after: dict[str, Metric] = {}
    sources, learned = [], []
    for name in about.sets:
        reported, tuned = _items(name)
        known = [item for part in _parts(tuned, reported) for item in tuned.of(part)]
        known = list({item.id: item for item in known}.values())
        _fit_into(linear, graded, task, name, known, readings, seed)
        place = pair_place(encoder, step) if name in PAIRED else None
        if place is not None:
            pairs[name] = fit_pairs(readings, known, seed, place)
        for figures, fit in ((before, majority), (after, fit_of(task, readings, seed, place))):
            figures |= _figures(name, reported, tuned, fit, seed)
        sources.append(TrainedOn(name=name, licence=set_card(name).licence, items=len(known)))
        learned += [(i.id, i.text, i.context, i.answers, i.label) for i in known]
        tick(len(known) + len(reported))
    card = HeadsCard(
        task=task,
        purpose=about.purpose,
        labels={name: head.labels for name, head in linear.items()},
        graded=tuple(graded),
        pairs={name: weights.shape for name, weights in pairs.items()},
        base_sha256=encoder.sha256,
        learned_from=tuple(sources),
        data_sha256=hashlib.sha256(json.dumps(sorted(learned)).encode()).hexdigest(),
        command=f"vademecum adapt train {domain} --task {task} --seed {seed}",
        seed=seed,
        dtype=encoder.dtype,
        before=before,
        after=after,
        may_be_shipped=about.may_be_shipped,
        limits=about.limits,
    )
    path = (out or trained_here(domain)) / f"{task}.safetensors"
    save_heads(Heads(card, linear, graded, pairs), path)
    return load_heads(path, encoder.sha256).card


def _items(name: str) -> tuple[list[Item], Tuned]:
    root = data_home()
    items = [i for i in readers.read_items(root, name) if i.use == "report" and i.label is not None]
    named = any(item.documents for item in items)
    texts = {d.id: d.text for d in documents_for_tuning(root, name)} if named else {}
    tuned = Tuned(name, texts, any(TASK in item.slices for item in items))
    return [with_text(item, texts) for item in items], tuned


def _parts(tuned: Tuned, reported: Sequence[Item]) -> list[object]:
    return list(dict.fromkeys(tuned.part_of(item) for item in reported))


def _fit_into(
    linear: dict[str, LinearHead],
    graded: dict[str, Graded],
    task: str,
    name: str,
    known: Sequence[Item],
    readings: Readings,
    seed: int,
) -> None:
    if task == "grading":
        grader = fit_grading(readings, known, seed)
        linear |= {f"{name}/unseen": grader.unseen, f"{name}/seen": grader.seen}
        graded[name] = grader.graded
    elif task == "clauses":
        for of in sorted({str(item.group) for item in known}):
            own = [item for item in known if item.group == of]
            linear[f"{name}/{of}"] = fit_clauses(readings, own)
    else:
        fit = fit_yes_no_maybe if task == "yes_no_maybe" else fit_reading_level
        linear[name] = fit(known, seed)


def _figures(
    name: str, reported: Sequence[Item], tuned: Tuned, fit: Fit, seed: int
) -> dict[str, Metric]:
    """Return accuracy and macro-F1, by the split that items name, groups drawn together."""
    said = fitted_by_part(fit, tuned.of, tuned.part_of)(unlabelled(reported))
    if any(TASK in item.slices for item in reported):
        return {f"{name}: balanced accuracy, mean over tasks": _over_tasks(reported, said, seed)}
    splits: dict[str, list[int]] = {}
    for place, item in enumerate(reported):
        corpus = item.slices.get("corpus", "")
        of = " ".join(filter(None, (name, corpus, item.slices.get("split", ""))))
        splits.setdefault(of, []).append(place)
    found: dict[str, Metric] = {}
    for of, places in splits.items():
        gold = [str(reported[p].label) for p in places]
        own = [said[p] for p in places]
        groups = [reported[p].group or reported[p].id for p in places]
        right = [float(a == b) for a, b in zip(gold, own, strict=True)]
        found[f"{of}: accuracy"] = resampled_mean(right, groups, seed)
        found[f"{of}: macro-F1"] = resampled(
            macro_f1(gold, own), [""] * len(own), seed=seed, clusters=groups
        )
    return found


def _over_tasks(reported: Sequence[Item], said: Sequence[str], seed: int) -> Metric:
    tasks: dict[str, tuple[list[str], list[str]]] = {}
    for item, label in zip(reported, said, strict=True):
        gold, own = tasks.setdefault(item.slices[TASK], ([], []))
        gold.append(str(item.label))
        own.append(label)
    each = [
        float(balanced_accuracy(gold, own)(np.ones((1, len(gold))))[0])
        for gold, own in tasks.values()
    ]
    return bootstrap_mean(each, seed)
