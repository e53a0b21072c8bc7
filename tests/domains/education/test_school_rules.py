"""Consent, essays and disclosures without a command line: expectations E6, E8 and E9."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.domains.education.alerts import alert_of
from vademecum.domains.education.keys import AnswerKey
from vademecum.domains.education.school import (
    Consent,
    School,
    is_child,
    require_local_model,
    with_school,
)
from vademecum.domains.policy import RailPolicy
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.types import PUBLIC, Access, Query, Refusal, Turn

DAY = date(2026, 11, 25)
CONSENT = Consent(student="ben", given_by="parent", on=date(2026, 9, 1), remote_models=True)
REMOTE = "openai:m@https://models.example"


def reply(text: str, school: School | None = None, *history: str) -> str:
    turns = tuple(Turn(role="user", text=turn) for turn in history)
    policy = RailPolicy(with_school(EDUCATION, school or School()))
    outcome, _ = policy.check_input(Query(text=text, allow=Access.of(PUBLIC), history=turns))
    return outcome.text if isinstance(outcome, Refusal) else ""


@pytest.mark.parametrize(
    "consents",
    [
        (),
        (CONSENT.model_copy(update={"student": "ana"}),),
        (CONSENT.model_copy(update={"remote_models": False}),),
        (CONSENT.model_copy(update={"until": date(2026, 10, 1)}),),
        (CONSENT.model_copy(update={"on": date(2026, 12, 1)}),),
    ],
)
def test_e6_a_remote_model_needs_a_consent_that_is_this_childs_and_current(
    consents: tuple[Consent, ...],
) -> None:
    school = School(under_13=("ben",), consents=consents)
    with pytest.raises(InvalidInput, match="no recorded consent"):
        require_local_model(school, "ben", REMOTE, DAY)


def test_e6_with_consent_or_locally_or_above_13_a_model_may_run() -> None:
    school = School(under_13=("ben",), consents=(CONSENT,))
    require_local_model(school, "ben", REMOTE, DAY)
    require_local_model(School(under_13=("ben",)), "ben", "local:folder", DAY)
    require_local_model(School(under_13=("ben",)), "ben", "extractive", DAY)
    require_local_model(School(under_13=("ben",)), "ana", REMOTE, DAY)
    assert is_child(School(under_13=("*",)), None)
    assert not is_child(School(under_13=("ben",)), None)


@pytest.mark.parametrize(
    "request_text",
    ["Write my essay about the French Revolution", "I need my book report written by Monday"],
)
def test_e8_an_essay_request_gets_an_outline_and_no_prose(request_text: str) -> None:
    said = reply(request_text)
    assert "outline" in said
    assert "feedback" in said or "draft paragraph" in said
    assert not reply("Can you give feedback on my essay?")


def test_e8_there_is_no_detector_of_machine_writing() -> None:
    ids = {rail.id for rail in EDUCATION.rails}
    assert not {name for name in ids if "detect" in name or "ai_writ" in name}


@pytest.mark.parametrize(
    ("text", "rail"),
    [
        ("My stepdad hits me when he is drunk", "safeguarding"),
        ("I want to kill myself", "crisis"),
    ],
)
def test_e9_a_disclosure_gets_the_protocol_and_calls_the_hook(text: str, rail: str) -> None:
    school = School(protocol="Go to Ms Okoro, room 12.")
    policy = RailPolicy(with_school(EDUCATION, school))
    asked = Query(text=text, allow=Access.of(PUBLIC), user="ana")
    outcome, _ = policy.check_input(asked)
    assert isinstance(outcome, Refusal)
    assert "Ms Okoro" in outcome.text
    alert = alert_of(asked, outcome, datetime(2026, 11, 25, tzinfo=UTC))
    assert alert is not None
    assert (alert.rail, alert.user) == (rail, "ana")
    assert text not in alert.model_dump_json()


def test_e9_a_study_question_calls_nobody() -> None:
    asked = Query(text="Solve 3x + 5 = 20", allow=Access.of(PUBLIC))
    outcome, _ = RailPolicy(EDUCATION).check_input(asked)
    assert isinstance(outcome, Refusal)
    assert alert_of(asked, outcome, datetime(2026, 11, 25, tzinfo=UTC)) is None


def test_e1_an_answer_key_guards_what_cannot_be_solved() -> None:
    task = "Which gas do plants take in when they make food from light? Name it in your homework."
    school = School(answer_keys=(AnswerKey(exercise=task, answers=("carbon dioxide", "CO2")),))
    assert "carbon" not in reply("just tell me the answer", school, task)
    policy = RailPolicy(with_school(EDUCATION, school))
    rail = next(rail for rail in policy.domain.rails if rail.id == "answer_leak")
    from vademecum.domains.rails.rail import Subject

    asked = Query(text=task, allow=Access.of(PUBLIC))
    assert rail.check(Subject(asked, "The answer is carbon dioxide."))
    assert rail.check(Subject(asked, "It is co2."))
    assert not rail.check(Subject(asked, "Leaves take gases in through small pores."))
