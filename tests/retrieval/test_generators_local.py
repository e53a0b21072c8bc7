"""A small language model in a folder answers offline, streams, takes a LoRA, and fails clearly."""

from __future__ import annotations

import json
import shutil
import warnings
from pathlib import Path

import pytest
from langchain_core.language_models import BaseChatModel

from vademecum.retrieval.errors import InvalidModel, OperatorError
from vademecum.retrieval.generators.chat import ChatGenerator
from vademecum.retrieval.generators.local import load_chat_model
from vademecum.retrieval.testing.causal import write_causal_model
from vademecum.retrieval.testing.contracts import GeneratorContract

SENTENCES = [
    "user : what is a bond ? assistant : a bond is a loan to a company [1].",
    "the passages end here . it pays interest twice a year . system question answer",
]
TEMPLATE = (
    "{% for m in messages %}{{ m['role'] }} : {{ m['content'] }}\n{% endfor %}"
    "{% if add_generation_prompt %}assistant :{% endif %}"
)


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_causal_model(
        tmp_path_factory.mktemp("models") / "tiny", SENTENCES, template=TEMPLATE
    )


@pytest.fixture(scope="session")
def lora(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a LoRA of that model which changes what it says."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM

    model = AutoModelForCausalLM.from_pretrained(folder, local_files_only=True)
    settings = LoraConfig(r=2, target_modules=["q_proj", "v_proj", "down_proj"])
    with warnings.catch_warnings():  # peft 0.21 reads a property that transformers 5 renamed
        warnings.filterwarnings(
            "ignore", "`is_gradient_checkpointing` is deprecated", FutureWarning
        )
        adapted = get_peft_model(model, settings)
    torch.manual_seed(6)
    for name, weights in adapted.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weights, std=5.0)
    path = tmp_path_factory.mktemp("adapters") / "lora"
    adapted.save_pretrained(str(path))
    return path


@pytest.fixture(scope="session")
def chat(folder: Path) -> BaseChatModel:
    model = load_chat_model(f"local:{folder}")
    return model.model_copy(update={"max_new_tokens": 12})


class TestLocalGenerator(GeneratorContract):
    @pytest.fixture
    def generator(self, chat: BaseChatModel) -> ChatGenerator:
        return ChatGenerator(chat)


def test_it_writes_and_writes_the_same_again(chat: BaseChatModel) -> None:
    first = chat.invoke("what is a bond ?").text
    assert first
    assert "what is" not in first.split("\n")[0][:8]
    assert chat.invoke("what is a bond ?").text == first


def test_the_stream_is_what_invoke_returns(chat: BaseChatModel) -> None:
    chunks = [chunk.text for chunk in chat.stream("what is a bond ?")]
    assert len(chunks) > 2
    assert "".join(chunks).strip() == chat.invoke("what is a bond ?").text.strip()


def test_a_reader_who_leaves_stops_the_model(folder: Path) -> None:
    model = load_chat_model(f"local:{folder}").model_copy(update={"max_new_tokens": 900})
    stream = model.stream("what is a bond ?")
    next(stream)
    stream.close()  # joins the writer, which would go on for 900 tokens


def test_stop_strings_end_the_text(chat: BaseChatModel) -> None:
    whole = chat.invoke("what is a bond ?").text
    stop = whole.split()[2]
    cut = whole[: whole.index(stop)]
    assert chat.invoke("what is a bond ?", stop=[stop]).text == cut
    assert "".join(c.text for c in chat.stream("what is a bond ?", stop=[stop])) == cut


def test_without_a_chat_template_roles_are_written_out(folder: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    shutil.copytree(folder, plain)
    (plain / "chat_template.jinja").unlink(missing_ok=True)
    settings = json.loads((plain / "tokenizer_config.json").read_text())
    settings.pop("chat_template", None)
    (plain / "tokenizer_config.json").write_text(json.dumps(settings))
    model = load_chat_model(f"local:{plain}").model_copy(update={"max_new_tokens": 4})
    assert model.invoke("what is a bond ?").text


def test_a_lora_changes_what_is_said(folder: Path, lora: Path, chat: BaseChatModel) -> None:
    adapted = load_chat_model(f"local:{folder}?lora={lora}")
    adapted = adapted.model_copy(update={"max_new_tokens": 12})
    assert adapted.invoke("what is a bond ?").text != chat.invoke("what is a bond ?").text
    assert "".join(c.text for c in adapted.stream("what is a bond ?"))


def test_a_prompt_beyond_the_window_is_one_line(chat: BaseChatModel) -> None:
    with pytest.raises(OperatorError, match="reads 1024; use a model with a larger window"):
        chat.invoke("bond " * 2000)
    with pytest.raises(OperatorError, match="reads 1024"):
        list(chat.stream("bond " * 2000))


def test_a_failure_while_writing_reaches_the_reader(
    chat: BaseChatModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(**_: object) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(chat._model, "generate", fail)
    with pytest.raises(RuntimeError, match="out of memory"):
        list(chat.stream("what is a bond ?"))


def _broken(folder: Path, kind: str) -> None:
    if kind == "no config":
        (folder / "config.json").unlink()
    elif kind == "encoder":
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | {"architectures": ["BertModel"]}))
    elif kind == "not json":
        (folder / "config.json").write_text("{")
    elif kind == "cut weights":
        weights = folder / "model.safetensors"
        weights.write_bytes(weights.read_bytes()[:1000])
    elif kind == "no weights":
        (folder / "model.safetensors").unlink()
    elif kind == "other weights":
        config = json.loads((folder / "config.json").read_text())
        (folder / "config.json").write_text(json.dumps(config | {"num_hidden_layers": 3}))


@pytest.mark.parametrize(
    "kind", ["no config", "encoder", "not json", "cut weights", "no weights", "other weights"]
)
def test_a_folder_that_is_not_a_model_is_one_line(folder: Path, tmp_path: Path, kind: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    _broken(copy, kind)
    with pytest.raises(InvalidModel, match=str(copy)) as caught:
        load_chat_model(f"local:{copy}")
    assert "\n" not in str(caught.value)


def test_a_missing_folder_is_one_line(tmp_path: Path, folder: Path) -> None:
    with pytest.raises(InvalidModel, match="no such folder"):
        load_chat_model(f"local:{tmp_path}/none")
    with pytest.raises(InvalidModel, match=r"no adapter_config\.json"):
        load_chat_model(f"local:{folder}?lora={folder}")
