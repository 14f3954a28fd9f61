"""What was found in the parts of a large file, kept for the next time: a part that has not changed is not checked again.

Kept is by a digest of all that decides the findings of a part: its lines, who names its nodes from elsewhere, the program, the shapes and what
all reports share. What else was looked at is told by :class:`Looked`, and has to be as it was. So nothing is taken over that the file
does not say any more: one that somebody has changed is checked where it was changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import shutil
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any, NamedTuple

from dashi_kg.errors import DashiError
from dashi_kg.files import whole_file

Fields = tuple[Any, ...]  # of a finding, with the place of its shape instead of the shape
_KEY = 32  # bytes of a key
_LENGTH = 8  # bytes of the length of what stands behind a key


class Looked(NamedTuple):
    """What the findings of a part depend on beside its own lines.

    Attributes:
        nodes: those of which was asked what the file says elsewhere.
        documents: those of nodes that all reports share and a shape found something of; they are not checked where the file has them.
        answers: a digest of what the file said.
    """

    nodes: tuple[str, ...]
    documents: tuple[str, ...]
    answers: str


class PartFindings(NamedTuple):
    """What was found in a part, how many triples it has, and what else that depends on."""

    findings: list[Fields]
    triples: int
    looked: Looked

    def packed(self) -> bytes:
        """As it is kept; a checksum is in it."""
        return zlib.compress(json.dumps(self, ensure_ascii=False).encode("utf-8", "surrogatepass"), 1)

    @classmethod
    def unpacked(cls, kept: bytes) -> PartFindings | None:
        """What was packed; ``None`` where it is damaged."""
        try:
            words = zlib.decompress(kept).decode("utf-8", "surrogatepass")
            findings, triples, (nodes, documents, answers) = json.loads(words)
            return cls(
                [tuple(one) for one in findings], triples, Looked(tuple(nodes), tuple(documents), answers)
            )
        except (zlib.error, ValueError, TypeError):
            return None


def digest(words: Iterable[bytes]) -> bytes:
    """A digest (SHA-256) of some words, each by itself."""
    made = hashlib.sha256()
    for one in words:
        made.update(len(one).to_bytes(_LENGTH, "little"))
        made.update(one)
    return made.digest()


class FormerFindings:
    """What an earlier run has kept in a file; one that is missing or damaged has nothing."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._places: dict[bytes, tuple[int, int]] | None = None

    def get(self, key: bytes) -> bytes | None:
        """The answer that was kept by a key, packed."""
        try:
            if self._places is None:
                self._places = dict(self._look())
            if key not in self._places:
                return None
            offset, length = self._places[key]
            with self._file.open("rb") as file:
                file.seek(offset)
                return file.read(length)
        except OSError:
            return None

    def _look(self) -> Iterator[tuple[bytes, tuple[int, int]]]:
        with self._file.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            while len(head := file.read(_KEY + _LENGTH)) == _KEY + _LENGTH:
                length = int.from_bytes(head[_KEY:], "little")
                if length > size - file.tell():
                    return
                yield head[:_KEY], (file.tell(), length)
                file.seek(length, io.SEEK_CUR)


class NewFindings:
    """Takes what is to be kept."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out = out
        self.whole = True  # no answer could not be written

    def put(self, key: bytes, answer: bytes) -> None:
        """Keep an answer, packed, by a key."""
        try:
            self._out.write(key + len(answer).to_bytes(_LENGTH, "little") + answer)
        except OSError:  # the disk is full
            self.whole = False


@contextlib.contextmanager
def renewed(file: Path) -> Iterator[NewFindings]:
    """A file is written anew with what a run puts in, and takes the place of the former when that is done; where it cannot be written, nothing is kept."""
    with tempfile.TemporaryFile() as waiting:
        found = NewFindings(waiting)
        yield found
        if found.whole:
            with contextlib.suppress(DashiError, OSError), whole_file(file) as out:
                waiting.seek(0)
                shutil.copyfileobj(waiting, out, 1 << 20)
