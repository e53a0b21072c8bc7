"""A base model with a LoRA on its upper layers, and how states pass its layers."""

from __future__ import annotations

import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

import torch
from torch import Tensor

from .settings import LoraShape

MODULES: Final = (
    "attention.self.query",
    "attention.self.key",
    "attention.self.value",
    "attention.output.dense",
    "intermediate.dense",
    "output.dense",
)


def with_lora(folder: Path, shape: LoraShape, seed: int, **config: float) -> tuple[Any, int]:
    """Return the model (peft) and its first adapted layer; ``config`` replaces what it names."""
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModel
    from transformers.utils import logging

    torch.manual_seed(seed)
    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    base = AutoModel.from_pretrained(
        folder, local_files_only=True, attn_implementation="sdpa", **config
    )
    depth = int(base.config.num_hidden_layers)
    first = max(depth - shape.layers, 0)
    layers = "|".join(str(n) for n in range(first, depth))
    modules = "|".join(name.replace(".", r"\.") for name in MODULES)
    wanted = LoraConfig(
        r=shape.rank,
        lora_alpha=shape.alpha,
        target_modules=rf"encoder\.layer\.({layers})\.({modules})",
    )
    with warnings.catch_warnings():  # peft asks transformers for a name that it renamed
        warnings.simplefilter("ignore", FutureWarning)
        return get_peft_model(base, wanted), first


def through(layers: Iterable[Any], hidden: Tensor, mask: Tensor) -> Tensor:
    """Return the states after ``layers``; ``mask`` is true of real tokens."""
    bias = torch.zeros(mask.shape, device=mask.device)
    bias = bias.masked_fill_(~mask, torch.finfo(torch.float32).min)[:, None, None, :]
    for layer in layers:
        found = layer(hidden, bias)
        # Some releases of transformers wrap the states in a tuple.
        hidden = found[0] if isinstance(found, tuple) else found
    return hidden
