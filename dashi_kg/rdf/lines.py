"""Lines of N-Quads as words, many at a time: files that are larger than memory are read so."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Protocol

from pyoxigraph import RdfFormat, parse

from dashi_kg.rdf.statements import Row

_READ = 4 << 20  # bytes that are read at a time
_SIGN = r"[!&-;=@-Z_a-z~]"  # in ranges, which are found soonest
_IRI = rf"<https?://[a-z0-9.-]++(?::[0-9]{{1,5}}+)?/{_SIGN}*+(?:#{_SIGN}*+)?>"
_WORDS = r'"[^"\\\x00-\x1f\x7f]*+(?:\\[nrt"\\][^"\\\x00-\x1f\x7f]*+)*+"'
# terms that have one form only, a line each; whatever else is N-Quads is read by a parser
_IRIS = re.compile(rf"(?:{_IRI}\n)*+")
_TERMS = re.compile(rf"(?:(?:{_IRI}|{_WORDS}(?:@[a-z]{{2,8}}|\^\^{_IRI})?)\n)*+")
_USUAL_TYPE = "^^<http://www.w3.org/2001/XMLSchema#string>"  # is written without


def rows_of(text: str) -> list[Row]:
    """Lines of N-Quads as terms, each as pyoxigraph writes it.

    Raises:
        SyntaxError: they are none.
    """
    rows = _usual_rows(text)
    if rows is None:
        quads = parse(text.encode("utf-8"), format=RdfFormat.N_QUADS)
        rows = [(str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads]
    return rows


def _usual_rows(text: str) -> list[Row] | None:
    """The rows of lines that are written as most are, and whose terms have one form only; ``None`` where there are others.

    Lines are cut where terms end, and each term is looked at once, however often it stands there.
    """
    rows: list[Row] = []
    subjects, graphs = set[str](), set[str]()
    subject = graph = end = ""
    *lines, rest = text.split("\n")
    try:
        for line in lines:
            name, predicate, rest_of = line.split(" ", 2)
            if name != subject:  # lines that follow each other share the word: what looks it up knows it
                subject = name
                subjects.add(name)
            if not end or not rest_of.endswith(end):
                _, graph, dot = rest_of.rsplit(" ", 2)
                end = f" {graph} {dot}"
                graphs.add(graph)
                if dot != ".":
                    return None
            rows.append((subject, predicate, rest_of[: -len(end)], graph))
    except ValueError:  # fewer words
        return None
    iris = subjects.union(graphs, [row[1] for row in rows])
    return rows if not rest and in_one_form(iris, {row[2] for row in rows}) else None


def in_one_form(iris: Collection[str], objects: Collection[str]) -> bool:
    """Whether words are IRIs, and others terms, that N-Quads writes in this form only: a parser gives what stands there."""
    names, terms = "".join([f"{iri}\n" for iri in iris]), "".join([f"{term}\n" for term in objects])
    if names.count("\n") > len(iris) or terms.count("\n") > len(objects):  # a line that ends within a triple
        return False
    return bool(_IRIS.fullmatch(names) and _TERMS.fullmatch(terms)) and _USUAL_TYPE not in terms


class Reads(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """The next bytes, at most so many; none at the end."""


def pieces(file: Reads, size: int = _READ) -> Iterator[bytes]:
    """Whole lines, some megabytes (or ``size`` bytes) at a time; the last piece may lack the end of its line."""
    rest = b""
    while block := file.read(size):
        end = block.rfind(b"\n") + 1
        if end:
            yield rest + block[:end]
            rest = block[end:]
        else:
            rest += block
    if rest:
        yield rest


def pieces_of(path: Path, size: int = _READ) -> Iterator[bytes]:
    """The same of a file.

    Raises:
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        yield from pieces(file, size)
