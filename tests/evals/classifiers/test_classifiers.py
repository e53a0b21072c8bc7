from __future__ import annotations

import numpy as np
import pytest

from vademecum.evals.classifiers import clauses, reading_level, yes_no_maybe
from vademecum.evals.classifiers.fits import KINDS, fit_of
from vademecum.evals.classifiers.grading import graded, neighbours
from vademecum.evals.classifiers.linear import Choice, Table, fit_chosen, fit_head
from vademecum.evals.classifiers.reader import Readings
from vademecum.evals.classifiers.relations import relations
from vademecum.evals.items import Item
from vademecum.evals.sets.cards import card
from vademecum.retrieval.errors import InvalidInput, UnknownName
from vademecum.retrieval.testing.fakes import HashEncoder, WordEncoder


def item(name: str, text: str, label: str | None, **fields: object) -> Item:
    return Item.model_validate({"id": name, "text": text, "label": label, "use": "tune", **fields})


def pupil(name: str, text: str, label: str, question: str = "why", use: str = "tune") -> Item:
    references = ("the gap breaks the circuit",) if question == "why" else ("salt dissolves",)
    return item(
        name, text, label, use=use, context=f"{question} is that so", answers=references,
        group=question,
    )  # fmt: skip


ANSWERS = [
    pupil(f"{label}{n}{question}", f"{text} {n}", label, question)
    for n in range(4)
    for label, text in (
        ("correct", "a gap breaks the circuit"),
        ("incorrect", "bulbs are tired"),
    )
    for question in ("why", "what")
]


def test_logits_of_features_and_words_add_up_and_a_constant_feature_is_harmless() -> None:
    features = np.array([[0.0, 7.0], [0.1, 7.0], [1.0, 7.0], [1.1, 7.0]], dtype=np.float32)
    head = fit_head(Table(features), ["a", "a", "b", "b"], Choice(10.0))
    assert head.say(Table(features)) == ["a", "a", "b", "b"]
    assert np.isfinite(head.logits(Table(features))).all()


def test_one_class_is_said_of_everything() -> None:
    head = fit_head(Table(np.zeros((2, 3), dtype=np.float32)), ["a", "a"], Choice(1.0))
    assert head.say(Table(np.ones((3, 3), dtype=np.float32))) == ["a"] * 3


def test_a_choice_is_made_by_cross_validation_and_power_reaches_the_rare_class() -> None:
    rng = np.random.default_rng(0)
    labels = ["many"] * 90 + ["rare"] * 20
    rows = rng.normal(0, 1, (110, 2)).astype(np.float32)
    rows[90:, 0] += 1.2
    ids = [str(n) for n in range(110)]
    one = fit_head(Table(rows), labels, Choice(0.1, power=0.0)).say(Table(rows))
    even = fit_head(Table(rows), labels, Choice(0.1, power=1.0)).say(Table(rows))
    assert one.count("rare") < even.count("rare")
    useless = Choice(1e-9, power=0.0)
    chosen = fit_chosen(Table(rows), labels, ids, [useless, Choice(0.1)], 0)
    assert chosen.say(Table(rows)).count("rare") > 0


def test_cues_tell_what_was_not_significant() -> None:
    cues = list(yes_no_maybe.CUES)
    plain = yes_no_maybe.table_of(
        [
            item("0", "Does it help?", "no", context="There was no significant difference."),
            item("1", "Does it help?", "yes", context="Pain fell significantly (p<0.01)."),
        ]
    ).features
    assert plain[0, cues.index("not significant")] > 0
    assert plain[0, cues.index("significant")] == 0
    assert plain[1, cues.index("not significant")] == 0
    assert plain[1, cues.index("significant")] > 0
    assert plain[1, cues.index("small p")] > 0


def test_reading_level_does_not_see_how_a_text_was_typed() -> None:
    typed = "It’s the world’s ﬁrst “oﬃce” – they don’t say. Birds sing."
    damaged = "Its the worlds first office  they dont say. \nBirds sing."
    one, other = reading_level.plain_text(typed), reading_level.plain_text(damaged)
    assert reading_level.words_of(one) == reading_level.words_of(other)
    assert "sing" in reading_level.words_of(one)
    assert not any("fi" in word for word in reading_level.words_of(one))


def test_an_answer_that_says_what_the_reference_says_stands_closer() -> None:
    readings = Readings(WordEncoder())
    near, far = relations(readings, [ANSWERS[0], ANSWERS[2]])
    assert near[0] > far[0]
    assert near.shape == far.shape


def test_an_answer_is_not_compared_with_itself_nor_with_other_questions() -> None:
    readings = Readings(WordEncoder())
    one = pupil("one", "zebras", "correct")
    other = pupil("other", "zebras", "correct", "what")
    known = graded(readings, [one, other], ["correct", "correct"])
    assert not neighbours(readings, [one], known).any()
    again = pupil("again", "zebras", "correct")
    assert neighbours(readings, [again], known)[0, 0] == pytest.approx(1.0, abs=1e-3)


def test_clauses_are_sorted_by_the_nearest_mean_from_two_examples() -> None:
    readings = Readings(HashEncoder())
    known = [
        item("0", "the tenant shall pay rent", "rent", context="Sort the clause."),
        item("1", "notice is sent by post", "notice", context="Sort the clause."),
    ]
    asked = [item("2", "rent that the tenant pays", None, use="report", context="Sort the clause.")]
    assert fit_of("clauses", readings, 0)(known)(asked) == ["rent"]
    assert clauses.table_of(readings, asked).features.shape == (1, 65)


@pytest.mark.parametrize("kind", sorted(set(KINDS.values())))
@pytest.mark.parametrize("many", [2, 4])
def test_every_kind_fits_on_few_items_and_refuses_those_for_reporting(kind: str, many: int) -> None:
    fit = fit_of(kind, Readings(WordEncoder()), 0)
    known = ANSWERS[: 4 * many]
    said = fit(known)([a.model_copy(update={"use": "report", "label": None}) for a in ANSWERS[:4]])
    assert len(said) == 4
    assert set(said) <= {"correct", "incorrect"}
    with pytest.raises(InvalidInput, match="reporting"):
        fit([ANSWERS[0].model_copy(update={"use": "report"})])


def test_a_grader_tells_right_from_wrong_on_known_and_new_questions() -> None:
    fit = fit_of("grading", Readings(WordEncoder()), 0)
    asked = [
        pupil("x", "the gap breaks a circuit", "correct"),
        pupil("y", "bulbs are so tired", "incorrect"),
        pupil("z", "the gap breaks a circuit", "correct", "what"),
    ]
    assert fit(ANSWERS)(asked) == ["correct", "incorrect", "correct"]


def test_every_kind_is_of_a_set_that_exists_and_no_other_is_known() -> None:
    assert {card(name).name for name in KINDS} == set(KINDS)
    with pytest.raises(UnknownName, match="no kind"):
        fit_of("palmistry", Readings(WordEncoder()), 0)
