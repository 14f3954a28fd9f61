"""Listening, and a stop that lets running requests end."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import socket
import threading
from collections.abc import Callable, Iterator

import uvicorn

from dashi_kg.errors import DashiError, of_system
from dashi_kg.files import Progress
from dashi_kg.language import Both, said
from dashi_kg.query.on_disk.kept import Tell
from dashi_kg.serve.app import App
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.common.observed import log, set_up_logging
from dashi_kg.serve.common.scratch import remove_abandoned
from dashi_kg.serve.dereference.served_data import open_source
from dashi_kg.serve.http.protocol import limited

_BACKLOG = 512


def serve(
    config: Config, announce: Callable[[str], None], progress: Progress, tell: Tell | None = None
) -> None:
    """Serve until SIGTERM or SIGINT; SIGHUP looks for a new release at once.

    Args:
        config: the options.
        announce: told the address when the server answers.
        progress: told what is being done before that.
        tell: told that a store is made of a large corpus.

    Raises:
        DashiError: the source cannot be opened, or the address is not to be had.
    """
    listener = _listener(config.host, config.port)  # first: publishing takes time, a taken port should not
    with listener, _ended_by_sigterm():
        remove_abandoned()  # what runs that were killed have left
        source = open_source(config, progress, tell)
        try:
            set_up_logging(config.log)
            for note in source.notes:
                log.warning(said(note))
            app = App(config, source)
            server = _Server(app, config, lambda: announce(_address(config, listener)))
            server.run([listener])
        finally:
            source.close()


@contextlib.contextmanager
def _ended_by_sigterm() -> Iterator[None]:
    """SIGTERM before the server answers, or after, ends as it does in between: with 0, and nothing left behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def end(number: int, frame: object) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)  # what is being tidied up is not broken off
        raise SystemExit(0)

    former = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, former)


class _Server(uvicorn.Server):
    """A server that tells when it answers, and ends with 0 when it was asked to end."""

    def __init__(self, app: App, config: Config, ready: Callable[[], None]) -> None:
        self.app, self.ready = app, ready
        super().__init__(
            uvicorn.Config(
                app, http=limited(config), ws="none", lifespan="on", access_log=False, log_config=None,
                server_header=False, proxy_headers=False, backlog=_BACKLOG,
                timeout_graceful_shutdown=max(1, round(config.grace)), limit_concurrency=config.connections,
            )
        )  # fmt: skip

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await (
            self.app.start()
        )  # here and not in the lifespan: what is wrong with the data is told in one line
        await super().startup(sockets)
        if hasattr(signal, "SIGHUP"):
            loop = asyncio.get_running_loop()
            loop.add_signal_handler(signal.SIGHUP, lambda: loop.create_task(self.app.current.look(True)))
        self.ready()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # uvicorn would raise the signal again at the end, and the exit code would be that of a kill
        former = {
            number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)
        }
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)


def _listener(host: str, port: int) -> socket.socket:
    try:
        family = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0][0]
        listener = socket.socket(family, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.set_inheritable(False)
    except OSError as error:
        why = of_system(error)
        raise DashiError(
            Both(f"无法监听：{why.zh}", f"cannot listen: {why.en}"),
            remedy=Both(
                "请换一个 --host 或 --port（0 表示任一空闲端口）。",
                "Choose another --host or --port (0: any free one).",
            ),
            file=f"{host}:{port}",
        ) from None
    return listener


def _address(config: Config, listener: socket.socket) -> str:
    host = f"[{config.host}]" if ":" in config.host else config.host
    return f"http://{host}:{listener.getsockname()[1]}{config.root_path}/"
