"""A local proxy that makes things go wrong: cuts, refusals, delays, at requests that a test chooses."""

from __future__ import annotations

import http.client
import http.server
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

# Given method, path and the number of the request, what is to happen: "" is nothing.
Fault = Callable[[str, str, int], str]


class Proxy:
    """Forwards to one server; ``seen`` are the requests as (method, path)."""

    def __init__(self, target: str) -> None:
        self.target = urlsplit(target)
        self.fault: Fault = lambda method, path, number: ""
        self.seen: list[tuple[str, str]] = []
        self.busy = 0  # requests that are not over
        self.on_request: Callable[[str, str], None] = lambda method, path: None
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def _any(self) -> None:
                outer.busy += 1
                try:
                    outer.handle(self)
                finally:
                    outer.busy -= 1

            do_GET = do_POST = do_PUT = do_DELETE = do_HEAD = _any  # noqa: N815

            def log_message(self, *args: object) -> None:
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}{self.target.path}"

    def handle(self, request: http.server.BaseHTTPRequestHandler) -> None:
        self.seen.append((request.command, request.path))
        self.on_request(request.command, request.path)
        fault = self.fault(request.command, request.path, len(self.seen))
        length = int(request.headers.get("Content-Length", 0))
        if fault == "cut":  # in the middle of what is sent: the store never sees the end
            request.rfile.read(length // 2)
            request.close_connection = True
            request.connection.close()
            return
        body = request.rfile.read(length)
        if fault.isdigit():
            words = b"no space left" if fault == "507" else b"proxy says no"
            request.send_response(int(fault))
            request.send_header("Content-Length", str(len(words)))
            if fault in ("429", "503"):
                request.send_header("Retry-After", "0")
            request.end_headers()
            request.wfile.write(words)
            return
        if fault in ("slow", "late"):
            time.sleep(1 if fault == "slow" else 4)
        upstream = http.client.HTTPConnection(str(self.target.hostname), self.target.port, timeout=600)
        headers = {k: v for k, v in request.headers.items() if k.lower() not in ("host", "connection")}
        headers["Host"] = request.headers["Host"]
        upstream.request(request.command, request.path, body, headers)
        answer = upstream.getresponse()
        data = answer.read()
        upstream.close()
        if fault == "lost":  # it was done, but the answer never arrives
            request.close_connection = True
            request.connection.close()
            return
        request.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("transfer-encoding", "content-length", "connection", "date", "server"):
                request.send_header(name, value)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)


@contextmanager
def proxy(target: str) -> Iterator[Proxy]:
    """A running proxy in front of ``target``."""
    running = Proxy(target)
    thread = threading.Thread(target=running.server.serve_forever, daemon=True)
    thread.start()
    try:
        yield running
    finally:
        running.server.shutdown()
        running.server.server_close()
