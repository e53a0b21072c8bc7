"""`vademecum demo`."""

from __future__ import annotations

from typing import Annotated

import typer

from .console import tell


def demo(
    domain: Annotated[
        str | None, typer.Option(metavar="DOMAIN", help="Show only this domain.")
    ] = None,
    host: Annotated[str, typer.Option(metavar="HOST", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="PORT", min=1, max=65535, help="Port to listen on.")
    ] = 7860,
    open_browser: Annotated[bool, typer.Option("--open/--no-open", help="Open a browser.")] = False,
    allow_edits: Annotated[
        bool,
        typer.Option(
            "--allow-edits", help="Let whoever reaches it change libraries, not only this machine."
        ),
    ] = False,
) -> None:
    """Open the demo in the browser.

    Starter libraries that are missing are built first. Documents can be added, superseded and
    removed in the browser while only this machine reaches it.
    """
    from vademecum.domains import installed_domains, load_domain

    from .starting import prepare_library

    names = [load_domain(domain).name] if domain else [d.name for d in installed_domains()[0]]
    for name in names:
        prepare_library(name)
    from ..demo.serve import serve_demo

    serve_demo(domain, host, port, open_browser, notice=tell, allow_edits=allow_edits)
