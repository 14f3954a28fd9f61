"""A reader that may die or stall: it is replaced, its document is told, and the next one is read."""

from __future__ import annotations

import json
import os
import selectors
import shutil
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dashi_kg.corpus.record import REFUSED, Record, ended_early, not_in_time, parse
from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.spark.reading import OTHER_VERSION, PARTS, TOO_MUCH, Limits

_START = 300.0  # seconds that a reader may take until it can read, on however busy a machine
_BLOCK = 1 << 20
_TRIES = 3  # starts of a reader before the machine is given up


@dataclass(frozen=True, slots=True)
class Document:
    """One document as it is handed over; ``size``: bytes of the file, whose ``data`` may have been left where it is."""

    name: str
    key: str
    data: bytes
    notes: bytes | None
    size: int


@dataclass(slots=True)
class Result:
    """What came of it; ``limited``: it went beyond a limit, so that other limits may give another result."""

    record: Record
    parts: dict[str, bytes] = field(default_factory=dict)
    limited: bool = False


class Guard:
    """One reader after the other, of the same limits."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._process: subprocess.Popen[bytes] | None = None
        self._scratch = (
            f"dashi-kg-reading-{uuid.uuid4().hex}-"  # how the temporary folders of our readers begin
        )

    def read(self, document: Document) -> Result:
        """Read one document.

        Raises:
            DashiError: no reader starts on this machine.
        """
        process = self._process or self._started()
        head = {
            "name": document.name, "key": document.key, "data": len(document.data), "size": document.size,
            "notes": None if document.notes is None else len(document.notes),
        }  # fmt: skip
        message = json.dumps(head).encode("ascii") + b"\n" + document.data + (document.notes or b"")
        until = time.monotonic() + self.limits.seconds
        try:
            answer = _exchanged(process, message, until)
        except TimeoutError:
            self.close()
            return _limited(document, not_in_time(self.limits.seconds))
        if answer is None:
            code = process.wait()
            self.close()
            return _limited(document, _too_much(self.limits) if code == TOO_MUCH else ended_early(code))
        return answer

    def _started(self) -> subprocess.Popen[bytes]:
        package = str(Path(__file__).parents[2])
        paths = [package, *filter(None, [os.environ.get("PYTHONPATH")])]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}
        command = [sys.executable, "-P", "-m", "dashi_kg.spark.reading", self.limits.words(), self._scratch]
        for _ in range(_TRIES):
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment
            )
            self._process = process
            assert process.stdin and process.stdout
            for stream in (process.stdin, process.stdout):
                os.set_blocking(stream.fileno(), False)
            try:
                if _read_to(process, time.monotonic() + _START, b"\n") is not None:
                    return process
                code: int | None = process.wait(_START)  # its output has ended, and so does it
            except (TimeoutError, subprocess.TimeoutExpired):
                code = None
            self.close()
            if code == OTHER_VERSION:
                raise DashiError(
                    Both(
                        "节点上的 dashi-kg 与提交任务的不是同一版本",
                        "this node has another version of dashi-kg than the one that started the run",
                    ),
                    remedy=Both("请在各节点安装同一版本。", "Install the same version on each node."),
                )
        raise DashiError(
            Both("读取程序没有启动", "the process that reads did not start"),
            remedy=Both(
                "请检查各节点上的 dashi-kg 及其依赖。", "Check dashi-kg and what it needs on each node."
            ),
        )

    def close(self) -> None:
        """End the reader, and remove the folder that one leaves which was killed; the next document gets a new one."""
        if process := self._process:
            process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout):
                if stream:
                    stream.close()
            self._process = None
            for folder in Path(tempfile.gettempdir()).glob(f"{self._scratch}*"):
                shutil.rmtree(folder, ignore_errors=True)


def _exchanged(process: subprocess.Popen[bytes], message: bytes, until: float) -> Result | None:
    """The answer to a message; ``None``: the process has died.

    Raises:
        TimeoutError: there was none in time.
    """
    assert process.stdin and process.stdout
    rest = memoryview(message)
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdin, selectors.EVENT_WRITE)
        while rest:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            try:
                rest = rest[os.write(process.stdin.fileno(), rest[:_BLOCK]) :]
            except BrokenPipeError:
                return None
    data = _read_to(process, until, b"\n")
    if data is None:
        return None
    line, _, body = data.partition(b"\n")
    head: dict[str, Any] = json.loads(line)
    wanted = sum(head.values())
    if len(body) < wanted:
        more = _read_to(process, until, None, wanted - len(body))
        if more is None:
            return None
        body += more
    record = parse(body[: head["record"]])
    assert record is not None
    at, parts = head["record"], {}
    for name in PARTS:
        parts[name] = body[at : at + head[name]]
        at += head[name]
    return Result(record, parts)


def _read_to(
    process: subprocess.Popen[bytes], until: float, mark: bytes | None, count: int = 0
) -> bytes | None:
    """What the process says up to a mark, or so many bytes; ``None``: it has ended before.

    Raises:
        TimeoutError: it said too little in time.
    """
    assert process.stdout
    found: list[bytes] = []
    size = 0
    with selectors.DefaultSelector() as selector:
        selector.register(process.stdout, selectors.EVENT_READ)
        while True:
            if not selector.select(max(0.0, until - time.monotonic())):
                raise TimeoutError
            block = os.read(process.stdout.fileno(), _BLOCK)
            if not block:
                return None
            found.append(block)
            size += len(block)
            if mark in block if mark is not None else size >= count:
                return b"".join(found)


def _limited(document: Document, why: tuple[Both, Both]) -> Result:
    return Result(Record("", document.key, REFUSED, why[0], why[1]), limited=True)


def _too_much(limits: Limits) -> tuple[Both, Both]:
    return (
        Both(
            f"读取所需内存超过 {limits.memory} MiB",
            f"reading it takes more than {limits.memory} MiB of memory",
        ),
        Both("请用 --memory 放宽上限，或分割文件。", "Raise --memory, or split the file."),
    )
