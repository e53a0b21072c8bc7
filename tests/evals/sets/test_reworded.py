from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from vademecum.evals.halves import half_of
from vademecum.evals.sets import reworded
from vademecum.evals.sets.readers import documents, read_items
from vademecum.evals.sets.repeats import normalised
from vademecum.evals.sets.reworded import FOLDER, read_reworded, reworded_names, wordings
from vademecum.retrieval.errors import InvalidInput, UnknownName

from .conftest import Write

NAMES = ("dc_code", "medquad")
TEMPLATES = {
    "medquad": re.compile(r"^(what (is|are) \(are\)|do you have information about)|\?\s*\?$", re.I),
    "dc_code": re.compile(r"how does the d\.?c\.? code define", re.I),
}
QUOTED = re.compile(r"[\"“”„«»`]|(?<!\w)['‘’]\w[^'’]*['’](?!\w)")
MOST_OF_A_FRAME = 5


def words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())


def longest_shared(text: str, source: str) -> int:
    """Return how many words in a row of ``text`` stand in ``source`` too."""
    told, given = words(text), f" {' '.join(words(source))} "
    return max(
        (
            n
            for start in range(len(told))
            for n in range(1, len(told) - start + 1)
            if f" {' '.join(told[start : start + n])} " in given
        ),
        default=0,
    )


def frames(text: str) -> set[tuple[str, ...]]:
    """Return how a question opens, how its last sentence opens, and how it ends."""
    sentences = re.split(r"(?<=[.?!])\s+", text)
    return {
        ("opens", *words(text)[:2]),
        ("asks", *words(sentences[-1])[:2]),
        ("ends", *words(text)[-2:]),
    }


def test_the_sets_that_were_reworded() -> None:
    assert reworded_names() == NAMES
    assert {path.name for path in FOLDER.iterdir()} >= {"README.md", "__init__.py"}
    with pytest.raises(UnknownName, match="no re-wordings of gdpr; there are: dc_code, medquad"):
        wordings("gdpr")


@pytest.mark.parametrize("name", NAMES)
def test_each_line_is_a_question_of_its_own(name: str) -> None:
    file = FOLDER / f"{name}.jsonl"
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert all(set(line) == {"id", "text"} for line in lines)
    assert len(wordings(name)) == len(lines) == 160
    texts = [line["text"] for line in lines]
    assert len({normalised(text) for text in texts}) == 160
    assert all(8 <= len(words(text)) <= 45 and text == text.strip() for text in texts)
    assert not [text for text in texts if TEMPLATES[name].search(text)]


@pytest.mark.parametrize("name", NAMES)
def test_no_frame_is_used_often(name: str) -> None:
    used = Counter(frame for text in wordings(name).values() for frame in frames(text))
    assert {frame: n for frame, n in used.items() if n > MOST_OF_A_FRAME} == {}


def test_no_term_of_the_code_is_quoted() -> None:
    assert QUOTED.search('what is "Toxin"?')
    assert QUOTED.search("what is a 'debt collector' here?")
    assert not QUOTED.search("my son's lender, he'd say, isn't one")
    assert not [text for text in wordings("dc_code").values() if QUOTED.search(text)]


def test_a_rewording_keeps_all_but_id_and_text(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def row(identity: str, split: str) -> dict[str, object]:
        gold = {"gold_doc_ids": ["1-GHR-1"], "same_question_doc_ids": ["1-GHR-2"]}
        return {"_id": identity, "text": f"What causes {identity} ?", "split": split, **gold}

    public, own = tmp_path, tmp_path / "own"
    write("healthcare/medquad/corpus.jsonl.gz")
    rows = [row("mq-1-GHR-1", "dev1000"), row("mq-1-GHR-2", "rest"), row("mq-1-GHR-3", "rest")]
    write("healthcare/medquad/queries.jsonl.gz", *rows)
    own.mkdir()
    monkeypatch.setattr(reworded, "FOLDER", own)

    def reword(*ids: str) -> None:
        lines = (json.dumps({"id": i, "text": f"why {i}, please"}) for i in ids)
        (own / "medquad.jsonl").write_text("\n".join(lines), encoding="utf-8")

    reword("mq-1-GHR-2", "mq-1-GHR-1")
    first, second = read_reworded(public, "medquad")
    original = read_items(public, "medquad")[0]
    changed = {"id": "mq-1-GHR-1#paraphrase", "text": "why mq-1-GHR-1, please"}
    assert first == original.model_copy(update=changed)
    assert (first.use, second.use, second.id) == ("report", "tune", "mq-1-GHR-2#paraphrase")
    reword("mq-1-GHR-1", "mq-9-XX-1")
    with pytest.raises(InvalidInput, match=r"medquad has no question mq-9-XX-1 \(1 unknown\)"):
        read_reworded(public, "medquad")
    reword("mq-1-GHR-1", "mq-1-GHR-1")
    with pytest.raises(InvalidInput, match="mq-1-GHR-1 occurs twice"):
        read_reworded(public, "medquad")


@pytest.mark.data
@pytest.mark.parametrize("name", NAMES)
def test_the_ids_are_those_of_the_rule(name: str, data: Path) -> None:
    def place(identity: str) -> str:
        return hashlib.sha256(identity.encode("utf-8")).hexdigest()

    originals = read_items(data, name)
    asked = [i for i in originals if name == "medquad" or i.answerable]
    chosen = {
        identity
        for use, wanted in (("tune", 60), ("report", 100))
        for identity in sorted((i.id for i in asked if i.use == use), key=place)[:wanted]
    }
    assert set(wordings(name)) == chosen


@pytest.mark.data
@pytest.mark.parametrize("name", NAMES)
def test_a_rewording_copies_no_text_of_the_set(name: str, data: Path) -> None:
    originals = {item.id: item for item in read_items(data, name)}
    known = {document.id: document for document in documents(data, name)}
    items = read_reworded(data, name)
    assert Counter(item.use for item in items) == {"tune": 60, "report": 100}
    for item in items:
        before = originals[item.id.removesuffix("#paraphrase")]
        assert normalised(item.text) != normalised(before.text)
        assert half_of(item.id) == half_of(before.id)
        assert item.documents == before.documents
        gold = known[item.documents[0]]
        names = {gold.title.lower(), before.text.lower()}
        shared = longest_shared(item.text, gold.text)
        longest_name = max(longest_shared(item.text, known_name) for known_name in names)
        assert shared <= max(5, longest_name + 2), (item.id, item.text)
