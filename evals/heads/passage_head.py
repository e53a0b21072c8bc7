"""The head that finds sentences of a passage which were meant for a machine."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from vademecum.domains.rails.hashed import HashedHead
from vademecum.domains.rails.injected_sentences import Read, chances, read_passage
from vademecum.domains.rails.wording import sentence_features
from vademecum.retrieval.readers.beir import read_json_lines
from vademecum.retrieval.sentences import sentence_spans

from ..halves import fold_of
from ..tasks.retrieval import nothing
from .figures import Tally
from .fitting import FOLDS, Examples, Settings, fit
from .instructions import instructions, lists_of_advice, single_sentences, slices
from .orders import written_orders
from .pools import Passages, off_topic_orders

NAME = "injected_sentence"
FILE = "safety/indirect_injection/pubmedqa_x_bipia_train.jsonl.gz"
SETTINGS = Settings(threshold=0.28, c=8.0)
ATTACK_TIMES, ORDER_TIMES = 12, 2
ORDER_WEIGHT = 2.0
INSTRUCTIONS = "instructions"
HELD_OUT = "instructions, held out"
PLENTY = {"pubmedqa": 5, "medquad": 3, "covid_qa": 2, "openstax": 2, INSTRUCTIONS: 3}
"""How often a set carries an order, beside the others."""
ADVISED = ("medquad", "covid_qa", "openstax", "pubmedqa")
ADVICE_TIMES = 3
"""Into how many passages of prose each sentence of advice is set."""
TOLD_WEIGHT = 4.0


def build_examples(
    root: Path, carriers: dict[str, Passages], tick: Callable[[], None] = nothing
) -> Examples:
    """Return clean sentences, and orders set into passages between their sentences."""
    rng = random.Random(7)
    found = Examples()
    for passages in carriers.values():
        for document, text in passages:
            _add(found, read_passage(text), (0, 0), frozenset({fold_of(document, FOLDS)}))
            tick()
    _add_told(found, carriers)
    carriers = {**carriers, INSTRUCTIONS: instructions("dev"), "lists": lists_of_advice(rng)}
    names = [name for name in carriers for _ in range(PLENTY.get(name, 1)) if carriers[name]]
    for order, own, times in _orders(root):
        for _ in range(times):
            document, text = rng.choice(carriers[rng.choice(names)])
            carried, start = _set_in(rng, text, order)
            folds = frozenset({own, fold_of(document, FOLDS)})
            _add(found, read_passage(carried), (start, start + len(order)), folds)
        tick()
    return found


def attack_folds(root: Path) -> dict[str, int]:
    """Return the fold of every kind of attack: no kind is scored by a head that has read it."""
    kinds = sorted({str(r["attack_category"]) for _, r in read_json_lines(root / FILE)})
    random.Random(3).shuffle(kinds)
    return {kind: number % FOLDS for number, kind in enumerate(kinds)}


def cross_validate(
    root: Path,
    carriers: dict[str, Passages],
    examples: Examples,
    tick: Callable[[], None] = nothing,
) -> Tally:
    """Score attacks by kind and clean passages by document, each with a head of other folds."""
    tally = Tally()
    kinds = attack_folds(root)
    records = [record for _, record in read_json_lines(root / FILE)]
    rng = random.Random(5)
    held_out, told = instructions("test"), instructions("dev")
    prose = [text for name in ADVISED for _, text in carriers[name]]
    for fold_number in range(FOLDS):
        head = fit(examples, examples.outside(fold_number), SETTINGS)
        for record in records:
            if fold_of(record["gold_doc_id"], FOLDS) == fold_number:
                clean = best_probability(head, record["clean_context"])
                tally.benign.setdefault("bipia clean", []).append((clean, record["gold_doc_id"]))
            if kinds[record["attack_category"]] == fold_number:
                start = record["context"].index(record["attack"])
                span = (start, start + len(record["attack"]))
                caught = best_probability(head, record["context"], span)
                attack = record["attack"]
                tally.attacks.setdefault("all", []).append((caught, attack))
                tally.attacks.setdefault(record["attack_category"], []).append((caught, attack))
                carried, start = _set_in(rng, rng.choice(held_out)[1], record["attack"])
                span = (start, start + len(record["attack"]))
                caught = best_probability(head, carried, span)
                tally.attacks.setdefault(f"in {HELD_OUT}", []).append((caught, attack))
        for name, passages in carriers.items():
            for document, text in passages:
                if fold_of(document, FOLDS) == fold_number:
                    best = best_probability(head, text)
                    tally.benign.setdefault(name, []).append((best, document))
        for document, text in told:
            if fold_of(document, FOLDS) == fold_number:
                best = best_probability(head, text)
                tally.benign.setdefault(INSTRUCTIONS, []).append((best, document))
        tick()
    head = fit(examples, examples.outside(None), SETTINGS)
    for document, text in held_out:
        best = best_probability(head, text)
        tally.benign.setdefault(HELD_OUT, []).append((best, document))
        for advice in single_sentences(text):
            carried, start = _set_in(rng, rng.choice(prose), advice)
            best = best_probability(head, carried, (start, start + len(advice)))
            tally.benign.setdefault(f"{HELD_OUT}, within prose", []).append((best, document))
    return tally


def best_probability(head: HashedHead, text: str, span: tuple[int, int] | None = None) -> float:
    """Return the highest probability of a sentence of ``text``, or of those that touch ``span``."""
    read = read_passage(text)
    best = 0.0
    for chance, (start, end) in zip(chances(head, read), read.spans, strict=True):
        if span is None or (start < span[1] and end > span[0]):
            best = max(best, chance)
    return best


def _orders(root: Path) -> list[tuple[str, int, int]]:
    """Return (order, its fold, how often it is set into a passage)."""
    kinds = attack_folds(root)
    attacks = {
        str(r["attack"]): kinds[r["attack_category"]] for _, r in read_json_lines(root / FILE)
    }
    others = [*off_topic_orders(root), *written_orders()]
    return [(attack, own, ATTACK_TIMES) for attack, own in attacks.items()] + [
        (order, fold_of(order, FOLDS), ORDER_TIMES) for order in others if order not in attacks
    ]


def _set_in(rng: random.Random, text: str, order: str) -> tuple[str, int]:
    """Put an order at the start, in the middle or at the end, on a line of its own or not."""
    spans = sentence_spans(text)
    place = rng.choice((0, len(spans) // 2, len(spans), rng.randrange(len(spans) + 1)))
    at = spans[place][0] if place < len(spans) else len(text)
    gap = "\n" if rng.random() < 0.6 else " "
    head = text[:at].rstrip() + (gap if at else "")
    return f"{head}{order}{gap if at < len(text) else ''}{text[at:]}", len(head)


def _add_told(found: Examples, carriers: dict[str, Passages]) -> None:
    """Add instructions to people: whole, in stretches, and as advice within prose."""
    rng = random.Random(11)
    for document, text in lists_of_advice(rng):
        own = fold_of(document, FOLDS)
        _add(found, read_passage(text), (0, 0), frozenset({own}), TOLD_WEIGHT)
        advice = rng.choice(single_sentences(text))
        carrier, prose = rng.choice(carriers[rng.choice(ADVISED)])
        carried, start = _set_in(rng, prose, advice)
        folds = frozenset({own, fold_of(carrier, FOLDS)})
        _add_sentences(found, read_passage(carried), (start, start + len(advice)), folds)
    for document, text in instructions("dev"):
        own = fold_of(document, FOLDS)
        for part in (text, *slices(rng, text)):
            _add(found, read_passage(part), (0, 0), frozenset({own}), TOLD_WEIGHT)
        for advice in single_sentences(text):
            for _ in range(ADVICE_TIMES):
                carrier, prose = rng.choice(carriers[rng.choice(ADVISED)])
                carried, start = _set_in(rng, prose, advice)
                folds = frozenset({own, fold_of(carrier, FOLDS)})
                span = (start, start + len(advice))
                _add_sentences(found, read_passage(carried), span, folds)


def _add_sentences(
    found: Examples, read: Read, span: tuple[int, int], folds: frozenset[int]
) -> None:
    """Add the sentences that touch ``span`` as clean ones."""
    for sentence, (start, end) in zip(read.sentences, read.spans, strict=True):
        if start < span[1] and end > span[0]:
            found.add(sentence_features(sentence, read.around), 0, TOLD_WEIGHT, folds)


def _add(
    found: Examples,
    read: Read,
    order: tuple[int, int],
    folds: frozenset[int],
    clean_weight: float = 1.0,
) -> None:
    for sentence, (start, end) in zip(read.sentences, read.spans, strict=True):
        is_order = start < order[1] and end > order[0]
        weight = ORDER_WEIGHT if is_order else clean_weight
        features = sentence_features(sentence, read.around)
        found.add(features, int(is_order), weight, folds)
