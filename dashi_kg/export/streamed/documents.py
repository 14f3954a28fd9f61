"""The RDF syntaxes, and JSON-LD, of a graph that is larger than memory: the same bytes as :mod:`dashi_kg.rdf.serialize` gives.

N-Quads and N-Triples are the lines of the file. The others have subjects in natural order (d9 before d10), which a sort on the disk gives.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import groupby, islice
from pathlib import Path
from typing import IO, Any

from pyoxigraph import RdfFormat, Triple, parse

from dashi_kg.export.streamed.disk_sort import Record, disk_sorted, natural_bytes
from dashi_kg.export.streamed.sorted_file import SortedFile
from dashi_kg.rdf.jsonld import Compactor, by_subject, dump, written
from dashi_kg.rdf.ontology_files import context
from dashi_kg.rdf.serialize import Writer

_SUBJECTS = 200  # that are taken apart at once
_NAMES = 20_000  # short names that are remembered
Subject = tuple[str, dict[str, set[Any]]]


def lines_of(file: SortedFile) -> Iterator[bytes]:
    """All lines: of the file, and of what it is wanting of what all share."""
    return merge(file.lines(), file.missing) if file.missing else file.lines()


def triples_of(file: SortedFile) -> Iterator[bytes]:
    """The triples as sorted N-Triples, each once."""
    last = b""
    for line in lines_of(file):
        triple = line[: line.rindex(b" <")]
        if triple != last:
            yield triple + b" .\n"
            last = triple


def write_nq(file: SortedFile, out: IO[bytes]) -> None:
    """N-Quads."""
    out.writelines(lines_of(file))


def write_nt(file: SortedFile, out: IO[bytes]) -> None:
    """N-Triples."""
    out.writelines(triples_of(file))


def write_turtle(triples: Iterable[bytes], out: IO[bytes], folder: Path, base: str) -> None:
    """Turtle of sorted N-Triples; ``folder``: for files in between."""
    with _headed(out, folder, base, triples) as (writer, body, again):
        for number, (subject, statements) in enumerate(_subjects(again(), folder)):
            _forget(writer.names)
            body.write(("\n" if number else "").encode() + writer.block(subject, statements).encode())


def write_trig(file: SortedFile, out: IO[bytes], folder: Path, base: str) -> None:
    """TriG; the file has named graphs only."""

    def records() -> Iterator[Record]:
        for line in lines_of(file):
            place = line.rindex(b" <")
            subject = line[1 : line.index(b"> ")]
            yield (
                line[place + 2 : -4] + b"\x00" + natural_bytes(subject.decode()) + b"\x00" + line[:place],
                b"",
            )

    with _headed(out, folder, base, triples_of(file)) as (writer, body, _):
        found = (
            (key.partition(b"\x00")[0], key.rpartition(b"\x00")[2])
            for key, _ in disk_sorted(records(), folder)
        )
        for number, (graph, lines) in enumerate(groupby(found, key=lambda pair: pair[0])):
            body.write(("\n" if number else "").encode() + f"{writer.iri(graph.decode())} {{\n".encode())
            statements = (line + b" .\n" for _, line in lines)
            for inner, (subject, said) in enumerate(_taken_apart(statements)):
                _forget(writer.names)
                body.write(("\n" if inner else "").encode() + writer.block(subject, said, "  ").encode())
            body.write(b"}\n")


def write_jsonld(file: SortedFile, out: IO[bytes], folder: Path, base: str) -> None:
    """JSON-LD in our context."""
    compactor = Compactor(base)

    def nodes() -> Iterator[str]:
        for subject, statements in _subjects(triples_of(file), folder):
            _forget(compactor.short)
            yield written(compactor.node(subject, statements), "\n  ")

    write_graph(context(base)["@context"], nodes(), out)


def write_graph(terms: Any, nodes: Iterator[str], out: IO[bytes]) -> None:
    """A JSON-LD document of a context and a graph, whose nodes are written already (with a margin of two)."""
    head, _, tail = dump({"@context": terms, "graph": []}).decode().rpartition("[]")
    first = next(nodes, None)
    out.write(head.encode() + (b"[]" if first is None else f"[\n  {first}".encode()))
    if first is not None:
        for node in nodes:
            out.write(f",\n  {node}".encode())
        out.write(b"\n ]")
    out.write(tail.encode())


def _forget(names: dict[str, str]) -> None:
    if len(names) > _NAMES:
        names.clear()


def _subjects(triples: Iterable[bytes], folder: Path) -> Iterator[Subject]:
    """The subjects of sorted N-Triples with what is said of them, in natural order."""

    def records() -> Iterator[Record]:
        for subject, lines in groupby(triples, key=lambda line: line[: line.index(b"> ")]):
            # those that are equal in natural order stay in the order of the lines
            yield natural_bytes(subject[1:].decode()) + b"\x00" + subject, b"".join(lines)

    return _taken_apart(lines for _, lines in disk_sorted(records(), folder))


def _taken_apart(lines: Iterable[bytes]) -> Iterator[Subject]:
    """Lines whose subjects come together, as subjects with what is said of them."""
    rest = iter(lines)
    held: Subject | None = None
    while some := list(islice(rest, _SUBJECTS)):
        for subject, statements in by_subject(parse(b"".join(some), format=RdfFormat.N_TRIPLES)).items():
            if held and held[0] == subject:
                for predicate, objects in statements.items():
                    held[1][predicate] |= objects
                continue
            if held:
                yield held
            held = subject, statements
    if held:
        yield held


class _headed:  # noqa: N801 - used as a function is
    """A document whose head names what its body uses: the body is written first, beside.

    Gives the writer, the file of the body, and the triples to go through once more.
    """

    def __init__(self, out: IO[bytes], folder: Path, base: str, triples: Iterable[bytes]) -> None:
        self.out, self.folder, self.base = out, folder, base
        self.triples = triples

    def __enter__(self) -> tuple[Writer, IO[bytes], Callable[[], Iterable[bytes]]]:
        own = f"<{self.base}report/".encode()
        kept = self.folder / "triples.nt"
        reports: set[str] = set()
        with kept.open("wb") as file:
            for line in self.triples:
                file.write(line)
                if (
                    len(reports) < 2
                    and line.startswith(own)
                    and b"#" in (subject := line[1 : line.index(b"> ")])
                ):
                    reports.add(subject[: subject.index(b"#") + 1].decode())
        self.writer = Writer(self.base, sorted(reports))
        self.body = (self.folder / "body").open("w+b")
        self.kept = kept.open("rb")
        return self.writer, self.body, lambda: self.kept

    def __exit__(self, *error: object) -> None:
        if error[0] is None:
            self.out.write((self.writer.header() + "\n").encode())
            self.body.seek(0)
            shutil.copyfileobj(self.body, self.out)
        self.body.close()
        self.kept.close()


def constructed_lines(triples: Iterable[Triple], folder: Path) -> Iterator[bytes]:
    """Triples in any order as sorted N-Triples, each once."""
    return (key for key, _ in disk_sorted(((f"{t} .\n".encode(), b"") for t in triples), folder))
