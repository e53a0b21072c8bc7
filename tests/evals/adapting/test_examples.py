from __future__ import annotations

import pytest

from vademecum.evals.adapting.examples import OffsetEncoder, drawn, label_words, reread, shots
from vademecum.evals.adapting.static import latent_semantic, word_embeddings
from vademecum.evals.items import Item
from vademecum.evals.probes import Vectors
from vademecum.retrieval.encoder import base_encoder
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.contracts import EncoderContract
from vademecum.retrieval.testing.fakes import HashEncoder

BASE = HashEncoder()
TEXTS = [
    ("birds", "The heron waded in the reeds and the stork stood on a roof."),
    ("boats", "The sloop sailed at dawn beside a cutter."),
    ("boats", "A cutter carries two sails and a sloop only one."),
]


def items(*labels: str) -> list[Item]:
    return [
        Item(id=str(n), text=f"text {n}", use="tune", label=label) for n, label in enumerate(labels)
    ]


def test_draws_are_nested_and_show_every_class_first() -> None:
    some = items(*"aaaaaaaaabc")
    four, eight = drawn(some, 4, 0), drawn(some, 8, 0)
    assert eight[:4] == four
    assert {item.label for item in four[:3]} == {"a", "b", "c"}
    assert drawn(some[::-1], 8, 0) == eight
    assert drawn(some, 8, 1) != eight
    assert sorted(drawn(some, None, 0), key=lambda i: i.id) == sorted(some, key=lambda i: i.id)


def test_items_without_labels_are_drawn_as_they_come() -> None:
    some = [i.model_copy(update={"label": None}) for i in items(*"abcdef")]
    assert len(drawn(some, 4, 0)) == 4
    each = items(*"abcdef")
    assert len({i.id for i in drawn(each, 4, 0)}) == 4


def test_k_examples_alone_are_fitted_on() -> None:
    fitted: list[int] = []

    def fit(some: object) -> object:
        fitted.append(len(some))  # type: ignore[arg-type]
        return lambda asked: []

    shots(fit, 4, 0)(items(*"abababab"))  # type: ignore[arg-type]
    shots(fit, None, 0)(items(*"abababab"))  # type: ignore[arg-type]
    assert fitted == [4, 8]


def test_zero_shot_takes_the_label_whose_words_are_closest() -> None:
    classify = label_words(Vectors(BASE.encode))(items("red_fish", "boat"))
    asked = [
        Item(id="0", text="a red fish", use="report"),
        Item(id="1", text="what is it", context="a boat", use="report"),
    ]
    assert classify(asked) == ["red_fish", "boat"]
    with pytest.raises(InvalidInput, match="no label"):
        label_words(Vectors(BASE.encode))([])


def test_a_context_is_replaced_when_fitted_and_when_asked() -> None:
    seen: list[list[str]] = []

    def fit(some: object) -> object:
        seen.append([i.context for i in some])  # type: ignore[attr-defined]
        return lambda asked: seen.append([i.context for i in asked]) or ["a"] * len(asked)

    classify = reread(fit, lambda item: item.text.upper())(items("a"))  # type: ignore[arg-type]
    classify([Item(id="0", text="x", context="old", use="report")])
    assert seen == [["TEXT 0"], ["X"]]


class TestOffsetEncoder(EncoderContract):
    @pytest.fixture
    def encoder(self) -> OffsetEncoder:
        return OffsetEncoder(BASE, ["one question"], ["its document"])


def test_questions_are_moved_as_examples_lie_from_their_documents() -> None:
    moved = OffsetEncoder(BASE, ["heron"], ["heron reeds"])
    (plain,), (shifted,) = BASE.encode(["heron"]), moved.encode(["heron"])
    target = BASE.encode(["heron reeds"])[0]
    assert shifted @ target > plain @ target
    assert shifted @ target == pytest.approx(1.0)
    assert moved.stamp != OffsetEncoder(BASE, ["a"], ["b"]).stamp
    with pytest.raises(InvalidInput, match="as many documents as questions"):
        OffsetEncoder(BASE, [], [])


def test_searches_without_the_base_find_documents_by_their_best_text() -> None:
    found = latent_semantic(TEXTS, 0)("a heron in the reeds", 5)
    assert [name for name, _ in found] == ["birds", "boats"]
    assert [name for name, _ in latent_semantic(TEXTS, 0)("two sails", 1)] == ["boats"]
    assert latent_semantic(TEXTS, 0)("a heron in the reeds", 5) == found
    with pytest.raises(InvalidInput, match="no text to search"):
        latent_semantic([], 0)
    with pytest.raises(InvalidInput, match="two texts and two words"):
        latent_semantic([("a", "heron")], 0)


def test_word_embeddings_pass_no_layer() -> None:
    find = word_embeddings(TEXTS, base_encoder())
    assert find("a sailing boat", 1)[0][0] == "boats"
    swapped = [find(text, 1)[0][1] for text in ("the heron waded", "waded heron the")]
    assert swapped[0] == pytest.approx(swapped[1], abs=0.05)
