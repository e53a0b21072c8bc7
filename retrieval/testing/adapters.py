"""Write adapters of random factors, to test what loads them; nothing was learned by these."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from ..adapters import CARD, CONFIG, WEIGHTS, AdapterCard, Side
from ..encoder import SentenceEncoder
from ..model_folder import weight_shapes

PARTS = ("attention.self.query", "attention.output.dense", "output.dense")


def write_adapter(
    folder: Path,
    encoder: SentenceEncoder,
    *,
    rank: int = 2,
    seed: int = 0,
    size: float = 0.3,
    side: Side = "query",
    **changes: Any,
) -> Path:
    """Write an adapter of ``encoder``'s last layer in peft's format; return its folder.

    ``size`` is the spread of the factors; ``changes`` replace fields of the card.
    """
    from safetensors.numpy import save

    draw = np.random.default_rng(seed)
    shapes = weight_shapes(encoder.folder)
    last = max(int(name.split(".")[2]) for name in shapes if name.startswith("encoder.layer."))
    tensors = {}
    for part in PARTS:
        name = f"encoder.layer.{last}.{part}"
        rows, columns = shapes[f"{name}.weight"]
        for letter, shape in (("A", (rank, columns)), ("B", (rows, rank))):
            values = draw.normal(0, size, shape).astype(np.float16)
            tensors[f"base_model.model.{name}.lora_{letter}.weight"] = values
    folder.mkdir(parents=True, exist_ok=True)
    content = save(tensors)
    (folder / WEIGHTS).write_bytes(content)
    config = {
        "peft_type": "LORA",
        "r": rank,
        "lora_alpha": 2 * rank,
        "target_modules": rf"encoder\.layer\.{last}\.({'|'.join(PARTS)})",
        "base_model_name_or_path": "all-MiniLM-L6-v2",
    }
    (folder / CONFIG).write_text(json.dumps(config), encoding="utf-8")
    found = {
        "name": folder.name,
        "side": side,
        "base_sha256": encoder.sha256,
        "weights_sha256": hashlib.sha256(content).hexdigest(),
    }
    card = made_card(**(found | changes))
    (folder / CARD).write_text(card.model_dump_json(), encoding="utf-8")
    return folder


def made_card(**changes: Any) -> AdapterCard:
    """Return a card of which ``changes`` alone matter."""
    fields: dict[str, Any] = {
        "name": "made",
        "domain": "law",
        "purpose": "tests",
        "base_sha256": "",
        "weights_sha256": "",
        "trained_on": (),
        "data_sha256": "",
        "held_out": "",
        "command": "none",
        "course": {},
        "shape": {},
        "steps": 0,
        "seconds": 0.0,
        "dev_metric": 0.0,
        "limits": "random",
    }
    return AdapterCard(**(fields | changes))
