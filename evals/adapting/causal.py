"""Train a LoRA on a causal language model from prompts and what is to be said to them.

The loss is taken on the completion alone. Stopped at any moment and called again it goes on at its
last evaluation and ends where it would have ended.
"""

from __future__ import annotations

import hashlib
import shutil
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from pydantic import Field

from vademecum.retrieval.errors import InvalidInput, InvalidModel
from vademecum.retrieval.types import Noun

from .prompts import CompletionExample, split_examples
from .settings import Schedule

if TYPE_CHECKING:
    from .loop import Progress

CARD: Final = "card.json"
_IGNORED: Final = -100
"""The label of a token that is not learned, as transformers has it."""


class CausalCourse(Schedule):
    """The training of a language model, and how large the LoRA is."""

    steps: int = Field(default=200, ge=1)
    batch: int = Field(default=4, ge=1)
    rate: float = 2e-4
    warmup: int = Field(default=10, ge=1)
    every: int = Field(default=20, ge=1)
    patience: int = 5
    rank: int = 8
    alpha: int = 16
    dev_share: float = 0.1
    dtype: str | None = None
    """Of the frozen weights; None for bfloat16 where the device multiplies in it, else float32."""


class CausalCard(Noun):
    """What a person needs to know about a trained LoRA."""

    base: str
    """Name of the model's folder."""
    base_sha256: str
    """Of the model's config and weights."""
    weights_sha256: str
    data_sha256: str
    train: int
    dev: int
    steps: int
    best_step: int
    dev_loss_before: float
    dev_loss: float
    """Mean cross-entropy of a completion token of the dev share, at the best step."""
    seconds: float
    course: CausalCourse


@dataclass(frozen=True)
class Tokens:
    """An example as the model has it; the label of what is not learned is ignored."""

    ids: list[int]
    labels: list[int]


def train_lora(
    folder: Path,
    examples: Sequence[CompletionExample],
    out: Path,
    course: CausalCourse,
    tick: Callable[[int, int], None] = lambda step, steps: None,
) -> CausalCard:
    """Train a LoRA on the causal model in ``folder`` and write it to ``out``, in peft's form.

    Trains on the greater part of the prompts and stops by the rest; leaves ``out`` at the best
    step. Raises InvalidModel or InvalidInput where folder or examples are not what they should be.
    """
    from vademecum.retrieval.generators.local import load_causal

    train, dev = split_examples(examples, course.dev_share)
    tokenizer, model = load_causal(folder)
    tokens = [[tokens_of(tokenizer, model, e) for e in part] for part in (train, dev)]
    adapted = _with_fresh_lora(folder, model, course)
    data = _sha256("".join(e.model_dump_json() for e in (*train, *dev)).encode())
    base = _folder_sha256(folder)
    of = _sha256(f"{base}/{data}/{course.model_dump_json()}/{_dtype(course)}".encode())
    checkpoint = out.with_name(f"{out.name}.checkpoint")
    progress = _descend(adapted, tokens[0], tokens[1], course, (checkpoint, of), tick)
    weights = _write(adapted, folder, out)
    card = CausalCard(
        base=folder.name,
        base_sha256=base,
        weights_sha256=weights,
        data_sha256=data,
        train=len(train),
        dev=len(dev),
        steps=progress.step,
        best_step=progress.best_step,
        dev_loss_before=-progress.history[0]["dev"],
        dev_loss=-progress.best,
        seconds=round(progress.seconds, 1),
        course=course,
    )
    (out / CARD).write_text(card.model_dump_json(indent=1) + "\n", encoding="utf-8")
    shutil.rmtree(checkpoint, ignore_errors=True)
    return card


def _descend(
    model: Any,
    train: Sequence[Tokens],
    dev: Sequence[Tokens],
    course: CausalCourse,
    checkpoint: tuple[Path, str],
    tick: Callable[[int, int], None],
) -> Progress:
    """Train in place and leave the model at its best step."""
    from .loop import descend

    def loss(step: int) -> Any:
        draw = np.random.default_rng((course.seed, step))
        rows = draw.choice(len(train), min(course.batch, len(train)), replace=False)
        total, count = _loss(model, [train[int(row)] for row in rows])
        return total / count

    return descend(
        {name: p for name, p in model.named_parameters() if p.requires_grad},
        loss,
        lambda progress: (-dev_loss(model, dev, course.batch), {}),
        course,
        checkpoint,
        lambda progress: tick(progress.step, course.steps),
    )


