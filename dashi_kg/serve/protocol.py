"""HTTP/1.1 as uvicorn speaks it, with two additions: raw UTF-8 in addresses, and limits for what a head may be."""

from __future__ import annotations

from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_LONGEST_URL = 16 << 10  # bytes
_LARGEST_HEAD = 64 << 10
_PATIENCE = 30.0  # seconds for the head of the first request of a connection


class Protocol(HttpToolsProtocol):
    """A connection.

    An address with raw bytes beyond ASCII is no URI (RFC 3986), but people type IRIs. Such bytes are encoded
    with small hex digits, which is not the canonical spelling, so that the answer leads to that one.
    """

    _size = 0
    _between = True
    _waiting: Any = None

    def connection_made(self, transport: Any) -> None:
        """Wait for the first head, but not for ever."""
        super().connection_made(transport)
        self._waiting = self.loop.call_later(_PATIENCE, transport.close)

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._heard()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes from the client: the parser refuses raw ones in an address, so that they are encoded first."""
        if self._between and not data.isascii():
            line, end, rest = data.partition(b"\r\n")
            data = b"".join(bytes((b,)) if b < 128 else b"%%%02x" % b for b in line) + end + rest
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A new head."""
        self._size, self._between = 0, False
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """What comes next is the line of another request."""
        self._between = True
        super().on_message_complete()

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        self._grown(len(url), _LONGEST_URL)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._grown(len(name) + len(value), _LARGEST_HEAD)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._heard()
        if self.url == b"*":  # OPTIONS * asks about the server as a whole
            self.url = b"/"
        super().on_headers_complete()

    def _grown(self, size: int, limit: int) -> None:
        self._size += size
        if self._size > limit:
            raise httptools.HttpParserError("too long")  # answered 400, and the connection closed

    def _heard(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
