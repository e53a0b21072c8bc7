"""Stories in sections, with questions that name the story."""

from __future__ import annotations

from pathlib import Path

from ..sets.fairytaleqa import PARTS, SCOPED
from ..sets.readers import documents, read_items
from .folder import Judged, new_folder, write_beir
from .origins import origin


def convert_fairytaleqa(src: Path, dst: Path) -> None:
    """Write the sections of both parts; kinds are ``val``, the main one, and ``train``.

    ``src`` is the folder education/fairytaleqa below the public data folder.
    """
    root = src.resolve().parents[1]
    corpus = [(d.id, d.title, d.text) for d in documents(root, SCOPED)]
    part_of = {use: part for part, use in PARTS}
    questions = [
        Judged(id=item.id, text=item.text, gold=item.documents, kind=part_of[item.use])
        for item in read_items(root, SCOPED)
    ]
    with new_folder(dst) as folder:
        write_beir(folder, corpus, questions, "val", origin("fairytaleqa"))
