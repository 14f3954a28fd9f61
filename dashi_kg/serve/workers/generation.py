"""One generation of workers: the process that holds one release, and those forked from it."""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

from dashi_kg.errors import DashiError
from dashi_kg.language import Both, parted
from dashi_kg.serve.answers.job import Answer, Job, answer_of
from dashi_kg.serve.answers.problem_details import problem
from dashi_kg.serve.common.config import Config
from dashi_kg.serve.workers.channel import Channel
from dashi_kg.serve.workers.data import Info
from dashi_kg.serve.workers.shares import FullError, Shares, Turn
from dashi_kg.serve.workers.trial import lower, tried
from dashi_kg.serve.workers.work import out_of_memory
from dashi_kg.serve.workers.worker import OUT_OF_MEMORY

_ROOT = str(Path(__file__).resolve().parents[3])
_START = "import sys; sys.path.append({!r}); from dashi_kg.serve.workers.parent import main; main()"


_AT_ONCE = 0.5  # seconds in which a query finds that its worker was dead already


def data_process(control: socket.socket, options: str) -> subprocess.Popen[bytes]:
    """Start :mod:`~dashi_kg.serve.workers.parent`.

    Args:
        control: its end of the socket on which it is asked for workers.
        options: as JSON.
    """
    return subprocess.Popen(
        [sys.executable, "-P", "-c", _START.format(_ROOT), str(control.fileno()), options],
        pass_fds=[control.fileno()],
        stdin=subprocess.DEVNULL,
        start_new_session=True,  # Ctrl-C is for the server, which lets queries end
        env={**os.environ, "RUST_BACKTRACE": "0"},
    )


class LostError(Exception):
    """The process that holds the data has ended, and its workers with it."""


class _GaveWayError(Exception):
    """A query took longer than a moment, and others need its worker."""


class _KilledError(Exception):
    """A worker was killed, and not by us."""


