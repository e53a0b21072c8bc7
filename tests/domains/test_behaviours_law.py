"""L4 to L7, L9 and L10 of the list of expectations, on the whole line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from vademecum.domains.consent import require_consent
from vademecum.domains.law import LAW
from vademecum.domains.masking import MaskingGenerator, identifiers_in
from vademecum.retrieval.errors import OperatorError
from vademecum.retrieval.testing.fakes import QuoteGenerator, hit
from vademecum.retrieval.types import Answer, Context, Draft, Hit, Query, Refusal, Turn

from .conftest import Line

Run = Callable[..., Line]

OLD: dict[str, Any] = {
    "document_id": "old",
    "title": "Rule 4(m) until 2015",
    "effective_to": date(2015, 11, 30),
    "superseded_by": "new",
}
NEW: dict[str, Any] = {
    "document_id": "new",
    "title": "Rule 4(m)",
    "effective_from": date(2015, 12, 1),
}


def versions() -> tuple[Hit, Hit]:
    return (
        hit("The summons is served within 120 days.", **OLD),
        hit("The summons is served within 90 days.", score=0.9, **NEW),
    )


@pytest.mark.parametrize(
    ("as_of", "days"),
    [(date(2014, 5, 1), "120"), (date(2015, 11, 30), "120"), (date(2015, 12, 1), "90")],
)
def test_l4_the_day_decides_the_version(line: Run, as_of: date, days: str) -> None:
    outcome = line(LAW, "How many days are there to serve?", *versions(), as_of=as_of).outcome
    assert isinstance(outcome, Answer)
    assert [claim.text for claim in outcome.claims] == [
        f"The summons is served within {days} days."
    ]


def test_l4_without_a_day_the_law_of_today(line: Run) -> None:
    outcome = line(LAW, "How many days are there to serve?", *versions()).outcome
    assert outcome.claims[0].text.endswith("90 days.")


def test_l4_repealed_text_is_labelled(line: Run) -> None:
    gone = hit(
        "Data is protected.",
        title="Directive 95/46/EC",
        effective_to=date(2018, 5, 24),
        attributes={"status": "repealed"},
    )
    shown = line(LAW, "What did Directive 95/46 say?", gone).outcome.text
    assert shown.startswith("No longer in force (repealed on 2018-05-25): Data is protected.")


def test_l5_several_jurisdictions_are_answered_one_by_one(line: Run) -> None:
    @dataclass(frozen=True)
    class Both:
        def generate(self, query: Query, context: Context) -> Draft:
            drafts = [QuoteGenerator().generate(query, Context(hits=(h,))) for h in context.hits]
            return Draft(claims=tuple(claim for draft in drafts for claim in draft.claims))

    hits = (
        hit("Four years.", document_id="a", jurisdiction="US-CA"),
        hit("Six years.", document_id="b", jurisdiction="UK"),
    )
    shown = line(LAW, "How long is the limitation period?", *hits, generator=Both()).outcome.text
    assert "Under US-CA law: Four years. [1]" in shown
    assert "Under UK law: Six years. [2]" in shown


def test_l5_a_single_jurisdiction_is_said(line: Run) -> None:
    shown = line(LAW, "How long is the period?", hit("Four years.", jurisdiction="US-CA")).outcome
    assert "This is US-CA law; the question named no jurisdiction" in shown.text


def test_l5_another_jurisdiction_never_answers(line: Run) -> None:
    found = line(LAW, "How long?", hit("Four years.", jurisdiction="US-CA"), jurisdiction="UK")
    assert isinstance(found.outcome, Refusal)
    assert found.outcome.outcome == "abstained"


@pytest.mark.parametrize(
    ("advice", "information"),
    [
        ("Should I sue my landlord?", "When can a tenant sue a landlord?"),
        ("Should I sign this lease?", "What does a lease have to contain?"),
        ("Should I plead guilty?", "What does Rule 11 say about guilty pleas?"),
        ("Will I win my case?", "What must a plaintiff prove in negligence?"),
        ("Is my contract valid?", "When is a contract valid?"),
        ("Do I have a case against my boss?", "What are the elements of retaliation?"),
        ("Act as my lawyer", "What does a lawyer owe a client under Rule 1.6?"),
        ("Am I liable for the accident?", "Who is liable for a dog bite under the statute?"),
    ],
)
def test_l6_advice_is_referred_and_information_is_given(
    line: Run, advice: str, information: str
) -> None:
    referred = line(LAW, advice, hit("A text."))
    assert isinstance(referred.outcome, Refusal)
    assert referred.searched == []
    for word in ("not advice", "options", "legal aid"):
        assert word in referred.outcome.text
    assert line(LAW, information, hit("A text.")).searched


@pytest.mark.parametrize(
    "asked",
    [
        "I have 120 days to serve under Rule 4(m), don't I?",
        "Since Rule 4(m) gives 120 days, when must I file proof of service?",
    ],
)
def test_l7_a_false_premise_is_corrected(line: Run, asked: str) -> None:
    outcome = line(LAW, asked, *versions()).outcome
    assert isinstance(outcome, Answer)
    assert outcome.claims[0].text.endswith("90 days.")
    assert "Check: “Rule 4(m) until 2015” is no longer the rule" in outcome.text
    assert "superseded by Rule 4(m)" in outcome.text


def test_l7_a_question_without_the_old_figure_gets_no_correction(line: Run) -> None:
    for asked in ("How many days are there to serve?", "Are 90 days enough to serve?"):
        assert "no longer the rule" not in line(LAW, asked, *versions()).outcome.text


def test_l7_an_abstention_corrects_too() -> None:
    from vademecum.domains.policy import RailPolicy
    from vademecum.retrieval import PUBLIC, Access

    query = Query(text="Is it 120 days in zirconium matters?", allow=Access.of(PUBLIC))
    weak = tuple(h.model_copy(update={"cosine": 0.0, "coverage": 0.0}) for h in versions())
    outcome, _ = RailPolicy(LAW, lambda: date(2026, 11, 23)).check_context(query, weak)
    assert isinstance(outcome, Refusal)
    assert "no longer the rule" in outcome.text


@dataclass
class Remote:
    """A model on another machine: it quotes the first passage, and what it saw is kept."""

    seen: list[str] = field(default_factory=list)

    def generate(self, query: Query, context: Context) -> Draft:
        self.seen += [query.text, *(t.text for t in query.history)]
        self.seen += [h.passage.text + h.document.title + h.document.text for h in context.hits]
        return QuoteGenerator().generate(query, context)


MATTER = "Mr. Daniel Whitcombe (SSN 219-09-9999) signed on behalf of the buyer. Nothing else."


def test_l9_names_and_numbers_are_masked_before_a_remote_model(line: Run) -> None:
    remote = Remote()
    found = line(
        LAW,
        "Did Mr. Daniel Whitcombe sign?",
        hit(MATTER),
        generator=MaskingGenerator(remote, identifiers_in),
        history=(Turn(role="user", text="I act for Mr. Daniel Whitcombe."),),
    )
    sent = " ".join(remote.seen)
    assert "Whitcombe" not in sent
    assert "219-09-9999" not in sent
    assert isinstance(found.outcome, Answer)
    citation = found.outcome.claims[0].citations[0]
    assert citation.status == "verified"
    assert citation.quote == MATTER[citation.start : citation.end]
    assert "Daniel Whitcombe" in found.outcome.text


def test_l9_names_of_reported_cases_stay() -> None:
    remote = Remote()
    masked = MaskingGenerator(remote, lambda text: [(0, 7, "NAME")] if text[:1] == "M" else [])
    masked.generate(_query("Miranda v. Arizona, 384 U.S. 436 (1966)"), Context(hits=()))
    masked.generate(_query("Miranda told me"), Context(hits=()))
    assert remote.seen == ["Miranda v. Arizona, 384 U.S. 436 (1966)", "[NAME_1] told me"]


def _query(text: str) -> Query:
    from vademecum.retrieval import PUBLIC, Access

    return Query(text=text, allow=Access.of(PUBLIC))


ADDRESS = "https://models.example/v1"


@pytest.mark.parametrize(
    ("entry", "is_refused"),
    [
        ("", True),
        (f'["{ADDRESS}"]\nlearns = true', True),
        (f'["{ADDRESS}"]\nlearns = false', False),
        (f'["{ADDRESS}"]\nconsent = "2026-11-02, engagement letter"', False),
    ],
)
def test_l9_a_learning_endpoint_needs_a_consent(
    tmp_path: Path, entry: str, is_refused: bool
) -> None:
    path = tmp_path / "endpoints.toml"
    if entry:
        path.write_text(entry, encoding="utf-8")
    if is_refused:
        with pytest.raises(OperatorError, match=r"no consent is recorded.*learns = false"):
            require_consent(ADDRESS, path)
    else:
        require_consent(ADDRESS, path)
    require_consent("http://127.0.0.1:8000/v1", path)


def test_l9_the_door_of_the_law_domain_asks_for_it(home: Path) -> None:
    from vademecum.apps.composition import open_assistant

    with pytest.raises(OperatorError, match="no consent is recorded"):
        open_assistant("law", f"openai:some-model@{ADDRESS}", with_starter_corpus=False)


def test_l10_close_authority_the_other_way_is_listed(line: Run) -> None:
    yes = hit("A waiver is enforceable between merchants.", document_id="a", title="Case A")
    no = hit("A waiver is void in consumer contracts.", document_id="b", title="Case B", score=0.8)
    same = hit("A waiver binds the parties.", document_id="c", title="Case C", score=0.8)
    far = hit("A waiver is not allowed.", document_id="d", title="Case D", score=0.2)
    shown = line(LAW, "Is a waiver enforceable?", yes, no, same, far).outcome.text
    assert "Against or limiting this" in shown
    assert "Case B" in shown
    assert "Case C" not in shown
    assert "Case D" not in shown


def test_l10_nothing_is_listed_where_all_agree(line: Run) -> None:
    hits = (hit("A waiver binds.", document_id="a"), hit("It binds.", document_id="b", score=0.9))
    assert "Against" not in line(LAW, "Is a waiver enforceable?", *hits).outcome.text
