"""Public sets of documents and questions, turned into BEIR folders."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from vademecum.retrieval.errors import InvalidInput, UnknownName

from .dc_code import convert_dc_code
from .fairytaleqa import convert_fairytaleqa
from .gdpr import convert_gdpr
from .merged import MERGED, convert_merged
from .openstax import convert_openstax
from .plain import (
    convert_covid_qa,
    convert_entailmentbank,
    convert_legalbench_rag_mini,
    convert_qed_dev,
    convert_xquad_en,
)

Converter = Callable[[Path, Path], None]

CONVERTERS: Final[dict[str, Converter]] = {
    "covid_qa": convert_covid_qa,
    "dc_code": convert_dc_code,
    "entailmentbank": convert_entailmentbank,
    "fairytaleqa": convert_fairytaleqa,
    "gdpr": convert_gdpr,
    "healthcare_merged": convert_merged,
    "legalbench_rag_mini": convert_legalbench_rag_mini,
    "openstax": convert_openstax,
    "qed_dev": convert_qed_dev,
    "xquad_en": convert_xquad_en,
}
"""By name: reads the set in its public form from a folder, writes a BEIR folder."""


def convert(name: str, src: Path, dst: Path) -> None:
    """Convert the set ``name`` from the folder ``src`` into the BEIR folder ``dst``.

    ``dst`` must not exist or be empty. Raises UnknownName or InvalidInput; on any failure
    nothing is left at ``dst``.
    """
    if name not in CONVERTERS:
        raise UnknownName(f"no converter {name!r}; there is: {', '.join(CONVERTERS)}")
    if not src.is_dir():
        raise InvalidInput(f"{src}: not a folder; give the folder that holds the set {name}")
    CONVERTERS[name](src, dst)


__all__ = ["CONVERTERS", "MERGED", "Converter", "convert"]
