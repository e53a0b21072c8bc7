"""Run a language model from a local transformers folder as a LangChain chat model."""

from __future__ import annotations

import json
import os
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from threading import Event, Thread
from typing import Any

from langchain_core.callbacks import CallbackManagerForLLMRun
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from pydantic import PrivateAttr

from ..errors import InvalidInput, InvalidModel, MissingExtra, OperatorError

_ROLES = {"human": "user", "ai": "assistant", "system": "system"}
_FORMS = "local:FOLDER, local:FOLDER?lora=FOLDER or openai:MODEL@http://HOST:PORT/v1"


class LocalChatModel(BaseChatModel):
    """Chat with the causal language model in ``folder``; greedy, offline, loaded once.

    Raises InvalidModel when ``folder`` or ``lora`` is not what it should be.
    """

    folder: Path
    lora: Path | None = None
    max_new_tokens: int = 256
    _model: Any = PrivateAttr()  # transformers and peft are untyped here
    _tokenizer: Any = PrivateAttr()

    def model_post_init(self, context: Any, /) -> None:
        """Load the weights, so that a wrong folder fails at start."""
        super().model_post_init(context)
        self._tokenizer, self._model = load_causal(self.folder, self.lora)

    @property
    def _llm_type(self) -> str:
        return "vademecum-local"

    @property
    def _identifying_params(self) -> dict[str, Any]:
        return {"folder": str(self.folder), "lora": self.lora and str(self.lora)}

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> ChatResult:
        text = "".join(chunk.text for chunk in self._stream(messages, stop))
        return ChatResult(generations=[ChatGeneration(message=AIMessage(content=text))])

    def _stream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: CallbackManagerForLLMRun | None = None,
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        """Yield text as it is written; a reader that walks away stops the model."""
        from transformers import TextIteratorStreamer

        inputs = self._inputs(messages)
        settings = self._settings(inputs)
        streamer: Any = TextIteratorStreamer(
            self._tokenizer, skip_prompt=True, skip_special_tokens=True
        )
        left, failures = Event(), list[BaseException]()

        def write() -> None:
            try:
                self._model.generate(
                    **inputs, **settings, streamer=streamer, stopping_criteria=[_stops_on(left)]
                )
            except BaseException as error:  # noqa: BLE001 - raised again in the reader's thread
                failures.append(error)
                streamer.end()

        thread = Thread(target=write, daemon=True)
        thread.start()
        try:
            for text in _pieces(streamer, stop):
                chunk = ChatGenerationChunk(message=AIMessageChunk(content=text))
                if run_manager:
                    run_manager.on_llm_new_token(text, chunk=chunk)
                yield chunk
        finally:
            left.set()
            thread.join()
        if failures:
            raise failures[0]

    def _inputs(self, messages: list[BaseMessage]) -> Any:
        """Return the tokens of the prompt, by the model's own chat template if it has one."""
        turns = [(_ROLES.get(m.type, "user"), str(m.text)) for m in messages]
        text, special = prompt_text(self._tokenizer, turns)
        inputs = self._tokenizer(text, return_tensors="pt", add_special_tokens=special)
        inputs.pop("token_type_ids", None)
        return inputs.to(self._model.device)

    def _settings(self, inputs: Any) -> dict[str, Any]:
        """Return greedy settings that fit the model's window; raise when the prompt does not."""
        length = inputs["input_ids"].shape[1]
        window = getattr(self._model.config, "max_position_embeddings", None) or 1 << 30
        if length >= window:
            raise OperatorError(
                f"the prompt has {length} tokens and {self.folder} reads {window}; "
                "use a model with a larger window, or fewer passages"
            )
        eos = self._tokenizer.eos_token_id
        pad = self._tokenizer.pad_token_id
        return {
            "max_new_tokens": min(self.max_new_tokens, window - length),
            "do_sample": False,
            "temperature": None,
            "top_p": None,
            "top_k": None,
            "pad_token_id": eos if pad is None else pad,
        }


def prompt_text(tokenizer: Any, turns: Sequence[tuple[str, str]]) -> tuple[str, bool]:
    """Return the prompt that (role, text) turns make, and whether special tokens are to be added.

    By the model's own chat template if it has one.
    """
    if tokenizer.chat_template:
        said = [{"role": role, "content": text} for role, text in turns]
        prompt = tokenizer.apply_chat_template(said, tokenize=False, add_generation_prompt=True)
        return str(prompt), False
    return "\n\n".join(f"{role}: {text}" for role, text in turns) + "\n\nassistant:", True


