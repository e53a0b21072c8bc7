from __future__ import annotations

import pytest

from vademecum.domains.rails.places import uncovered_place
from vademecum.retrieval import Access, Query
from vademecum.retrieval.testing.fakes import hit
from vademecum.retrieval.types import Hit


def found(text: str, jurisdiction: str | None) -> Hit:
    made = hit(text)
    document = made.document.model_copy(update={"jurisdiction": jurisdiction})
    return made.model_copy(update={"document": document})


@pytest.mark.parametrize(
    ("question", "given", "expected"),
    [
        ("How long does a landlord in Texas have?", None, "Texas"),
        ("How long does a landlord have?", "US-TX", "US-TX"),
        ("How long does a landlord have?", "US", None),
        ("How long does a landlord in California have?", None, None),
        ("What did the court in New York decide?", None, None),
        ("Does the polish on the floor matter?", None, None),
        ("What does Scottish law say?", "UK", "Scottish"),
        ("What does UK law say?", "UK", None),
    ],
)
def test_a_place_without_a_source(question: str, given: str | None, expected: str | None) -> None:
    hits = [
        found("A lease ends after a year.", "US-CA"),
        found("A court in New York decided.", "US"),
        found("Six years.", "UK"),
    ]
    query = Query(text=question, allow=Access.of("public"), jurisdiction=given)
    assert uncovered_place(query, hits) == expected
