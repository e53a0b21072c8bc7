"""The texts that guard heads learn from, and the fold of each one.

Near-duplicates stand in one fold: two texts of public sets are linked when the sets of their
words share at least ``NEAR`` of their union (Jaccard), and linked texts form a cluster. Sentences
that this project wrote belong to no fold, but a version that is scored on a fold does not learn
from one that is that near to a text of it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

from vademecum.domains.rails.heads.sentences import written_examples
from vademecum.domains.rails.heads.training import ALWAYS, FOLDS, NEVER

from .halves import fold_of
from .public_sets import read_public_set
from .sets.readers import read_items

NEAR: Final = 0.6
GUARD_SETS: Final = ("xstest", "coconot", "advbench", "harmbench", "simple_safety", "expertqa")
"""Public sets under free licences that heads are trained on, and scored on fold by fold."""
QUESTION_SETS: Final = ("pubmedqa", "medquad", "gdpr", "openstax")
"""Questions of the fields: those for tuning are benign examples, the others are for reports."""
SCORED_ONLY: Final = ("medsafetybench",)
"""For research only: nothing learns from them, nor from a sentence that is near one of them."""
MOST_QUESTIONS: Final = 1000
WRITTEN: Final = "written"


@dataclass(frozen=True)
class TrainingText:
    """One text, what is right, and where it comes from."""

    source: str
    text: str
    is_wrong: bool
    fold: int
    group: str = ""
    near: frozenset[int] = frozenset()
    """Folds that hold a text like this one."""


def training_texts(root: Path, seed: int = 0) -> tuple[TrainingText, ...]:
    """Return every text in a fixed order; ``root`` is the public data folder."""
    public = list(_public(root))
    own = written_examples(seed)
    barred = [case.text for name in SCORED_ONLY for case in read_public_set(root, name)[0]]
    folds = _folds(public)
    near = _near([e.text for e in own], [t for _, _, t, _ in public], folds)
    out = _near([e.text for e in own], barred, [NEVER] * len(barred))
    found = [
        TrainingText(name, text, is_wrong, fold)
        for (name, _, text, is_wrong), fold in zip(public, folds, strict=True)
    ]
    found += [
        TrainingText(WRITTEN, e.text, e.is_wrong, NEVER if bad else ALWAYS, e.group, close)
        for e, close, bad in zip(own, near, out, strict=True)
    ]
    return tuple(found)


def data_sha256(texts: Sequence[TrainingText]) -> str:
    """Return one hash of all texts, labels and folds."""
    rows = [[t.source, t.text, t.is_wrong, t.fold, sorted(t.near)] for t in texts]
    return hashlib.sha256(json.dumps(rows).encode()).hexdigest()


def _public(root: Path) -> Iterator[tuple[str, str, str, bool]]:
    seen: set[str] = set()
    for name in GUARD_SETS:
        for case in read_public_set(root, name)[0]:
            if case.kind != "copyright" and case.text not in seen:
                seen.add(case.text)
                yield name, case.id, case.text, case.expected == "block"
    for name in QUESTION_SETS:
        items = [item for item in read_items(root, name) if item.use == "tune"]
        items.sort(key=lambda item: hashlib.sha256(item.id.encode()).hexdigest())
        for item in items[:MOST_QUESTIONS]:
            if item.text not in seen:
                seen.add(item.text)
                yield name, item.id, item.text, False


def _folds(rows: Sequence[tuple[str, str, str, bool]]) -> list[int]:
    """Return the fold of each row: that of the first id of its cluster."""
    import numpy as np
    from scipy.sparse.csgraph import connected_components

    alike = _alike([r[2] for r in rows], [r[2] for r in rows])
    _, labels = connected_components(alike, directed=False)
    _, first = np.unique(labels, return_index=True)
    return [fold_of(rows[first[label]][1], FOLDS) for label in labels]


def _near(
    texts: Sequence[str], others: Sequence[str], folds: Sequence[int]
) -> list[frozenset[int]]:
    alike = _alike(texts, others).tocsr()
    rows = [alike.indices[a:b] for a, b in pairwise(alike.indptr)]
    return [frozenset(folds[column] for column in row) for row in rows]


def _alike(texts: Sequence[str], others: Sequence[str]) -> Any:  # scipy ships no types
    """Return a sparse matrix of the pairs whose words overlap by ``NEAR`` or more."""
    import numpy as np
    from scipy.sparse import csr_matrix, vstack
    from sklearn.feature_extraction.text import CountVectorizer

    count = CountVectorizer(binary=True, token_pattern=r"\w+", dtype=np.float32)
    count.fit([*texts, *others])
    left, right = count.transform(texts), count.transform(others)
    sizes = np.asarray(right.sum(axis=1)).ravel()
    parts = []
    for start in range(0, left.shape[0], 1000):
        block = left[start : start + 1000]
        shared = (block @ right.T).toarray()
        union = np.asarray(block.sum(axis=1)) + sizes - shared
        parts.append(csr_matrix(shared >= NEAR * np.maximum(union, 1)))
    return vstack(parts)
