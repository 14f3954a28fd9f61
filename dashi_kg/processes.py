"""Work that several processes share: each holds the same worker and is given one task after the other.

The processes are programs of their own (``python -m dashi_kg.processes``), so that whatever script calls us is not started
once more in each of them. What comes out does not depend on their number: a task knows nothing of the others.
"""

from __future__ import annotations

import contextlib
import gc
import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from queue import SimpleQueue
from typing import IO, Any, TypeVar

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.user_cache import in_use, used

_LENGTH = 8  # bytes of the length that stands before each message
Task = TypeVar("Task")
Answer = TypeVar("Answer")


@contextlib.contextmanager
def shared(worker: Callable[[Task], Answer], jobs: int) -> Iterator[Callable[[Task], Future[Answer]]]:
    """What takes tasks for a worker.

    Args:
        worker: gives the answer to a task; both can be pickled, and so can the worker, if there are several processes.
        jobs: processes; with 1, a task is done at once, and here.

    Yields:
        A function that takes a task and gives its future; what the worker raises, that raises.

    Raises:
        DashiError: (of a future) a process ended.
    """
    if jobs <= 1:

        def now(task: Task) -> Future[Answer]:
            done: Future[Answer] = Future()
            try:
                done.set_result(worker(task))
            except Exception as error:
                done.set_exception(error)
            return done

        yield now
        return
    idle: SimpleQueue[_Process] = SimpleQueue()
    told = pickle.dumps(worker)

    def ask(task: Task) -> Answer:
        process = idle.get()
        try:
            return process.ask(task)  # type: ignore[no-any-return]
        finally:
            idle.put(process)

    processes = [_Process(told) for _ in range(jobs)]
    try:
        for process in processes:
            idle.put(process)
        with ThreadPoolExecutor(jobs) as threads:  # they only wait
            try:
                yield lambda task: threads.submit(ask, task)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                for process in processes:
                    process.stop()
                raise
    finally:
        for process in processes:
            process.stop()


class _Process:
    def __init__(self, worker: bytes) -> None:
        package = str(Path(__file__).parents[1])
        # no empty part: it would mean the current folder, whose files might have the names of modules
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        command = [sys.executable, "-P", "-m", "dashi_kg.processes", *(["--keep"] if used() else [])]
        self._process = subprocess.Popen(  # in a group of its own: Ctrl-C is for us, and we end it
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": os.pathsep.join(paths)},
            process_group=0,
        )
        self._worker: bytes | None = worker

    def ask(self, task: object) -> Any:
        assert self._process.stdin and self._process.stdout
        try:
            if self._worker is not None:
                _say(self._process.stdin, self._worker)
                self._worker = None
            _say(self._process.stdin, pickle.dumps(task))
            answer = _heard(self._process.stdout)
        except (BrokenPipeError, ValueError):
            answer = None
        if answer is None:
            raise DashiError(
                Both(
                    f"一个进程意外终止（退出码 {self._process.wait()}）",
                    f"a process ended unexpectedly (exit code {self._process.wait()})",
                ),
                remedy=Both("请检查内存，或用 -j 1 再试。", "Check the memory, or try again with -j 1."),
            )
        good, found = pickle.loads(answer)
        if not good:
            raise found
        return found

    def stop(self) -> None:
        self._process.kill()
        self._process.wait()
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                with contextlib.suppress(OSError):
                    stream.close()


def _say(stream: IO[bytes], message: bytes) -> None:
    stream.write(len(message).to_bytes(_LENGTH, "big") + message)
    stream.flush()


def _heard(stream: IO[bytes]) -> bytes | None:
    """The next message; ``None`` where the other side has ended."""
    length = int.from_bytes(head, "big") if len(head := stream.read(_LENGTH)) == _LENGTH else -1
    message = stream.read(length) if length >= 0 else b""
    return message if len(message) == length else None


def main() -> None:
    """A worker in, then its tasks; the answers out, until the input ends."""
    gc.set_threshold(50_000, 20, 20)  # as in :mod:`dashi_kg.__main__`: values that last, few cycles
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints, prints to standard error
    with contextlib.ExitStack() as stack:
        if "--keep" in sys.argv:
            from dashi_kg.text.pattern_cache import kept_patterns

            stack.enter_context(in_use())
            stack.enter_context(kept_patterns())
        told = _heard(sys.stdin.buffer)
        worker = pickle.loads(told) if told else None
        while worker and (task := _heard(sys.stdin.buffer)):
            try:
                answer = pickle.dumps((True, worker(pickle.loads(task))))
            except Exception as error:
                answer = pickle.dumps((False, error))
            _say(out, answer)


if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt, BrokenPipeError):
        main()
