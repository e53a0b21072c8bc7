"""Make a drawing part of a page: ids of its own, the page's colours and font, a text beside it."""

from __future__ import annotations

import re
from typing import Final
from xml.etree import ElementTree as ET

from .markup import Markup
from .paints import STAND_INS

DROPPED: Final = frozenset({"metadata", "style", "title", "desc"})
KEPT_OF_ROOT: Final = "viewBox"
REFERENCE: Final = re.compile(r"#([A-Za-z][\w.:-]*)")
FONT: Final = "'DejaVu Sans'"
VARIABLES: Final = {hex_: f"var(--{paint})" for paint, hex_ in STAND_INS.items()}
STAND_IN: Final = re.compile("|".join(VARIABLES))


def inline_svg(document: str, key: str, title: str, description: str) -> Markup:
    """Return an SVG document as an element that may stand in a page beside others.

    ``key`` begins every id. Without namespaces, metadata, style sheets and ids that nothing
    refers to; the stand-ins of ``paints.py`` become CSS variables.
    """
    source = ET.fromstring(document)
    root = _bare(source)
    used = {
        name
        for part in root.iter()
        for _, value in part.items()
        for name in REFERENCE.findall(value)
    }
    for part in root.iter():
        _adapt(part, key, used)
    root.attrib = {
        KEPT_OF_ROOT: source.attrib[KEPT_OF_ROOT],
        "role": "img",
        "aria-labelledby": f"{key}-title {key}-desc",
    }
    for place, (name, text) in enumerate((("title", title), ("desc", description))):
        part = ET.Element(name, {"id": f"{key}-{name}"})
        part.text = text
        root.insert(place, part)
    return Markup(ET.tostring(root, encoding="unicode", short_empty_elements=False))


def _bare(part: ET.Element) -> ET.Element:
    """Copy a tree without namespaces, white space between elements and what is dropped."""
    made = ET.Element(_local(part.tag), {_local(name): value for name, value in part.items()})
    made.text = part.text if part.text and part.text.strip() else None
    made.extend(_bare(child) for child in part if _local(child.tag) not in DROPPED)
    return made


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _adapt(part: ET.Element, key: str, used: set[str]) -> None:
    if part.get("id") not in used:
        part.attrib.pop("id", None)
    else:
        part.set("id", f"{key}-{part.attrib['id']}")
    for name, value in part.items():
        painted = STAND_IN.sub(lambda found: VARIABLES[found.group()], value)
        referring = REFERENCE.sub(lambda m: f"#{key}-{m[1]}" if m[1] in used else m[0], painted)
        part.set(name, referring.replace(FONT, "system-ui, sans-serif"))
