"""Serve the demo on this machine."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Callable

from vademecum.domains import installed_domains, load_domain
from vademecum.retrieval.errors import UserError

from .assistants import Assistants


def serve_demo(
    domain: str | None,
    host: str = "127.0.0.1",
    port: int = 7860,
    open_browser: bool = False,
    notice: Callable[[str], None] = lambda line: None,
) -> None:
    """Serve the demo until interrupted; tell ``notice`` the address once it can be opened.

    Raises UserError if the port is taken or no domain is installed.
    """
    require_free(host, port)
    domains = (load_domain(domain),) if domain else installed_domains()[0]
    if not domains:
        raise UserError("no domain is installed; run: vademecum doctor")
    os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
    from ..composition import open_assistant
    from .app import appearance, build_demo

    assistants = Assistants(lambda name: open_assistant(name, notice=notice))
    assistants.warm([d.name for d in domains])
    demo = build_demo(assistants.get, domains)
    try:
        demo.queue(api_open=False, default_concurrency_limit=4).launch(
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
            **appearance(domains),
        )
    except OSError as error:
        raise UserError(
            f"port {port} cannot be used ({error}); choose another with --port"
        ) from None
    shown = f"[{host}]" if ":" in host else host
    if host not in ("127.0.0.1", "::1", "localhost"):
        notice("everybody who reaches this address can ask: there is no sign-in yet")
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
