"""The encoder of questions with a LoRA on its upper layers, as it is trained (peft).

What lies below the adapted layers never changes, so that each text passes it once and its states
are kept: a step costs the upper layers alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional as F

from vademecum.retrieval.asking import Asked
from vademecum.retrieval.encoder import WINDOW_TOKENS

from .lora import through, with_lora
from .settings import LoraShape


def training_device() -> str:
    """Return "cuda" where torch has one, else "cpu"."""
    return "cuda" if torch.cuda.is_available() else "cpu"


class QuerySide:
    """Question vectors with gradients; the base's own vectors for comparison.

    ``device`` is "cpu" or "cuda"; float32 on both: in bfloat16 the way back is slower on the
    processor, and so few weights need no less memory.
    """

    def __init__(self, folder: Path, shape: LoraShape, seed: int, device: str = "cpu") -> None:
        from transformers import AutoTokenizer

        self.model, self._first = with_lora(folder, shape, seed)
        self._tokenizer = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        self.device = device
        self.model.to(device)
        self.model.eval()  # no dropout: so small a change of so few weights does not need it
        self._bert: Any = self.model.get_base_model()
        self._known: dict[str, tuple[Tensor, Tensor]] = {}

    @property
    def parameters(self) -> dict[str, Tensor]:
        """Return what is trained, by name."""
        return {n: p for n, p in self.model.named_parameters() if p.requires_grad}

    def vectors(self, asked: Sequence[Asked]) -> tuple[Tensor, Tensor]:
        """Return unit vectors of the questions, adapted (with gradients) and of the base."""
        texts: list[str] = []
        owners: list[int] = []
        for row, one in enumerate(asked):
            for text in one.texts:
                texts.append(text)
                owners.append(row)
        new = list(dict.fromkeys(texts))
        adapted, base = self._encode(new)
        places = torch.tensor([new.index(text) for text in texts], device=self.device)
        rows = torch.tensor(owners, device=self.device)

        def drawn(vectors: Tensor) -> Tensor:
            sums = vectors.new_zeros(len(asked), vectors.shape[1])
            return F.normalize(sums.index_add(0, rows, vectors[places]), dim=1)

        return drawn(adapted), drawn(base)

    def save(self, folder: Path) -> None:
        """Write the factors in peft's format, as float16 and without a path of this machine."""
        import json

        from safetensors.torch import load_file, save_file

        self.model.save_pretrained(str(folder))
        (folder / "README.md").unlink(missing_ok=True)
        path = folder / "adapter_config.json"
        config = json.loads(path.read_text(encoding="utf-8"))
        config["base_model_name_or_path"] = "all-MiniLM-L6-v2"
        path.write_text(json.dumps(config, indent=1, sort_keys=True) + "\n", encoding="utf-8")
        weights = folder / "adapter_model.safetensors"
        halved = {name: tensor.half().contiguous() for name, tensor in load_file(weights).items()}
        save_file(halved, weights)

    def _encode(self, texts: Sequence[str]) -> tuple[Tensor, Tensor]:
        self._remember([text for text in texts if text not in self._known])
        states = [self._known[text][0] for text in texts]
        longest = max(len(s) for s in states)
        hidden = torch.zeros(len(texts), longest, states[0].shape[1], device=self.device)
        mask = torch.zeros(len(texts), longest, dtype=torch.bool, device=self.device)
        for row, state in enumerate(states):
            hidden[row, : len(state)] = state.float()
            mask[row, : len(state)] = True
        adapted = self._mean(self._upper(hidden, mask), mask)
        return adapted, torch.stack([self._known[text][1] for text in texts])

    @torch.no_grad()
    def _remember(self, texts: Sequence[str]) -> None:
        """Keep the states below the adapted layers, and the vector of the base."""
        for start in range(0, len(texts), 64):
            lot = list(texts[start : start + 64])
            read = self._tokenizer(
                lot, padding=True, truncation=True, max_length=WINDOW_TOKENS, return_tensors="pt"
            )
            mask = read["attention_mask"].bool().to(self.device)
            hidden = self._bert.embeddings(input_ids=read["input_ids"].to(self.device))
            hidden = through(self._bert.encoder.layer[: self._first], hidden, mask)
            with self.model.disable_adapter():
                base = self._mean(self._upper(hidden, mask), mask)
            for row, text in enumerate(lot):
                self._known[text] = (hidden[row, mask[row]].half(), base[row])

    def _upper(self, hidden: Tensor, mask: Tensor) -> Tensor:
        return through(self._bert.encoder.layer[self._first :], hidden, mask)

    @staticmethod
    def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
        kept = mask[:, :, None].float()
        return F.normalize((hidden * kept).sum(dim=1) / kept.sum(dim=1), dim=1)
