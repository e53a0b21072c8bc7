from __future__ import annotations

import numpy as np

from vademecum.evals.classifiers.reader import Readings
from vademecum.evals.selecting import sentence_net
from vademecum.evals.selecting.head import EvidenceHead, weighed_sentences
from vademecum.evals.selecting.sentences import COLUMNS, Reading, choices
from vademecum.retrieval.analysis import Analyzer
from vademecum.retrieval.testing.fakes import WordEncoder
from vademecum.retrieval.types import Document, Hit, Passage

TEXT = (
    "The king lost his golden ring at sea. A fisherman found it inside a fish. "
    "Why should he give it back? The queen waited by the window for three long days."
)


def hit(text: str = TEXT, name: str = "ring") -> Hit:
    passage = Passage(id=f"{name}-0", document_id=name, start=0, end=len(text), text=text)
    return Hit(
        passage=passage, document=Document(id=name, title=name, text=text), score=1.0, cosine=0.5
    )


READING = Reading(Analyzer().terms, lambda term: 1.0, Readings(WordEncoder()))


def test_each_sentence_has_a_row_and_stands_in_the_order_of_the_text() -> None:
    found = choices("Who found the golden ring?", (hit(),), READING)
    assert [c.text for c in found.candidates][1] == "A fisherman found it inside a fish."
    assert found.rows.shape == (4, COLUMNS)
    assert found.rule.shape == (4, 7)
    assert np.isfinite(found.rows).all()
    # Shared words: of the first sentence two, of the second one.
    assert found.rows[0, 11] > found.rows[1, 11] > found.rows[3, 11]


def test_sentences_of_another_document_are_no_neighbours() -> None:
    one = choices("Who found the ring?", (hit(),), READING).rows
    both = choices("Who found the ring?", (hit(), hit("A tale of four old owls.", "owls")), READING)
    assert len(both.candidates) == 5
    owls = [n for n, c in enumerate(both.candidates) if c.hit.document.id == "owls"]
    after = slice(18 + 14, 18 + 21)
    assert not one[-1, after].any()
    assert not both.rows[owls[0] - 1, after].any()


def test_nothing_found_is_nothing_to_quote() -> None:
    assert choices("Who?", (), READING).rows.shape == (0, COLUMNS)
    head = EvidenceHead({}, {})
    assert weighed_sentences("Who?", (), READING, head) == []


def test_chances_fall_and_sum_to_one() -> None:
    size = READING.readings.tokens("ring").shape[1]
    weights = {n: np.zeros(s, np.float32) for n, s in sentence_net.shapes(size).items()}
    weights["scale"] += 1
    weights["direct"][11] = 5  # the share of the question's stems
    found = weighed_sentences(
        "Who found the golden ring?", (hit(),), READING, EvidenceHead(weights, {})
    )
    assert found[0].candidate.text.startswith("The king lost his golden ring")
    chances = [one.chance for one in found]
    assert chances == sorted(chances, reverse=True)
    assert abs(sum(chances) - 1) < 1e-5
