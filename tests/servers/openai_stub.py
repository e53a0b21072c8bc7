"""A real OpenAI-compatible server on loopback that answers from the passages of the request.

How it answers is scripted: well cited, with a wrong number of a passage, with an altered figure,
with the opposite, without citations, or not at all.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Thread
from typing import Any

import uvicorn
from fastapi import FastAPI, Response
from fastapi.responses import JSONResponse, StreamingResponse

_PASSAGE = re.compile(r'<passage number="(\d+)" title="[^"]*">\n(.*?)\n</passage>', re.DOTALL)


def _first_sentences(prompt: str) -> list[tuple[str, str]]:
    """Return (number, first sentence without its full stop) of each passage in the prompt."""
    return [(n, text.split(". ")[0].rstrip(".")) for n, text in _PASSAGE.findall(prompt)]


def well_cited(prompt: str) -> str:
    return " ".join(f"{said} [{n}]." for n, said in _first_sentences(prompt))


def wrong_number(prompt: str) -> str:
    return " ".join(f"{said} [{int(n) + 40}]." for n, said in _first_sentences(prompt))


def neighbour(prompt: str) -> str:
    """Cite passage 2 for what passage 1 says."""
    return f"{_first_sentences(prompt)[0][1]} [2]."


def altered_number(prompt: str) -> str:
    return re.sub(r"(?<!\[)\b\d+(?![\d\]])", lambda m: str(int(m.group()) + 1), well_cited(prompt))


def opposite(prompt: str) -> str:
    return re.sub(r"\b(is|must|are)\b", r"\1 not", well_cited(prompt))


def uncited(prompt: str) -> str:
    return " ".join(f"{said}." for _, said in _first_sentences(prompt))


def invented(prompt: str) -> str:
    return "The moon is made of green cheese [1]. Cheese is a kind of loan [1]."


def mixed(prompt: str) -> str:
    return f"{well_cited(prompt)} {invented(prompt)} {uncited(prompt)}"


@dataclass
class Stub:
    """The running server: set ``reply`` to one of the scripts above; read what was asked."""

    url: str = ""
    reply: Callable[[str], str] = well_cited
    status: int = 200
    requests: list[dict[str, Any]] = field(default_factory=list)


def _app(stub: Stub) -> FastAPI:
    app = FastAPI()

    @app.post("/v1/chat/completions")
    def complete(body: dict[str, Any]) -> Response:
        stub.requests.append(body)
        if stub.status != 200:
            error = {"message": "out of order", "type": "server_error"}
            return JSONResponse({"error": error}, stub.status)
        text = stub.reply(body["messages"][-1]["content"])
        if body.get("stream"):
            return StreamingResponse(_events(text, body), media_type="text/event-stream")
        message = {"role": "assistant", "content": text}
        choice = {"index": 0, "message": message, "finish_reason": "stop"}
        usage = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}
        return JSONResponse(_envelope(body, "chat.completion", choice) | {"usage": usage})

    return app


def _envelope(body: dict[str, Any], kind: str, choice: dict[str, Any]) -> dict[str, Any]:
    return {"id": "c-1", "object": kind, "created": 0, "model": body["model"], "choices": [choice]}


def _events(text: str, body: dict[str, Any]) -> Iterator[str]:
    for piece in re.findall(r"\S+\s*", text):
        choice = {"index": 0, "delta": {"content": piece}, "finish_reason": None}
        yield f"data: {json.dumps(_envelope(body, 'chat.completion.chunk', choice))}\n\n"
    last: dict[str, Any] = {"index": 0, "delta": {}, "finish_reason": "stop"}
    yield f"data: {json.dumps(_envelope(body, 'chat.completion.chunk', last))}\n\n"
    yield "data: [DONE]\n\n"


@contextmanager
def serve() -> Iterator[Stub]:
    """Serve on a free port of 127.0.0.1 until the block ends."""
    stub = Stub()
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    stub.url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
    config = uvicorn.Config(_app(stub), log_level="critical", lifespan="off", ws="none")
    server = uvicorn.Server(config)
    listener.listen()  # clients queue from here on, so nobody has to wait for the start
    thread = Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield stub
    finally:
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
