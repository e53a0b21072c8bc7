"""A LoRA learns what is to be said, and that alone; it trains the same again, killed or not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from vademecum.apps.adapting.causal import train_causal
from vademecum.evals.adapting.causal import CausalCourse, tokens_of, train_lora
from vademecum.evals.adapting.prompts import CompletionExample, read_examples, split_examples
from vademecum.evals.adapting.quoting import quoting_examples, write_examples
from vademecum.evals.questions import GoldSpan, Question
from vademecum.retrieval.errors import InvalidInput, InvalidModel
from vademecum.retrieval.generators.chat import no_answer
from vademecum.retrieval.generators.local import load_causal, load_chat_model
from vademecum.retrieval.testing.causal import write_causal_model
from vademecum.retrieval.testing.fakes import hit

SENTENCES = ["what is a bond loan stock share ? user : assistant : a loan to company of owner </s>"]
EXAMPLES = [
    CompletionExample(prompt=f"what is a {word} ?", completion="a loan to a company")
    for word in ("bond", "loan", "stock", "share", "company", "owner")
]
COURSE = CausalCourse(steps=12, batch=4, rate=2e-2, warmup=1, every=4, rank=4, dtype="float32")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_causal_model(
        tmp_path_factory.mktemp("models") / "tiny", SENTENCES, window=64, spread=0.3
    )


def test_the_loss_falls_and_the_answer_changes(folder: Path, tmp_path: Path) -> None:
    longer = COURSE.model_copy(update={"steps": 60, "every": 20})
    card = train_lora(folder, EXAMPLES, tmp_path / "lora", longer)
    assert card.dev_loss < card.dev_loss_before / 2
    assert (card.train, card.dev, card.base) == (5, 1, "tiny")
    bare = load_chat_model(f"local:{folder}").invoke("what is a bond ?").text
    adapted = load_chat_model(f"local:{folder}?lora={tmp_path / 'lora'}")
    assert adapted.invoke("what is a bond ?").text.strip() == "a loan to a company"
    assert bare.strip() != "a loan to a company"
    settings = json.loads((tmp_path / "lora" / "adapter_config.json").read_text())
    assert settings["base_model_name_or_path"] == "tiny"
    assert not (tmp_path / "lora.checkpoint").exists()


def test_a_second_run_and_one_that_was_killed_give_the_same(folder: Path, tmp_path: Path) -> None:
    class KilledError(Exception):
        pass

    def kill(step: int, steps: int) -> None:
        if step == 6:
            raise KilledError

    first = train_lora(folder, EXAMPLES, tmp_path / "first", COURSE)
    with pytest.raises(KilledError):
        train_lora(folder, EXAMPLES, tmp_path / "second", COURSE, kill)
    assert (tmp_path / "second.checkpoint" / "state.json").is_file()
    seen: list[int] = []
    second = train_lora(
        folder, EXAMPLES, tmp_path / "second", COURSE, lambda step, steps: seen.append(step)
    )
    assert seen[0] == 4
    weights = "adapter_model.safetensors"
    assert (tmp_path / "first" / weights).read_bytes() == (
        tmp_path / "second" / weights
    ).read_bytes()
    assert first.model_copy(update={"seconds": second.seconds}) == second


def test_another_seed_gives_other_weights(folder: Path, tmp_path: Path) -> None:
    short = COURSE.model_copy(update={"steps": 2})
    one = train_lora(folder, EXAMPLES, tmp_path / "a", short)
    other = train_lora(folder, EXAMPLES, tmp_path / "b", short.model_copy(update={"seed": 1}))
    assert one.weights_sha256 != other.weights_sha256


def test_only_the_completion_is_learned(folder: Path) -> None:
    tokenizer, model = load_causal(folder)
    tokens = tokens_of(tokenizer, model, EXAMPLES[0])
    learned = [label for label in tokens.labels if label >= 0]
    assert tokenizer.decode(learned).split() == ["a", "loan", "to", "a", "company", "</s>"]
    assert tokens.ids[-len(learned) :] == learned
    assert "bond" in tokenizer.decode(tokens.ids[: -len(learned)])


def test_equal_prompts_stay_together() -> None:
    both = [*EXAMPLES, *(e.model_copy(update={"completion": "a share"}) for e in EXAMPLES)]
    train, dev = split_examples(both, 0.3)
    assert len(dev) == 4
    assert not {e.prompt for e in train} & {e.prompt for e in dev}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("", "empty"),
        ('{"prompt": "a", "completion": "b"}\n{"prompt": "a"}\n', r":2: completion"),
        ("{nonsense\n", ":1"),
        ('{"prompt": "a", "completion": "b"}\n', "1 different prompts"),
    ],
)
def test_bad_data_is_named_in_one_line(
    folder: Path, tmp_path: Path, lines: str, message: str
) -> None:
    data = tmp_path / "data.jsonl"
    data.write_text(lines, encoding="utf-8")
    with pytest.raises(InvalidInput, match=message) as caught:
        train_causal(folder, data, tmp_path / "out")
    assert "\n" not in str(caught.value)


def test_an_example_longer_than_the_model_reads_is_named(folder: Path, tmp_path: Path) -> None:
    long = CompletionExample(prompt="what is " * 60, completion="a loan")
    with pytest.raises(InvalidInput, match="the model reads 64"):
        train_lora(folder, [*EXAMPLES, long], tmp_path / "out", COURSE)


def test_no_folder_and_no_causal_model(tmp_path: Path) -> None:
    with pytest.raises(InvalidModel, match="no such folder"):
        train_lora(tmp_path / "none", EXAMPLES, tmp_path / "out", COURSE)
    (tmp_path / "config.json").write_text('{"architectures": ["BertModel"]}')
    with pytest.raises(InvalidModel, match="does not write text"):
        train_lora(tmp_path, EXAMPLES, tmp_path / "out", COURSE)


def test_examples_quote_the_gold_of_own_questions(tmp_path: Path) -> None:
    found = hit("A bond is a loan to a company. It pays interest.", document_id="d1")
    gold = GoldSpan(document_id="d1", quote="A bond is a loan to a company.", start=0, end=30)
    questions = [
        Question(id="1", question="What is a bond?", answerable=True, gold=(gold,)),
        Question(id="2", question="What is a whale?", answerable=False),
        Question(
            id="3",
            question="And elsewhere?",
            answerable=True,
            gold=(gold.model_copy(update={"document_id": "d9"}),),
        ),
    ]
    made = quoting_examples(questions, lambda question: [found])
    assert [e.completion for e in made] == ["A bond is a loan to a company [1].", no_answer()]
    assert "What is a bond?" in made[0].prompt
    assert '<passage number="1"' in made[0].prompt
    assert made[0].system
    write_examples(made, tmp_path / "made.jsonl")
    assert read_examples(tmp_path / "made.jsonl") == made
