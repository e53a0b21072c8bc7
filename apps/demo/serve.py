"""Serve the demo on this machine."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable

from vademecum.domains import installed_domains, load_domain
from vademecum.retrieval.errors import UserError

from .assistants import Assistants

POLL_S = 0.01
"""How often Gradio looks for a question; its own choice (6.31), a millisecond, takes 8 % of a core
while nobody asks (docs/log.md, 1 December 2026)."""


def serve_demo(
    domain: str | None,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    notice: Callable[[str], None] = lambda line: None,
    allow_edits: bool = False,
) -> None:
    """Serve the demo until interrupted; tell ``notice`` the address once it can be opened.

    Libraries can be changed in the browser if only this machine reaches it, or ``allow_edits``.

    Raises UserError if the port is taken or no domain is installed.
    """
    require_free(host, port)
    domains = (load_domain(domain),) if domain else installed_domains()[0]
    if not domains:
        raise UserError("no domain is installed; run: vademecum doctor")
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from ..composition import open_assistant
    from ..uploading import MAX_TOTAL_BYTES
    from .app import appearance, build_demo

    assistants = Assistants(lambda name: open_assistant(name, notice=notice))
    assistants.warm([d.name for d in domains])
    is_local = host in ("127.0.0.1", "::1", "localhost")
    demo = build_demo(assistants.get, domains, may_edit=is_local or allow_edits)
    demo.queue(api_open=False, default_concurrency_limit=4)
    demo._queue.sleep_when_free = POLL_S
    try:
        demo.launch(
            server_name=host,
            server_port=port,
            inbrowser=open_browser,
            share=False,
            quiet=True,
            prevent_thread_lock=True,
            footer_links=[],
            ssr_mode=False,
            pwa=False,
            enable_monitoring=False,
            state_session_capacity=200,
            max_file_size=MAX_TOTAL_BYTES,
            **appearance(domains),
        )
    except OSError as error:
        raise UserError(
            f"port {port} cannot be used ({error}); choose another with --port"
        ) from None
    shown = f"[{host}]" if ":" in host else host
    if not is_local:
        can = "ask and change the libraries" if allow_edits else "ask"
        notice(f"everybody who reaches this address can {can}: there is no sign-in yet")
    notice(f"the demo is at http://{shown}:{port} (stop it with Ctrl-C)")
    try:
        threading.Event().wait()
    finally:
        demo.close(verbose=False)


def require_free(host: str, port: int) -> None:
    """Raise UserError if nothing can listen on ``host``:``port``."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise UserError(
                f"cannot listen on {host}:{port} ({error.strerror}); choose another with --port"
            ) from None
