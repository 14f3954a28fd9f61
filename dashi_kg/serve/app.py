"""The whole server as one ASGI application: files and IRIs, queries, and the routes for those who run it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashi_kg.serve.config import Config
from dashi_kg.serve.guarded import Guarded
from dashi_kg.serve.holder import Holder
from dashi_kg.serve.observed import Figures, Observed
from dashi_kg.serve.ops import ops_routes
from dashi_kg.serve.paths import below, plain
from dashi_kg.serve.placed import Placed
from dashi_kg.serve.problems import problem
from dashi_kg.serve.resources import METHODS, Resources
from dashi_kg.serve.source import Source, open_source


class App:
    """The application; ``holder`` swaps releases, ``figures`` counts.

    Args:
        config: the options.
        source: what is served, opened (default: what the configuration names).

    Raises:
        DashiError: the source cannot be opened.
    """

    def __init__(self, config: Config, source: Source | None = None) -> None:
        self.config, self.source = config, source or open_source(config, _silent)
        cache = self.source.cache
        self.holder = Holder(self.source)
        self.figures = Figures()
        self.figures.gauges("site", lambda: {"swaps": self.holder.swaps, "cached_bytes": cache.held})
        self.resources = Resources(self.holder, config, cache)
        self.routes: list[BaseRoute] = [
            *ops_routes(self.holder, self.figures, self.source.ready, lambda: "", config.metrics),
        ]
        inner = Starlette(
            routes=self.routes,
            lifespan=self._lifespan,
            exception_handlers={HTTPException: self._refused, Exception: self._failed},
        )
        inner.router.redirect_slashes = False
        inner.router.default = self.resources
        self._inner: ASGIApp = inner
        observed = Observed(
            Guarded(self._front, self._methods), self.figures, config.access_log, config.log_queries
        )
        self._whole: ASGIApp = Placed(observed, config)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._whole(scope, receive, send)

    async def _front(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A saved question without parameters is a file of the release; with them it is asked."""
        if scope["type"] == "http" and scope["method"] in ("GET", "HEAD") and not scope["query_string"]:
            tail = below(scope["raw_path"], scope["root_path"])
            path = plain(tail) if tail is not None and tail.startswith(b"/questions/") else None
            if path and self.holder.host.has(path):
                await self.resources(scope, receive, send)
                return
        await self._inner(scope, receive, send)

    def _methods(self, tail: str) -> str:
        for route in self.routes:
            if isinstance(route, Route) and route.path == tail and "POST" in (route.methods or ()):
                return f"{METHODS}, POST"
        return METHODS

    async def _refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        return problem(request, error.status_code, language=self.config.language, headers=headers)

    async def _failed(self, request: Request, error: Exception) -> Response:
        return problem(request, 500, language=self.config.language)

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        watch = asyncio.create_task(self.holder.watch()) if self.config.watch else None
        try:
            yield
        finally:
            if watch:
                watch.cancel()
            self.source.close()


def create_app(config: Config, source: Source | None = None) -> App:
    """The application for these options; see :class:`App`."""
    return App(config, source)


def _silent(step: str, done: int = 0, total: int = 0) -> None:
    return None
