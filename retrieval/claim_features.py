"""What a claim and a passage look like side by side: rules, numbers, negations, soft alignment."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from .claim_words import LAYERS, Read, Word
from .sentences import sentence_spans
from .support import clashes, is_supported, overlap, refutes

if TYPE_CHECKING:
    from .protocols import Floats

_NEAR: Final = 3
"""Neighbours of a word on either side that are compared; the passage may have two more between."""


def features(claim: Read, passage: Read, title: str, persons: Floats) -> dict[str, float]:
    """Return the figures that a claim is judged by; ``persons`` is a direction of layer 1."""
    content = [i for i, w in enumerate(claim.words) if w.is_content]
    if not content or not passage.words:
        return {}
    place = _Place.of(claim, passage, content)
    return (
        _by_rule(claim.text, passage.text, place.sentence_text, title)
        | _lexical(claim, passage, content, place)
        | _negations(claim, passage, place)
        | _contexts(claim, passage, content, place)
        | _soft(claim, passage, content, place, persons)
    )


@dataclass(frozen=True)
class _Place:
    """The sentences of the passage that say most of what the claim says."""

    sentence_text: str
    rows: Any
    """Which words of the passage stand in the best sentence."""
    wide: Any
    """The same for it and its better neighbour."""

    @classmethod
    def of(cls, claim: Read, passage: Read, content: Sequence[int]) -> _Place:
        terms = {claim.words[i].term for i in content}
        last = passage.layers[-1]
        soft = (claim.layers[-1][content] @ last.T).clip(0, 1)
        count = passage.words[-1].sentence + 1
        of = np.array([w.sentence for w in passage.words])
        shares = []
        for number in range(count):
            inside = of == number
            have = {w.term for w in passage.words if w.sentence == number}
            near = float(soft[:, inside].max(axis=1).mean()) if inside.any() else 0.0
            shares.append(len(terms & have) / len(terms) + near)
        best = int(np.argmax(shares))
        beside = [n for n in (best - 1, best + 1) if 0 <= n < count]
        wide = of == best
        if beside:
            wide = wide | (of == max(beside, key=lambda n: shares[n]))
        spans = sentence_spans(passage.text)
        start, end = spans[best] if best < len(spans) else (0, len(passage.text))
        return cls(passage.text[start:end], of == best, wide)


def _by_rule(claim: str, passage: str, sentence: str, title: str) -> dict[str, float]:
    sentences = [passage[a:b] for a, b in sentence_spans(passage)]
    found = {f"clash_{name}": float(value) for name, value in clashes(claim, [sentence]).items()}
    whole = {f"apart_{name}": float(value) for name, value in clashes(claim, sentences).items()}
    return (
        found
        | whole
        | {
            "rule": float(is_supported(claim, sentences, [title])),
            "rule_sentence": float(is_supported(claim, [sentence], [title])),
            "refuted": float(refutes(claim, sentence)),
            "told": overlap(claim, sentence),
            "told_back": overlap(sentence, claim),
        }
    )


def _lexical(claim: Read, passage: Read, content: Sequence[int], place: _Place) -> dict[str, float]:
    own = [claim.words[i] for i in content]
    have = {w.term for w in passage.words}
    near = {w.term for w, inside in zip(passage.words, place.rows, strict=True) if inside}
    wide = {w.term for w, inside in zip(passage.words, place.wide, strict=True) if inside}
    numbers, names = [w for w in own if w.is_number], [w for w in own if w.is_name]
    return {
        "missing": sum(w.term not in have for w in own) / len(own),
        "missing_any": float(any(w.term not in have for w in own)),
        "missing_two": float(sum(w.term not in have for w in own) > 1),
        "number_missing": float(any(w.term not in have for w in numbers)),
        "number_apart": float(any(w.term in have and w.term not in near for w in numbers)),
        "name_missing": float(any(w.term not in have for w in names)),
        "name_apart": float(any(w.term in have and w.term not in near for w in names)),
        "apart": sum(w.term in have and w.term not in near for w in own) / len(own),
        "apart_any": float(any(w.term in have and w.term not in near for w in own)),
        "apart_wide": sum(w.term in have and w.term not in wide for w in own) / len(own),
        "words": float(np.log(len(own))),
    }


def _negations(claim: Read, passage: Read, place: _Place) -> dict[str, float]:
    """Compare what is negated: words that both have, negated in one of them alone."""
    near = [w for w, inside in zip(passage.words, place.rows, strict=True) if inside]
    flags: dict[str, set[bool]] = {}
    for word in near:
        if word.is_content:
            flags.setdefault(word.term, set()).add(word.is_negated)
    own = [w for w in claim.words if w.is_content and w.term in flags]
    gained = sum(w.is_negated and flags[w.term] == {False} for w in own)
    lost = sum(not w.is_negated and flags[w.term] == {True} for w in own)
    both = sum(w.is_negated and True in flags[w.term] for w in own)
    said = sum(w.is_negator for w in claim.words)
    there = sum(w.is_negator for w in near)
    return {
        "negated_gained": min(gained, 3) / 3,
        "negated_lost": min(lost, 3) / 3,
        "negated_gained_any": float(gained > 0),
        "negated_lost_any": float(lost > 0),
        "negated_both": float(both > 0),
        "negators_more": float(said > there),
        "negators_fewer": float(said < there),
        "negators_odd": float((said - there) % 2),
    }


def _contexts(
    claim: Read, passage: Read, content: Sequence[int], place: _Place
) -> dict[str, float]:
    """Compare the neighbours of each word that both have: exchanged words have others."""
    there = [i for i, w in enumerate(passage.words) if w.is_content]
    spots: dict[str, list[int]] = {}
    for at, i in enumerate(there):
        spots.setdefault(passage.words[i].term, []).append(at)
    terms = [passage.words[i].term for i in there]
    values: list[tuple[float, float, Word]] = []
    own = [claim.words[i].term for i in content]
    for at, i in enumerate(content):
        word = claim.words[i]
        if word.term not in spots:
            continue
        around = {t for t in own[max(0, at - _NEAR) : at + _NEAR + 1] if t in spots} - {word.term}
        before = {t for t in own[max(0, at - _NEAR) : at] if t in spots}
        if not around:
            continue
        best = side = 0.0
        for spot in spots[word.term]:
            window = set(terms[max(0, spot - _NEAR - 2) : spot + _NEAR + 3])
            left = set(terms[max(0, spot - _NEAR - 2) : spot])
            best = max(best, len(around & window) / len(around))
            right = around - before
            side = max(
                side,
                (len(before & left) + len((right & window) - left)) / len(around),
            )
        values.append((best, side, word))
    if not values:
        return {}
    kept, sides = [v[0] for v in values], [v[1] for v in values]
    marked = [v for v in values if v[2].is_name or v[2].is_number]
    numbers = [v for v in values if v[2].is_number]
    return {
        "context_least": min(kept),
        "context_mean": float(np.mean(kept)),
        "order_least": min(sides),
        "order_mean": float(np.mean(sides)),
        "marked_context": min((v[0] for v in marked), default=1.0),
        "marked_order": min((v[1] for v in marked), default=1.0),
        "number_context": min((v[0] for v in numbers), default=1.0),
    }


def _soft(
    claim: Read, passage: Read, content: Sequence[int], place: _Place, persons: Floats
) -> dict[str, float]:
    found: dict[str, float] = {}
    own = [claim.words[i] for i in content]
    same = np.array([[w.term == other.term for other in passage.words] for w in own])
    is_known = np.asarray(same.any(axis=1))
    strangers = [i for i, known in zip(content, is_known, strict=True) if not known]
    inside = np.flatnonzero(place.rows)
    for layer, mine, theirs in zip(LAYERS, claim.layers, passage.layers, strict=True):
        alike = mine[content] @ theirs.T
        best = alike.max(axis=1)
        near = alike[:, inside].max(axis=1)
        low = np.sort(near)
        found[f"soft{layer}_mean"] = float(best.mean())
        found[f"soft{layer}_near"] = float(near.mean())
        found[f"soft{layer}_least"] = float(low[0])
        found[f"soft{layer}_low"] = float(low[: max(1, len(low) // 4)].mean())
        found[f"soft{layer}_lost"] = float((best - near).max())
        if is_known.any():
            itself = np.where(same, alike, -1.0).max(axis=1)[is_known]
            found[f"self{layer}_least"] = float(itself.min())
            found[f"self{layer}_mean"] = float(itself.mean())
            found[f"self{layer}_rival"] = float((best[is_known] - itself).max())
        strange = best[~is_known]
        found[f"strange{layer}"] = float((1 - strange).sum())
        found[f"strange{layer}_most"] = float(strange.max()) if len(strange) else 0.0
    marked = [k for k, w in enumerate(own) if (w.is_name or w.is_number) and is_known[k]]
    if marked:
        last = claim.layers[-1][content] @ passage.layers[-1].T
        itself = np.where(same, last, -1.0).max(axis=1)
        found["marked_self"] = float(itself[marked].min())
    return (
        found
        | _persons(claim, passage, strangers, inside, persons)
        | _vectors(claim, passage, inside)
    )


def _persons(
    claim: Read, passage: Read, strangers: Sequence[int], inside: Any, persons: Floats
) -> dict[str, float]:
    """Tell whether a new word names persons, and stands where the passage names others."""
    told = {w.term for w in claim.words}
    words = [passage.words[k] for k in inside]
    untold = [k for k, w in zip(inside, words, strict=True) if w.is_content and w.term not in told]
    new = both = 0.0
    for i in strangers:
        state = claim.layers[0][i]
        likeness = float(state @ persons)
        new = max(new, likeness)
        if untold:
            others = passage.layers[0][untold]
            nearest = others[int(np.argmax(others @ state))]
            both = max(both, likeness * float(nearest @ persons))
    return {"person_new": new, "person_both": both}


def _vectors(claim: Read, passage: Read, inside: Any) -> dict[str, float]:
    mine, theirs = claim.layers[-1].mean(axis=0), passage.layers[-1][inside].mean(axis=0)
    length = float(np.linalg.norm(mine) * np.linalg.norm(theirs))
    return {"mean_cosine": float(mine @ theirs) / max(length, 1e-6)}
