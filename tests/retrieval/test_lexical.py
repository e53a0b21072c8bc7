"""The lexical index: the terms of passages make the terms of their documents."""

from __future__ import annotations

import numpy as np

from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.lexical import LexicalIndex

TEXTS = [
    "The patients' doses, doubled.",
    "",
    "A dose for the patient; dose twice.",
    "Clause 7: the tenant's doses of noise",
]
OWNERS = [1, 0, 1, 2]


def test_numbered_terms_are_those_of_each_text() -> None:
    analyzer = Analyzer()
    ids, vocab = analyzer.number(TEXTS)
    names = {number: term for term, number in vocab.items()}
    for row, text in zip(ids, TEXTS, strict=True):
        found = sorted(names[number] for number in row)
        assert found == sorted(analyzer.terms(text) + analyzer.surface_terms(text))


def test_joined_terms_score_like_the_joined_texts() -> None:
    analyzer = Analyzer()
    terms = analyzer.number(TEXTS)
    before = [list(row) for row in terms.ids]
    joined = LexicalIndex.of(terms.joined(OWNERS), analyzer, k1=1.2, b=0.75)
    assert terms.ids == before
    whole = LexicalIndex.build(["", f"{TEXTS[0]}\n{TEXTS[2]}", TEXTS[3]], analyzer)
    asked = analyzer.terms("dose of the patient, tenant")
    assert joined.scores(asked, None).tolist() == whole.scores(asked, None).tolist()
    rows = np.arange(3)
    surfaces = analyzer.surface_terms("doses")
    assert joined.scores_of(surfaces, rows).tolist() == whole.scores_of(surfaces, rows).tolist()
    assert joined.weight("dose") == whole.weight("dose")


def test_texts_without_words_make_an_empty_index() -> None:
    analyzer = Analyzer()
    assert LexicalIndex.of(analyzer.number([]).joined([]), analyzer, k1=1.2, b=0.75).size == 0
    assert LexicalIndex.build(["", "the"], analyzer).scores(["dose"], None).tolist() == []
