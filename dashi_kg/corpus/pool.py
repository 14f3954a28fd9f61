"""Worker processes that may fail: one that dies or takes too long is replaced, and its file is told by name.

Workers are programs of their own (:mod:`dashi_kg.corpus.worker`) that take a line of JSON and give one back, so
that whatever script calls us is not started once more in each of them.
"""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from dashi_kg.corpus.record import REFUSED, Record, ended_early, not_in_time, parse

Task = tuple[Path, str]
_TICK = 0.5
_START = 300.0  # seconds that a worker may take until it can read, on however busy a machine
_BLOCK = 1 << 16


@dataclass(slots=True, eq=False)
class _Worker:
    process: subprocess.Popen[bytes]
    task: Task | None = None
    up: bool = False  # it has said that it can read
    since: float = 0.0
    said: bytes = b""

    def ask(self, task: Task) -> None:
        assert self.process.stdin
        self.task, self.since, self.said = task, time.monotonic(), b""
        line = json.dumps([str(task[0]), task[1]]) + "\n"
        try:
            self.process.stdin.write(line.encode("ascii"))
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it has died: its closed output tells

    def stop(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()


def run(
    tasks: Iterable[Task], work: Path, base: str, jobs: int, limit: float, done: Callable[[Record], None]
) -> None:
    """Read every file in one of ``jobs`` processes.

    Args:
        limit: seconds that one file may take.
        done: told of each record, in the order in which they come in.
    """
    waiting = deque(tasks)
    selector = selectors.DefaultSelector()
    package = str(Path(__file__).parents[2])
    # no empty part: it would mean the current folder, whose files might have the names of modules
    paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}

    def start() -> _Worker:
        command = [sys.executable, "-P", "-m", "dashi_kg.corpus.worker", str(work), base, str(limit)]
        process = subprocess.Popen(  # in a group of its own: Ctrl-C is for us, and we end it
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment, process_group=0
        )
        worker = _Worker(process)
        assert process.stdout
        selector.register(process.stdout, selectors.EVENT_READ, worker)
        return worker

    def drop(worker: _Worker) -> None:
        assert worker.process.stdout
        selector.unregister(worker.process.stdout)
        worker.stop()

    workers = [start() for _ in range(min(jobs, len(waiting)))]
    try:
        while waiting or any(w.task for w in workers):
            for worker in workers:
                if worker.task is None and waiting:
                    worker.ask(waiting.popleft())
            ready = {key.data for key, _ in selector.select(_TICK) if key.data.task} if workers else set()
            for index, worker in enumerate(workers):
                if worker.task is None:
                    continue
                record = _heard(worker) if worker in ready else None
                if record is None and worker in ready and worker.process.poll() is None:
                    continue  # half a line, or its first
                if record is None and worker not in ready:
                    if time.monotonic() - worker.since <= (limit if worker.up else _START):
                        continue
                    record = _refused(worker.task, *not_in_time(limit))
                    drop(worker)
                    workers[index] = start()
                elif record is None:
                    record = _refused(worker.task, *ended_early(worker.process.wait()))
                    drop(worker)
                    workers[index] = start()
                else:
                    worker.task = None
                done(record)
    finally:
        for worker in workers:
            drop(worker)
        selector.close()


def _heard(worker: _Worker) -> Record | None:
    """The record that a worker gives; ``None`` while its line is not whole, or where it has died."""
    assert worker.process.stdout
    data = os.read(worker.process.stdout.fileno(), _BLOCK)
    if not data:
        worker.process.wait()
        return None
    worker.said += data
    if not worker.up and b"\n" in worker.said:  # its time for the file begins
        _, _, worker.said = worker.said.partition(b"\n")
        worker.up, worker.since = True, time.monotonic()
    return parse(worker.said) if worker.said.endswith(b"\n") else None


def _refused(task: Task, reason: str, remedy: str) -> Record:
    return Record(str(task[0]), task[1], REFUSED, reason, remedy)
