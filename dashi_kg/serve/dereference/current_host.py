"""The host of files that answers now, and how a newer one takes its place."""

from __future__ import annotations

import asyncio
import logging
from asyncio import to_thread
from collections.abc import Awaitable, Callable

from dashi_kg.errors import DashiError
from dashi_kg.serve.dereference.served_data import ServedData
from dashi_kg.serve.http.content import Host

log = logging.getLogger("dashi_kg.serve")
_EVERY = 1.0  # seconds between two looks


class CurrentHost:
    """Holds the current host. A request takes it once and keeps it to its end: no answer mixes two.

    Args:
        source: what is served.
        swapped: told of each swap, such as the pool of queries.
    """

    def __init__(self, source: ServedData, swapped: Callable[[Host], Awaitable[None]] | None = None) -> None:
        self.source, self.swapped = source, swapped
        self.swaps = 0
        self._lock = asyncio.Lock()
        self._told = ""
        self._tasks: set[asyncio.Future[None]] = set()

    @property
    def host(self) -> Host:
        """The host that answers now."""
        return self.source.host

    async def look(self, force: bool = False) -> bool:
        """Look for a newer host and take it; whether there was one."""
        async with self._lock:
            try:
                found = await to_thread(self.source.newer, self.host, force)
            except DashiError as error:  # the old one goes on answering
                self.trouble(error)
                return False
            self._told = ""
            if found is None:
                return False
            self.source.host = found
            self.swaps += 1
            log.info("a new release answers", extra={"release": found.version[:16]})
            if self.swapped:  # takes its time; files are answered from the new release meanwhile
                task = asyncio.ensure_future(self.swapped(found))
                self._tasks.add(task)
                task.add_done_callback(self._tasks.discard)
            return True

    def trouble(self, error: DashiError) -> None:
        """Note that the data behind do not answer; told once, until it changes."""
        if str(error) != self._told:
            self._told = str(error)
            log.error(self._told)

    async def watch(self) -> None:
        """Look about once a second, for ever."""
        while True:
            await asyncio.sleep(_EVERY)
            await self.look()
