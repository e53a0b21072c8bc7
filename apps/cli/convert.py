"""`vademecum convert`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .console import JsonFlag, emit, emit_json


def convert(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A public set: gdpr, openstax, dc_code ...")
    ],
    src: Annotated[Path, typer.Argument(metavar="SRC", help="The folder it lies in.")],
    dst: Annotated[
        Path, typer.Argument(metavar="DST", help="The BEIR folder to write; it must not exist.")
    ],
    json: JsonFlag = False,
) -> None:
    """Turn a public set into a BEIR folder."""
    from vademecum.evals.convert import convert as run

    run(name, src, dst)
    files = sorted(p.relative_to(dst).as_posix() for p in dst.rglob("*") if p.is_file())
    if json:
        emit_json({"folder": dst, "files": files})
    else:
        emit(f"{dst}: {', '.join(files)}")
