"""What goes to a worker and what comes back: one frame each way over a socket.

A frame is the lengths of a JSON head and of a body (two 32-bit numbers, network order), the head, the body.
"""

from __future__ import annotations

import json
import socket
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

LENGTHS = struct.Struct("!II")


@dataclass(frozen=True, slots=True)
class Job:
    """One thing to work out.

    Attributes:
        kind: ``query``; ``graph`` (``text`` is its IRI, empty: the default graph); ``question`` (``text`` is its
            name); ``table`` (``text`` is its name; ``values``: its filters, ``limit`` and ``offset``); ``counts`` (graphs
            with their numbers of triples).
        text: see ``kind``.
        accept, format: what the client wants (see :func:`~dashi_kg.serve.answers.formats.choose`).
        default, named: the dataset of the request; both ``None``: the query's own, or everything.
        values: the parameters of a question.
        lang: language of labels.
        labels: whether IRIs get columns of labels.
        offset: rows before the first that a page shows.
    """

    kind: str
    text: str = ""
    accept: str = ""
    format: str = ""
    default: tuple[str, ...] | None = None
    named: tuple[str, ...] | None = None
    values: Mapping[str, str] = field(default_factory=dict)
    lang: str = "zh"
    labels: bool | None = None
    offset: int = 0

    def packed(self) -> bytes:
        """As a frame."""
        return packed(self.table())

    def table(self) -> dict[str, Any]:
        """Its fields (``dataclasses.asdict`` copies each value, which costs more than a small query)."""
        return {name: getattr(self, name) for name in self.__dataclass_fields__}


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker found.

    Attributes:
        status: the HTTP status.
        type: the content type.
        body: all of it.
        truncated: ``""``, ``rows`` or ``bytes``: the limit at which the answer was cut.
        changing: whether the same question may have another answer in the same data.
        rows: rows or triples in the body.
        problem: what is wrong, if ``status`` is an error (see :mod:`~dashi_kg.serve.answers.problem_details`).
        retire: whether the worker holds more memory than it should.
    """

    status: int = 200
    type: str = ""
    body: bytes = b""
    truncated: str = ""
    changing: bool = False
    rows: int = 0
    problem: Mapping[str, Any] = field(default_factory=dict)
    retire: bool = False


def packed(head: Mapping[str, Any], body: bytes = b"") -> bytes:
    """A frame."""
    words = json.dumps(head, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return LENGTHS.pack(len(words), len(body)) + words + body


def answer_frame(answer: Answer) -> bytes:
    """An answer as a frame."""
    return packed({name: getattr(answer, name) for name in _PLAIN}, answer.body)


_PLAIN = ("status", "type", "truncated", "changing", "rows", "problem", "retire")


def answer_of(head: bytes, body: bytes) -> Answer:
    """The answer of a frame."""
    return Answer(body=body, **json.loads(head))


def job_of(head: bytes) -> Job:
    """The job of a frame."""
    table = json.loads(head.decode("utf-8", "surrogatepass"))
    for name in ("default", "named"):
        table[name] = None if table[name] is None else tuple(table[name])
    return Job(**table)


def receive(sock: socket.socket) -> tuple[bytes, bytes] | None:
    """Head and body of the next frame, waiting; ``None`` if the other side has closed.

    The other side sends nothing more before it is answered.
    """
    found, needed = bytearray(), LENGTHS.size
    while True:
        piece = sock.recv(1 << 16)
        if not piece:
            return None
        found += piece
        if len(found) < needed:
            continue
        head, body = LENGTHS.unpack_from(found)
        needed = LENGTHS.size + head + body
        if len(found) == needed:
            middle = LENGTHS.size + head
            return bytes(found[LENGTHS.size : middle]), bytes(found[middle:])
