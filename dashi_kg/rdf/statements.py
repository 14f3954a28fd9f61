"""The quads of a report as they are written in N-Quads; as objects only where somebody asks for these."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, parse

from dashi_kg.rdf.namespaces import XSD

Row = tuple[str, str, str, str]  # subject, predicate, object, graph, each as N-Quads writes it


# A character that N-Quads may escape, or none that a text may have: how it is written is left to the library.
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\\x7f-\x9f\ud800-\udfff\ufffe\uffff]')
_OFFSET_TYPE = f'"^^<{XSD}nonNegativeInteger>'


def literal_words(text: str, language: str = "") -> str:
    """A literal as N-Quads writes it: what ``str(Literal(text, language=language or None))`` gives, without the object.

    >>> literal_words("法治", "zh")
    '"法治"@zh'
    """
    if _TO_ESCAPE.search(text):
        return str(Literal(text, language=language or None))
    return f'"{text}"@{language}' if language else f'"{text}"'


def offset_words(offset: int) -> str:
    """An ``xsd:nonNegativeInteger`` as N-Quads writes it."""
    return f'"{offset}{_OFFSET_TYPE}'


class Words(dict[NamedNode, str]):
    """IRIs as N-Quads writes them; each is written once."""

    def __missing__(self, term: NamedNode) -> str:
        words = self[term] = str(term)
        return words


class Statements:
    """Quads in a fixed order, no two the same.

    Args:
        rows: their terms as N-Quads writes them.
    """

    __slots__ = ("_quads", "rows")

    def __init__(self, rows: Iterable[Row]) -> None:
        self.rows = tuple(rows)
        self._quads: list[Quad] | None = None

    @classmethod
    def of(cls, quads: Iterable[Quad]) -> Statements:
        """Quads of named graphs as words."""
        return cls((str(q.subject), str(q.predicate), str(q.object), str(q.graph_name)) for q in quads)

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Quad]:
        return iter(self.quads)

    @property
    def quads(self) -> list[Quad]:
        """The same as objects; made when they are first asked for."""
        if self._quads is None:
            lines = "".join([f"{s} {p} {o} {g} .\n" for s, p, o, g in self.rows])
            self._quads = list(parse(lines.encode("utf-8"), format=RdfFormat.N_QUADS))
        return self._quads

    def sorted_lines(self) -> bytes:
        """N-Quads in UTF-8, sorted by code points.

        Sorted subject by subject: no IRI is the beginning of another as it is written, so that the order is that of whole lines. A subject at a
        time is encoded: most have no letter beyond ASCII, and then that is a copy.
        """
        by: dict[str, list[Row]] = {}
        last = None
        for row in self.rows:
            if row[0] is not last:  # most subjects are written in one go
                last = row[0]
                put = by.setdefault(last, []).append
            put(row)
        found = []
        for subject in sorted(by):
            lines = sorted(map(" ".join, by[subject]))
            lines.append("")
            found.append(" .\n".join(lines).encode("utf-8"))
        return b"".join(found)
