"""Public corpora as their publishers distribute them: what a recipe says, and how a copy is read.

The facts of a domain's recipes stand in ``sources/recipes.toml``, the code beside it. Nothing is
fetched: a person obtains a copy, and a recipe turns it into documents.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any, Final

from pydantic import Field, ValidationError, field_validator

from vademecum.retrieval.errors import InvalidInput, InvalidManifest
from vademecum.retrieval.readers.bounded import MEGABYTES, SECONDS, BoundedChild
from vademecum.retrieval.readers.folder import Noted, Skipped, files_below
from vademecum.retrieval.readers.labels import labelled, labels_of
from vademecum.retrieval.types import Document, Noun

Read = Callable[[bytes, Path], Iterable[Document]]
"""Turn what a file holds into documents; raise InvalidInput, without the path, if damaged.

A function of a module, since it runs in a child process.
"""
FACTS: Final = "recipes.toml"
RECIPE: Final = "recipe"
"""The attribute with the name of the recipe that a document was made by."""
MAX_BYTES: Final = 256_000_000
"""A title of the United States Code is one file of up to some hundred megabytes."""


class Recipe(Noun):
    """How one public corpus comes in, and what a person must know of it."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    title: str
    licence: str
    citation: str
    """How the corpus as a whole is cited."""
    obtain: str
    """Who publishes it, and where."""
    form: str
    """The form in which it is published and read."""
    files: tuple[str, ...] = Field(min_length=1)
    """Patterns of the names of its files, below any folder; other files are passed over."""
    kind: str = "document"
    jurisdiction: str | None = None
    read: Read = Field(exclude=True, repr=False)

    @field_validator("read")
    @classmethod
    def _has_a_name(cls, read: Read) -> Read:
        if "<" in getattr(read, "__qualname__", "<"):
            raise ValueError("the code of a recipe is a function of a module, named there")
        return read

    @property
    def code(self) -> str:
        """Return where its function stands: "module:name"."""
        return f"{self.read.__module__}:{self.read.__qualname__}"

    def is_file(self, path: Path) -> bool:
        """Tell whether a file is one of the corpus, by its name."""
        return any(fnmatchcase(path.name, pattern) for pattern in self.files)


def recipes_of(folder: Path, readers: Mapping[str, Read]) -> tuple[Recipe, ...]:
    """Return the recipes of a domain; raise InvalidManifest where facts and code disagree."""
    path = folder / FACTS
    try:
        facts: dict[str, dict[str, Any]] = tomllib.loads(path.read_text(encoding="utf-8"))
        if facts.keys() != readers.keys():
            raise InvalidManifest(
                f"{path}: says {', '.join(sorted(facts))}; there is code for "
                f"{', '.join(sorted(readers))}"
            )
        return tuple(
            Recipe(name=name, read=readers[name], **said) for name, said in sorted(facts.items())
        )
    except (OSError, tomllib.TOMLDecodeError, ValidationError, TypeError) as error:
        raise InvalidManifest(f"{path}: cannot be used as recipes ({error})") from None


class RecipeChild(BoundedChild):
    """Reads the files of copies one by one, within time and memory."""

    def __init__(self, seconds: float = SECONDS, megabytes: int = MEGABYTES) -> None:
        super().__init__("vademecum.domains.recipe_child", seconds, megabytes)

    def documents(self, recipe: Recipe, path: Path) -> list[Document]:
        """Return the documents of a file that hold text; raise InvalidInput, without the path."""
        file = os.fspath(path.absolute())
        said = self.ask(read=recipe.code, path=file, max_bytes=MAX_BYTES)
        return [Document.model_validate(one["document"]) for one in said]


class CorpusReading:
    """Read a copy of a corpus in a stable order; what was left out is found here afterwards.

    One child process reads all files, and stays with ``child`` if one is given.
    """

    def __init__(self, recipe: Recipe, child: RecipeChild | None = None) -> None:
        self.recipe = recipe
        self._child = child
        self.skipped: list[Skipped] = []
        self.notes: list[Noted] = []
        self.parsed = 0

    def documents(self, paths: Sequence[Path]) -> Iterator[Document]:
        """Yield the documents below ``paths``, each id once.

        A path named by itself must be readable: InvalidInput otherwise. A damaged file inside a
        folder is added to ``skipped`` and the rest goes on.
        """
        seen: set[str] = set()
        again = 0
        with nullcontext(self._child) if self._child else RecipeChild() as child:
            for path in paths:
                for document in self._below(child, path):
                    again += document.id in seen
                    if document.id not in seen:
                        seen.add(document.id)
                        yield document
        if again:
            note = f"{again:,} documents came twice under the same id; the first ones came in"
            self.notes.append(Noted(path=str(paths[0]), note=note))

    def _below(self, child: RecipeChild, path: Path) -> Iterator[Document]:
        if not path.exists():
            raise InvalidInput(f"{path}: no such file or folder")
        if path.is_file():
            yield from self._file(child, path, path.parent)
            return
        files = [file for file in files_below(path) if self.recipe.is_file(file)]
        if not files:
            wanted = ", ".join(self.recipe.files)
            raise InvalidInput(f"{path}: holds no file of {self.recipe.name} ({wanted})")
        textless = 0
        for file in files:
            try:
                found = self._file(child, file, path)
            except InvalidInput as error:
                self.skipped.append(Skipped(path=str(file), reason=str(error)))
                continue
            textless += not found
            yield from found
        if textless:
            note = f"{textless:,} of {len(files):,} files hold no text of their own"
            self.notes.append(Noted(path=str(path), note=note))

    def _file(self, child: RecipeChild, path: Path, root: Path) -> list[Document]:
        try:
            labels = labels_of(path, root)
            found = child.documents(self.recipe, path)
        except InvalidInput as error:
            raise InvalidInput(f"{path}: {error}") from None
        self.parsed += 1
        return [labelled(self._described(one, path), labels, path) for one in found]

    def _described(self, document: Document, path: Path) -> Document:
        recipe = self.recipe
        more = {RECIPE: recipe.name, "origin": str(path.resolve())}
        return document.model_copy(
            update={
                "kind": recipe.kind,
                "licence": document.licence or recipe.licence,
                "jurisdiction": document.jurisdiction or recipe.jurisdiction,
                "sources": document.sources or (recipe.title,),
                "attributes": {k: v for k, v in document.attributes.items() if v} | more,
            }
        )
