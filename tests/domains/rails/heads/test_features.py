from __future__ import annotations

import numpy as np
import pytest

from vademecum.domains.rails.heads.features import WORD_SLOTS, pooled, word_slots
from vademecum.retrieval.token_states import TokenStates


def test_words_and_pairs_have_a_slot_each() -> None:
    slots, weights = word_slots("kill a process")
    assert len(slots) == 5
    assert slots.max() < WORD_SLOTS
    assert np.linalg.norm(weights) == pytest.approx(1.0)
    assert not np.array_equal(slots, word_slots("process a kill")[0])


def test_a_text_without_words_has_none() -> None:
    slots, weights = word_slots("?!")
    assert len(slots) == len(weights) == 0


def test_what_is_pooled() -> None:
    middle = np.array([[3.0, 0.0], [3.0, 8.0]], dtype=np.float32)
    states = TokenStates(np.array([1.0, 0.0], dtype=np.float32), middle, middle)
    assert pooled(states).tolist() == pytest.approx([1, 0, 0.6, 0.8, 0.15, 0.4])
