"""One document read in a process of its own: ``python -m dashi_kg.spark.reading``, its limits and how its
temporary folders are named as arguments.

It takes a line of JSON and the bytes of the document, and gives a line of JSON and the bytes of what was read, one
document after the other, until the input ends. It never outlives its limits, whoever started it.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
import zlib
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import IO, Any

from dashi_kg.corpus.record import REFUSED, Record, dump
from dashi_kg.errors import as_dashi_error
from dashi_kg.pipeline.report_files import SOURCES, reading_file
from dashi_kg.text.pattern_cache import keep_now, kept_patterns
from dashi_kg.user_cache import in_use

# exit codes: the document needs more memory than it may have; another version of the program is installed here
TOO_MUCH, OTHER_VERSION = 77, 78
# Read once before all others.
_SMALL = """某县人民政府2023年法治政府建设年度报告
一、主要举措和成效
开展执法培训3期，参训120人次。
二、2024年工作打算
加强执法人员培训。
"""
PARTS = ("quads", "observations", "findings")


@dataclass(frozen=True, slots=True)
class Limits:
    """What a document may take, and what is made of it.

    Attributes:
        seconds: of time.
        memory: MiB beyond what the reader itself has.
        base: the base IRI.
        program: the digest of the program that reads; another one ends at once.
        tables: whether rows of observations are made.
        check: whether it is validated.
    """

    seconds: float
    memory: int
    base: str
    program: str = ""
    tables: bool = True
    check: bool = True

    def words(self) -> str:
        """As an argument of the process."""
        return json.dumps(asdict(self))

    def bounds(self) -> str:
        """What may be raised when a document went beyond it."""
        return f"{self.seconds:g} s {self.memory} MiB"


class Reader:
    """Reads documents; what all share is made ready once."""

    def __init__(self, limits: Limits, scratch: str) -> None:
        """``scratch``: how the names of temporary folders begin, by which whoever ends a reader finds what it leaves."""
        self.limits = limits
        self._scratch = scratch

    @cached_property
    def _shared(self) -> Any:
        from dashi_kg.pipeline import shared_quads

        return shared_quads(self.limits.base)

    @cached_property
    def _facts(self) -> Any:
        from dashi_kg.export.tables.lookup import Facts

        return Facts(self._shared)

    @cached_property
    def _validator(self) -> Any:
        from dashi_kg.validation.engine import Validator

        return Validator(self.limits.base, self._shared)

    def warm(self) -> None:
        """Make ready now what the first document would have to wait for, and be charged for: libraries and their memory."""
        words = _SMALL.encode("utf-8")
        self.read("small.txt", "", words, None, len(words))

    def read(
        self, name: str, key: str, data: bytes, notes: bytes | None, size: int
    ) -> tuple[Record, dict[str, bytes]]:
        """The record of a document, and its parts (:data:`PARTS`).

        Args:
            name: of the file, without folders.
            key: by which the result is kept.
            data: what is in it.
            notes: of the reading file beside it.
            size: bytes that the file has; more than ``data`` where it was too large to be handed over.

        A document that cannot be read gives a record that says why; nothing is raised for its sake but ``MemoryError``.
        """
        from dashi_kg.corpus.one_file import record_of

        with tempfile.TemporaryDirectory(prefix=self._scratch) as folder:
            file = Path(folder) / name
            try:
                with file.open("wb") as out:
                    out.write(data)
                    out.truncate(size)
                if notes is not None:
                    reading_file(file.parent if name in SOURCES else file).write_bytes(notes)
                record, built = record_of(file, key, self.limits.base)
                parts = self._parts(built) if built else {}
            except MemoryError:
                raise
            except Exception as error:  # a mistake of ours, too: told, and the rest goes on
                why = as_dashi_error(error, name)
                record, parts = Record("", key, REFUSED, reason=why.cause, remedy=why.remedy), {}
        record.file = ""  # where it lies is no part of what was read
        return record, parts

    def _parts(self, built: Any) -> dict[str, bytes]:
        parts = {"quads": self.quads(built)}
        if self.limits.tables:
            parts["observations"] = self.observations(built)
        if self.limits.check:
            parts["findings"] = self.findings(built)
        return parts

    def quads(self, built: Any) -> bytes:
        """The quads of a report as sorted N-Quads, packed by zlib."""
        from dashi_kg.rdf.serialize import serialize

        return zlib.compress(serialize(built.statements, "nq", self.limits.base), 1)

    def observations(self, built: Any) -> bytes:
        """The rows of the table of observations, as a stream of Arrow."""
        from dashi_kg.export.tables.observations import observation_rows
        from dashi_kg.export.tables.parquet import arrow_table

        return ipc(arrow_table(observation_rows(built.quads, self.limits.base, self._facts)))

    def findings(self, built: Any) -> bytes:
        """What validation finds, as JSON."""
        found = self._validator.check(built.statements).findings
        rows = [_finding(one, built.org_id, built.year) for one in found]
        return json.dumps(rows, ensure_ascii=False).encode("utf-8")


def ipc(table: Any) -> bytes:
    """A ``pyarrow.Table`` as a stream of Arrow IPC."""
    import pyarrow

    out = pyarrow.BufferOutputStream()
    options = pyarrow.ipc.IpcWriteOptions(compression="zstd")
    with pyarrow.ipc.new_stream(out, table.schema, options=options) as writer:
        writer.write_table(table)
    return bytes(out.getvalue())


def _finding(one: Any, org_id: str, year: str) -> dict[str, Any]:
    """A row of the table of findings."""
    return {
        "org_id": org_id, "year": year, "code": one.code, "severity": one.severity, "focus": one.focus,
        "message_zh": one.message_zh, "message_en": one.message_en, "value": one.value, "quote": one.quote,
        "start": one.start, "end": one.end, "line": one.line, "source": one.source,
    }  # fmt: skip


def main() -> None:
    """See the head of this file; first an empty line, when all is ready."""
    with in_use(), kept_patterns():
        _read_all()


def _read_all() -> None:
    from dashi_kg.corpus.one_file import tool_digest

    limits = Limits(**json.loads(sys.argv[1]))
    if limits.program not in ("", tool_digest(limits.base)):
        os._exit(OTHER_VERSION)
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints, prints to standard error
    reader = Reader(limits, sys.argv[2])
    reader.warm()
    keep_now()  # before the memory is bounded
    _bounded(limits.memory)
    try:
        out.write(b"\n")
        out.flush()
        while line := sys.stdin.buffer.readline():
            asked = json.loads(line)
            data = _exactly(sys.stdin.buffer, asked["data"])
            notes = None if asked["notes"] is None else _exactly(sys.stdin.buffer, asked["notes"])
            signal.setitimer(signal.ITIMER_REAL, 2 * limits.seconds + 10)  # where nobody is left to end us
            record, parts = reader.read(asked["name"], asked["key"], data, notes, asked["size"])
            signal.setitimer(signal.ITIMER_REAL, 0)
            told = dump(record)
            head = {"record": len(told), **{name: len(parts.get(name, b"")) for name in PARTS}}
            out.write(json.dumps(head).encode("ascii") + b"\n" + told)
            for name in PARTS:
                out.write(parts.get(name, b""))
            out.flush()
    except MemoryError:
        os._exit(TOO_MUCH)
    except (KeyboardInterrupt, BrokenPipeError, EOFError):
        os._exit(1)


def _exactly(stream: IO[bytes], count: int) -> bytes:
    data = stream.read(count)
    if len(data) < count:
        raise EOFError
    return data


def _bounded(memory: int) -> None:
    """From here on this process may have ``memory`` MiB more than it has; the system tells on Linux only."""
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    except (ImportError, OSError):
        return
    most = pages * os.sysconf("SC_PAGE_SIZE") + (memory << 20)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (most, most))


if __name__ == "__main__":
    main()
