"""The workers as the server sees them: a queue with an end, limits that kill, releases that change in place."""

from __future__ import annotations

import asyncio
import contextlib
import math
import os
import sys
from collections import Counter, OrderedDict
from dataclasses import dataclass
from pathlib import Path

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.serve.answers.answer_cache import AnswerCache
from dashi_kg.serve.answers.job import Answer, Job
from dashi_kg.serve.answers.problem_details import problem
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.common.scratch import Scratch
from dashi_kg.serve.workers.data import Info
from dashi_kg.serve.workers.generation import Generation, LostError
from dashi_kg.serve.workers.shares import FullError

_CLIENTS = 4096
_HELD = 1.0  # seconds


@dataclass(frozen=True, slots=True)
class Stats:
    """For metrics: queries now running and waiting, and how many ended how since the start."""

    running: int
    waiting: int
    workers: int
    outcomes: dict[str, int]
    seconds: float


class Pool:
    """Answers jobs in workers. Start it in the event loop that uses it.

    Args:
        config: the options.
        data: what is asked, if not ``config.source`` itself: an RDF file or folder, such as the release that was
            made of a folder of reports.

    >>> pool = Pool(Config(source="dist"))  # doctest: +SKIP
    >>> await pool.start()                  # doctest: +SKIP
    >>> await pool.run(Job("query", "ASK {}"))  # doctest: +SKIP
    """

    def __init__(self, config: Config, data: str | None = None) -> None:
        self.config = config
        self.outcomes: Counter[str] = Counter()
        self.seconds = 0.0
        self.answers = AnswerCache()
        self._told: OrderedDict[str, float] = OrderedDict()  # client → when it may come again
        self._generation: Generation | None = None
        self._source = data or config.source
        self._turn = asyncio.Lock()
        self._tasks: set[asyncio.Task[None]] = set()
        self._folder: Scratch | None = None
        self._number = 0
        self._whole = asyncio.Event()
        self._closed = False

    async def start(self) -> None:
        """Load the data and start the workers.

        Raises:
            DashiError: the data cannot be read, or the system has no ``fork``.
        """
        if not hasattr(os, "fork"):
            raise DashiError(
                Both(
                    f"查询要在分叉的进程中运行，{sys.platform} 没有这种进程",
                    f"queries run in forked processes, which {sys.platform} does not have",
                ),
                remedy=Both(
                    "请在 Linux、macOS 或容器中运行。", "Serve on Linux or macOS, or in a container."
                ),
            )
        if self._generation is None:
            self._generation = await self._new(self._source)
            self._whole.set()

    @property
    def info(self) -> Info:
        """What is served now."""
        return self._generation.info if self._generation else Info()

    @property
    def source(self) -> str | None:
        """Where it is from."""
        return self._source

    async def swap(self, source: str | None) -> None:
        """Serve other data from now on; queries that run or wait are answered from the former data.

        Raises:
            DashiError: the new data cannot be read; the former stays.
        """
        async with self._turn:
            new = await self._new(source)
            old, self._generation, self._source = self._generation, new, source
            self._whole.set()
        if old:
            self._later(old.close(self.config.grace + self.config.timeout))

    async def run(self, job: Job, client: str = "") -> Answer:
        """The answer to a job; limits and failures are answers too. Cancel it to stop the query.

        Args:
            client: who asks, for a fair share; empty: not known.

        Raises:
            RuntimeError: the pool has not been started.
        """
        for _ in range(2):
            try:
                return await self._run(job, client)
            except LostError:  # the process that holds the data was killed: by another, for no query can
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self.config.timeout):
                        await self._whole.wait()
        return self.busy()

    async def _run(self, job: Job, client: str) -> Answer:
        generation = self._generation
        if generation is None:
            raise RuntimeError("the pool has not been started")
        loop = asyncio.get_running_loop()
        since = loop.time()
        try:
            answer = await generation.run(job, client)
        except asyncio.CancelledError:
            self.outcomes["cancelled"] += 1
            raise
        except FullError as full:
            return await self._refused(client, full.own)
        self.seconds += loop.time() - since
        self.outcomes[_outcome(answer)] += 1
        return answer

    async def _refused(self, client: str, own: bool) -> Answer:
        """Who comes back before the time that was named is held for a moment, so that it cannot keep us busy."""
        loop = asyncio.get_running_loop()
        early = self._told.pop(client, 0.0) - loop.time() if client else 0.0
        own = own or early > 0
        self.outcomes["client" if own else "queue"] += 1
        answer = self.busy(own=own)
        if client:
            self._told[client] = loop.time() + answer.problem["retry"]
            if len(self._told) > _CLIENTS:
                self._told.popitem(last=False)
        if early > 0:
            await asyncio.sleep(min(_HELD, early))
        return answer

    @property
    def whole(self) -> bool:
        """Whether there are workers; for a moment there are none where their process was killed."""
        return self._generation is not None and self._whole.is_set()

    def busy(self, *, own: bool = False) -> Answer:
        """The answer when the queue (``own``: of one client) is full. ``retry``: for ``Retry-After``, in seconds."""
        generation = self._generation
        ahead = (generation.waiting if generation else 0) + 1
        retry = max(
            1, min(60, math.ceil(ahead * (generation.usual if generation else 1.0) / self.config.processes))
        )
        if own:
            words = (
                "Too many queries of yours wait, or they take long. Wait for their answers, or ask for less."
            )
            return problem(429, words, limit="client", retry=retry)
        return problem(
            503, "Too many queries are waiting. Try again in a moment.", limit="queue", retry=retry
        )

    def stats(self) -> Stats:
        """Numbers for metrics."""
        generation = self._generation
        return Stats(
            generation.running if generation else 0,
            generation.waiting if generation else 0,
            self.config.processes,
            dict(sorted(self.outcomes.items())),
            self.seconds,
        )

    def pids(self) -> list[int]:
        """The processes: the one that holds the data, then the workers."""
        return self._generation.pids() if self._generation else []

    async def close(self) -> None:
        """Let running queries end within ``grace`` seconds, then kill the rest; nothing is left behind."""
        self._closed = True
        if self._generation:
            await self._generation.close(self.config.grace)
            self._generation = None
        for task in list(self._tasks):
            with contextlib.suppress(asyncio.CancelledError):
                await task
        if self._folder:
            self._folder.close()
            self._folder = None

    async def _new(self, source: str | None) -> Generation:
        self._number += 1
        return await Generation.start(self.config, source, self._store_folder(), self._broken)

    def _store_folder(self) -> Path | None:
        """Where the next store on disk goes: never over one that is being read, unless it is kept on purpose."""
        if self.config.store != "disk" or self.config.endpoint:
            return None
        if self.config.store_folder:
            folder = Path(self.config.store_folder)
            return folder if self._number % 2 else folder.with_name(folder.name + ".other")
        if self._folder is None:
            self._folder = Scratch()
        return self._folder.path / str(self._number)

    def _broken(self, generation: Generation) -> None:
        """The process that holds the data is gone: start it again."""
        if generation is self._generation and not self._closed and self._whole.is_set():
            self._whole.clear()
            self._later(self._again())

    async def _again(self) -> None:
        wait = 0.1
        while not self._closed:
            try:
                await self.swap(self._source)
                return
            except (DashiError, OSError):
                await asyncio.sleep(wait)
                wait = min(10.0, wait * 2)

    def _later(self, work: object) -> None:
        task = asyncio.ensure_future(work)  # type: ignore[call-overload]
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


def _outcome(answer: Answer) -> str:
    """A word for metrics: ok, truncated, time, memory, …"""
    if answer.status < 400:
        return "truncated" if answer.truncated else "ok"
    limit = answer.problem.get("limit")
    return str(limit) if limit else "refused" if answer.status == 403 else "error"
