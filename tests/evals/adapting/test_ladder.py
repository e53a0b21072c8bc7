from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest

from vademecum.evals.adapting.ladder import Approach, retrieval_ladder
from vademecum.evals.adapting.ladder_classes import Sorting, classification_ladder
from vademecum.evals.adapting.question_set import Find, QuestionSet
from vademecum.evals.adapting.recorded import RecordedSystem
from vademecum.evals.adapting.rungs import LadderResult
from vademecum.evals.energy import Energy
from vademecum.evals.intervals import wilson
from vademecum.evals.items import Item
from vademecum.evals.manifest import RunManifest
from vademecum.evals.memory import Memory
from vademecum.evals.tasks.classification import Classifier
from vademecum.retrieval.errors import InvalidInput

N = 24
DOCUMENTS = [f"d{n}" for n in range(N)]


class Meter:
    """Count what is measured, a joule each."""

    def __init__(self) -> None:
        self.started = 0

    def start(self) -> None:
        self.started += 1

    def stop(self) -> Energy:
        return Energy(joules=10.0, how="estimated", note="made up")


def questions() -> QuestionSet:
    items = [
        Item(id=str(n), text=f"question {n}", use="report", documents=(f"d{n}",)) for n in range(N)
    ]
    return QuestionSet("set", "law", items, {i.id: frozenset(i.documents) for i in items})


def right_below(limit: int) -> Find:
    """Find the right document first for the first questions, and a wrong one for the rest."""

    def find(item: Item) -> list[str]:
        n = int(item.id)
        return [f"d{n}"] if n < limit else ["wrong", *(["x"] * 3), f"d{n}"]

    return find


def never(item: Item) -> list[str]:
    return ["wrong"]


def climb(manifest: RunManifest, *recorded: RecordedSystem) -> LadderResult:
    return retrieval_ladder(
        questions(),
        [
            Approach("base", "zero-shot", right_below(12), origin="base"),
            Approach("k", "in-context", right_below(12), k=4, others=(never,)),
            Approach("good", "adapted", right_below(24), before="base", origin="base"),
            Approach("bad", "foreign", never, before="base", origin="base", stored_bytes=9),
        ],
        adapter="retrieval",
        manifest=manifest,
        recorded=recorded,
        units=frozenset(DOCUMENTS),
        meter=Meter(),
        resamples=200,
    )


def test_rungs_stand_beside_the_first_and_what_hurts_is_marked(manifest: RunManifest) -> None:
    found = climb(manifest)
    assert [rung.hurt for rung in found.rungs] == [(), (), (), ("nDCG@10", "recall@10", "hit@1")]
    good = found.rung("good")
    assert good.verdicts == {"nDCG@10": "helped", "recall@10": "cannot tell", "hit@1": "helped"}
    assert good.difference["hit@1"].value == pytest.approx(0.5)
    assert good.metrics["hit@1"].value == 1.0
    assert good.step == good.difference
    assert (good.stepped_down, found.rung("bad").stepped_down) == ((), found.rung("bad").hurt)
    assert found.rungs[0].difference == {}
    assert found.rung("k").draws == (0.0,)
    assert found.rung("good").said[20] == "d20"
    assert found.manifest.n == N


def test_cost_is_that_of_single_items(manifest: RunManifest) -> None:
    cost = climb(manifest).rung("bad").cost
    assert cost is not None
    assert cost.energy_j == 10.0 / 20
    assert cost.energy == "estimated"
    assert cost.stored_bytes == 9
    assert cost.latency_ms.value >= 0


def test_fates_are_told_for_ten_and_for_one(manifest: RunManifest) -> None:
    found = {(f.after, f.failure): f for f in climb(manifest).inheritance}
    ten = "nothing among the first 10 answers the question"
    one = "what is found first does not answer the question"
    assert set(found) == {(name, failure) for name in ("good", "bad") for failure in (ten, one)}
    assert found["good", one].count("repaired") == 12
    assert found["good", ten].count("kept") == N
    assert found["bad", ten].ids["introduced"] == tuple(str(n) for n in range(N))


def test_the_lens_sees_the_systems_that_say_what_they_share(manifest: RunManifest) -> None:
    lens = climb(manifest).lens
    assert lens is not None
    assert [(pair.a, pair.b) for pair in lens.pairs] == [
        ("base", "good"),
        ("base", "bad"),
        ("good", "bad"),
    ]


