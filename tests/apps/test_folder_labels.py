"""What a folder's library.toml says decides who finds its files, where and when they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.usefixtures("libraries")
QUESTION = "How many days does the owner of a windmill have to appeal against a fine?"
TEXT = "# Appeals\n\nThe owner of a windmill has {} days to appeal against a fine.\n"
SAID = """
groups = ["millers"]
audience = ["lawyer"]
jurisdiction = "UK"
licence = "CC0"
[[files]]
match = "us/*"
jurisdiction = "US"
[[files]]
match = "*/old.md"
effective_from = 2001-01-01
effective_to = 2019-12-31
superseded_by = "uk/new.md"
[[files]]
match = "uk/new.md"
effective_from = 2020-01-01
supersedes = "uk/old.md"
"""


@pytest.fixture
def mills(vademecum: Any, home: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "mills"
    for name, days in (("uk/old.md", 14), ("uk/new.md", 28), ("us/rule.md", 60)):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(TEXT.format(days))
    (folder / "library.toml").write_text(SAID)
    (home / "users.toml").write_text('ann = ["millers"]\nbob = ["public"]\n')
    assert vademecum("ingest", "law", folder).code == 0
    return folder


def test_every_field_is_kept_and_takes_effect(vademecum: Any, mills: Path) -> None:
    fields = (
        *("groups", "audience", "jurisdiction", "licence"),
        *("effective_from", "effective_to", "superseded_by", "supersedes"),
    )

    def shown(name: str) -> tuple[Any, ...]:
        words = ("library", "show", "law", f"mills/{name}", "--user", "ann", "--json")
        document = vademecum(*words).json
        return tuple(document[field] for field in fields)

    common = (["millers"], ["lawyer"])
    old, new = "mills/uk/old.md", "mills/uk/new.md"
    assert shown("uk/old.md") == (*common, "UK", "CC0", "2001-01-01", "2019-12-31", new, None)
    assert shown("uk/new.md") == (*common, "UK", "CC0", "2020-01-01", None, None, old)
    assert shown("us/rule.md") == (*common, "US", "CC0", None, None, None, None)

    def cited(*words: str) -> list[str]:
        reply = vademecum("ask", "law", QUESTION, *words, "--json").json
        return [c["document_id"] for claim in reply["claims"] for c in claim["citations"]]

    ann = ("--user", "ann", "--audience", "lawyer")
    assert cited(*ann, "--jurisdiction", "UK")[0] == new
    assert "mills/us/rule.md" not in cited(*ann, "--jurisdiction", "UK")
    assert set(cited(*ann, "--jurisdiction", "US")) == {"mills/us/rule.md"}
    assert cited(*ann, "--jurisdiction", "UK", "--as-of", "2015-06-01")[0] == old
    assert not any(name.startswith("mills/") for name in cited("--user", "bob"))


def test_a_folder_that_says_otherwise_is_heard(vademecum: Any, mills: Path) -> None:
    (mills / "library.toml").write_text('groups = ["public"]\n')
    assert vademecum("ingest", "law", mills, "--json").json["replaced"] == 3
    shown = vademecum("library", "show", "law", "mills/uk/new.md", "--json").json
    assert (shown["groups"], shown["jurisdiction"], shown["audience"]) == (["public"], None, [])
