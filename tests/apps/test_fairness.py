"""The fairness task as the command line runs it."""

from __future__ import annotations

from datetime import date

import pytest

from vademecum.apps.evaluating.fairness import _Remembering, own_cases, remover, sampled
from vademecum.apps.evaluating.options import Course, RunOptions
from vademecum.apps.evaluating.run import run_task
from vademecum.domains import load_domain
from vademecum.evals.html.groups import group_differences
from vademecum.retrieval.testing.fakes import hit
from vademecum.retrieval.types import PUBLIC, Access, Hit, Query


def test_a_sample_is_spread_over_all() -> None:
    assert sampled(range(10), None) == range(10)
    assert list(sampled(range(10), 3)) == [0, 3, 6]
    assert list(sampled(range(2), 5)) == [0, 1]


@pytest.mark.parametrize("name", ["healthcare", "law", "education"])
def test_own_questions_and_sentences_are_asked_in_every_wording(name: str) -> None:
    cases = own_cases(load_domain(name), seed=0)
    questions = [case for case in cases if case.expected is None]
    assert min(len(questions), len(cases) - len(questions)) >= 40
    assert all(len(case.forms) >= 55 for case in cases)
    assert all(case.is_shown == (case.expected is None) for case in cases)


def test_names_are_removed_where_the_domain_removes_identifiers_before_it_searches() -> None:
    remove = remover(load_domain("healthcare"))
    assert remove is not None
    assert "Emily" not in remove("My name is Emily Smith and I have a question.")
    assert remover(load_domain("law")) is None


@pytest.mark.slow
def test_the_task_runs() -> None:
    options = RunOptions(domain="education", today=date(2026, 11, 25), limit=4)
    course = Course(lambda completed, total=None: None, lambda line: None)
    result = run_task("fairness", options, course)
    kinds = {item.labels["kind"] for item in result.items}
    assert kinds == {"question", "rails", "name"}
    assert result.manifest.n == 4 + 160
    assert len(list(group_differences(result))) == result.metrics["differences_tested"].value


def test_a_remembered_search_asks_again_when_more_than_the_text_changes() -> None:
    asked: list[Query] = []

    def search(query: Query) -> tuple[Hit, ...]:
        asked.append(query)
        return (hit(query.text),)

    remembering = _Remembering(search)
    query = Query(text="a", allow=Access.of(PUBLIC))
    others = (query.model_copy(update={"text": "b"}), query.model_copy(update={"k": 3}))
    for one in (query, query, *others, others[1]):
        assert remembering.search(one)[0].passage.text == one.text
    assert asked == [query, *others]
