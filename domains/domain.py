"""A domain package as a value: what a folder with ``domain.toml`` offers to the doors."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from vademecum.retrieval.errors import InvalidManifest
from vademecum.retrieval.readers.markdown import read_markdown
from vademecum.retrieval.types import Document

from .manifest import Manifest, Ui, read_toml
from .rails.rail import Rail
from .recipes import Recipe


@dataclass(frozen=True)
class Domain:
    """One field of use: its words, thresholds, rails, starter corpus and evaluation sets."""

    folder: Path
    manifest: Manifest
    ui: Ui
    rails: tuple[Rail, ...]
    recipes: tuple[Recipe, ...] = ()
    """Public corpora that it can take in."""

    @classmethod
    def from_folder(
        cls, folder: str | Path, rails: Sequence[Rail] = (), recipes: Sequence[Recipe] = ()
    ) -> Domain:
        """Load ``folder``; raise InvalidManifest where it breaks the contract of a domain."""
        folder = Path(folder)
        manifest = read_toml(Manifest, folder / "domain.toml")
        ui = read_toml(Ui, folder / "ui.toml")
        ids = [rail.id for rail in rails]
        if repeated := {i for i in ids if ids.count(i) > 1}:
            raise InvalidManifest(f"{folder}: rail ids must be unique: {sorted(repeated)}")
        if unknown := {s.rail for s in manifest.switched_off} - set(ids):
            raise InvalidManifest(f"{folder}/domain.toml: no such rail: {sorted(unknown)}")
        off = {s.rail: s for s in manifest.switched_off}
        for rail in rails:
            if rail.is_urgent and rail.id in off and not off[rail.id].acknowledged:
                raise InvalidManifest(
                    f"{folder}/domain.toml: {rail.id} protects people in danger; to switch it off, "
                    "say in acknowledged who answers for it"
                )
        kept = tuple(rail for rail in rails if rail.id not in off)
        return cls(folder, manifest, ui, kept, tuple(recipes))

    @property
    def name(self) -> str:
        """Return the name that commands use."""
        return self.manifest.name

    def recipe(self, name: str) -> Recipe | None:
        """Return one of its recipes for public corpora; None if there is none of that name."""
        return next((recipe for recipe in self.recipes if recipe.name == name), None)

    def starter_documents(self) -> Iterator[Document]:
        """Read the starter corpus in the order of its file names."""
        for path in sorted((self.folder / "corpus").glob("*.md")):
            yield read_markdown(path)[0]

    def evalset(self, name: str) -> Path:
        """Return the path of one of the domain's own evaluation sets (JSON lines)."""
        return self.folder / "evalsets" / f"{name}.jsonl"
