from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from vademecum.retrieval import Document
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.passages import PassageSettings, encoded_text, section_at, split
from vademecum.retrieval.sentences import sentence_spans

ENCODER = SentenceEncoder()


def words(text: str) -> list[tuple[int, int]]:
    return [m.span() for m in re.finditer(r"\w+|[^\w\s]", text)]


TEXTS = st.text(alphabet=st.sampled_from("ab Z.!?\n#-1§é漢 "), max_size=400) | st.lists(
    st.sampled_from(["# Head\n", "One. ", "Two words! ", "\n\n", "- item\n", "word "])
).map("".join)


@given(TEXTS, st.integers(32, 60), st.integers(0, 2))
def test_passages_are_slices_and_lose_no_word(text: str, limit: int, overlap: int) -> None:
    document = Document(id="d", title="", text=text)
    settings = PassageSettings(max_tokens=limit, overlap_sentences=overlap)
    passages = split(document, words, settings)
    covered = {i for p in passages for i in range(p.start, p.end)}
    headings = {i for m in re.finditer(r"^#{1,6}[ \t]+.+$", text, re.M) for i in range(*m.span())}
    for passage in passages:
        assert text[passage.start : passage.end] == passage.text
        assert 0 < len(words(passage.text)) <= limit
    for start, end in words(text):
        assert set(range(start, end)) <= covered | headings
    assert [p.start for p in passages] == sorted(p.start for p in passages)


@given(TEXTS)
def test_encoded_text_fits_the_window(text: str) -> None:
    document = Document(id="d", title="word " * 300, text=text)
    settings = PassageSettings(max_tokens=250)
    for passage in split(document, ENCODER.token_offsets, settings):
        encoded = encoded_text(document, passage, ENCODER.token_offsets, settings)
        assert len(ENCODER.token_offsets(encoded)) <= 254


def cut(text: str, limit: int) -> list[tuple[tuple[str, ...], str]]:
    document = Document(id="d", title="T", text=text)
    found = split(document, words, PassageSettings(max_tokens=limit))
    return [(p.section, p.text) for p in found]


def test_a_long_section_keeps_its_headings_and_ends_where_it_ends() -> None:
    long = "One two three four five six seven. " * 4
    text = f"# A\n{long}\n## B\n{long}\n# C\n{long}"
    assert cut(text, 32) == [
        (("A",), long.strip()),
        (("A", "B"), long.strip()),
        (("C",), long.strip()),
    ]


def test_short_neighbouring_sections_share_a_passage_and_the_path_they_have_in_common() -> None:
    text = "# A\nfirst.\n## B\nsecond.\n## C\nthird."
    assert cut(text, 200) == [(("A",), "first.\n## B\nsecond.\n## C\nthird.")]


def test_the_headings_above_a_character() -> None:
    text = "# A\nfirst.\n## B\nsecond.\n# C\nthird."
    found = [section_at(text, text.index(word)) for word in ("first", "second", "third")]
    assert found == [("A",), ("A", "B"), ("C",)]


def test_a_word_longer_than_the_limit_is_cut_but_not_lost() -> None:
    text = "ab" * 900
    found = split(
        Document(id="d", title="", text=text), ENCODER.token_offsets, PassageSettings(max_tokens=50)
    )
    assert "".join(p.text for p in found) == text


def test_sentences() -> None:
    cases = {
        "Dr. Smith gave 2.5 mg. It helped.": ["Dr. Smith gave 2.5 mg.", "It helped."],
        "See 5 U.S.C. § 552. Then stop.": ["See 5 U.S.C. § 552.", "Then stop."],
        "Use e.g. Water. Then wait!": ["Use e.g. Water.", "Then wait!"],
        "Why? Because.\n\nNew paragraph": ["Why?", "Because.", "New paragraph"],
        "List:\n- one\n- two": ["List:", "- one", "- two"],
        "1. The controller acts. 2. The processor helps.": [
            "1. The controller acts.",
            "2. The processor helps.",
        ],
        "## Head\nText one. Text two.": ["## Head", "Text one.", "Text two."],
        'He said "stop." Then left.': ['He said "stop."', "Then left."],
    }
    for text, expected in cases.items():
        assert [text[a:b] for a, b in sentence_spans(text)] == expected


def test_ten_megabytes_are_cut_in_linear_time() -> None:
    text = "A sentence of plain words that goes on for a while. " * 40_000
    assert len(sentence_spans(text)) == 40_000
