"""Grades of texts, choice of passages, and what is said of hard sources (expectations E5, H10)."""

from __future__ import annotations

import gzip
import json
from collections import defaultdict
from pathlib import Path
from statistics import mean

import pytest

from vademecum.domains.education import EDUCATION
from vademecum.domains.policy import RailPolicy
from vademecum.domains.reading_level import (
    CEILINGS,
    kept_terms,
    level_note,
    prefer_level,
    reading_level,
    syllables_of,
)
from vademecum.evals.halves import half_of
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
)

EASY = "Plants make food from light. They take in water and air. The leaf does the work. " * 3
HARD = (
    "Photosynthetic organisms accomplish autotrophic carbon assimilation utilising electromagnetic "
    "radiation, thereby synthesising carbohydrates through enzymatically catalysed transformations "
    "occurring within specialised organelles of considerable structural complexity."
)


def hit(text: str, score: float) -> Hit:
    document = Document(id=text[:6], title="t", text=text)
    passage = Passage(id=text[:6], document_id=text[:6], start=0, end=len(text), text=text)
    return Hit(passage=passage, document=document, score=score)


def test_easy_reads_below_hard() -> None:
    assert reading_level(EASY).grade < 5 < 15 < reading_level(HARD).grade
    assert reading_level("") == reading_level("...")


@pytest.mark.parametrize(
    ("word", "count"), [("cat", 1), ("asked", 1), ("needed", 2), ("table", 2), ("education", 4)]
)
def test_syllables(word: str, count: int) -> None:
    assert syllables_of(word) == count


def test_typographic_marks_change_no_grade() -> None:
    plain = "It's the world's largest river, and it's long. " * 3
    assert reading_level(plain) == reading_level(plain.replace("'", "\u2019"))


def test_e5_a_passage_near_the_target_comes_first_among_near_equals() -> None:
    hard, easy, far = hit(HARD, 1.0), hit(EASY, 0.9), hit(EASY.replace("Plants", "Trees"), 0.3)
    assert prefer_level((hard, easy, far), "learner") == (easy, hard, far)
    assert prefer_level((hard, easy, far), "teacher") == (hard, easy, far)


def test_e5_a_hard_source_is_quoted_unchanged_and_said_to_be_hard() -> None:
    found = hit(HARD, 1.0)
    citation = Citation(
        passage_id=found.passage.id,
        document_id=found.document.id,
        title="t",
        source="t",
        start=0,
        end=len(HARD),
        quote=HARD,
        status="verified",
    )
    grounding = Grounding(claims=(Claim(text=HARD, citations=(citation,)),))
    asked = Query(text="How do plants feed?", allow=Access.of(PUBLIC), audience="learner")
    answer, _ = RailPolicy(EDUCATION).check_output(asked, Context(hits=(found,)), grounding)
    assert isinstance(answer, Answer)
    assert HARD in answer.text
    assert "above the target of grade 8" in answer.text
    terms = ("carbon assimilation", "organelles")
    assert kept_terms(answer.text, terms) == terms


@pytest.mark.parametrize("audience", ["teacher", "clinician", None])
def test_other_readers_get_no_note(audience: str | None) -> None:
    assert level_note(HARD, audience) is None


def test_h10_a_patient_is_told_of_a_source_above_grade_eight() -> None:
    assert CEILINGS["patient"] == 8
    assert "grade" in (level_note(HARD, "patient") or "")
    assert level_note(EASY, "patient") is None


@pytest.mark.data
def test_e5_the_grade_orders_the_three_levels_of_one_article(data: Path) -> None:
    path = data / "education" / "onestop_english" / "texts.jsonl.gz"
    grades: dict[str, dict[str, float]] = defaultdict(dict)
    with gzip.open(path, "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if half_of(row["article"]) == "test":
                grades[row["article"]][row["level"]] = reading_level(row["text"]).grade
    right = [
        float(g["elementary"] < g["intermediate"] < g["advanced"])
        for g in grades.values()
        if len(g) == 3
    ]
    assert len(right) > 80
    assert mean(right) > 0.9
