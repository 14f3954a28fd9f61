"""Headers that every answer has, and CORS for reading: any page may read, none may do so with credentials."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashi_kg.site.layout.pages import POLICY

# a meta element cannot say frame-ancestors; the header can
_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": ", ".join(
        [
            "Accept-Ranges",
            "Allow",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-Location",
            "Content-Range",
            "Dashi-Truncated",
            "ETag",
            "Link",
            "Location",
            "Retry-After",
            "X-Request-Id",
        ]
    ),
}
_RAW = [(name.lower().encode(), value.encode()) for name, value in _ALWAYS.items()]
_POLICY = b"content-security-policy"
# ours, and those that no answer may have
_DROPPED = frozenset([*(name for name, _ in _RAW), _POLICY, b"access-control-allow-credentials", b"server"])
_END = "; frame-ancestors 'none'"


class Guarded:
    """ASGI middleware: headers of safety and CORS on every answer; answers preflight requests itself.

    Args:
        app: what follows.
        methods: the methods that a path below the prefix takes.
    """

    def __init__(self, app: ASGIApp, methods: Callable[[str], str]) -> None:
        self.app, self.methods = app, methods

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Guard one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                # as raw pairs: setting them one by one reads all others each time
                headers = message.get("headers", [])
                own = next((v.decode("latin-1") for k, v in headers if k == _POLICY), POLICY)
                policy = own if "frame-ancestors" in own else own + _END
                kept = [pair for pair in headers if pair[0] not in _DROPPED]
                message["headers"] = [*kept, *_RAW, (_POLICY, policy.encode("latin-1"))]
            await send(message)

        asked = {name for name, _ in scope["headers"]}
        if scope["method"] == "OPTIONS" and b"access-control-request-method" in asked and b"origin" in asked:
            scope["kind"] = "preflight"
            methods = self.methods(scope["path"].removeprefix(scope["root_path"]))
            headers = [
                (b"access-control-allow-methods", methods.encode()),
                (b"access-control-allow-headers", b"*"),
                (b"access-control-max-age", b"86400"),
                (b"allow", methods.encode()),
            ]
            await guarded({"type": "http.response.start", "status": 204, "headers": headers})
            await guarded({"type": "http.response.body", "body": b""})
            return
        await self.app(scope, receive, guarded)
