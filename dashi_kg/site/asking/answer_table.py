"""Answers as cells of a page: IRIs linked and shortened, numbers to the right, words with their language."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from pyoxigraph import Literal, NamedNode

from dashi_kg.query.columns import cell
from dashi_kg.query.plain import PlainAnswer
from dashi_kg.query.result import Term
from dashi_kg.rdf.namespaces import XSD, prefixes
from dashi_kg.rdf.terms import value

_NUMBERS = frozenset(XSD + name for name in ("integer", "decimal", "double", "float"))
# HTML is about three times the characters of its cells: pages stay below 200 kB
MOST_ROWS = 200
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


class AnswerTable(NamedTuple):
    """An answer as a page shows it: heads with whether their column has numbers, rows; the last ``iris`` columns are
    those of IRIs, which a person switches on."""

    heads: list[tuple[str, bool]]
    rows: list[list[Cell]]
    iris: int


def answer_table(answer: PlainAnswer, href: Callable[[str], str], base: str, lang: str) -> AnswerTable:
    """The first rows, as many as a page of the site bears: names link to what they name, the IRIs follow behind.

    Args:
        href: gives the address of an IRI; ``""``: it is no link.
        base: the base IRI.
        lang: of the page.
    """
    short = Short(base)
    shown: list[list[Cell]] = []
    room = _MOST_CHARACTERS
    for row in answer.rows:
        line = [
            _cell(term, iri, short, href, lang, name)
            for (term, iri), name in zip(row, answer.variables, strict=True)
        ]
        line += [Cell(short(row[i][1])) for i in answer.named]
        room -= sum(len(c.words) + len(c.href) // 2 + 8 for c in line)
        if shown and (room < 0 or len(shown) >= MOST_ROWS):
            break
        shown.append(line)
    heads = answer.heads(lang)
    numbers = [any(row[i].number for row in shown) for i in range(len(heads))]
    return AnswerTable(list(zip(heads, numbers, strict=True)), shown, len(answer.named))


def _cell(
    term: Term | None, iri: str, short: Short, href: Callable[[str], str], lang: str, column: str
) -> Cell:
    if term is None:
        return Cell("")
    if isinstance(term, NamedNode):
        return Cell(short(term.value), href(term.value))
    if isinstance(term, Literal):
        tag = term.language or ""
        return Cell(
            cell(term.value, value(term.datatype), lang, column),
            href(iri) if iri else "",
            "" if tag == lang else tag,
            value(term.datatype) in _NUMBERS,
        )
    return Cell(str(term))