def test_recorded_rankings_are_measured_on_what_they_answer(manifest: RunManifest) -> None:
    outputs: dict[str, str | tuple[str, ...]] = {
        "0": ("d0",),
        "1": "d9\nd1",
        "2": "I cannot say",
    }
    rung = climb(manifest, RecordedSystem(name="llm", outputs=outputs, unknown=5)).rungs[-1]
    assert (rung.name, rung.kind) == ("llm (recorded)", "recorded")
    assert (rung.n, rung.unscored, rung.missing, rung.unknown) == (2, 1, N - 3, 5)
    assert rung.metrics["hit@1"].value == 0.5
    assert rung.difference["hit@1"].value == -0.5
    assert rung.values[2] is None
    assert rung.cost is None
    nothing = climb(manifest, RecordedSystem(name="mute", outputs={"0": "?"})).rungs[-1]
    assert (nothing.n, nothing.unscored, nothing.metrics) == (0, 1, {})


def test_a_ladder_needs_questions_and_rungs(manifest: RunManifest) -> None:
    with pytest.raises(InvalidInput, match="questions and at least one approach"):
        retrieval_ladder(questions(), [], adapter="none", manifest=manifest)


def labelled(n: int = 40) -> list[Item]:
    return [
        Item(id=f"i{k}", text=f"{k}", use="report", label="yes" if k % 4 else "no")
        for k in range(n)
    ]


def saying(of: Callable[[int], str]) -> Classifier:
    return lambda asked: [of(int(item.text)) for item in asked]


def sort(
    manifest: RunManifest, *recorded: RecordedSystem, items: Sequence[Item] | None = None
) -> LadderResult:
    given = labelled() if items is None else items
    return classification_ladder(
        Sorting(
            "set",
            "healthcare",
            given,
            manifest,
            labels={item.id: ["yes", "no", "maybe"] for item in given},
            resamples=200,
        ),
        [
            Approach("words", "zero-shot", saying(lambda k: "yes" if k % 3 else "no")),
            Approach("majority", "baseline", saying(lambda k: "yes")),
            Approach(
                "k",
                "in-context",
                saying(lambda k: "no"),
                k=4,
                others=(saying(lambda k: "yes" if k % 4 else "no"),),
            ),
            Approach(
                "head", "adapted", saying(lambda k: "yes" if k % 4 else "no"), before="majority"
            ),
        ],
        adapter="none",
        recorded=recorded,
        meter=Meter(),
    )


def test_classifiers_stand_beside_the_first(manifest: RunManifest) -> None:
    found = sort(manifest)
    assert found.metric == "macro_f1"
    head, k = found.rung("head"), found.rung("k")
    assert head.metrics["macro_f1"].value == 1.0
    assert head.verdicts["accuracy"] == "helped"
    assert head.step["accuracy"].value == pytest.approx(0.25)
    assert k.step == {}
    assert "accuracy" in k.hurt
    assert k.metrics["accuracy"] == wilson(10, 40)
    assert k.draws == (1.0,)
    assert head.said[:2] == ("no", "yes")
    (fates,) = found.inheritance
    assert (fates.before, fates.count("repaired"), fates.count("kept")) == ("majority", 10, 30)


def test_recorded_answers_are_read_as_labels_and_never_guessed(manifest: RunManifest) -> None:
    outputs: dict[str, str | tuple[str, ...]] = {
        "i0": "No, it does not.",
        "i1": "Yes",
        "i2": "Hard to say",
        "i3": "no",
    }
    rung = sort(manifest, RecordedSystem(name="llm", outputs=outputs)).rungs[-1]
    assert (rung.n, rung.unscored, rung.missing) == (3, 1, 36)
    assert rung.metrics["accuracy"] == wilson(2, 3)
    assert rung.values[:4] == (1.0, 1.0, None, 0.0)
    # The first rung says no, yes, no of the same three.
    assert rung.difference["accuracy"].value == pytest.approx(0.0)


def test_time_is_taken_of_items_met_for_the_first_time(manifest: RunManifest) -> None:
    worked: list[Sequence[str]] = []
    memory = Memory(lambda texts: worked.append(texts) or texts)

    def classify(asked: Sequence[Item]) -> list[str]:
        memory.of(item.text for item in asked)
        memory.of(item.text for item in asked)
        return ["yes"] * len(asked)

    classification_ladder(
        Sorting("set", "law", labelled(), manifest, resamples=50),
        [Approach("one", "zero-shot", classify)],
        adapter="none",
        meter=Meter(),
    )
    assert [len(texts) for texts in worked] == [1, *[1] * 22, 39], "the first one is known"


def test_items_without_labels_are_no_ladder(manifest: RunManifest) -> None:
    bare = [item.model_copy(update={"label": None}) for item in labelled()]
    with pytest.raises(InvalidInput, match="labelled items"):
        sort(manifest, items=bare)


def test_every_rung_has_a_value_for_every_item(manifest: RunManifest) -> None:
    found = climb(manifest)
    short = found.rungs[0].model_copy(update={"said": ("d1",)})
    with pytest.raises(ValueError, match="base has other items than the ladder"):
        LadderResult.model_validate({**found.model_dump(), "rungs": [short.model_dump()]})
