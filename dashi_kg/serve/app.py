"""The whole server as one ASGI application: files and IRIs, queries, and the routes for those who run it."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from dashi_kg.errors import DashiError
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.common.observed import Figures, Observed
from dashi_kg.serve.dereference.current_host import CurrentHost
from dashi_kg.serve.dereference.release_host import ReleaseHost
from dashi_kg.serve.dereference.resource_answers import METHODS, ResourceAnswers
from dashi_kg.serve.dereference.served_data import ServedData, open_source
from dashi_kg.serve.http.behind_proxy import BehindProxy
from dashi_kg.serve.http.compressed import Packed
from dashi_kg.serve.http.content import Host, address, variants
from dashi_kg.serve.http.error_answers import problem
from dashi_kg.serve.http.headers import Guarded
from dashi_kg.serve.http.negotiate import Offer, best_type
from dashi_kg.serve.http.paths import path_below, plain
from dashi_kg.serve.ops import ops_routes
from dashi_kg.serve.sparql.routes import routes
from dashi_kg.serve.workers.pool import Pool

_JSON, _PAGE = Offer("application/json"), Offer("text/html")
_AGAIN = 0.5  # seconds
_TRIES = 5  # to start while releases are swapped
_THREADS = 32  # that read or render files; most of the time they wait


class App:
    """The application; ``current`` swaps releases, ``pool`` answers queries, ``figures`` counts.

    Args:
        config: the options.
        source: what is served, opened (default: what the configuration names).

    Raises:
        DashiError: the source cannot be opened.
    """

    def __init__(self, config: Config, source: ServedData | None = None) -> None:
        self.config, self.source = config, source or open_source(config, _silent)
        cache = self.source.cache
        self.pool = Pool(replace(config, source=self.source.data))
        self.current = CurrentHost(self.source, self._swapped)
        self.figures = Figures()
        self.figures.gauges("site", lambda: {"swaps": self.current.swaps, "cached_bytes": cache.held})
        self.figures.gauges("queries", self._queries)
        self.figures.counts("queries_ended", "outcome", lambda: self.pool.stats().outcomes)
        self.resources = ResourceAnswers(self.current, config, cache)
        self.routes: list[BaseRoute] = [
            *routes(self.pool, config, self._static, self.resources.hits),
            *ops_routes(self.current, self.figures, self.source.ready, self._pool_trouble, config.metrics),
        ]
        for route in self.routes:
            if isinstance(route, Route):
                route.app = Packed(route.app)
        inner = Starlette(
            routes=self.routes,
            lifespan=self._lifespan,
            exception_handlers={HTTPException: self._refused, Exception: self._failed},
        )
        inner.router.redirect_slashes = False
        inner.router.default = self._rest
        self._inner: ASGIApp = inner
        guarded = Guarded(self._front, self._methods)
        observed = Observed(guarded, self.figures, config.access_log, config.log_queries)
        self._whole: ASGIApp = BehindProxy(observed, config)
        self._watch: asyncio.Task[None] | None = None
        self._started = False

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._whole(scope, receive, send)

    async def _front(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Who would rather read than compute gets the page of the questions, where there is one."""
        if scope["type"] == "http" and scope["path"] == f"{scope['root_path']}/questions":
            kinds = {v.media_type for v in variants(self.current.host, "questions")}
            best = best_type(Request(scope).headers.getlist("accept"), (_JSON, _PAGE))
            if best == _PAGE and _PAGE.type in kinds:
                await self.resources(scope, receive, send)
                return
        await self._inner(scope, receive, send)

    async def _rest(self, scope: Scope, receive: Receive, send: Send) -> None:
        """A file or an IRI; or another spelling of one of our routes, such as ``/sparql/``, which leads to it."""
        tail = path_below(scope["raw_path"], scope["root_path"]) if scope["type"] == "http" else None
        path = plain(tail) if tail is not None else None
        if path is not None and any(
            r.path_regex.match(f"/{path}") for r in self.routes if isinstance(r, Route)
        ):
            scope["kind"] = "respelled"
            asked = scope["query_string"].decode("ascii", "ignore")
            place = address(scope["root_path"], path) + (f"?{asked}" if asked else "")
            moved = Response(
                status_code=308, headers={"Location": place, "Cache-Control": "public, no-cache"}
            )
            await moved(scope, receive, send)
            return
        await self.resources(scope, receive, send)

    async def start(self) -> None:
        """Start the workers and the watch, once.

        Raises:
            DashiError: the data cannot be read.
        """
        if not self._started:
            self._started = True
            # Python's own executor forgets what it did; others hold the last host, and with it the old folder
            asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor(_THREADS, "files"))
            await self._begun()
            if self.config.watch:
                self._watch = asyncio.create_task(self.current.watch())

    async def _begun(self) -> None:
        """Start the workers; a release that takes the place of the former meanwhile is read instead.

        Raises:
            DashiError: the data cannot be read.
        """
        for tries in range(_TRIES):
            try:
                await self.pool.start()
            except DashiError:
                if tries + 1 == _TRIES or not await self.current.look(True):
                    raise
                continue
            if (
                isinstance(self.current.host, ReleaseHost)
                and self.pool.info.digest != self.current.host.version
            ):
                await self.current.look()  # its files are of the former: the pool follows them
            return

    async def stop(self) -> None:
        """Stop what was started; running queries get the time of grace."""
        if self._watch:
            self._watch.cancel()
        await self.pool.close()
        self.source.close()

    async def _swapped(self, host: Host) -> None:
        """Ask queries of the release whose files answer; one that is being replaced is tried again."""
        if not isinstance(host, ReleaseHost):
            return  # an endpoint has its own way
        if not self.pool.info.digest:
            return  # it has not begun, and begins with the newest
        while self.current.host is host and self.pool.info.digest != host.version:
            try:
                await self.pool.swap(self.source.data)
            except DashiError as error:
                self.current.trouble(error)
                await asyncio.sleep(_AGAIN)

    async def _static(self, request: Request) -> Response | None:
        """The file of the release for a saved question without parameters."""
        tail = path_below(request.scope["raw_path"], request.scope["root_path"])
        path = plain(tail) if tail is not None else None
        return await self.resources.answer(request) if path and self.current.host.has(path) else None

    def _methods(self, tail: str) -> str:
        found = (r.endpoint for r in self.routes if isinstance(r, Route) and r.path == tail)
        return str(getattr(next(found, None), "allow", METHODS))

    def _queries(self) -> dict[str, float]:
        now = self.pool.stats()
        return {
            "running": now.running, "waiting": now.waiting, "workers": now.workers, "seconds": now.seconds,
            "triples": self.pool.info.triples,
        }  # fmt: skip

    def _pool_trouble(self) -> str:
        if not self._started:
            return "the workers have not started"
        return "" if self.pool.whole else "the data are being read again"

    async def _refused(self, request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)
        headers = dict(error.headers or {})
        return problem(request, error.status_code, language=self.config.language, headers=headers)

    async def _failed(self, request: Request, error: Exception) -> Response:
        return problem(request, 500, language=self.config.language)

    @contextlib.asynccontextmanager
    async def _lifespan(self, app: Starlette) -> AsyncIterator[None]:
        await self.start()
        try:
            yield
        finally:
            await self.stop()


def _silent(step: str, done: int = 0, total: int = 0) -> None:
    return None