def dev_loss(model: Any, examples: Sequence[Tokens], batch: int) -> float:
    """Return the mean cross-entropy of a completion token."""
    import torch

    total, count = 0.0, 0
    with torch.no_grad():
        for start in range(0, len(examples), batch):
            lot, size = _loss(model, examples[start : start + batch])
            total, count = total + float(lot), count + size
    return total / count


def _loss(model: Any, lot: Sequence[Tokens]) -> tuple[Any, int]:
    """Return the summed loss of the completion tokens of some examples, and their number."""
    import torch

    longest = max(len(one.ids) for one in lot)
    ids = torch.zeros((len(lot), longest), dtype=torch.long)
    labels = torch.full((len(lot), longest), _IGNORED)
    mask = torch.zeros((len(lot), longest), dtype=torch.long)
    for row, one in enumerate(lot):
        ids[row, : len(one.ids)] = torch.tensor(one.ids)
        labels[row, : len(one.ids)] = torch.tensor(one.labels)
        mask[row, : len(one.ids)] = 1
    device = model.device
    logits = model(input_ids=ids.to(device), attention_mask=mask.to(device)).logits
    wanted = labels[:, 1:].to(device)
    loss = torch.nn.functional.cross_entropy(
        logits[:, :-1].flatten(0, 1).float(),
        wanted.flatten(),
        ignore_index=_IGNORED,
        reduction="sum",
    )
    return loss, int((wanted != _IGNORED).sum())


def tokens_of(tokenizer: Any, model: Any, example: CompletionExample) -> Tokens:
    """Return the tokens as the chat model will have them; raise InvalidInput if they do not fit."""
    from vademecum.retrieval.generators.local import prompt_text

    turns = [("user", example.prompt)]
    if example.system:
        turns.insert(0, ("system", example.system))
    text, special = prompt_text(tokenizer, turns)
    asked = list(tokenizer(text, add_special_tokens=special)["input_ids"])
    said = list(tokenizer(f" {example.completion.strip()}", add_special_tokens=False)["input_ids"])
    end = tokenizer.eos_token_id
    said += [] if end is None else [end]
    window = getattr(model.config, "max_position_embeddings", None) or 1 << 30
    if len(asked) + len(said) > window:
        raise InvalidInput(
            f"an example has {len(asked) + len(said)} tokens and the model reads {window}: "
            f"{example.prompt[:60]!r}; shorten it or leave it out"
        )
    return Tokens(asked + said, [_IGNORED] * len(asked) + said)


def _with_fresh_lora(folder: Path, model: Any, course: CausalCourse) -> Any:
    import torch
    from peft import LoraConfig, get_peft_model

    torch.manual_seed(course.seed)
    settings = LoraConfig(
        r=course.rank, lora_alpha=course.alpha, target_modules="all-linear", task_type="CAUSAL_LM"
    )
    try:
        with warnings.catch_warnings():
            # peft 0.21 reads a property that transformers 5 renamed.
            warnings.filterwarnings(
                "ignore", "`is_gradient_checkpointing` is deprecated", FutureWarning
            )
            return get_peft_model(model.to(getattr(torch, _dtype(course))), settings)
    except ValueError as error:
        raise InvalidModel(f"{folder}: takes no LoRA ({str(error).splitlines()[0]})") from None


def _dtype(course: CausalCourse) -> str:
    from vademecum.retrieval.encoder import multiplies_bfloat16

    return course.dtype or ("bfloat16" if multiplies_bfloat16() else "float32")


def _write(model: Any, folder: Path, out: Path) -> str:
    """Write what peft reads and return the hash of the weights; no path of this machine is kept."""
    for settings in model.peft_config.values():
        settings.base_model_name_or_path = folder.name
    out.mkdir(parents=True, exist_ok=True)
    model.save_pretrained(str(out), safe_serialization=True, save_embedding_layers=False)
    (out / "README.md").unlink(missing_ok=True)
    return _sha256((out / "adapter_model.safetensors").read_bytes())


def _folder_sha256(folder: Path) -> str:
    digest = hashlib.sha256()
    for path in sorted([folder / "config.json", *folder.glob("*.safetensors")]):
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
