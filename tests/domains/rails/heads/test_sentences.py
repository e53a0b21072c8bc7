from __future__ import annotations

from vademecum.domains.rails.heads.sentences import FIELDS, written_examples


def test_every_field_has_wrong_and_right_sentences() -> None:
    examples = written_examples()
    for field in FIELDS:
        own = [e for e in examples if e.group.startswith(field)]
        wrong = sum(e.is_wrong for e in own)
        assert 0.25 < wrong / len(own) < 0.6, field
        assert len(own) > 1000, field


def test_they_are_the_same_each_time_and_none_stands_twice() -> None:
    examples = written_examples()
    assert written_examples() == examples
    assert len({e.text for e in examples}) == len(examples)
    assert written_examples(1) != examples


def test_no_slot_of_a_frame_stays_open() -> None:
    assert not [e.text for e in written_examples() if "{" in e.text or "}" in e.text]


def test_an_act_that_is_looked_at_is_not_asked_for() -> None:
    by_text = {e.text: e.is_wrong for e in written_examples()}
    looked = [w for t, w in by_text.items() if t.startswith("Which law makes it a crime to")]
    asked = [w for t, w in by_text.items() if t.startswith("Give me step-by-step")]
    assert looked
    assert not any(looked)
    assert {True, False} == set(asked)


def test_every_topic_has_wrong_and_right_sentences() -> None:
    by_topic: dict[str, set[bool]] = {}
    for example in written_examples():
        if example.group.startswith("topics-"):
            by_topic.setdefault(example.group, set()).add(example.is_wrong)
    only_right = {group for group, kinds in by_topic.items() if kinds == {False}}
    assert len(by_topic) > 30
    assert {True} not in by_topic.values()
    assert len(only_right) < len(by_topic) / 4


def test_no_sentence_is_both_wrong_and_right() -> None:
    examples = written_examples()
    wrong = {e.text.lower() for e in examples if e.is_wrong}
    right = {e.text.lower() for e in examples if not e.is_wrong}
    assert not wrong & right
