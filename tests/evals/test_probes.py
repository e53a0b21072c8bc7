from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from vademecum.apps.evaluating.classification import Tuned, whole_texts
from vademecum.evals.items import Item, Use
from vademecum.evals.probes import (
    Fit,
    Vectors,
    fitted_by_part,
    linear_probe,
    majority,
    nearest_neighbour,
    tfidf,
)
from vademecum.evals.sets.readers import read_items
from vademecum.evals.tasks.classification import Classifier
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import HashEncoder

ENCODER = HashEncoder()
BIRDS = ("the heron waded in the reeds", "a heron and a stork flew", "storks nest on roofs")
BOATS = ("the sloop sailed at dawn", "a cutter and a sloop raced", "cutters carry two sails")


def item(
    name: str,
    text: str,
    label: str | None,
    use: Use = "tune",
    group: str | None = None,
    context: str = "",
    answers: tuple[str, ...] = (),
) -> Item:
    return Item(
        id=name, text=text, label=label, use=use, group=group, context=context, answers=answers
    )


def tuned(copies: int = 10) -> list[Item]:
    """Make items of two classes; with 10 copies they are enough to choose C on."""
    return [
        item(f"{label}{n}{i}", f"{text} {n}", label)
        for n in range(copies)
        for label, texts in (("bird", BIRDS), ("boat", BOATS))
        for i, text in enumerate(texts)
    ]


ASKED = [
    item("0", "a heron in the reeds", None, "report"),
    item("1", "a sloop sailed at dawn", None, "report"),
]


def fits() -> dict[str, Fit]:
    vectors = Vectors(ENCODER.encode)
    return {
        "linear": linear_probe(vectors, 0),
        "words": tfidf(0),
        "nearest": nearest_neighbour(vectors),
    }


@pytest.mark.parametrize("name", ["linear", "words", "nearest"])
@pytest.mark.parametrize("copies", [1, 10])
def test_it_learns_two_classes_and_their_order_is_nothing(name: str, copies: int) -> None:
    items = tuned(copies)
    said = [fits()[name](some)(ASKED) for some in (items, items[::-1])]
    assert said == [["bird", "boat"]] * 2


@pytest.mark.parametrize("name", ["linear", "words"])
def test_groups_stay_whole_when_c_is_chosen(name: str) -> None:
    items = [one.model_copy(update={"group": one.text[-1]}) for one in tuned()]
    assert fits()[name](items)(ASKED) == ["bird", "boat"]


@pytest.mark.parametrize("name", ["linear", "words", "nearest", "majority"])
def test_no_item_for_reporting_is_fitted_on(name: str) -> None:
    fit = {**fits(), "majority": majority}[name]
    with pytest.raises(InvalidInput, match="1 items to fit on are for reporting: r"):
        fit([*tuned(1), item("r", "a heron", "bird", "report")])
    with pytest.raises(InvalidInput, match="no labelled item to fit on"):
        fit([item("u", "a heron", None)])


def test_the_most_frequent_label_and_of_equals_the_first_by_name() -> None:
    more = [*tuned(1), item("z", "a raft", "boat")]
    assert majority(more)(ASKED) == ["boat", "boat"]
    assert majority(tuned(1))(ASKED) == ["bird", "bird"]


def test_one_label_alone_is_said_throughout() -> None:
    one = [item(str(i), text, "bird") for i, text in enumerate(BIRDS)]
    assert fits()["linear"](one)(ASKED) == ["bird", "bird"]


def test_each_text_is_encoded_once() -> None:
    encoded: list[str] = []

    def encode(texts: Sequence[str]) -> np.ndarray:
        encoded.extend(texts)
        return ENCODER.encode(texts)

    vectors = Vectors(encode)
    rows = vectors.of(["b", "a", "b"])
    assert (rows == ENCODER.encode(["b", "a", "b"])).all()
    vectors.of(["c", "a"])
    assert encoded == ["a", "b", "c"]


def test_a_text_is_held_against_its_closest_reference_or_its_context() -> None:
    vectors = Vectors(ENCODER.encode)
    u, v = ENCODER.encode(["the heron", "a grey heron"])
    wanted = np.hstack([u, v, np.abs(u - v), u * v])
    graded = item("g", "the heron", "x", answers=("a sloop", "a grey heron"), context="Which?")
    asked = item("q", "the heron", "x", context="a grey heron")
    assert (vectors.pairs([graded, asked]) == wanted).all()
    assert (vectors.pairs([item("b", "the heron", "x")]) == u).all()


def test_each_part_is_fitted_once_and_on_its_own_items() -> None:
    fitted: list[list[str]] = []

    def fit(items: Sequence[Item]) -> Classifier:
        fitted.append([one.id for one in items])
        return majority(items)

    items = {
        "a": [item("a1", "x", "yes", group="a")],
        "b": [item("b1", "x", "no", group="b")],
    }
    classify = fitted_by_part(fit, lambda part: items[str(part)], lambda one: one.group)
    asked = [item(str(i), "x", None, "report", group=g) for i, g in enumerate("bab")]
    assert [list(classify(asked)), list(classify(asked[:1]))] == [["no", "yes", "no"], ["no"]]
    assert fitted == [["b1"], ["a1"]]


def test_a_long_text_is_the_mean_of_its_passages() -> None:
    def tokens(text: str) -> list[tuple[int, int]]:
        starts = [i for i in range(len(text)) if text[i] != " " and (i == 0 or text[i - 1] == " ")]
        return [(start, start + len(text[start:].split(" ")[0])) for start in starts]

    encode = whole_texts(ENCODER.encode, tokens)
    birds, boats = ("heron " * 149 + "heron.").strip(), ("sloop " * 149 + "sloop.").strip()
    both = ENCODER.encode(["heron"])[0] + ENCODER.encode(["sloop"])[0]
    rows = encode([f"Heron. {birds[:-1]}. Sloop {boats}", "a heron", "..."])
    assert rows[0] == pytest.approx(both / np.linalg.norm(both), abs=0.01)
    assert rows[1:] == pytest.approx(ENCODER.encode(["a heron", "..."]))


@pytest.mark.data
@pytest.mark.parametrize(
    ("name", "has_tasks", "parts"),
    [("saf_english", False, 1), ("legalbench", True, 85), ("onestop_english", False, 5)],
)
def test_what_is_reported_of_a_public_set_is_never_fitted_on(
    name: str, has_tasks: bool, parts: int, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VADEMECUM_DATA", str(data))
    tuned = Tuned(name, {}, has_tasks)
    reported: dict[object, list[Item]] = {}
    for one in read_items(data, name):
        if one.use == "report":
            reported.setdefault(tuned.part_of(one), []).append(one)
    assert len(reported) == parts
    for part, items in reported.items():
        fitted_on = tuned.of(part)
        assert {one.use for one in fitted_on} == {"tune"}
        assert not {one.id for one in fitted_on} & {one.id for one in items}
        assert {one.label for one in items} <= {one.label for one in fitted_on}
