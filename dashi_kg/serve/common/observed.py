"""What happens, as figures and as log lines: no address of a client, and no query unless it is asked for."""

from __future__ import annotations

import json
import logging
import re
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dashi_kg.errors import shown

log = logging.getLogger("dashi_kg.serve")
access = logging.getLogger("dashi_kg.serve.access")
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_PLAIN = set(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName", "color_message"}
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))


class Figures:
    """The figures of one server for Prometheus."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "dashi_kg_requests", "Requests answered.", ("kind", "method", "status"), registry=self.registry
        )
        self.seconds = Histogram(
            "dashi_kg_request_seconds", "Time to the end of the answer.", ("kind",), registry=self.registry,
            buckets=(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
        )  # fmt: skip
        self.running = Gauge("dashi_kg_requests_running", "Requests under way.", registry=self.registry)
        ProcessCollector(registry=self.registry)

    def gauges(self, name: str, read: Callable[[], Mapping[str, float]]) -> None:
        """Add figures that are read when they are asked for, such as those of the pool of queries.

        Args:
            name: what they are of; becomes part of their names.
            read: gives them by name.
        """
        self.registry.register(_Gauges(name, read))

    def counts(self, name: str, label: str, read: Callable[[], Mapping[str, float]]) -> None:
        """Add a count by the values of a label, read when it is asked for."""
        self.registry.register(_Counts(name, label, read))


class _Gauges(Collector):
    def __init__(self, name: str, read: Callable[[], Mapping[str, float]]) -> None:
        self.name, self.read = name, read

    def collect(self) -> Iterable[Metric]:
        for key, value in sorted(self.read().items()):
            yield GaugeMetricFamily(f"dashi_kg_{self.name}_{key}", f"{key} of {self.name}", value=value)


class _Counts(Collector):
    def __init__(self, name: str, label: str, read: Callable[[], Mapping[str, float]]) -> None:
        self.name, self.label, self.read = name, label, read

    def collect(self) -> Iterable[Metric]:
        found = CounterMetricFamily(f"dashi_kg_{self.name}", f"by {self.label}", labels=[self.label])
        for key, value in sorted(self.read().items()):
            found.add_metric([key], value)
        yield found


class Observed:
    """ASGI middleware: counts, times and logs each request, and gives it an id (``X-Request-Id``)."""

    def __init__(self, app: ASGIApp, figures: Figures, access_log: bool, log_queries: bool) -> None:
        self.app, self.figures = app, figures
        self.access_log, self.log_queries = access_log, log_queries

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Observe one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        began, status, sent = time.perf_counter(), 0, 0
        given = next((v for k, v in scope["headers"] if k == b"x-request-id"), b"").decode("latin-1")
        identity = given if scope.get("trusted") and _ID.fullmatch(given) else secrets.token_hex(8)
        scope["request_id"] = identity

        async def watched(message: Message) -> None:
            nonlocal status, sent
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", identity.encode())]
            else:
                sent += len(message.get("body", b""))
            await send(message)

        self.figures.running.inc()
        try:
            await self.app(scope, receive, watched)
        finally:
            took = time.perf_counter() - began
            status = status or 499  # the client left before anything was said
            kind = scope.get("kind") or _name(scope) or "other"
            method = scope["method"] if scope["method"] in _METHODS else "other"
            self.figures.running.dec()
            self.figures.requests.labels(kind, method, str(status)).inc()
            self.figures.seconds.labels(kind).observe(took)
            if self.access_log:
                line: dict[str, Any] = {
                    "id": identity, "method": method, "path": scope["path"], "kind": kind, "status": status,
                    "bytes": 0 if method == "HEAD" else sent, "ms": round(took * 1000, 2),
                }  # fmt: skip
                if self.log_queries:
                    line["query"] = scope["query_string"].decode("latin-1")
                access.info("request", extra=line)


def _name(scope: Scope) -> str:
    """The first part of the path of a route, such as ``sparql``; never what a client made up."""
    if "endpoint" not in scope:
        return ""
    return str(scope["path"].removeprefix(scope["root_path"]).strip("/").partition("/")[0])


class _Json(logging.Formatter):
    """A line of JSON: time (UTC), level, event, and what came with it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": f"{time.strftime('%Y-%m-%dT%H:%M:%S', time.gmtime(record.created))}.{int(record.msecs):03d}Z",
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **{k: v for k, v in vars(record).items() if k not in _PLAIN},
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        words = json.dumps(line, ensure_ascii=False, default=str)
        return shown(words.encode("utf-8", "backslashreplace").decode("utf-8"))  # still JSON: its own escapes


class _Text(logging.Formatter):
    """The same for people."""

    def format(self, record: logging.LogRecord) -> str:
        rest = " ".join(f"{k}={v}" for k, v in vars(record).items() if k not in _PLAIN)
        line = f"{record.levelname.lower():<7} {record.getMessage()} {rest}".rstrip()
        line = shown(line)  # a path may hold what a terminal would obey
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def set_up_logging(form: str) -> None:
    """Log to standard error, as ``json`` or ``text``; of the libraries, warnings only."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Json() if form == "json" else _Text())
    for name, level in (("dashi_kg.serve", logging.INFO), ("uvicorn", logging.WARNING)):
        logger = logging.getLogger(name)
        logger.handlers[:] = [handler]
        logger.setLevel(level)
        logger.propagate = False
