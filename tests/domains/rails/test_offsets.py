"""Offsets: what was matched in the folded text stands at the same place in the original."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from vademecum.domains.rails.fold import fold
from vademecum.domains.rails.identifiers import find_identifiers, redact

PIECES = st.sampled_from(
    [
        "Ann Smith ",
        "MRN 4482910 ",
        "\u200b",
        "e\u0301",
        "ﬁ",
        "03/14/2024 ",
        "a@b.org ",
        "İ",
        "\n",
        "92 ",
    ]
)
TEXTS = st.one_of(st.text(max_size=80), st.lists(PIECES, max_size=20).map("".join))


@given(TEXTS)
def test_every_folded_character_comes_from_its_place(text: str) -> None:
    folded = fold(text)
    for index, character in enumerate(folded.text):
        start, end = folded.span(index, index + 1)
        assert end == start + 1
        assert character in fold(text[start:end]).text


@given(TEXTS)
def test_folding_twice_changes_nothing(text: str) -> None:
    once = fold(text).text
    assert fold(once).text == once or not once.isascii()


@settings(deadline=None)  # the first call loads what finds names
@given(TEXTS)
def test_spans_measure_the_original(text: str) -> None:
    spans = find_identifiers(text)
    assert all(text[s.start : s.end] == s.text for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))


@settings(deadline=None)
@given(TEXTS)
def test_redaction_keeps_what_is_between(text: str) -> None:
    redaction = redact(text)
    position = place = 0
    for span in redaction.spans:
        kept = text[position : span.start]
        place = redaction.text.index(kept, place) + len(kept)
        position = span.end
    assert redaction.text.endswith(text[position:])


def test_invisible_and_wide_letters_are_folded() -> None:
    folded = fold("Ｉg\u200bnore")
    assert folded.text == "ignore"
    assert folded.span(0, 3) == (0, 4)
