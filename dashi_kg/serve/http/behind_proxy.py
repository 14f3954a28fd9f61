"""Where the site stands as the client sees it: its prefix, scheme and host behind a proxy."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from dashi_kg.serve.common.config import Config
from dashi_kg.serve.http.paths import path_below

_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)*/?")
_HOST = re.compile(r"[A-Za-z0-9.-]+(?::\d{1,5})?|\[[0-9A-Fa-f:.]+\](?::\d{1,5})?")
_KEY = 100  # characters
_CLIENTS = 1024  # addresses that are remembered


class BehindProxy:
    """ASGI middleware: sets ``root_path``, ``path``, ``scheme`` and ``host`` for all that follow.

    The prefix is ``--root-path``, or ``X-Forwarded-Prefix`` of a proxy that is trusted; the proxy may leave it
    on the path or take it off. What follows the path of the base IRI is understood as well, so that a proxy
    can hand ``https://data.example.org/kg/org/x`` on as it is. ``X-Forwarded-*`` from anyone else is overlooked.
    """

    def __init__(self, app: ASGIApp, config: Config) -> None:
        self.app, self.root = app, config.root_path
        self.base = urlsplit(config.base).path.rstrip("/")
        self.trusted = Trusted(config.forwarded_allow_ips)
        self.header = config.client_header.lower().encode("latin-1")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Place one request."""
        if scope["type"] == "http":
            self._place(scope)
        await self.app(scope, receive, send)

    def _place(self, scope: Scope) -> None:
        root = self.root
        client = scope.get("client")
        trusted = self.trusted.has(client[0] if client else "")
        scope["trusted"] = trusted
        scope["client_key"] = self._client(scope, client[0] if client else "", trusted)
        if trusted:
            headers = {
                k: v.decode("latin-1").strip() for k, v in scope["headers"] if k.startswith(b"x-forwarded-")
            }
            prefix = headers.get(b"x-forwarded-prefix", "").partition(",")[0].strip()
            if prefix and _PREFIX.fullmatch(prefix) and "/.." not in prefix and "//" not in prefix:
                root = prefix.rstrip("/")
            scheme = headers.get(b"x-forwarded-proto", "").partition(",")[0].strip().lower()
            if scheme in ("http", "https"):
                scope["scheme"] = scheme
            host = headers.get(b"x-forwarded-host", "").partition(",")[0].strip()
            if host and _HOST.fullmatch(host):
                kept = [(k, v) for k, v in scope["headers"] if k != b"host"]
                scope["headers"] = [*kept, (b"host", host.encode("ascii"))]
        raw: bytes = scope["raw_path"]
        tail = path_below(raw, root) if root else raw
        if tail is None:
            tail = raw
        if (
            self.base
            and not (root and self.base == root)
            and (inner := path_below(tail, self.base)) is not None
        ):
            root, tail = root + self.base, inner
        scope["root_path"], scope["raw_path"] = root, root.encode("ascii") + tail

        scope["path"] = root + unquote(tail.decode("ascii", "replace"))

    def _client(self, scope: Scope, address: str, trusted: bool) -> str:
        """Who asks, for a fair share: an address, or what a trusted proxy says; ``""``: a proxy that says nothing."""
        if not trusted:
            return _network(address)
        name = self.header or b"x-forwarded-for"
        words = ",".join(v.decode("latin-1") for k, v in scope["headers"] if k == name)
        if self.header:
            return words[:_KEY]
        # what stands on the left was sent by the client itself, who may write there what he likes
        found = (part.strip() for part in reversed(words.split(",")) if part.strip())
        return next((_network(part[:_KEY]) for part in found if not self.trusted.has(part)), "")


def _network(address: str) -> str:
    """One client: an IPv4 address, or the /64 of an IPv6 address, of which each has as many as it likes."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv6Address) and not found.ipv4_mapped:
        return str(ipaddress.ip_network((found, 64), strict=False))
    return str(found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else found)


class Trusted:
    """The proxies that are believed: addresses and networks separated by commas, or ``*``.

    ``has(address)`` tells whether an address is one of them.
    """

    def __init__(self, words: str) -> None:
        self.all = words.strip() == "*"
        self.has = lru_cache(_CLIENTS)(self._has)  # reading an address costs more than all headers together
        self.networks = (
            []
            if self.all
            else [ipaddress.ip_network(w.strip(), False) for w in words.split(",") if w.strip()]
        )

    def _has(self, address: str) -> bool:
        """Whether this address is one of them."""
        if self.all:
            return True
        try:
            found = ipaddress.ip_address(address)
        except ValueError:
            return False
        if isinstance(found, ipaddress.IPv6Address) and found.ipv4_mapped:
            found = found.ipv4_mapped
        return any(found in network for network in self.networks)
