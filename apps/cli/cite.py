"""`vademecum cite`."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from .console import DomainArgument, JsonFlag, UserOption, emit, emit_json


def cite(
    domain: DomainArgument,
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="A text; - reads standard input.")
    ] = None,
    file: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A text file, or JSON lines (.jsonl) with a field text."),
    ] = None,
    table: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="A table of authorities of your own (.jsonl or .csv)."),
    ] = None,
    as_of: Annotated[
        str | None, typer.Option(metavar="DATE", help="In force on this day: 2026-01-31.")
    ] = None,
    user: UserOption = None,
    format: Annotated[str, typer.Option(metavar="FORM", help="text, markdown or csv.")] = "text",
    json: JsonFlag = False,
) -> None:
    """Check every citation of a text, with a status for each.

    Exits 1 where a citation is wrong, or where what is overruled, repealed or superseded is relied
    on.
    """
    from vademecum.domains import load_domain
    from vademecum.domains.citations.export import (
        ledger_csv,
        ledger_markdown,
        ledger_text,
        ledger_view,
    )
    from vademecum.retrieval.errors import InvalidInput

    from ..citing import cite as check
    from ..citing import shelf_of
    from ..composition import access_of
    from .reading import read_day

    forms = {"text": ledger_text, "markdown": ledger_markdown, "csv": ledger_csv}
    if format not in forms:
        raise InvalidInput(f"{format!r} is no form; choose text, markdown or csv")
    loaded = load_domain(domain)
    texts = _texts(text, file)
    today = read_day(as_of, "--as-of") if as_of is not None else datetime.now(UTC).date()
    shelf = shelf_of(loaded, access_of(user), today)
    ledgers = [check(loaded, one, shelf, table or ()) for one in texts]
    if json and file is not None and file.suffix == ".jsonl":
        emit_json({"results": [ledger_view(ledger) for ledger in ledgers]})
    elif json:
        emit_json(ledger_view(ledgers[0]))
    else:
        emit("\n\n".join(forms[format](ledger) for ledger in ledgers))
    if not all(ledger.is_sound for ledger in ledgers):
        raise typer.Exit(1)


def _texts(text: str | None, file: Path | None) -> list[str]:
    from vademecum.retrieval.errors import InvalidInput

    from ..guard_file import read_texts
    from ..texts import usable_text
    from .reading import MAX_INPUT_BYTES, existing_file, read_text

    if (text is None) == (file is None):
        raise InvalidInput("give a text, or a file with --file (one of the two)")
    if text is not None:
        return [read_text(text, "the text")]
    if file is None:
        return []
    path = existing_file(file)
    if path.stat().st_size > MAX_INPUT_BYTES:
        raise InvalidInput(f"{path}: larger than {MAX_INPUT_BYTES // 1_000_000} MB; split it")
    if path.suffix == ".jsonl":
        return [found for _, found, _ in read_texts(path)]
    try:
        return [usable_text(path.read_text(encoding="utf-8-sig"), str(path))]
    except UnicodeDecodeError as error:
        raise InvalidInput(f"{path}: not UTF-8 at byte {error.start}; convert it first") from None
