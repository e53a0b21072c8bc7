"""Template-made questions in our own words: what did a search learn of the template?"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from vademecum.retrieval.errors import InvalidInput, UnknownName

from ..halves import PARAPHRASE
from ..items import Item
from .readers import read_items
from .records import records

FOLDER: Final = Path(__file__).parent / "paraphrases"


def reworded_names() -> tuple[str, ...]:
    """Return the names of the sets that have re-wordings."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.jsonl")))


def read_reworded(root: Path, name: str) -> tuple[Item, ...]:
    """Return the re-worded items of a set, of both uses, in the order of the set.

    An item is its original with another text and ``#paraphrase`` after the id. Raises UnknownName
    where a set has no re-wordings, InvalidInput where one belongs to no item, and what
    ``read_items`` raises.
    """
    texts = wordings(name)
    originals = {item.id: item for item in read_items(root, name)}
    if unknown := sorted(set(texts) - set(originals)):
        raise InvalidInput(
            f"{FOLDER / name}.jsonl: {name} has no question {unknown[0]}"
            f" ({len(unknown)} unknown); mend the id or remove the line"
        )
    return tuple(
        item.model_copy(update={"id": item.id + PARAPHRASE, "text": texts[item.id]})
        for item in originals.values()
        if item.id in texts
    )


def wordings(name: str) -> dict[str, str]:
    """Return the re-wordings of a set by the id of the original; raises as ``read_reworded``."""
    if name not in reworded_names():
        raise UnknownName(f"no re-wordings of {name}; there are: {', '.join(reworded_names())}")
    path = FOLDER / f"{name}.jsonl"
    texts: dict[str, str] = {}
    for record in records(path):
        if record["id"] in texts:
            raise InvalidInput(f"{path}: {record['id']} occurs twice; keep one of the lines")
        texts[record["id"]] = record["text"]
    return texts
