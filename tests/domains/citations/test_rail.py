"""What the rails do with citations of a question and of an answer."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from typing import Any

import pytest

from vademecum.domains.guard import check_text
from vademecum.domains.law import LAW
from vademecum.domains.policy import RailPolicy
from vademecum.retrieval.types import (
    PUBLIC,
    Access,
    Answer,
    Citation,
    Claim,
    Context,
    Document,
    Grounding,
    Hit,
    Passage,
    Query,
    Refusal,
)  # fmt: skip

POLICY = RailPolicy(LAW, lambda: date(2026, 11, 23))
PASSAGE = "The police must warn a suspect in custody before they ask questions."


def asked(text: str) -> Query:
    return Query(text=text, allow=Access.of(PUBLIC), jurisdiction="US")


def context(text: str = PASSAGE) -> Context:
    document = Document(id="d", title="Warnings", text=text, jurisdiction="US")
    passage = Passage(id="d#0", document_id="d", start=0, end=len(text), text=text)
    return Context(hits=(Hit(passage=passage, document=document, score=1.0, cosine=0.9),))


def claim(text: str, quote: str = PASSAGE) -> Claim:
    cited: dict[str, Any] = {"passage_id": "d#0", "document_id": "d", "title": "W", "source": "W"}
    citation = Citation(**cited, start=0, end=len(quote), quote=quote, status="verified")
    return Claim(text=text, citations=(citation,))


def answered(question: str, *claims: Claim, text: str = PASSAGE) -> Answer | Refusal:
    return POLICY.check_output(asked(question), context(text), Grounding(claims=claims))[0]


def test_l2_a_statement_of_a_model_that_cites_wrongly_is_left_out() -> None:
    good = claim("The police must warn a suspect in custody.")
    bad = claim("The police must warn a suspect: Smith v. Jones, 384 U.S. 436 (1966).")
    outcome = answered("When must the police warn?", good, bad)
    assert isinstance(outcome, Answer)
    assert [c.text for c in outcome.claims] == [good.text]


def test_l1_an_answer_of_nothing_but_invented_authority_is_refused_with_the_reason() -> None:
    bad = claim("So says Varghese v. China Southern Airlines Co., 925 F.3d 1339 (11th Cir. 2019).")
    outcome = answered("When must the police warn?", bad)
    assert isinstance(outcome, Refusal)
    assert "invented" in outcome.text


def test_l1_what_could_not_be_checked_is_marked() -> None:
    marked = claim("The police must warn a suspect: Hart v. Iles, 400 U.S. 12 (1970).")
    outcome = answered("When must the police warn?", marked)
    assert isinstance(outcome, Answer)
    assert "Hart v. Iles" in outcome.text.split("Check: ")[1]


def test_l7_a_false_premise_is_corrected_below_the_answer() -> None:
    question = "Since Roe v. Wade, 410 U.S. 113 (1973) is good law, when must the police warn?"
    outcome = answered(question, claim(PASSAGE))
    assert isinstance(outcome, Answer)
    assert "overruled by Dobbs" in outcome.text


def test_l7_a_false_premise_is_corrected_where_there_is_no_answer() -> None:
    question = asked("Is Roe v. Wade, 410 U.S. 113 (1973) binding on zebras?")
    outcome, _ = POLICY.check_context(question, ())
    assert isinstance(outcome, Refusal)
    assert "overruled by Dobbs" in outcome.text


def test_quoted_words_stay_with_a_line_to_check() -> None:
    text = "Courts follow Smith v. Jones, 384 U.S. 436 (1966), in this."
    outcome = answered("What do courts follow?", claim(text, text), text=text)
    assert isinstance(outcome, Answer)
    assert "Check: the source cites" in outcome.text


def test_an_answer_without_faults_gets_no_line() -> None:
    outcome = answered("When must the police warn?", claim(PASSAGE))
    assert isinstance(outcome, Answer)
    assert "Check:" not in outcome.text


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("Smith v. Jones, 384 U.S. 436 (1966), says so.", "refuse"),
        ("Roe v. Wade, 410 U.S. 113 (1973), says so.", "warn"),
        ("Miranda v. Arizona, 384 U.S. 436 (1966), says so.", "allow"),
        ("Hart v. Iles, 400 U.S. 12 (1970), says so.", "allow"),
    ],
)
def test_guard_at_the_output_stage(text: str, action: str) -> None:
    assert check_text(LAW, text, "output").action == action


def test_eyecite_is_not_loaded_for_an_ordinary_citation() -> None:
    code = (
        "import sys; from vademecum.domains.law import LAW; "
        "from vademecum.domains.guard import check_text; "
        "check_text(LAW, 'Miranda v. Arizona, 384 U.S. 436 (1966) and 17 U.S.C. 107.', 'output'); "
        "sys.exit('eyecite' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_rarer_reporter_is_read_where_eyecite_is_installed() -> None:
    pytest.importorskip("eyecite")
    from vademecum.domains.citations.reader import find_citations

    (cited,) = find_citations("Ada v. Bob, 33 Neb. App. 12 (2024)")
    assert cited.name == "Ada v. Bob"
