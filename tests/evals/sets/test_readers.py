from __future__ import annotations

import itertools
from collections import Counter
from pathlib import Path

import pytest

from vademecum.evals.halves import half_of
from vademecum.evals.sets.cards import cards
from vademecum.evals.sets.legalbench import scored_tasks
from vademecum.evals.sets.readers import FAMILIES, documents, read_items, set_names
from vademecum.evals.spans import check_spans
from vademecum.retrieval.errors import InvalidInput, UnknownName

from .conftest import Write, an_id


def medquad(write: Write) -> None:
    base = {"gold_doc_ids": ["1-GHR-1"], "same_question_doc_ids": ["5-NIDDK-2"]}
    write(
        "healthcare/medquad/queries.jsonl.gz",
        {"_id": "mq-1-GHR-1", "text": "What is (are) Gout ?", "split": "dev1000", **base},
        {"_id": "mq-5-NIDDK-2", "text": "what is are GOUT", "split": "rest", **base},
        {"_id": "mq-5-NIDDK-3", "text": "What causes gout?", "split": "rest", **base},
    )
    write(
        "healthcare/medquad/corpus.jsonl.gz",
        {"_id": "1-GHR-1", "title": "Gout", "text": "An arthritis.", "qtype": "information"},
    )


def test_medquad_leaves_out_what_equals_a_reported_question(write: Write, tmp_path: Path) -> None:
    medquad(write)
    first, second = read_items(tmp_path, "medquad")
    assert (first.id, first.use, second.id, second.use) == (
        "mq-1-GHR-1",
        "report",
        "mq-5-NIDDK-3",
        "tune",
    )
    assert (first.documents, first.acceptable) == (("1-GHR-1",), ("5-NIDDK-2",))
    assert first.slices == {"source": "GHR"}
    (document,) = documents(tmp_path, "medquad")
    assert (document.id, document.title, document.text) == ("1-GHR-1", "Gout", "An arthritis.")


def test_a_contract_is_wholly_of_one_use(write: Write, tmp_path: Path) -> None:
    write("law/cuad/contracts.jsonl.gz")
    write(
        "law/cuad/questions.jsonl.gz",
        *(
            {
                "qid": f"{contract}#{category}",
                "doc_id": contract,
                "category": category,
                "question": f"About {category}",
                "answer": answer,
                "answerable": is_there,
                "gold_spans": [{"start": 2, "end": 5, "text": "abc"}] if is_there else [],
            }
            for contract in (an_id("c", "dev"), an_id("d", "test"))
            for category, answer, is_there in (
                ("Parties", "A; B", True),
                ("Insurance", "Yes", True),
                ("Non-Compete", "No", False),
            )
        ),
    )
    items = read_items(tmp_path, "cuad")
    assert [item.use for item in items] == ["tune"] * 3 + ["report"] * 3
    parties, insurance, none = items[:3]
    assert [span.model_dump() for span in insurance.gold] == [
        {"document_id": an_id("c", "dev"), "quote": "abc", "start": 2, "end": 5}
    ]
    assert (insurance.within, insurance.answers, parties.answers) == (
        an_id("c", "dev"),
        (),
        ("A; B",),
    )
    assert (none.answerable, none.gold, none.documents) == (False, (), ())
    assert [item.slices["in_contract"] for item in items[:3]] == ["no", "yes", "yes"]


def test_dc_code_definitions_stand_beside_terms_that_are_not_defined(
    write: Write, tmp_path: Path
) -> None:
    write("law/dc_code/documents.jsonl.gz", {"doc_id": "dc/16-1", "title": "On", "text": "x"})
    gold = {"gold_doc_ids": ["dc/16-1"], "gold_spans": []}
    write(
        "law/dc_code/questions.jsonl.gz",
        {"qid": "def", "kind": "definition", "question": "How is a defined?", **gold},
        {"qid": "head", "kind": "heading_known_item", "question": "On", **gold},
    )
    write("law/dc_code/out_of_corpus_questions.jsonl.gz", {"qid": "ooc", "question": "And b?"})
    definition, outside = read_items(tmp_path, "dc_code")
    assert (definition.id, definition.answerable, definition.slices["title_no"]) == (
        "def",
        True,
        "16",
    )
    assert (outside.id, outside.answerable, outside.documents) == ("ooc", False, ())
    assert [item.id for item in read_items(tmp_path, "dc_code_headings")] == ["head"]
    assert documents(tmp_path, "dc_code")[0].title == "On"
    assert documents(tmp_path, "dc_code_headings")[0].title == ""


