"""Answers to queries in gzip. Files are compressed where they are sent, with a tag of their own (``sending``)."""

from __future__ import annotations

import asyncio
import gzip

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashi_kg.serve.http.negotiate import wants_gzip

_LEAST = 1024  # bytes
_LEVEL = 5
_KINDS = (
    "text/",
    "application/json",
    "application/ld+json",
    "application/n-",
    "application/rdf+xml",
    "application/sparql-",
    "application/trig",
    "application/xml",
)


class Packed:
    """ASGI middleware: whole answers in gzip (to HEAD, too: its headers are those of GET), where the client would rather have that.

    The compressed bytes are another representation, of which a strong tag would not be true: it becomes weak,
    and a weak tag is what queries are compared by anyway (RFC 9110, section 8.8.1).
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Compress one answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        start: Message | None = None

        async def packing(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                start = message
                return
            if start is not None:
                head, start = start, None
                await _packed(scope, head, message)
                await send(head)
            await send(message)

        await self.app(scope, receive, packing)


async def _packed(scope: Scope, head: Message, body: Message) -> None:
    headers = MutableHeaders(raw=head.setdefault("headers", []))
    kind = headers.get("content-type", "")
    if "content-encoding" in headers or not (kind.startswith(_KINDS) or head["status"] == 304):
        return
    # also with 304, which has the headers of what it spares (RFC 9110, section 15.4.5)
    if "accept-encoding" not in headers.get("vary", "").lower():
        headers.add_vary_header("Accept-Encoding")
    data: bytes = body.get("body", b"")
    wanted = wants_gzip(Headers(scope=scope).getlist("accept-encoding"))
    if not wanted or len(data) < _LEAST or body.get("more_body") or head["status"] != 200:
        return
    packed = await asyncio.to_thread(gzip.compress, data, _LEVEL, mtime=0)
    if len(packed) >= len(data):
        return
    body["body"] = packed
    headers["Content-Encoding"] = "gzip"
    headers["Content-Length"] = str(len(packed))
    if (tag := headers.get("etag", "")).startswith('"'):
        headers["ETag"] = f"W/{tag}"
