"""How copies of corpora are read: once each, within bounds, damaged files told apart; the facts."""

from __future__ import annotations

import gzip
import importlib
import json
import os
import pkgutil
import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from vademecum.domains import Domain, recipes
from vademecum.domains.education import EDUCATION
from vademecum.domains.healthcare import HEALTHCARE
from vademecum.domains.law import LAW
from vademecum.domains.recipes import CorpusReading, Recipe, RecipeChild, recipes_of
from vademecum.retrieval.errors import InvalidInput, InvalidManifest

ROOT = Path(__file__).parents[3]
ALL = [(domain, recipe) for domain in (HEALTHCARE, LAW, EDUCATION) for recipe in domain.recipes]
SECTION = "<section><num>9-1</num><heading>Tea.</heading>{}</section>"


@pytest.mark.parametrize(("domain", "recipe"), ALL, ids=lambda value: value.name)
def test_the_page_says_what_the_recipes_say(domain: Domain, recipe: Recipe) -> None:
    command = f"`vademecum ingest {domain.name} PATH --format {recipe.name}`"
    cells = (f"`{recipe.name}`", recipe.title, recipe.licence, recipe.obtain, command)
    page = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
    assert f"| {' | '.join(cells)} |" in page
    assert recipe.form
    assert recipe.citation
    assert not re.search(r"pypi|/simple|huggingface", recipe.obtain)


def test_a_document_that_comes_twice_comes_in_once(read: Any) -> None:
    text = SECTION.format("<text>{} text.</text>")
    copy = read("dc_code", {"a/1.xml": text.format("First"), "b/1.xml": text.format("Second")})
    assert copy.documents["dc/9-1"].text == "First text."
    assert copy.notes == ("1 documents came twice under the same id; the first ones came in",)


def test_labels_of_the_folder_win(read: Any) -> None:
    text = SECTION.format("<text>Text.</text>")
    copy = read("dc_code", {"1.xml": text, "library.toml": 'groups = ["staff"]\nlicence = "CC0"'})
    assert copy.documents["dc/9-1"].groups == ("staff",)
    assert copy.documents["dc/9-1"].licence == "CC0"


def test_a_file_named_by_itself_must_be_readable(tmp_path: Path, child: RecipeChild) -> None:
    path = tmp_path / "1.xml"
    reading = CorpusReading(next(r for _, r in ALL if r.name == "dc_code"), child)
    with pytest.raises(InvalidInput, match="no such file"):
        list(reading.documents([path]))
    path.write_text(SECTION.format("<text>"))
    with pytest.raises(InvalidInput, match=r"1\.xml: not readable as XML"):
        list(reading.documents([path]))
    path.write_text(SECTION.format("<text>Text.</text>"))
    assert [d.attributes["origin"] for d in reading.documents([path])] == [str(path)]


def test_hostile_files_are_skipped_and_the_rest_goes_on(read: Any) -> None:
    deep = "<para>" * 1500 + "</para>" * 1500
    entity = '<!DOCTYPE s [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + SECTION.format("&a;")
    good = SECTION.format("<text>Text.</text>")
    copy = read("dc_code", {"a.xml": SECTION.format(deep), "b.xml": entity, "c.xml": good})
    assert list(copy.documents) == ["dc/9-1"]
    assert "nested too deeply" in copy.skipped["a.xml"]
    assert "entities" in copy.skipped["b.xml"]
    odd = {"1": {"QUESTION": "Q", "CONTEXTS": [], "LABELS": [], "LONG_ANSWER": "A", "MESHES": 3}}
    skipped = read("pubmedqa", {"x/ori_pqal.json": json.dumps(odd), "x/ori_pqaa.json": "[" * 99999})
    assert "damaged: TypeError" in skipped.skipped["x/ori_pqal.json"]
    assert "nested too deeply" in skipped.skipped["x/ori_pqaa.json"]


def test_a_packed_file_is_read_no_further_than_it_may(
    read: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recipes, "MAX_BYTES", 1000)
    packed = gzip.compress(b" " * 5000)
    skipped = read("pubmed", {"a.xml.gz": packed, "b.xml": b" " * 1001}).skipped
    assert "unpacks to more" in skipped["a.xml.gz"]
    assert "larger than" in skipped["b.xml"]


MADE = """
import os, time
from vademecum.retrieval.types import Document

def read(raw, path):
    exec(raw)
    yield Document(id=path.stem, title="", text="Read.")
"""


def test_a_file_that_hangs_dies_or_eats_is_left_out_and_the_next_one_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "made_recipe.py").write_text(MADE)
    monkeypatch.setenv(
        "PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")])
    )
    monkeypatch.syspath_prepend(tmp_path)
    folder = tmp_path / "copy"
    folder.mkdir()
    for name, does in {
        "a": "time.sleep(600)",
        "b": "os._exit(3)",
        "c": "bytes(10_000_000_000)",
        "d": "open(str(path) + '.new', 'w').write('x' * 10_000)",
        "e": "pass",
    }.items():
        (folder / f"{name}.made").write_text(does)
    facts = dict.fromkeys(("title", "licence", "citation", "obtain", "form"), "Made")
    code = importlib.import_module("made_recipe").read
    recipe = Recipe(name="made", files=("*.made",), read=code, **facts)
    with RecipeChild(seconds=10.0, megabytes=1500) as child:
        reading = CorpusReading(recipe, child)
        assert [d.id for d in reading.documents([folder])] == ["e"]
    reasons = [s.reason for s in reading.skipped]
    told = (
        "took longer than 10 s",
        "the reader ended",
        "more memory",
        "reader ended|cannot be read",
    )
    assert len(reasons) == 4
    for reason, one_of in zip(reasons, told, strict=True):
        assert any(part in reason for part in one_of.split("|")), reason


def test_the_code_of_a_recipe_has_a_name_that_a_child_can_import() -> None:
    for _, recipe in ALL:
        assert pkgutil.resolve_name(recipe.code) is recipe.read
    facts = dict.fromkeys(("title", "licence", "citation", "obtain", "form"), "Made")
    with pytest.raises(ValidationError, match="a function of a module"):
        Recipe(name="made", files=("*",), read=lambda raw, path: (), **facts)


def test_facts_without_code_are_a_mistake_of_the_domain(tmp_path: Path) -> None:
    with pytest.raises(InvalidManifest, match="cannot be used"):
        recipes_of(tmp_path, {})
    (tmp_path / "recipes.toml").write_text('[made]\ntitle = "Made"\n')
    with pytest.raises(InvalidManifest, match="says made; there is code for other"):
        recipes_of(tmp_path, {"other": lambda raw, path: ()})
    with pytest.raises(InvalidManifest, match="licence"):
        recipes_of(tmp_path, {"made": lambda raw, path: ()})
