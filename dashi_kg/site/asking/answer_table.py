"""Answers as cells of a page: IRIs linked and shortened, numbers to the right, words with their language."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from dashi_kg.query.columns import cell
from dashi_kg.query.result import Row, Term
from dashi_kg.rdf.namespaces import XSD, prefixes
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.layout.links import Links

_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
# HTML is about three times the characters of its cells: pages stay below 200 kB
_MOST_ROWS = 200
_MOST_CHARACTERS = 40_000


class Cell(NamedTuple):
    """One cell: words, address (``""``: no link), language (``""``: the page's or none), whether a number."""

    words: str
    href: str = ""
    lang: str = ""
    number: bool = False


class Short:
    """IRIs for the eye: ``ind:publicity-events``; below the base the path."""

    def __init__(self, base: str) -> None:
        self.base = base
        self.spaces = sorted(prefixes(base).items(), key=lambda pair: (-len(pair[1]), pair[0]))

    def __call__(self, iri: str) -> str:
        """
        >>> Short("https://x.org/")("https://x.org/report/a/2023#o1")
        'report/a/2023#o1'
        """
        for name, space in self.spaces:
            if iri.startswith(space):
                return f"{name}:{iri.removeprefix(space)}"
        return iri.removeprefix(self.base) or iri


def cells(
    rows: Iterable[Row], links: Links, origin: str, lang: str, columns: Sequence[str]
) -> list[list[Cell]]:
    """The first rows, as many as a page bears.

    Args:
        rows: of an answer.
        links: makes addresses.
        origin: the path of the page.
        lang: its language.
        columns: the variables.
    """
    short = Short(links.base)
    shown: list[list[Cell]] = []
    room = _MOST_CHARACTERS
    for row in rows:
        line = [
            _cell(term, short, links, origin, lang, name) for term, name in zip(row, columns, strict=True)
        ]
        room -= sum(len(c.words) + len(c.href) // 2 + 8 for c in line)
        if shown and (room < 0 or len(shown) >= _MOST_ROWS):
            break
        shown.append(line)
    return shown


def _cell(term: Term | None, short: Short, links: Links, origin: str, lang: str, column: str) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, NamedNode):
        linked = term.value.startswith((links.base, "http://", "https://"))
        known = foreign_term(term.value)  # a unit by its name: the graph has no label of it
        words = known[lang == "en"] if known else short(term.value)
        return Cell(words, links.href(term.value, origin, lang) if linked else "")
    if isinstance(term, Literal):
        tag = term.language or ""
        return Cell(
            cell(term.value, value(term.datatype), lang, column),
            "",
            "" if tag == lang else tag,
            value(term.datatype) in _NUMBERS,
        )
    return Cell(str(term))
