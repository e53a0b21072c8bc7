from __future__ import annotations

from vademecum.evals.adapting.generated import questions_of
from vademecum.retrieval import Document

HAND = Document(
    id="hand",
    title="Washing hands",
    text="# When to wash\n\nA sink is a basin with running water. Wash before meals.\n\n"
    "# Which soap to use\n\nPlain soap will do.",
)


def test_titles_headings_and_explained_terms_are_asked_for() -> None:
    found = [item.text for item in questions_of([HAND], per_document=9)]
    assert "What is Washing hands?" in found
    assert "What does sink mean?" in found
    assert any("Which soap to use" in text for text in found)
    assert all(item.use == "tune" and item.documents == ("hand",) for item in questions_of([HAND]))


def test_each_document_gets_its_allowance() -> None:
    assert len(questions_of([HAND], per_document=2)) == 2


def test_what_two_documents_answer_is_not_asked() -> None:
    other = HAND.model_copy(update={"id": "other"})
    assert questions_of([HAND, other]) == []


def test_a_document_without_title_or_headings_may_have_no_question() -> None:
    assert questions_of([Document(id="d", title="", text="Wash. Rinse. Dry.")]) == []
