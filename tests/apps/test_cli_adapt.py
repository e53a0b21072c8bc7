from __future__ import annotations

import json

import pytest

from vademecum.apps.cli.main import main


def test_list_and_card_name_the_same_weights(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["adapt", "list", "--json"]) == 0
    listed = {
        row["name"]: row["sha256"] for row in json.loads(capsys.readouterr().out)["adaptations"]
    }
    assert {"harm", "scope"} <= set(listed)
    assert main(["adapt", "card", "harm", "--json"]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["sha256"] == listed["harm"]
    assert card["sources"]
    assert main(["adapt", "card", "harm"]) == 0
    assert "fold" in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["card", "nothing"],
        ["train", "law", "--task", "nothing"],
        ["train", "nowhere", "--task", "guard"],
    ],
)
def test_an_unknown_name_is_told_in_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adapt", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1
