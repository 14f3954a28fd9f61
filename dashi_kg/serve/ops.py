"""For those who run the server: is it alive, is it ready, and the figures for Prometheus."""

from __future__ import annotations

import time
from asyncio import to_thread
from collections.abc import Callable

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dashi_kg.errors import DashiError
from dashi_kg.serve.common.observed import Figures
from dashi_kg.serve.dereference.current_host import CurrentHost

_NO_STORE = {"Cache-Control": "no-store"}
_ONCE_IN = 2.0  # seconds: whoever asks more often gets the same answer


def ops_routes(
    current: CurrentHost, figures: Figures, ready: Callable[[], None], pool: Callable[[], str], metrics: bool
) -> list[Route]:
    """The routes ``/healthz``, ``/readyz`` and, where it is wanted, ``/metrics``.

    Args:
        holder: of the host of files.
        figures: to show.
        ready: raises DashiError where the store behind does not answer; called in a thread.
        pool: why queries cannot be answered now; empty: they can.
        metrics: whether the figures are shown.
    """
    last: tuple[float, str] = (-_ONCE_IN, "")

    async def healthz(request: Request) -> Response:
        return JSONResponse({"status": "ok"}, headers=_NO_STORE)

    async def readyz(request: Request) -> Response:
        nonlocal last
        if time.monotonic() - last[0] >= _ONCE_IN:
            try:
                await to_thread(ready)
                last = (time.monotonic(), "")
            except DashiError as error:
                last = (time.monotonic(), error.cause)
        trouble = last[1] or pool()
        state = {"status": "unavailable", "cause": trouble} if trouble else {"status": "ready"}
        state["release"] = current.host.version[:16]
        return JSONResponse(state, 503 if trouble else 200, headers=_NO_STORE)

    async def metricsz(request: Request) -> Response:
        data = await to_thread(generate_latest, figures.registry)
        return Response(data, headers={**_NO_STORE, "Content-Type": CONTENT_TYPE_LATEST})

    routes = [Route("/healthz", healthz), Route("/readyz", readyz)]
    return [*routes, Route("/metrics", metricsz)] if metrics else routes
