from __future__ import annotations

from collections.abc import Sequence

import pytest

from vademecum.evals.memory import Memory, as_strangers


@pytest.fixture
def worked() -> list[list[str]]:
    return []


@pytest.fixture
def memory(worked: list[list[str]]) -> Memory[str]:
    def work(texts: Sequence[str]) -> list[str]:
        worked.append(list(texts))
        return [text.upper() for text in texts]

    return Memory(work)


def test_each_text_is_worked_out_once(memory: Memory[str], worked: list[list[str]]) -> None:
    assert memory.of(["b", "a", "b"]) == ["B", "A", "B"]
    assert memory.of(["a", "c"]) == ["A", "C"]
    assert memory.of([]) == []
    assert worked == [["a", "b"], ["c"]]


def test_a_stranger_is_worked_out_again_once_and_not_kept(
    memory: Memory[str], worked: list[list[str]]
) -> None:
    memory.of(["a"])
    for _ in range(2):
        with as_strangers():
            assert memory.of(["a"]) == memory.of(["a"]) == ["A"]
            memory.of(["d"])
    memory.of(["a", "d"])
    assert worked == [["a"], ["a"], ["d"], ["a"], ["d"], ["d"]]