def load_chat_model(spec: str) -> BaseChatModel:
    """Load the chat model that ``--generator`` names.

    ``local:FOLDER``, ``local:FOLDER?lora=FOLDER`` or ``openai:MODEL@URL`` (any OpenAI-compatible
    server; the key is OPENAI_API_KEY). Raises InvalidInput, InvalidModel or MissingExtra.
    """
    kind, _, rest = spec.partition(":")
    if kind == "local" and rest:
        folder, _, lora = rest.partition("?lora=")
        adapter = Path(lora).expanduser() if lora else None
        return LocalChatModel(folder=Path(folder).expanduser(), lora=adapter)
    name, at, address = rest.partition("@http")
    if kind == "openai" and name and at:
        return _openai(name, "http" + address)
    raise InvalidInput(f"{spec!r} names no generator; expected {_FORMS}")


def _openai(name: str, url: str) -> BaseChatModel:
    try:
        from langchain_openai import ChatOpenAI
    except ImportError:
        raise MissingExtra("langchain_openai", "chat") from None
    key = os.environ.get("OPENAI_API_KEY") or "unused"
    model: BaseChatModel = ChatOpenAI(
        model=name, base_url=url, api_key=key, temperature=0, timeout=120, max_retries=1
    )
    return model


def load_causal(folder: Path, lora: Path | None = None) -> tuple[Any, Any]:
    """Load (tokenizer, model) from ``folder``; nothing is fetched and nothing is unpickled."""
    _check(folder, "config.json", "a transformers model")
    _check_architecture(folder)
    if lora is not None:
        _check(lora, "adapter_config.json", "a LoRA adapter")
        _check(lora, "adapter_model.safetensors", "a LoRA adapter")
    import torch
    from transformers import AutoModelForCausalLM, AutoTokenizer

    at = folder
    try:
        tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            folder,
            local_files_only=True,
            use_safetensors=True,
            trust_remote_code=False,
            dtype="auto",
            output_loading_info=True,
        )
        model, info = loaded
        if info["missing_keys"]:
            raise InvalidModel(f"{len(info['missing_keys'])} weights are missing")
        if lora is not None:
            at = lora
            model = _with_lora(model, lora)
    except Exception as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0][:200]
        raise InvalidModel(f"{at}: cannot be loaded as a language model ({reason})") from error
    return tokenizer, model.to("cuda" if torch.cuda.is_available() else "cpu").eval()


def _with_lora(model: Any, lora: Path) -> Any:
    from peft import PeftModel

    with warnings.catch_warnings():
        # peft 0.21 reads a property that transformers 5 renamed.
        warnings.filterwarnings(
            "ignore", "`is_gradient_checkpointing` is deprecated", FutureWarning
        )
        return PeftModel.from_pretrained(model, str(lora), local_files_only=True)


def _check(folder: Path, name: str, what: str) -> None:
    if not folder.is_dir():
        raise InvalidModel(f"{folder}: no such folder; expected the folder of {what}")
    if not (folder / name).is_file():
        raise InvalidModel(f"{folder}: no {name}; this is not the folder of {what}")


def _check_architecture(folder: Path) -> None:
    """Keep an encoder from being loaded as a language model with random weights on top."""
    try:
        names = json.loads((folder / "config.json").read_text(encoding="utf-8"))["architectures"]
    except (OSError, ValueError, KeyError, TypeError):
        raise InvalidModel(f"{folder / 'config.json'}: names no architecture") from None
    if not any(str(n).endswith(("ForCausalLM", "LMHeadModel")) for n in names or ()):
        raise InvalidModel(f"{folder}: {names} does not write text; expected a causal model")


def _stops_on(event: Event) -> Any:
    """Return a stopping criterion of transformers that holds once ``event`` is set."""
    import torch

    def stops(input_ids: torch.Tensor, scores: Any, **kwargs: Any) -> torch.Tensor:
        return torch.full((input_ids.shape[0],), event.is_set(), device=input_ids.device)

    return stops


def _until(text: str, stop: Sequence[str] | None) -> str:
    """Cut ``text`` before the first stop string."""
    ends = [text.index(s) for s in stop or () if s in text]
    return text[: min(ends)] if ends else text


def _pieces(pieces: Iterator[str], stop: Sequence[str] | None) -> Iterator[str]:
    """Yield pieces up to the first stop string, holding back what could be the start of one."""
    held, margin = "", max((len(s) for s in stop or ()), default=1) - 1
    for piece in pieces:
        held += piece
        cut = _until(held, stop)
        if cut != held:
            yield cut
            return
        if len(held) > margin:
            ready = len(held) - margin
            yield held[:ready]
            held = held[ready:]
    if held:
        yield held
