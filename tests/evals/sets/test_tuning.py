"""Nothing is tuned on a test split: what the door lets through, and that there is no other."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from vademecum.evals.sets.readers import read_items, set_names
from vademecum.evals.sets.repeats import asked, normalised
from vademecum.evals.sets.tuning import read_for_tuning
from vademecum.retrieval.errors import InvalidInput

from .conftest import Write

ROOT = Path(__file__).parents[3]
TOPS = ("retrieval", "domains", "evals", "apps")
PREFIXES = ("tune", "calibrat")
DOOR = ("vademecum.evals.sets.tuning", "vademecum.evals.sets.cards")
READERS = (
    "vademecum.evals.sets",
    "vademecum.evals.public_sets",
    "vademecum.evals.convert",
    "vademecum.evals.BeirSet",
    "vademecum.evals.beir",
    "vademecum.retrieval.readers.beir",
)
HARMLESS = ("vademecum.evals.beir.Qrels", "vademecum.evals.beir.qrels_of")
DYNAMIC = ("importlib", "runpy")


def test_words_alone_make_a_question_the_same() -> None:
    assert normalised("  What is (are) ＧＯＵＴ ?") == normalised("what is are gout")
    assert normalised("gout in men") != normalised("gout in women")


def test_only_what_may_be_tuned_on_passes(write: Write, tmp_path: Path) -> None:
    def row(n: int, split: str) -> dict[str, object]:
        same = {"gold_doc_ids": ["d"], "final_decision": "yes"}
        return {"_id": f"q{n}", "text": f"Does it {n}?", "split": split, **same}

    write("healthcare/pubmedqa/corpus.jsonl.gz")
    write("healthcare/pubmedqa/queries.jsonl.gz", row(1, "dev"), row(2, "test"))
    assert [item.id for item in read_for_tuning(tmp_path, "pubmedqa")] == ["q1"]
    write("healthcare/pubmedqa/queries.jsonl.gz", row(2, "test"))
    with pytest.raises(InvalidInput, match=r"pubmedqa: nothing to tune on \(official: test"):
        read_for_tuning(tmp_path, "pubmedqa")
    with pytest.raises(InvalidInput, match="pubmedqa: no fold 0 to leave out; it has 0"):
        read_for_tuning(tmp_path, "pubmedqa", leave_out=0)


def test_a_fold_left_out_is_left_out_by_article(write: Write, tmp_path: Path) -> None:
    write(
        "education/onestop_english/texts.jsonl.gz",
        *(
            {"article": f"a{n}", "level": level, "text": f"{level} {n}"}
            for n in range(30)
            for level in ("elementary", "advanced")
        ),
    )
    everything = read_items(tmp_path, "onestop_english")
    assert {item.slices["fold"] for item in everything} == set("01234")
    with pytest.raises(InvalidInput, match="leave out one of its 5 folds"):
        read_for_tuning(tmp_path, "onestop_english")
    trained = read_for_tuning(tmp_path, "onestop_english", leave_out=3)
    assert {item.slices["fold"] for item in trained} == set("0124")
    reported = {item.group for item in everything if item.slices["fold"] == "3"}
    assert not reported & {item.group for item in trained}
    assert {item.use for item in trained} == {"tune"}


@pytest.mark.data
@pytest.mark.parametrize("name", set_names())
def test_no_reported_item_passes(name: str, data: Path) -> None:
    reported = [item for item in read_items(data, name) if item.use == "report"]
    try:
        passed = read_for_tuning(data, name)
    except InvalidInput:
        assert name in ("medqa_us", "medqa_us_4options", "xquad_en", "onestop_english")
        return
    assert passed
    assert {item.use for item in passed} == {"tune"}
    assert not {item.id for item in reported} & {item.id for item in passed}
    assert not {asked(item) for item in reported} & {asked(item) for item in passed}


@pytest.mark.data
def test_every_fold_is_reported_once(data: Path) -> None:
    everything = {item.id for item in read_items(data, "onestop_english")}
    left_out = [
        everything - {i.id for i in read_for_tuning(data, "onestop_english", leave_out=fold)}
        for fold in range(5)
    ]
    assert sum(map(len, left_out)) == len(everything) == len(set().union(*left_out))


def modules() -> Iterator[tuple[str, Path]]:
    for top in TOPS:
        for path in sorted((ROOT / top).rglob("*.py")):
            parts = path.relative_to(ROOT).with_suffix("").parts
            yield ".".join(("vademecum", *(p for p in parts if p != "__init__"))), path


def is_tuning(module: str) -> bool:
    *folders, last = module.split(".")[2:] or [""]
    return "tuning" in folders or any(part.startswith(PREFIXES) for part in (*folders, last))


def imported(tree: ast.AST, module: str, is_package: bool = False) -> Iterator[tuple[str, str]]:
    """Yield (name in the module, what it stands for) of every import below ``tree``."""
    parents = module.split(".") + [""] * is_package
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((alias.asname or alias.name, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = ".".join(parents[: len(parents) - node.level]) if node.level else ""
            origin = ".".join(part for part in (base, node.module) if part)
            for alias in node.names:
                yield alias.asname or alias.name, f"{origin}.{alias.name}"


def is_below(name: str, tops: tuple[str, ...]) -> bool:
    return any(name == top or name.startswith(f"{top}.") for top in tops)


def is_forbidden(name: str) -> bool:
    allowed = name in HARMLESS or is_below(name, DOOR)
    reaches = is_below(name, READERS + DYNAMIC) or name.endswith(".*")
    return reaches and not allowed


def violations(source: str, module: str, is_package: bool = False) -> list[str]:
    """Return what tuning code reaches that holds items for reporting.

    A whole module if its name says that it tunes, otherwise its functions whose names do.
    """
    tree = ast.parse(source)
    if is_tuning(module):
        used = {target for _, target in imported(tree, module, is_package)}
        calls = [node.id for node in ast.walk(tree) if isinstance(node, ast.Name)]
        return sorted({*filter(is_forbidden, used), *({"__import__"} & set(calls))})
    names = dict(imported(tree, module, is_package))
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name.startswith(PREFIXES):
            own = dict(imported(node, module, is_package))
            for inner in ast.walk(node):
                if isinstance(inner, ast.Name):
                    found.add((names | own).get(inner.id, ""))
            found |= set(own.values())
    return sorted(filter(is_forbidden, found))


@pytest.mark.parametrize(
    ("module", "source", "reached"),
    [
        ("evals.calibration", "from .sets.tuning import read_for_tuning", []),
        ("evals.calibration", "from .beir import Qrels, qrels_of", []),
        ("evals.calibration", "from .sets import tuning", []),
        ("evals.calibration", "from .sets.readers import read_items", ["readers.read_items"]),
        ("evals.calibration", "from .sets import readers", ["sets.readers"]),
        ("evals.calibration", "import vademecum.evals.sets.cuad as c", ["sets.cuad"]),
        ("evals.calibration", "from . import BeirSet", ["evals.BeirSet"]),
        ("evals.calibration", "from .sets import *", ["sets.*"]),
        ("evals.calibration", "from importlib import import_module", ["importlib.import_module"]),
        ("evals.calibration", "m = __import__('os')", ["__import__"]),
        ("evals.tuning.fusion", "from ..beir import BeirSet", ["beir.BeirSet"]),
        ("apps.tune_fusion", "def f():\n from vademecum.evals.sets.gdpr import x", ["gdpr.x"]),
        ("evals.report", "from .sets.readers import read_items", []),
        (
            "apps.tasks",
            "from vademecum.evals import sets\ndef tune_it():\n return sets.readers",
            ["evals.sets"],
        ),
        ("apps.tasks", "from vademecum.evals import sets\ndef show():\n return sets.readers", []),
    ],
)
def test_the_walk_sees_what_tuning_reaches(module: str, source: str, reached: list[str]) -> None:
    found = violations(source, f"vademecum.{module}")
    assert len(found) == len(reached)
    assert all(name.endswith(end) for name, end in zip(found, reached, strict=True))


def test_tuning_code_reads_through_the_one_door() -> None:
    known = dict(modules())
    assert is_tuning("vademecum.evals.calibration")
    assert "vademecum.evals.calibration" in known
    assert not is_tuning("vademecum.evals.sets.tuning")
    reached = {
        module: found
        for module, path in known.items()
        if (found := violations(path.read_text("utf-8"), module, path.name == "__init__.py"))
    }
    assert reached == {}
