"""Quads → bytes: sorted, diff-friendly, the same on every machine.

Turtle and TriG come from a small writer of ours (one subject a block, ``a`` and labels first, one object a
line where there are several); the other syntaxes from the libraries, sorted. RDF 1.1 Turtle, TriG,
N-Triples, N-Quads (W3C Recommendations 2014), JSON-LD 1.1 (2020).
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain
from typing import Any

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Triple

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.rdf.jsonld import by_subject, dump, expanded, framed, in_order, jsonld, natural
from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE, XSD, prefixes
from dashi_kg.rdf.statements import Statements
from dashi_kg.rdf.terms import value

__all__ = ["FORMATS", "SUFFIXES", "dump", "expanded", "framed", "jsonld", "serialize", "trig", "turtle"]

FORMATS = ("turtle", "trig", "nt", "nq", "jsonld")
SUFFIXES = {"turtle": "ttl", "trig": "trig", "nt": "nt", "nq": "nq", "jsonld": "jsonld"}

# A local part that needs no escape in every Turtle reader; anything else is written as a full IRI.
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# Datatypes whose values Turtle takes without quotes, in these spellings.
_BARE = {
    XSD + "integer": re.compile(r"[+-]?[0-9]+"),
    XSD + "decimal": re.compile(r"[+-]?[0-9]*\.[0-9]+"),
    XSD + "boolean": re.compile(r"true|false"),
}
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
# each character that Turtle does not take as it is
_TO_ESCAPE = re.compile(r'[\x00-\x1f"\\]')
_ESCAPED = str.maketrans({**{chr(code): f"\\u{code:04X}" for code in range(32)}, **_ESCAPES})
_FIRST = {
    RDF_TYPE.value: 0,
    LABEL.value: 1,
    "http://www.w3.org/2004/02/skos/core#prefLabel": 1,
}
_STRING = XSD + "string"
_Subjects = Mapping[str, dict[str, set[Any]]]  # see by_subject


def serialize(quads: Iterable[Quad], form: str, base: str) -> bytes:
    """The quads in one syntax.

    Args:
        quads: any quads without blank nodes; Turtle, N-Triples and JSON-LD merge the named graphs.
        form: one of :data:`FORMATS`.
        base: the base IRI, for the prefixes.

    Raises:
        DashiError: the format is unknown.
    """
    if form == "nq" and isinstance(quads, Statements):
        return quads.sorted_lines()
    quads = list(quads)
    if form == "turtle":
        return turtle((q.triple for q in quads), base)
    if form == "trig":
        return trig(quads, base)
    if form == "nt":
        return "".join(sorted({f"{q.triple} .\n" for q in quads})).encode("utf-8")
    if form == "nq":
        return "".join(sorted({f"{q} .\n" for q in quads})).encode("utf-8")
    if form == "jsonld":
        return jsonld((q.triple for q in quads), base)
    raise DashiError(
        Both(f"没有格式“{form}”", f"unknown format “{form}”"),
        remedy=Both(f"请用其中之一：{'、'.join(FORMATS)}。", f"Use one of {', '.join(FORMATS)}."),
    )


# ------------------------------------------------------------------ Turtle and TriG


class Writer:
    """Writes blocks with prefixed names and remembers which prefixes were used."""

    def __init__(self, base: str, subjects: Iterable[str] = ()) -> None:
        self.prefixes = prefixes(base)
        # the items of the report, where there is just one: r:o16
        reports = {s[: s.index("#") + 1] for s in subjects if s.startswith(f"{base}report/") and "#" in s}
        if len(reports) == 1:
            self.prefixes = dict(sorted({**self.prefixes, "r": reports.pop()}.items()))
        # longest namespace first, so that the most specific prefix wins
        self.spaces = sorted(self.prefixes.items(), key=lambda item: (-len(item[1]), item[0]))
        self.used: set[str] = set()
        self.names: dict[str, str] = {}
        self._orders: dict[tuple[str, ...], list[tuple[str, str]]] = {}

    def iri(self, iri: str) -> str:
        if (known := self.names.get(iri)) is not None:
            return known
        words = f"<{iri}>"
        for name, space in self.spaces:
            if iri.startswith(space) and _LOCAL.fullmatch(iri, len(space)):
                self.used.add(name)
                words = f"{name}:{iri[len(space) :]}"
                break
        self.names[iri] = words
        return words

    def term(self, term: Any) -> str:
        if type(term) is NamedNode:
            iri = term.value
            return self.names.get(iri) or self.iri(iri)
        if type(term) is not Literal:
            raise DashiError(
                Both("空白节点无法写出", "a blank node cannot be written"),
                remedy=Both("请给每个节点一个 IRI。", "Give every node an IRI."),
            )
        words: str = term.value
        quoted = f'"{words.translate(_ESCAPED) if _TO_ESCAPE.search(words) else words}"'
        if tag := term.language:
            return f"{quoted}@{tag}"
        kind = term.datatype.value
        if kind == _STRING:
            return quoted
        if (bare := _BARE.get(kind)) and bare.fullmatch(words):
            return words
        return f"{quoted}^^{self.iri(kind)}"

    def blocks(self, subjects: _Subjects, indent: str = "") -> list[str]:
        return [self.block(s, subjects[s], indent) for s in sorted(subjects, key=natural)]

    def block(self, subject: str, statements: Mapping[str, set[Any]], indent: str = "") -> str:
        """A subject with what is said of it: property → objects."""
        lines = []
        for predicate, verb in self._in_order(tuple(statements)):
            objects = statements[predicate]
            if len(objects) == 1:
                (only,) = objects
                lines.append(f"{verb} {self.term(only)}")
            else:
                words = f",\n{indent}    ".join([self.term(o) for o in in_order(objects)])
                lines.append(f"{verb}\n{indent}    {words}")
        body = f" ;\n{indent}  ".join(lines)
        return f"{indent}{self.iri(subject)}\n{indent}  {body} .\n"

    def _in_order(self, predicates: tuple[str, ...]) -> list[tuple[str, str]]:
        """Predicates, the first ones first, and how each is written; many subjects have the same."""
        if (known := self._orders.get(predicates)) is None:
            known = self._orders[predicates] = [
                (p, "a" if p == RDF_TYPE.value else self.iri(p))
                for p in sorted(predicates, key=lambda p: (_FIRST.get(p, 2), p))
            ]
        return known

    def header(self) -> str:
        used = [name for name in self.prefixes if name in self.used]
        return "".join(f"@prefix {name}: <{self.prefixes[name]}> .\n" for name in used)


def turtle(triples: Iterable[Triple], base: str) -> bytes:
    """Pretty, sorted Turtle."""
    subjects = by_subject(triples)
    writer = Writer(base, subjects)
    blocks = writer.blocks(subjects)
    return (writer.header() + "\n" + "\n".join(blocks)).encode("utf-8")


def trig(quads: Iterable[Quad], base: str) -> bytes:
    """Pretty, sorted TriG: the default graph first, then the named graphs by IRI."""
    graphs: dict[str, list[Triple]] = defaultdict(list)
    for quad in quads:
        name = "" if isinstance(quad.graph_name, DefaultGraph) else value(quad.graph_name)
        graphs[name].append(quad.triple)
    subjects = {name: by_subject(triples) for name, triples in graphs.items()}
    writer = Writer(base, chain.from_iterable(subjects.values()))
    parts = []
    for name in sorted(subjects):
        if not name:
            parts += writer.blocks(subjects[name])
            continue
        inner = "\n".join(writer.blocks(subjects[name], "  "))
        parts.append(f"{writer.iri(name)} {{\n{inner}}}\n")
    return (writer.header() + "\n" + "\n".join(parts)).encode("utf-8")
