"""Lines of N-Quads as words, many at a time: files that are larger than memory are read so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

from pyoxigraph import RdfFormat, parse

from dashi_kg.rdf.statements import Row

_READ = 4 << 20  # bytes that are read at a time
_SIGN = r"[!&-;=@-Z_a-z~]"  # in ranges, which are found soonest
_IRI = rf"<https?://[a-z0-9.-]++(?::[0-9]{{1,5}}+)?/{_SIGN}*+(?:#{_SIGN}*+)?>"
_WORDS = r'"[^"\\\x00-\x1f\x7f]*+(?:\\[nrt"\\][^"\\\x00-\x1f\x7f]*+)*+"'
# lines that have one form only; whatever else is N-Quads is read by a parser
_LINE = re.compile(rf"({_IRI}) ({_IRI}) ({_IRI}|{_WORDS}(?:@[a-z]{{2,8}}|\^\^{_IRI})?) ({_IRI}) \.\n")
_USUAL_TYPE = "^^<http://www.w3.org/2001/XMLSchema#string>"  # is written without


def rows_of(text: str) -> list[Row]:
    """Lines of N-Quads as terms, each as pyoxigraph writes it.

    Raises:
        SyntaxError: they are none.
    """
    found = _LINE.findall(text)
    if len(found) == text.count("\n") and _USUAL_TYPE not in text:
        return found
    quads = parse(text.encode("utf-8"), format=RdfFormat.N_QUADS)
    return [(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads]


class Reads(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


def pieces(file: Reads) -> Iterator[bytes]:
    """Whole lines, some megabytes at a time; the last piece may lack the end of its line."""
    rest = b""
    while block := file.read(_READ):
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest += block
    if rest:
        yield rest


def pieces_of(path: Path) -> Iterator[bytes]:
    """The same of a file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        yield from pieces(file)
