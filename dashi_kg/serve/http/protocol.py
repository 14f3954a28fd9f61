"""HTTP/1.1 as uvicorn speaks it, with two additions: raw UTF-8 in addresses, and limits for what a head may be."""

from __future__ import annotations

import re
from collections import Counter
from http import HTTPStatus
from typing import Any

import httptools
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from dashi_kg.serve.common.config import Config
from dashi_kg.serve.http.behind_proxy import Trusted

_LAST = 0.5  # seconds for a request that is on its way when the server stops
# uri-host [ ":" port ] (RFC 9110, section 7.2; RFC 3986, section 3.2.2); it may be empty
_HOST = re.compile(rb"(?:\[[0-9A-Fa-f:.]+\]|(?:[A-Za-z0-9._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)(?::[0-9]*)?")
_NO_HTTP = (400, "这不是 HTTP 请求", "This is no HTTP request")
_TOO_LONG = (414, "地址太长，请用 POST", "The address is longer than {} bytes. Use POST")
_TOO_LARGE = (431, "请求头太大", "The headers are larger than {} bytes. Send less")
_TOO_MANY = (429, "同一地址的连接太多", "There are too many connections of this address. Close some")
_NO_HOST = (400, "须有一个（且仅一个）有效的 Host", "Send one Host, and a valid one")


def limited(config: Config) -> type[Protocol]:
    """The protocol of one server, with its limits."""
    own = {
        "longest": config.max_url, "largest": config.max_head, "patience": config.patience,
        "most": config.client_connections, "proxies": Trusted(config.forwarded_allow_ips), "open": Counter[str](),
    }  # fmt: skip
    return type("Limited", (Protocol,), own)


class Protocol(HttpToolsProtocol):
    """A connection.

    An address with raw bytes beyond ASCII is no URI (RFC 3986), but people type IRIs. Such bytes are encoded
    with small hex digits, which is not the canonical spelling, so that the answer leads to that one.
    """

    _size = 0
    _between = True
    longest, largest = 16 << 10, 64 << 10  # bytes of the address, and of the headers
    patience = 30.0  # seconds for the head of a request
    most = 0  # connections of one address; 0: as many as it likes
    proxies: Trusted  # which are many clients
    open: Counter[str]  # connections by address
    _from = ""
    _waiting: Any = None
    _ending = False
    _refusal = _NO_HTTP

    def connection_made(self, transport: Any) -> None:
        """Wait for the first head, but not for ever."""
        super().connection_made(transport)
        address = self.client[0] if self.client else ""
        if self.most and address and not self.proxies.has(address):
            self._from = address
            self.open[address] += 1
            if self.open[address] > self.most:
                self._refusal = _TOO_MANY
                self.send_400_response("")
                return
        self._wait()

    def shutdown(self) -> None:
        """The server stops: a request that is on its way is answered first."""
        self._ending = True
        if self.cycle is None or self.cycle.response_complete:
            self.loop.call_later(_LAST, self._ended)
        else:
            super().shutdown()

    def _ended(self) -> None:
        if self._between and (self.cycle is None or self.cycle.response_complete):
            self.transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Nothing to wait for any more."""
        self._heard()
        if self._from:
            self.open[self._from] -= 1
            if self.open[self._from] <= 0:
                del self.open[self._from]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Bytes from the client: the parser refuses raw ones in an address, so that they are encoded first."""
        if self._between and not data.isascii():
            line, end, rest = data.partition(b"\r\n")
            data = b"".join(bytes((b,)) if b < 128 else b"%%%02x" % b for b in line) + end + rest
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A new head, for which the connection waits as it did for the first."""
        self._size, self._between = 0, False
        if self._waiting is None:
            self._wait()
        super().on_message_begin()

    def on_message_complete(self) -> None:
        """What comes next is the line of another request."""
        self._between = True
        super().on_message_complete()

    def on_url(self, url: bytes) -> None:
        """A part of the address."""
        self._grown(len(url), self.longest, _TOO_LONG)
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """A header."""
        self._grown(len(name) + len(value), self.largest, _TOO_LARGE)
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """The head is whole."""
        self._heard()
        hosts = [value for name, value in self.headers if name == b"host"]
        # RFC 9112, section 3.2: one, and only HTTP/1.0 may do without
        if len(hosts) > 1 or not (hosts or self.parser.get_http_version() == "1.0"):
            self._refuse(_NO_HOST)
        if hosts and not _HOST.fullmatch(hosts[0]):
            self._refuse(_NO_HOST)
        if self.url == b"*":  # OPTIONS * asks about the server as a whole; nothing else may ask so
            if self.parser.get_method() != b"OPTIONS":
                self._refuse(_NO_HTTP)
            self.url = b"/"
        super().on_headers_complete()
        if self._ending and self.cycle is not None:
            self.cycle.keep_alive = False

    def send_400_response(self, msg: str) -> None:
        """The last answer of this connection: what cannot be read, or is too long to be read."""
        status, zh, en = self._refusal
        body = f"{zh}。\n{en}.\n".encode()
        lines = (
            f"HTTP/1.1 {status} {HTTPStatus(status).phrase}", "content-type: text/plain; charset=utf-8",
            f"content-length: {len(body)}", "cache-control: no-store", "x-content-type-options: nosniff",
            "connection: close", "", "",
        )  # fmt: skip
        self.transport.write("\r\n".join(lines).encode() + body)
        self.transport.close()

    def _unsupported_upgrade_warning(self) -> None:
        """Who asks for another protocol is answered in this one (RFC 9110, section 7.8): nothing to warn of."""

    def _grown(self, size: int, limit: int, refusal: tuple[int, str, str]) -> None:
        self._size += size
        if self._size > limit:
            status, zh, en = refusal
            self._refuse((status, zh, en.format(limit)))

    def _refuse(self, refusal: tuple[int, str, str]) -> None:
        self._refusal = refusal
        raise httptools.HttpParserError(refusal[2])  # answered as it says, and the connection closed

    def _wait(self) -> None:
        self._waiting = self.loop.call_later(self.patience, self._late)

    def _late(self) -> None:
        self._waiting = None
        if self.cycle is None or self.cycle.response_complete:  # what is being answered is not broken off
            self.transport.close()

    def _heard(self) -> None:
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
