from __future__ import annotations

import json
from pathlib import Path

import pytest

from vademecum.apps.cli.main import main

LEAFLETS = {
    "rent": "# Paying rent\n\nA deposit is a sum that the landlord keeps until the end.",
    "repairs": "# Repairs at home\n\nA defect is a fault that the landlord has to mend.",
    "notice": "# Giving notice\n\nA notice is a letter that ends the lease.",
    "noise": "# Noise at night\n\nA quiet hour is an hour in which music is turned down.",
    "pets": "# Keeping pets\n\nA pet is an animal that lives in the flat.",
    "keys": "# Lost keys\n\nA master key is a key that opens every door.",
}


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
    for name in ("jailbreak", "injected_sentence", "names", "urgent"):
        assert main(["adapt", "card", name, "--json"]) == 0
        card = json.loads(capsys.readouterr().out)
        assert card["sha256"] == listed[name]
        assert "command" in card
        assert main(["adapt", "card", name]) == 0
        assert listed[name][:12] in capsys.readouterr().out


@pytest.mark.parametrize(
    "words",
    [
        ["card", "nothing"],
        ["train", "law", "--task", "nothing"],
        ["train", "nowhere", "--task", "guard"],
        ["train", "law", "--name", "none"],
        ["train", "law", "--name", "../up"],
        ["train", "law", "--data", "missing-folder"],
        ["reproduce", "law", "nothing"],
    ],
)
def test_an_unknown_name_is_told_in_one_line(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["adapt", *words]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def write_folder(folder: Path) -> Path:
    """Write a BEIR folder whose questions are in words that the base cannot place."""
    folder.mkdir()
    corpus = [{"_id": name, "title": "", "text": text} for name, text in LEAFLETS.items()]
    asked = [
        {"_id": f"{word}-{n}", "text": f"{word} {n}", "gold": name}
        for word, name in zip(("zebra", "violin", "quartz", "tundra"), LEAFLETS, strict=False)
        for n in ("one", "two", "three", "four", "five", "six", "seven", "eight")
    ]
    for name, rows in (("corpus", corpus), ("queries", asked)):
        lines = "".join(json.dumps({k: r[k] for k in r if k != "gold"}) + "\n" for r in rows)
        (folder / f"{name}.jsonl").write_text(lines)
    judged = "".join(f"{row['_id']}\t{row['gold']}\t1\n" for row in asked)
    (folder / "qrels.tsv").write_text(f"query-id\tcorpus-id\tscore\n{judged}")
    return folder


def test_an_adapter_is_trained_on_a_folder_used_listed_and_reproduced(
    tmp_path: Path, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path / "leaflets")
    trained = ["train", "law", "--data", str(folder), "--name", "mine", "--steps", "12", "--json"]
    assert main(["adapt", *trained]) == 0
    card = json.loads(capsys.readouterr().out)
    assert card["steps"] > 0
    assert 0 < card["trained_on"][0]["items"] < 20
    assert str(tmp_path) not in json.dumps(card), "a card names no folder of this machine"
    assert (home / "adapters" / "law" / "mine" / "card.json").is_file()
    assert not list((home / "training").iterdir()), "nothing is left of the way there"
    assert main(["adapt", "list"]) == 0
    assert f"law/mine               {card['weights_sha256'][:12]}" in capsys.readouterr().out
    assert main(["adapt", "card", "law/mine"]) == 0
    assert "made by: vademecum adapt train law" in capsys.readouterr().out
    scores = []
    for name in ("mine", "none"):
        assert main(["search", "law", "zebra", "--adapter", name, "-k", "3", "--json"]) == 0
        scores.append([h["score"] for h in json.loads(capsys.readouterr().out)["hits"]])
    assert scores[0] != scores[1]
    assert main(["adapt", "reproduce", "law", "mine", "--data", str(folder), "--json"]) == 0
    again = json.loads(capsys.readouterr().out)
    assert again["holds"]
    assert again["same_data"]
    assert abs(again["difference"]) <= 0.002
    with (folder / "corpus.jsonl").open("a") as file:
        file.write(json.dumps({"_id": "bikes", "title": "", "text": "Bikes stand outside."}) + "\n")
    assert main(["adapt", "reproduce", "law", "mine", "--data", str(folder), "--json"]) == 1
    assert not json.loads(capsys.readouterr().out)["same_data"]
    weights = home / "adapters" / "law" / "mine" / "adapter_model.safetensors"
    weights.write_bytes(weights.read_bytes()[:-1])
    assert main(["search", "law", "lost keys", "--adapter", "mine"]) == 2
    told = capsys.readouterr().err.strip().splitlines()
    assert "is not that of its card" in told[-1]


def test_documents_without_questions_get_questions_made_from_them(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in LEAFLETS.items():
        (tmp_path / f"{name}.md").write_text(f"# {name.title()} in a flat\n\n{text}")
    trained = ["train", "law", "--data", str(tmp_path), "--name", "own", "--steps", "1"]
    assert main(["adapt", *trained]) == 0
    out = capsys.readouterr()
    assert "questions were made from the documents by templates" in out.out
