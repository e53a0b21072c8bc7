from __future__ import annotations

import pytest

from vademecum.retrieval.condense import LONG_WORDS, condense

STORY = (
    "My aunt takes two tablets each evening and her ankles have been swollen for three weeks now."
)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            f"SUBJECT: Swollen ankles\nMESSAGE: Hello dear doctor. {STORY} What can she do about it"
            " at home?\nThank you very much!\nBest regards",
            f"Swollen ankles {STORY} What can she do about it at home?",
        ),
        ("Thank you very much for a short question.", "Thank you very much for a short question."),
        ("thanks " * (LONG_WORDS + 1), "thanks " * (LONG_WORDS + 1)),
        (STORY * 2, f"{STORY}{STORY}"),
    ],
    ids=["message", "short", "nothing but thanks", "nothing to leave out"],
)
def test_greetings_thanks_and_heads_are_left_out(message: str, expected: str) -> None:
    assert condense(message) == expected
