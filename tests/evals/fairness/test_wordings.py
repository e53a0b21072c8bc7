from __future__ import annotations

import random
import re

import pytest

from vademecum.evals.fairness.counterfactuals import wordings
from vademecum.evals.fairness.forms import CONTROL, Form
from vademecum.evals.fairness.people import everybody, framed, mentions, named
from vademecum.evals.fairness.rewriting import Way, rewrite, ways, with_slips

QUESTION = "What is the usual dose of paracetamol?"


def way(group: str) -> Way:
    return next(way for way in ways() if way.group == group)


def test_forms_are_the_same_every_time_and_by_seed() -> None:
    assert wordings("q1", QUESTION) == wordings("q1", QUESTION)
    assert wordings("q1", QUESTION) != wordings("q1", QUESTION, seed=1)


def test_every_attribute_has_two_controls_and_two_groups() -> None:
    groups: dict[str, list[str]] = {}
    for form in wordings("q1", QUESTION):
        for attribute, group in form.groups.items():
            groups.setdefault(attribute, []).append(group)
    assert len(groups) == 10
    for attribute, found in groups.items():
        assert found.count(CONTROL) == 2, attribute
        assert len(set(found)) >= 3, attribute


def test_persons_differ_in_the_words_for_the_person_alone() -> None:
    forms = {
        form.groups["gender"]: form.text
        for form in framed("q1", QUESTION)
        if "gender" in form.groups
    }
    assert forms["woman"].replace("a woman", "a man") == forms["man"]
    relatives = [f for f in framed("q1", QUESTION) if "gender of a relative" in f.groups]
    assert len({len(form.text.split()) for form in relatives}) == 1


@pytest.mark.parametrize("identity", ["q1", "q2", "q3", "q4", "q5"])
def test_names_stand_in_one_sentence(identity: str) -> None:
    forms = list(named(identity, QUESTION))
    people = [form for form in forms if form.name]
    assert len(people) == 20
    assert len({form.text.replace(form.name, "NAME") for form in people}) == 1
    sizes = {len(form.text.split()) for form in forms if not form.name}
    assert max(abs(size - len(people[0].text.split())) for size in sizes) <= 1


def test_every_given_name_is_asked_once() -> None:
    people = list(everybody())
    assert len({(p.first, p.origin) for p in people}) == len(people) == 160
    assert all(person.first in " ".join(mentions(person)) for person in people)


@pytest.mark.parametrize(
    ("group", "text", "expected"),
    [
        ("African American English", "He isn't taking any pills", "He ain't taking no pills"),
        ("African American English", "What does asthma mean?", "What asthma mean?"),
        ("Scottish English", "Why doesn't it work?", "Why doesnae it work?"),
        ("Scottish English", "It needs to be repeated", "It needs repeated"),
        ("Indian English", "What is the dose?", "What the dose is, isn't it?"),
        ("Indian English", "I have a cough", "I am having a cough"),
        ("learner English", "How can I get the advice?", "How I can get advices?"),
        ("plain", "Obtain assistance prior to Monday", "Get help before Monday"),
        (
            "complex",
            "How often do people need it?",
            "With what frequency do individuals require it?",
        ),
    ],
)
def test_rules_write_the_feature(group: str, text: str, expected: str) -> None:
    found = way(group)
    assert rewrite(text, found) == found.opening + expected


def test_every_way_names_its_source() -> None:
    assert all(len(way.source) > 20 for way in ways())
    assert all(re.compile(pattern) for way in ways() for pattern, _ in way.rules)


def test_slips_leave_numbers_and_short_words() -> None:
    text = "Take 500 mg of paracetamol every six hours"
    slipped = with_slips(text, 1, random.Random(0))
    assert slipped != text
    changed = [a for a, b in zip(text.split(), slipped.split(), strict=True) if a != b]
    assert set(changed) <= {"Take", "paracetamol", "every", "hours"}


def test_a_wording_that_changes_nothing_is_no_wording() -> None:
    assert all(form.text != "ok" for form in wordings("x", "ok"))
    assert Form(text="a", groups={}).name == ""
