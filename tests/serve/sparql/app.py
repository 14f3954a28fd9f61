"""The SPARQL routes as a server of their own: ``python -m tests.serve.sparql.app OPTIONS``; prints its port."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import socket
import sys
from collections.abc import AsyncIterator

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from dashi_kg.serve.common.config import Config
from dashi_kg.serve.sparql.routes import routes
from dashi_kg.serve.workers.pool import Pool


def main() -> None:
    """Serve until SIGTERM."""
    options = json.loads(sys.argv[1])
    config = Config(**options)
    pool = Pool(config)

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await pool.start()
        print(json.dumps({"port": listening.getsockname()[1], "pids": pool.pids()}), flush=True)
        yield
        await pool.close()

    def stats(request: Request) -> JSONResponse:
        return JSONResponse(dataclasses.asdict(pool.stats()))

    app = Starlette(routes=[*routes(pool, config), Route("/stats", stats)], lifespan=lifespan)
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind(("127.0.0.1", 0))
    listening.listen(128)
    server = uvicorn.Server(
        uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            root_path=config.root_path,
            timeout_graceful_shutdown=5,
        )
    )
    server.run(sockets=[listening])


if __name__ == "__main__":
    main()
