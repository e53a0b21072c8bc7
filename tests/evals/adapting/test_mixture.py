from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from vademecum.evals.adapting.mixture import averaged, write_mixture
from vademecum.retrieval.adapters import Adapter, load_adapter
from vademecum.retrieval.errors import InvalidInput
from vademecum.retrieval.testing.adapters import made_card

SHAPES = {"x.weight": (5, 4), "y.weight": (3, 4)}


def factors(seed: int, rank: int, *names: str) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    rng = np.random.default_rng(seed)
    return {
        name: (
            rng.normal(size=(SHAPES[name][0], rank)).astype(np.float32),
            rng.normal(size=(rank, SHAPES[name][1])).astype(np.float32),
        )
        for name in names
    }


def adapter(seed: int, rank: int, *names: str, side: str = "query") -> Adapter:
    card = made_card(
        name="retrieval", domain=f"d{seed}", side=side, data_sha256=str(seed), base_sha256="base"
    )
    return Adapter(card, f"{seed}", factors(seed, rank, *names))


def test_products_are_averaged_and_what_is_lacking_counts_as_nothing() -> None:
    one, other = factors(0, 2, "x.weight", "y.weight"), factors(1, 3, "x.weight")
    found = averaged([one, other])
    for name, wanted in (
        ("x.weight", (product(one, "x.weight") + product(other, "x.weight")) / 2),
        ("y.weight", product(one, "y.weight") / 2),
    ):
        assert product(found, name) == pytest.approx(wanted, abs=1e-5)


def test_a_written_mixture_is_read_as_an_adapter(tmp_path: Path) -> None:
    adapters = [adapter(0, 2, "x.weight", "y.weight"), adapter(1, 3, "x.weight")]
    folder = write_mixture(adapters, tmp_path)
    assert write_mixture(adapters[::-1], tmp_path) == folder
    read = load_adapter(folder, "base", SHAPES)
    wanted = averaged([one.factors for one in adapters])
    assert set(read.factors) == set(SHAPES)
    for name in SHAPES:
        assert product(read.factors, name) == pytest.approx(product(wanted, name), abs=1e-5)
    assert read.card.purpose == "the average of d0/retrieval, d1/retrieval"


def test_one_adapter_or_two_sides_do_not_mix(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="two adapters or more"):
        write_mixture([adapter(0, 2, "x.weight")], tmp_path)
    both = [adapter(0, 2, "x.weight"), adapter(1, 2, "x.weight", side="both")]
    with pytest.raises(InvalidInput, match="do not mix"):
        write_mixture(both, tmp_path)


def product(of: object, name: str) -> np.ndarray:
    up, down = of[name]  # type: ignore[index]
    return np.asarray(up @ down)
