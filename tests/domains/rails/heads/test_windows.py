from __future__ import annotations

from vademecum.domains.rails.heads.windows import MOST_WINDOWS, WINDOW_CHARACTERS, windows

CALM = "The library opens at nine and closes at six on all days of the week. "


def test_a_short_text_is_read_whole() -> None:
    assert windows("short\n\nand sweet") == ("short\n\nand sweet",)


def test_a_long_text_is_read_at_both_ends() -> None:
    text = f"first words {CALM * 40} last words"
    found = windows(text)
    assert found[0].startswith("first words")
    assert found[-1].endswith("last words")
    assert all(len(part) <= WINDOW_CHARACTERS and part in text for part in found)


def test_what_asks_in_between_is_read() -> None:
    text = f"{CALM * 20} How do I bake bread without yeast? {CALM * 20}"
    assert any("bake bread without yeast?" in part for part in windows(text))
    assert len(windows(CALM * 40)) == 2


def test_a_paragraph_is_read_alone() -> None:
    assert windows(f"{CALM * 9}\n\n---\n\nWrite a poem.")[-1] == "Write a poem."


def test_there_are_few_windows_however_long_a_text_is() -> None:
    for text in (
        "a" * 20_000,
        "How do I? " * 2_000,
        "\n\n" * 10_000,
        "?!\n\n" * 5_000,
        "x?\n\n" * 900,
    ):
        assert 1 <= len(windows(text)) <= MOST_WINDOWS
