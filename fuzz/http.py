"""Requests without a network: bytes go to the protocol of the server, what it writes back must be HTTP."""

from __future__ import annotations

import asyncio
from typing import Any

import httptools
from starlette.requests import Request
from uvicorn import Config as UvicornConfig
from uvicorn.server import ServerState

from dashi_kg.errors import DashiError
from dashi_kg.query.guard import checked
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.http.negotiate import media_ranges
from dashi_kg.serve.http.protocol import limited
from dashi_kg.serve.sparql.request import Unreadable, accept_of, query_job
from fuzz import oracles

_MOST = 1 << 16  # bytes of a body
_PATIENCE = 30.0  # seconds for a body, as the server has by itself


def head_of(kind: bytes, length: int) -> bytes:
    """The head of a POST with a body of a type."""
    kind = kind.replace(b"\r", b" ")[:200]
    return b"POST /sparql HTTP/1.1\r\nHost: a\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n" % (
        kind,
        length,
    )


class _Transport(asyncio.Transport):
    """Keeps what is written."""

    def __init__(self) -> None:
        super().__init__({"peername": ("127.0.0.1", 5), "sockname": ("127.0.0.1", 80)})
        self.out = bytearray()
        self.closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self.closed:  # as a socket does
            self.out += data

    def close(self) -> None:
        self.closed = True

    def is_closing(self) -> bool:
        return self.closed

    def pause_reading(self) -> None:
        pass

    def resume_reading(self) -> None:
        pass


class _Answers:
    """What the parser of the client side makes of the answers."""

    def __init__(self) -> None:
        self.statuses: list[int] = []

    def on_headers_complete(self) -> None:
        self.statuses.append(self.parser.get_status_code())

    parser: Any = None


async def _app(scope: Any, receive: Any, send: Any) -> None:
    """Reads a request as ``/sparql`` does; 500 is what nothing may lead to."""
    status = 200
    if scope["type"] == "http":
        request = Request(scope, receive)
        try:
            media_ranges([accept_of(request)])
            job = await query_job(request, _MOST, _PATIENCE)
            if job is not None:
                checked(job.text, "http://e/", {})
        except Unreadable as error:
            status = error.answer.status
        except DashiError as error:
            oracles.refused(error)
            status = 400
        except Exception:
            status = 500
        await send({"type": "http.response.start", "status": status, "headers": [(b"content-length", b"0")]})
        await send({"type": "http.response.body", "body": b""})


def ask(data: bytes) -> list[int]:
    """The statuses of the answers to what a client sends.

    Raises:
        Broken: the server fails (500, an exception in the loop), or does not answer in HTTP.
    """
    return asyncio.run(_ask(data))


async def _ask(data: bytes) -> list[int]:
    loop = asyncio.get_running_loop()
    failures: list[str] = []
    loop.set_exception_handler(lambda _, context: failures.append(str(context.get("exception") or context)))
    settings = UvicornConfig(_app, log_config=None, access_log=False, lifespan="off", ws="none")
    settings.load()
    state = ServerState()
    protocol = limited(Config(None))(settings, state, {})
    transport = _Transport()
    protocol.connection_made(transport)
    half = len(data) // 2
    for piece in (data[:half], data[half:]):  # a head comes in pieces
        if piece and not transport.closed:
            protocol.data_received(piece)
    for _ in range(20):
        await asyncio.sleep(0)
    protocol.connection_lost(None)
    for task in list(state.tasks):
        task.cancel()
    await asyncio.gather(*state.tasks, return_exceptions=True)
    oracles.must(not failures, failures)
    answers = _Answers()
    answers.parser = httptools.HttpResponseParser(answers)
    if transport.out:
        try:
            answers.parser.feed_data(bytes(transport.out))
        except httptools.HttpParserError as error:
            raise oracles.Broken(f"no HTTP: {error}: {bytes(transport.out[:200])!r}") from None
    oracles.must(500 not in answers.statuses, "500")
    return answers.statuses
