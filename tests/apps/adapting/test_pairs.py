from __future__ import annotations

from vademecum.apps.adapting.pairs import EVERY, pair_place, told
from vademecum.retrieval.encoder import SentenceEncoder
from vademecum.retrieval.home import home


def test_trainings_are_kept_under_home() -> None:
    encoder = SentenceEncoder()
    place = pair_place(encoder, lambda done, steps, loss: None)
    assert place.kept == home() / "training"
    assert (place.base, place.base_sha256) == (encoder.folder, encoder.sha256)


def test_each_step_moves_the_bar_and_few_write_a_line() -> None:
    moved: list[tuple[int, int | None]] = []
    lines: list[str] = []
    step = told(lambda done, total=None: moved.append((done, total)), lines.append)
    for done in range(1, EVERY + 3):
        step(done, EVERY + 2, 0.5)
    assert moved[-1] == (EVERY + 2, EVERY + 2)
    assert len(moved) == EVERY + 2
    assert [line.split(": ")[1] for line in lines] == [
        f"step {n} of {EVERY + 2}, loss 0.500" for n in (1, EVERY, EVERY + 2)
    ]