def test_both_wordings_of_a_concept_are_of_one_use(write: Write, tmp_path: Path) -> None:
    write("law/gdpr/documents.jsonl.gz")
    write(
        "law/gdpr/questions.jsonl.gz",
        *(
            {
                "qid": f"q{n}",
                "kind": "concept",
                "question": f"Which provision {n}?",
                "paraphrase": f"Provision {n}",
                "gold_doc_ids": ["gdpr/article5"],
                "gold_spans": [],
            }
            for n in range(20)
        ),
    )
    plain, reworded = read_items(tmp_path, "gdpr"), read_items(tmp_path, "gdpr_paraphrase")
    assert {item.use for item in plain} == {"tune", "report"}
    assert {f"{item.id}#paraphrase": item.use for item in plain} == {
        item.id: item.use for item in reworded
    }


def test_legalbench_shows_what_the_prompt_shows(write: Write, tmp_path: Path) -> None:
    def row(task: str, split: str, index: int, answer: str) -> dict[str, object]:
        fields = {"text": f"{split} {index}", "slice": answer}
        common = {"task": task, "split": split, "license": "MIT", "index": str(index)}
        return common | {"answer": answer, "fields": fields}

    rows = [
        *(row("hearsay", "train", n, a) for n, a in enumerate(("Yes", "No"))),
        *(row("hearsay", "test10", n, a) for n, a in enumerate(("Yes", "No"))),
        *(row("one_label", s, n, "Yes") for s in ("train", "test10") for n in range(2)),
        *(row("unseen_label", "train", n, "Yes") for n in range(2)),
        *(row("unseen_label", "test10", n, a) for n, a in enumerate(("Yes", "No"))),
    ]
    assert scored_tasks(rows) == {"hearsay"}
    write("law/legalbench/examples.jsonl.gz", *rows)
    write(
        "law/legalbench/prompts.jsonl.gz",
        {"task": "hearsay", "base_prompt": "Is there hearsay?\n\nQ: {{text}} A:"},
    )
    items = read_items(tmp_path, "legalbench")
    assert [(i.id, i.text, i.use, i.label) for i in items][::3] == [
        ("hearsay/train/0", "train 0", "tune", "Yes"),
        ("hearsay/test10/1", "test10 1", "report", "No"),
    ]
    assert items[0].context == "Is there hearsay?"


def test_openstax_offers_options_only_of_multiple_choices(write: Write, tmp_path: Path) -> None:
    write("education/openstax/documents.jsonl.gz")
    common = {"kind": "k", "chapter": "c", "gold_doc_ids": ["b/m1"]}
    write(
        "education/openstax/questions.jsonl.gz",
        {
            "qid": "b/m1#q1",
            "type": "multiple_choice",
            "question": "Which is true?",
            "options": ["this", "that"],
            "answer": "that",
            "answer_index": 1,
            **common,
        },
        {
            "qid": "b/m1#q2",
            "type": "open",
            "question": "Why?",
            "options": [],
            "answer": None,
            "answer_index": None,
            **common,
        },
    )
    choice, plain = read_items(tmp_path, "openstax")
    assert (choice.text, choice.options, choice.correct) == ("Which is true?", ("this", "that"), 1)
    assert choice.with_options == "Which is true? this that"
    assert (plain.with_options, plain.correct, plain.answers) == ("Why?", None, ())
    assert plain.slices["book"] == "b"


