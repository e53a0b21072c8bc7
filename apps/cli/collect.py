"""`vademecum eval collect`: what people marked in the demo, as evaluation items."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .console import JsonFlag, counted, emit, emit_json, tell

if TYPE_CHECKING:
    from ..marking.collect import Collection


def collect(
    domain: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="Only the marks of this domain.")
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where the items go; without it, standard output."),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="Write over the file of --out if it exists.")
    ] = False,
    forget: Annotated[
        str | None,
        typer.Option(
            metavar="ID|all", help="Collect nothing; delete the mark with this id, or all marks."
        ),
    ] = None,
    json: JsonFlag = False,
) -> None:
    """Turn what people marked in the demo into evaluation items.

    One JSON line each, for `eval run guardrails --questions FILE` and `eval run answers
    --questions FILE`. What is said twice becomes one item; damaged lines, opposite marks of one
    text and follow-up questions are named by file and line, left where they are, and exit 1.
    """
    from vademecum.domains import installed_domains, load_domain
    from vademecum.retrieval.errors import InvalidInput

    loaded = installed_domains()[0] if domain is None else (load_domain(domain),)
    names = [one.name for one in loaded]
    if forget is not None:
        if out is not None or replace:
            raise InvalidInput("--forget deletes marks and collects none; give it without --out")
        _forget(names, forget, json)
        return
    if replace and out is None:
        raise InvalidInput("--replace goes with --out FILE")
    from ..marking.collect import collect as gather
    from ..marking.collect import write_items
    from ..marking.store import marks_path, read_marks

    found = gather(read_marks(name) for name in names)
    if not found.items and not found.left_out:
        raise InvalidInput(
            f"no marks in {marks_path('x').parent}; people mark verdicts and answers in the demo"
        )
    if out is not None:
        write_items(found, out, replaces=replace)
    _show(found, out, json)
    if not found.is_whole:
        raise typer.Exit(1)


def _show(found: Collection, out: Path | None, json: bool) -> None:
    for one in found.left_out:
        tell(f"left out: {one.file}:{one.line}: {one.kind}: {one.reason}")
    if json:
        emit_json({"written": out, **found.model_dump(mode="json")})
    elif out is None:
        if found.items:
            emit(found.lines())
    else:
        emit(f"{counted(len(found.items), 'item')} written to {out}")
    if out is not None and not json:
        for task in sorted({item.task for item in found.items}):
            for name in sorted({item.domain for item in found.items if item.task == task}):
                tell(f"run them: vademecum eval run {task} --domain {name} --questions {out}")


def _forget(names: list[str], which: str, json: bool) -> None:
    from vademecum.retrieval.errors import UnknownName

    from ..marking.store import forget_all, forget_marks

    gone = {n: forget_all(n) if which == "all" else forget_marks(n, {which}) for n in names}
    if which != "all" and not any(gone.values()):
        raise UnknownName(f"no mark has the id {which!r}; the ids stand in VADEMECUM_HOME/marks")
    if json:
        emit_json({"forgotten": gone})
    else:
        for name, count in gone.items():
            emit(f"{name}: {counted(count, 'mark')} deleted")
    tell("files that eval collect wrote before are copies; delete them too")
