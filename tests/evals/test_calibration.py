from __future__ import annotations

import numpy as np
import pytest

from vademecum.domains.evidence import Features, certainty, features_of
from vademecum.evals.calibration import Calibration, EvidenceItem, rates
from vademecum.evals.calibration import calibrate as fit
from vademecum.evals.halves import half_of
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.fakes import hit

DEV = [f"q{i}" for i in range(400) if half_of(f"q{i}") == "dev"]
TEST = next(f"q{i}" for i in range(400) if half_of(f"q{i}") == "test")


def calibrate(given: list[EvidenceItem], **options: float) -> Calibration:
    return fit(given, **options)["d"]


def items(noise: float, n: int = 120) -> list[EvidenceItem]:
    """Make questions whose cosine and coverage rise with being answerable."""
    rng = np.random.default_rng(11)
    made = []
    for i, identity in enumerate(DEV[:n]):
        answerable = i % 3 != 0
        centre = 0.7 if answerable else 0.4
        cosine, coverage = np.clip(rng.normal(centre, noise, 2), 0, 1)
        made.append(
            EvidenceItem(
                id=identity,
                domain="d",
                use="tune",
                features=Features(
                    sentence=cosine, coverage=coverage, missing=3.0, anchors=1.0, phrase=1.0
                ),
                answerable=answerable,
            )
        )
    return made


def test_parted_classes_are_parted() -> None:
    fitted = calibrate(items(0.02))
    assert (fitted.answered.value, fitted.not_answered.value) == (1.0, 1.0)
    assert fitted.balanced_accuracy == 1.0
    assert 0 < fitted.evidence.threshold < 1
    assert fitted.answered.low < 1


def test_overlapping_classes_keep_the_answered_rate() -> None:
    fitted = calibrate(items(0.2))
    assert fitted.answered.value >= 0.88
    assert 0.5 < fitted.balanced_accuracy < 1
    strict = calibrate(items(0.2), answered_at_least=1.0)
    assert strict.answered.value == 1.0
    assert strict.not_answered.value <= fitted.not_answered.value


def test_the_rates_are_those_of_the_values_returned() -> None:
    given = items(0.2)
    fitted = calibrate(given)
    assert rates(given, fitted.evidence) == fitted


def test_newton_finds_the_minimum() -> None:
    """At the optimum the gradient of the penalised loss is zero."""
    from vademecum.evals.calibration import _fit

    rng = np.random.default_rng(3)
    features = rng.normal(size=(80, 3))
    labels = (features @ [1.0, -2.0, 0.5] + rng.logistic(size=80) > 0).astype(np.float64)
    heft = rng.uniform(0.5, 2.0, 80)
    bias, *weights = _fit(features, labels, heft, 1.0)
    expected = 1 / (1 + np.exp(-(bias + features @ weights)))
    scaled = (features - features.mean(0)) / features.std(0)
    penalty = np.array(weights) * features.std(0)
    np.testing.assert_allclose(
        scaled.T @ (heft * (expected - labels)) + heft.sum() * penalty, 0, atol=1e-8
    )
    assert (heft * (expected - labels)).sum() == pytest.approx(0, abs=1e-8)


def test_each_domain_has_its_own_threshold_over_shared_weights() -> None:
    easy, hard = items(0.05), items(0.25)
    found = fit(easy + [item.model_copy(update={"domain": "e"}) for item in hard])
    first, second = found["d"].evidence, found["e"].evidence
    assert first.model_dump(exclude={"threshold"}) == second.model_dump(exclude={"threshold"})
    assert first.threshold != second.threshold


def test_the_features_of_a_question() -> None:
    hits = [
        hit("The Avianca case of 2023.").model_copy(
            update={"cosine": 0.3, "coverage": 0.8, "missing": 2.0}
        ),
        hit("A share.").model_copy(update={"cosine": 0.4, "missing": 5.0}),
    ]
    found = features_of("What did Avianca and Varghese get in 2023?", hits)
    assert found == Features(sentence=0.4, coverage=0.8, missing=2.0, anchors=2 / 3, phrase=1.0)
    model = calibrate(items(0.2)).evidence
    assert 0 < certainty(found, model) < 1


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ('What is meant by "mourning wars"?', 1.0),
        ('What is meant by "trade war"?', 0.0),
        ("What was a mourning war?", 1.0),
    ],
)
def test_a_quoted_phrase_must_stand_in_a_passage(question: str, expected: float) -> None:
    hits = [hit("Tribes waged a mourning war to replace members; trade, unlike wars, brings.")]
    assert features_of(question, hits).phrase == expected


def test_each_set_weighs_the_same_and_keeps_the_answered_rate() -> None:
    small = [item.model_copy(update={"source": "small"}) for item in items(0.2, 30)]
    fitted = fit([*items(0.1), *small])["d"]
    assert fitted.n == 150
    for own in (items(0.1), small):
        assert rates(own, fitted.evidence).answered.value >= 0.88


def test_a_test_item_is_refused() -> None:
    leaked = items(0.1)[0].model_copy(update={"id": TEST, "use": "report"})
    with pytest.raises(InvalidInput, match=f"1 items are for reports, first '{TEST}'"):
        calibrate([*items(0.1), leaked])


def test_one_class_is_refused() -> None:
    with pytest.raises(InvalidInput, match="both answerable and unanswerable"):
        calibrate([item for item in items(0.1) if item.answerable])
