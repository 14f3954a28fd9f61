"""The server's end of the socket to one worker: a frame out, a frame back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import cast

from dashi_kg.serve.answers.job import LENGTHS


class Channel(asyncio.Protocol):
    """Always listening, so that the end of the worker is known at once.

    Attributes:
        pid: of the worker.
        closed: whether the worker has gone.

    Args:
        gone: called when the other end has hung up, but not after :meth:`close`.
    """

    def __init__(self, pid: int, gone: Callable[[], None]) -> None:
        self.pid, self.closed = pid, False
        self._gone = gone
        self._transport: asyncio.Transport | None = None
        self._heard = bytearray()
        self._needed = LENGTHS.size
        self._answer: asyncio.Future[tuple[bytes, bytes]] | None = None

    async def ask(self, frame: bytes) -> tuple[bytes, bytes]:
        """Head and body of the answer to a frame. Ask nothing else before it came.

        Raises:
            EOFError: the worker has gone.
        """
        if self.closed or self._transport is None:
            raise EOFError
        self._answer = asyncio.get_running_loop().create_future()
        self._transport.write(frame)
        try:
            return await self._answer
        finally:
            self._answer = None

    def close(self) -> None:
        """Hang up."""
        self.closed = True
        if self._transport:
            self._transport.abort()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """See :class:`asyncio.Protocol`."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """A piece of a frame."""
        self._heard += data
        if len(self._heard) < self._needed:
            return
        head, body = LENGTHS.unpack_from(self._heard)
        self._needed = LENGTHS.size + head + body
        if len(self._heard) < self._needed:
            return
        with memoryview(self._heard) as heard:
            middle = LENGTHS.size + head
            words, rest = bytes(heard[LENGTHS.size : middle]), bytes(heard[middle:])
        self._heard, self._needed = bytearray(), LENGTHS.size
        if self._answer and not self._answer.done():
            self._answer.set_result((words, rest))

    def connection_lost(self, error: Exception | None) -> None:
        """The worker has gone."""
        told, self.closed = self.closed, True
        if self._answer and not self._answer.done():
            self._answer.set_exception(EOFError())
        if not told:
            self._gone()
