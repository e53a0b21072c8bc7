"""A guard head as it is shipped: weights, thresholds, and which texts it was trained on."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from vademecum.retrieval.errors import InvalidModel, UnknownName

from . import net
from .card import SHIPPED, Card
from .features import pooled, word_slots

if TYPE_CHECKING:
    from vademecum.retrieval.protocols import Floats, Rows
    from vademecum.retrieval.token_states import TokenStates

    from .judging import HeadUse

BUDGETS: Final = (0.005, 0.01, 0.015, 0.02, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05)
"""Shares of benign questions that may be stopped, for each of which a threshold is kept."""


@dataclass(frozen=True)
class Version:
    """One training of a head: the mean of a linear part and a small transformer."""

    pooled: Floats
    """float32 of shape (features, outputs)."""
    words: Floats
    """float32 of shape (WORD_SLOTS, outputs)."""
    bias: Floats
    net: dict[str, Floats]

    def scores(self, row: Floats, words: tuple[Rows, Floats], tokens: Floats) -> Floats:
        """Return the log-odds of every output."""
        slots, weights = words
        linear: Floats = row @ self.pooled + weights @ self.words[slots] + self.bias
        linear += net.logits(tokens, self.net)
        linear *= 0.5
        return linear


@dataclass(frozen=True)
class Head:
    """Version 0 was trained on everything, version ``k + 1`` on everything but fold ``k``."""

    card: Card
    sha256: str
    matrix: Floats = field(repr=False)
    offset: Floats = field(repr=False)
    """Both turn token states into what the small transformer reads."""
    versions: tuple[Version, ...] = field(repr=False)
    """The first alone, or all of them where the head is measured."""
    thresholds: Floats = field(repr=False)
    """float32 of shape (versions, outputs, len(BUDGETS))."""
    folds: dict[int, int] = field(repr=False)
    """Fold by the digest of a text that the head was trained on."""

    def version_for(self, text: str) -> int:
        """Return the version that did not see ``text``: 0 if every one did not."""
        fold = self.folds.get(digest(text))
        return 0 if fold is None else fold + 1

    def scores(self, folded: str, states: TokenStates, version: int = 0) -> Floats:
        """Return the log-odds of every output that a text is of its kind."""
        tokens = net.project(states, self.matrix, self.offset)
        return self.versions[version].scores(pooled(states), word_slots(folded), tokens)

    def place(self, output: str) -> int:
        """Return the place of an output among the scores."""
        return self.card.outputs.index(output)

    def threshold(self, use: HeadUse, version: int = 0) -> float:
        """Return the score above which a text is stopped, read between the nearest budgets."""
        import numpy as np

        known = self.thresholds[version, self.place(use.output)]
        return float(np.interp(use.over_refusal, BUDGETS, known))


def digest(text: str) -> int:
    """Return 64 bits of the hash of a text, white space and case put aside."""
    plain = " ".join(text.lower().split())
    return int.from_bytes(hashlib.sha256(plain.encode("utf-8", "replace")).digest()[:8], "big")


@cache
def shipped_head(name: str, with_folds: bool = False) -> Head:
    """Load a head of this package, once; ``with_folds`` for measuring it."""
    return load_head(SHIPPED / f"{name}.safetensors", with_folds)


def load_head(path: Path, with_folds: bool = False) -> Head:
    """Read weights and the card beside them; raise UnknownName or InvalidModel."""
    from safetensors.numpy import load

    card = path.with_suffix(".json")
    files = [path, _folds_of(path)] if with_folds else [path]
    if not card.is_file() or not all(file.is_file() for file in files):
        raise UnknownName(
            f"no head {path.stem!r} in {path.parent}; train it: vademecum adapt train"
        )
    raw = [file.read_bytes() for file in files]
    try:
        tensors = {k: t for part in raw for k, t in load(part).items()}
        wide = {k: t.astype("float32") if t.dtype == "float16" else t for k, t in tensors.items()}
        digests, folds = wide["digests"].tolist(), wide["digest_folds"].tolist()
        return Head(
            card=Card.model_validate_json(card.read_text(encoding="utf-8")),
            sha256=hashlib.sha256(raw[0]).hexdigest(),
            matrix=wide["matrix"],
            offset=wide["offset"],
            versions=tuple(
                _version(wide, n) for n in range(len(wide["thresholds"]) if with_folds else 1)
            ),
            thresholds=wide["thresholds"],
            folds=dict(zip(digests, folds, strict=True)),
        )
    except (KeyError, ValueError) as error:
        raise InvalidModel(f"{path}: not a guard head ({error})") from None


def save_head(head: Head, path: Path) -> None:
    """Write weights, the versions without a fold beside them, and the card."""
    import numpy as np
    from safetensors.numpy import save

    known = sorted(head.folds)
    main = {
        "matrix": head.matrix.astype(np.float16),
        "offset": head.offset,
        "thresholds": head.thresholds,
        "digests": np.array(known, dtype=np.uint64),
        "digest_folds": np.array([head.folds[key] for key in known], dtype=np.uint8),
        **_tensors(head.versions[0], 0),
    }
    others = {k: t for n, v in enumerate(head.versions[1:], 1) for k, t in _tensors(v, n).items()}
    path.parent.mkdir(parents=True, exist_ok=True)
    for file, tensors in ((path, main), (_folds_of(path), others)):
        file.write_bytes(save({name: np.ascontiguousarray(t) for name, t in tensors.items()}))
    card = head.card.model_dump_json(indent=2) + "\n"
    path.with_suffix(".json").write_text(card, encoding="utf-8")


def _folds_of(path: Path) -> Path:
    return path.with_suffix(".folds.safetensors")


def _version(tensors: dict[str, Floats], number: int) -> Version:
    prefix = f"{number}/net/"
    return Version(
        pooled=tensors[f"{number}/pooled"],
        words=tensors[f"{number}/words"],
        bias=tensors[f"{number}/bias"],
        net={k.removeprefix(prefix): t for k, t in tensors.items() if k.startswith(prefix)},
    )


def _tensors(version: Version, number: int) -> dict[str, Any]:
    import numpy as np

    found: dict[str, Any] = {  # numpy's number formats differ
        f"{number}/pooled": version.pooled,
        f"{number}/words": version.words.astype(np.float16),
        f"{number}/bias": version.bias,
    }
    for name, tensor in version.net.items():
        found[f"{number}/net/{name}"] = tensor.astype(np.float16)
    return found
