"""Line breaks of a margin are undone; lists, addresses and forms keep theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vademecum.domains.rails.identifier_layout import unwrapped
from vademecum.domains.rails.identifiers import find_identifiers

WRAPPED = (
    "The tenant phoned the office twice about the boiler and asked for Maria\n"
    "Lopez, who had promised in writing that the repair would be paid for\n"
    "before winter."
)


def test_a_margin_is_undone() -> None:
    assert unwrapped(WRAPPED) == WRAPPED.replace("\n", " ")


@pytest.mark.parametrize(
    "text",
    [
        "12 Elm Road\nLeeds\nLS1 4AP",
        "Name: Ann Lee\nPhone: none\nNotes: she asked to be called after the hearing, not before.",
        "One line only, of more than sixty characters, which nothing has broken yet.",
    ],
)
def test_other_lines_stay(text: str) -> None:
    assert unwrapped(text) == text


@given(st.text(alphabet="ab \n", max_size=300))
def test_offsets_hold(text: str) -> None:
    changed = unwrapped(text)
    assert len(changed) == len(text)
    assert changed.replace(" ", "\n") == text.replace(" ", "\n")


def test_a_name_across_the_margin_is_one() -> None:
    (span,) = (s for s in find_identifiers(WRAPPED) if s.type == "NAME")
    assert span.text == "Maria\nLopez"