def test_a_question_that_its_paragraph_does_not_answer(write: Write, tmp_path: Path) -> None:
    write("education/qed_dev/documents.jsonl.gz")
    common = {"gold_doc_ids": ["qed/1"], "gold_spans": [], "answers": []}
    write(
        "education/qed_dev/questions.jsonl.gz",
        {
            "qid": "a",
            "question": "who",
            "explanation_type": "none",
            "answerable_from_passage": False,
            **common,
        },
        {
            "qid": "b",
            "question": "why",
            "explanation_type": "multi_sentence",
            "answerable_from_passage": True,
            **common,
        },
    )
    none, several = read_items(tmp_path, "qed_dev")
    assert (none.answerable, none.documents, none.within) == (False, (), "qed/1")
    assert (several.answerable, several.documents) == (True, ("qed/1",))


def test_an_id_that_stands_twice_gets_a_suffix(write: Write, tmp_path: Path) -> None:
    folder = "education/fairytaleqa"
    section = {"doc_id": "f/s/1", "story": "s"}
    write(f"{folder}/train_documents.jsonl.gz", {**section, "text": "a"}, {**section, "text": "b"})
    for name in ("train_questions", "val_documents", "val_questions"):
        write(f"{folder}/{name}.jsonl.gz")
    found = documents(tmp_path, "fairytaleqa")
    assert [(d.id, d.title, d.text) for d in found] == [("f/s/1", "s", "a"), ("f/s/1#2", "s", "b")]


def test_bad_files_are_named_and_missing_ones_said_how_to_obtain(
    write: Write, tmp_path: Path
) -> None:
    with pytest.raises(InvalidInput, match=r"corpus\.jsonl\.gz: missing; .*abachaa/MedQuAD"):
        read_items(tmp_path, "medquad")
    medquad(write)
    write("healthcare/medquad/queries.jsonl.gz", {"_id": "mq-1-GHR-1", "text": "What?"})
    with pytest.raises(InvalidInput, match=r"form of medquad \(KeyError: 'split'\); expected"):
        read_items(tmp_path, "medquad")
    with pytest.raises(UnknownName, match="no public set 'nope'; there is: pubmedqa, medquad"):
        read_items(tmp_path, "nope")
    with pytest.raises(InvalidInput, match="xstest holds guardrail cases"):
        read_items(tmp_path, "xstest")


def test_every_family_has_a_card() -> None:
    assert {card.family for card in cards().values() if card.family} == set(FAMILIES)
    assert all(name in set_names() for name in FAMILIES)


@pytest.mark.data
@pytest.mark.parametrize("name", set_names())
def test_the_public_sets(name: str, data: Path) -> None:
    items, corpus = read_items(data, name), documents(data, name)
    assert len({item.id for item in items}) == len(items)
    counts = Counter(item.use for item in items)
    assert (counts["tune"], counts["report"]) == (cards()[name].tune, cards()[name].report)
    texts = {document.id: document.text for document in corpus}
    assert len(texts) == len(corpus)
    check_spans(((item.id, span) for item in items for span in item.gold), texts.get)
    named = {
        identity
        for item in items
        for identity in (*item.documents, *item.acceptable, *([item.within] if item.within else []))
    }
    assert named <= set(texts)
    if name not in ("semeval2013_sra", "saf_english", "legalbench"):  # published in parts
        by_group = sorted((item.group, item.use) for item in items if item.group)
        for _, members in itertools.groupby(by_group, key=lambda pair: pair[0]):
            assert len(set(members)) == 1


@pytest.mark.data
def test_figures_that_the_rules_state(data: Path) -> None:
    rows = read_items(data, "legalbench")
    tasks = {row.slices["task"]: row.slices["from_cuad"] for row in rows}
    assert (len(tasks), Counter(tasks.values())["yes"]) == (85, 37)
    keyed = [item for item in read_items(data, "openstax") if item.correct is not None]
    assert len(keyed) == 1065
    contracts = {item.within: item.use for item in read_items(data, "cuad")}
    assert len(contracts) == 408
    assert all((half_of(c or "") == "dev") == (use == "tune") for c, use in contracts.items())
