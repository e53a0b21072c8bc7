from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from vademecum.domains.rails.identifier_words import (
    BUCKETS,
    FEATURES,
    MAX_WORDS,
    cut,
    letter_groups,
    looks,
    pieces,
)


def test_words_numbers_marks_and_line_ends() -> None:
    text = "Zoë O'Neil's cat,\n12b"
    assert [w.text for w in cut(text)] == ["Zoë", "O'Neil", "'s", "cat", ",", "\n", "12", "b"]


@given(st.text(max_size=400))
def test_words_stand_where_they_say(text: str) -> None:
    words = cut(text)
    assert all(text[w.start : w.end] == w.text for w in words)
    assert [w for piece in pieces(words) for w in piece] == words
    assert all(0 < len(piece) <= MAX_WORDS for piece in pieces(words))


def test_a_piece_ends_after_a_full_stop() -> None:
    words = cut("one two three. " * 20)
    assert [len(piece) for piece in pieces(words)] == [48, 32]
    assert all(piece[-1].text == "." for piece in pieces(words))


def test_capitals_are_seen() -> None:
    title, upper, lower = (looks(cut(form))[0] for form in ("Lopez", "LOPEZ", "lopez"))
    assert len(title) == FEATURES
    assert not (title == upper).all()
    assert not (title == lower).all()


def test_letter_groups_ignore_capitals_and_number_values() -> None:
    assert letter_groups("Lopez") == letter_groups("LOPEZ")
    assert letter_groups("123") == letter_groups("987")
    assert letter_groups("123") != letter_groups("1234")
    assert all(0 <= row < BUCKETS for row in letter_groups("Wrzesniewski"))