class Generation:
    """See the module. Made by :meth:`start`.

    Attributes:
        info: what is served.
        running, waiting: queries now.
        usual: seconds that a query takes, averaged.
    """

    def __init__(
        self, config: Config, process: subprocess.Popen[bytes], control: socket.socket, info: Info,
        broken: Callable[[Generation], None],
    ) -> None:  # fmt: skip
        self.config, self.info = config, info
        self.running = self.waiting = 0
        self.usual = 0.1
        self._process, self._control, self._broken = process, control, broken
        self.shares = Shares(config.processes, config.queue, config.client_queue)
        self._idle: deque[Channel] = deque()
        self._given: dict[Turn, Channel] = {}
        self._ended = False  # there are no workers any more
        self._all: dict[int, Channel] = {}
        self._turn = asyncio.Lock()
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._closed = False
        self._tasks: set[asyncio.Task[None]] = set()

    @classmethod
    async def start(
        cls, config: Config, source: str | None, folder: Path | None, broken: Callable[[Generation], None]
    ) -> Generation:
        """Load the data in a new process, and fork the workers.

        Raises:
            DashiError: the data cannot be read.
        """
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        options = {
            "source": source, "endpoint": config.endpoint, "base": config.base, "store": config.store,
            "folder": str(folder or ""),
            "bounds": {
                "timeout": config.timeout, "rows": config.max_rows, "bytes": config.max_bytes, "memory": config.max_memory,
            },
        }  # fmt: skip
        process = data_process(theirs, json.dumps(options))
        theirs.close()
        generation = cls(config, process, ours, Info(), broken)
        try:
            first = await generation._hear()
            if "cause" in first:
                raise DashiError(
                    parted(first["cause"]),
                    remedy=parted(first["remedy"]),
                    file=first["file"],
                    place=parted(first["place"]),
                )
            generation.info = Info(first["digest"], first["triples"], first["graphs"])
            for _ in range(config.processes):
                generation._idle.append(await generation._fork())
        except (OSError, EOFError):
            await generation.close(0)
            raise DashiError(
                Both("存放数据的进程意外结束", "the process that holds the data ended"),
                remedy=Both("请检查内存是否足够。", "Check that there is enough memory."),
            ) from None
        except BaseException:
            await generation.close(0)
            raise
        return generation

    @property
    def idle(self) -> bool:
        """Whether a worker is free."""
        return any(not worker.closed for worker in self._idle)

    async def run(self, job: Job, client: str = "") -> Answer:
        """The answer to a job.

        Raises:
            FullError: too many wait, or no worker became free within the limit of time.
            LostError: there are no workers any more.
        """
        loop = asyncio.get_running_loop()
        key = hashlib.sha256(job.packed()).hexdigest()
        slow = False
        tried = 0
        while tried <= self.config.processes:  # all workers may have been killed while they were idle
            since = loop.time()
            turn = Turn(client, key, exempt=job.kind != "query", slow=slow)
            try:
                return await self._attempt(job, turn)
            except _GaveWayError:
                slow = True
            except _KilledError:
                if tried and loop.time() - since > _AT_ONCE:
                    break  # not by chance: the system does so when it has no memory left
                tried += 1
        return out_of_memory()

    async def _attempt(self, job: Job, turn: Turn) -> Answer:
        self.waiting += 1
        self._quiet.clear()
        try:
            if self._ended:
                raise LostError
            self.shares.wait(turn, idle=self.idle)
            self._deal()
            async with asyncio.timeout(self.config.timeout):
                await turn.given
        except BaseException as error:
            self.shares.leave(turn)
            self._back(turn)
            if isinstance(error, TimeoutError):
                raise FullError(turn.slow and bool(turn.client)) from None
            raise
        finally:
            self.waiting -= 1
            self._rest()
        worker = self._given.pop(turn)
        self.running += 1
        self._quiet.clear()
        keep = buried = lowered = False
        loop = asyncio.get_running_loop()
        since = loop.time()
        if turn.slow:
            lowered = lower(worker.pid)
        asked = asyncio.ensure_future(worker.ask(job.packed()))
        try:
            async with asyncio.timeout(self.config.timeout):
                await tried(asked, self._measured(worker.pid), self.config.quick, self.shares)
                if not asked.done() and not self.shares.long(turn):
                    raise _GaveWayError
                if turn.slow and not lowered and not asked.done():
                    lowered = lower(worker.pid)
                answer = answer_of(*await asked)
            keep = not answer.retire and not lowered
            return answer
        except TimeoutError:
            return self._late()
        except (OSError, EOFError):
            status = await self._bury(worker)
            buried = True
            if status == -signal.SIGKILL:
                raise _KilledError from None
            return self._autopsy(status)
        finally:
            asked.cancel()
            took = loop.time() - since
            self.usual += 0.1 * (took - self.usual)
            self.running -= 1
            self.shares.ended(turn, quick=keep and took < self.config.quick)  # a lowered one is replaced
            if keep:
                self._idle.append(worker)
            else:
                self._later(self._replace(worker, buried=buried))
            self._deal()
            self._rest()

    def _measured(self, pid: int) -> int | None:
        """Whose time on the processor counts for a trial; ``None``: a remote endpoint works the query out."""
        return None if self.config.endpoint else pid

    def _deal(self) -> None:
        """Give free workers to those whose turn it is; one that was killed by others meanwhile is replaced."""
        while self._idle:
            worker = self._idle[0]
            if worker.closed:
                self._later(self._replace(self._idle.popleft()))
                continue
            turn = self.shares.next()
            if turn is None:
                return
            if turn.given.done():  # it was given up just now
                self.shares.ended(turn, quick=False)
                continue
            self._given[turn] = self._idle.popleft()
            turn.given.set_result(True)

    def _back(self, turn: Turn) -> None:
        """A worker that was given to somebody who has gone is free again."""
        worker = self._given.pop(turn, None)
        if worker is not None:
            self.shares.ended(turn, quick=False)
            self._idle.append(worker)
            self._deal()

    def pids(self) -> list[int]:
        """The process that holds the data, then the workers."""
        return [self._process.pid, *sorted(self._all)]

    async def close(self, grace: float) -> None:
        """Wait up to ``grace`` seconds for queries to end, then end all processes."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(grace):
                await self._quiet.wait()
        self._closed = True
        self._control.close()  # the process kills its workers and ends
        try:
            await asyncio.to_thread(self._process.wait, 5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            await asyncio.to_thread(self._process.wait)
        while self._idle:
            self._idle.popleft().close()
        self._end()
        with contextlib.suppress(TimeoutError):  # the others see the end of their workers
            async with asyncio.timeout(1):
                await self._quiet.wait()

    def _rest(self) -> None:
        if self.running == self.waiting == 0:
            self._quiet.set()

    async def _bury(self, worker: Channel) -> int:
        """The exit status of a worker that ended in the middle of a query.

        Raises:
            LostError: nobody can tell any more.
        """
        try:
            return int((await self._order(f"bury {worker.pid}"))["status"])
        except (OSError, EOFError):
            self._lost()
            raise LostError from None

    def _autopsy(self, status: int) -> Answer:
        """Why did a worker end?"""
        if status in (OUT_OF_MEMORY, -signal.SIGABRT):
            return out_of_memory()
        if status == -signal.SIGXCPU:
            return self._late()
        words = "The query stopped the engine: it may be too long or nested too deeply. Write it shorter or flatter."
        return problem(500, words, limit="crash")

    def _late(self) -> Answer:
        seconds = self.config.timeout
        words = f"The query took more than {seconds:g} s. Ask for less."
        return problem(504, words, limit="time", seconds=seconds, retry=max(1, min(60, round(seconds))))

    async def _replace(self, worker: Channel, *, buried: bool = False) -> None:
        self._all.pop(worker.pid, None)
        worker.close()
        if self._closed:
            return
        try:
            if not buried:
                await self._order(f"end {worker.pid}")
            self._idle.append(await self._fork())
            self._deal()
        except (OSError, EOFError):
            self._lost()

    def _lost(self) -> None:
        if not self._closed:
            self._end()
            self._broken(self)

    def _end(self) -> None:
        """Who waits is told that there are no workers any more."""
        self._ended = True
        for turn in self.shares.all():
            self.shares.leave(turn)
            if not turn.given.done():
                turn.given.set_exception(LostError())

    async def _fork(self) -> Channel:
        ours, theirs = socket.socketpair()
        try:
            ours.setblocking(False)
            pid = (await self._order("fork", theirs.fileno()))["pid"]
        except BaseException:
            ours.close()
            raise
        finally:
            theirs.close()
        # one that is killed while it is idle is replaced at once, not only when somebody asks again
        _, worker = await asyncio.get_running_loop().create_connection(
            lambda: Channel(pid, self._deal), sock=ours
        )
        self._all[pid] = worker
        return worker

    async def _order(self, words: str, *fds: int) -> dict[str, Any]:
        """One order to the process that holds the data, and its answer; orders do not overlap."""
        task = asyncio.ensure_future(self._ordered(words, fds))
        return await asyncio.shield(task)  # who asks may go away; the answer must still be read

    async def _ordered(self, words: str, fds: tuple[int, ...]) -> dict[str, Any]:
        async with self._turn:
            # a few bytes always fit into the socket's buffer
            socket.send_fds(self._control, [words.encode().ljust(32)], fds)
            return await self._hear()

    async def _hear(self) -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        heard = b""
        while not heard.endswith(b"\n"):
            piece = await loop.sock_recv(self._control, 1 << 16)
            if not piece:
                raise EOFError
            heard += piece
        table: dict[str, Any] = json.loads(heard)
        return table

    def _later(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
