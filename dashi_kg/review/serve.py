"""The review page on the loopback interface, where saving writes to the reading file."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from dashi_kg.errors import DashiError

_LARGEST = 8 << 20


class ReviewServer:
    """Serves one page under a secret path on 127.0.0.1 and takes what it saves.

    Args:
        page: gives the page for the address to save to.
        save: takes the rows; gives the name of the file they are in.
        effect: takes the rows; says what saving them would change.
        port: 0 for any free one.
    """

    def __init__(
        self,
        page: Callable[[str], str],
        save: Callable[[list[Any]], str],
        effect: Callable[[list[Any]], list[str]] = lambda rows: [],
        port: int = 0,
    ) -> None:
        self.token = secrets.token_urlsafe(18)
        handler = type(
            "Handler",
            (_Handler,),
            {
                "page": staticmethod(page),
                "save": staticmethod(save),
                "effect": staticmethod(effect),
                "token": self.token,
            },
        )
        self.server = ThreadingHTTPServer(("127.0.0.1", port), handler)
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}/{self.token}/"

    def run(self) -> None:
        """Serve until interrupted."""
        try:
            self.server.serve_forever()
        except KeyboardInterrupt:
            pass
        finally:
            self.server.server_close()


class _Handler(BaseHTTPRequestHandler):
    page: Callable[[str], str]
    save: Callable[[list[Any]], str]
    effect: Callable[[list[Any]], list[str]]
    token: str

    def do_GET(self) -> None:
        if self.path != f"/{self.token}/":
            self._answer(404, "text/plain", "没有此页 not found")
            return
        self._answer(200, "text/html", self.page(f"/{self.token}/save"))

    def do_POST(self) -> None:
        own = f"http://127.0.0.1:{self.server.server_address[1]}"  # type: ignore[index]
        tried = self.path == f"/{self.token}/save/effect"
        if not (tried or self.path == f"/{self.token}/save") or self.headers.get("Origin", own) != own:
            self._answer(403, "application/json", json.dumps({"error": "not from this page"}))
            return
        length = int(self.headers.get("Content-Length") or 0)
        if length > _LARGEST or self.headers.get_content_type() != "application/json":
            self._answer(400, "application/json", json.dumps({"error": "JSON of at most 8 MiB is expected"}))
            return
        try:
            rows = json.loads(self.rfile.read(length))
            done = {"changes": self.effect(rows)} if tried else {"file": self.save(rows)}
        except (DashiError, ValueError) as error:
            self._answer(400, "application/json", json.dumps({"error": str(error)}, ensure_ascii=False))
            return
        self._answer(200, "application/json", json.dumps(done, ensure_ascii=False))

    def _answer(self, status: int, kind: str, words: str) -> None:
        body = words.encode("utf-8", "backslashreplace")  # a file's name may be no UTF-8
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: what a reader does is nobody's business."""
