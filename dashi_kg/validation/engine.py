"""Run every shape over the data: one query a shape for all nodes at once (not one a node), so that the cost is linear.

What is said of each node lies in tables, and each query is a function of Python over these, made once
(:mod:`dashi_kg.validation.compiled`). A store answers the queries that are not compiled; none of ours.

A constraint of ours names its target class itself, so the same query serves a SHACL engine (which binds
``$this``) and this one (which leaves it open). Results equal pySHACL's: ``tests/test_pyshacl.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from pyoxigraph import Quad

from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.validation.checks import CHECKS, QUERIES
from dashi_kg.validation.compiled.triples import Known
from dashi_kg.validation.compiled.values import language_of, lexical
from dashi_kg.validation.data import Data, Solution, Terms, terms
from dashi_kg.validation.finding import SEVERITIES, Finding, Shape
from dashi_kg.validation.shapes import asked_for, known_prefixes, load_shapes
from dashi_kg.validation.shared import Shared

_SLOT = re.compile(r"\{\?(\w+)\}")
_WORTH_COMPILING = 6_000  # triples: to compile the queries takes as long as a store takes over so many


class Outcome(NamedTuple):
    """The findings of one run, in the order of severity, code and place; ``triples``: how many were checked."""

    findings: tuple[Finding, ...]
    triples: int
    shapes: int

    @property
    def conforms(self) -> bool:
        """No violation (warnings and infos are allowed)."""
        return not any(f.severity == "violation" for f in self.findings)

    def counts(self) -> dict[str, int]:
        """Findings by severity."""
        counted = Counter(f.severity for f in self.findings)
        return {severity: counted[severity] for severity in SEVERITIES}


def joined(outcomes: Iterable[Outcome]) -> Outcome:
    """Several outcomes as one (reports are checked one by one, so that memory stays flat)."""
    all_outcomes = list(outcomes)
    findings = dict.fromkeys(f for outcome in all_outcomes for f in outcome.findings)
    return Outcome(
        tuple(sorted(findings, key=_order)),
        sum(outcome.triples for outcome in all_outcomes),
        max((outcome.shapes for outcome in all_outcomes), default=0),
    )


def _order(f: Finding) -> tuple[int, str, str, int, str, str, str]:
    report = f.focus.partition("#")[0]
    return (SEVERITIES.index(f.severity), f.code, report, f.start or 0, f.focus, f.value, f.message_en)


def failed(outcome: Outcome, mildest: str = "violation") -> bool:
    """Whether a finding is as severe as ``mildest`` or more."""
    limit = SEVERITIES.index(mildest)
    return any(SEVERITIES.index(f.severity) <= limit for f in outcome.findings)


class Validator:
    """All shapes, for one set of data after the other; what these share is made ready once.

    Args:
        base: the base IRI.
        shared: ontology, code lists, reference facts: looked at from the nodes of the data, and not checked themselves.
            A function that gives those of the package is only called where they are not kept from an earlier start.

    Attributes:
        shapes: all of them, by code.
        prefixes: prefix → namespace, of their queries.
        wanted: the predicates that they, or what is shown of a finding, look at.
        shared: what all reports share.

    Raises:
        DataError: a shape file is malformed.
    """

    def __init__(self, base: str, shared: Iterable[Quad] | Callable[[], Iterable[Quad]] = ()) -> None:
        self.base = base
        self.shapes, lines = load_shapes(base)
        self.prefixes = known_prefixes(base, lines)
        wanted, classes = asked_for(base, QUERIES)
        self.wanted = tuple(map(str, wanted))
        self.shared = Shared(base, shared, wanted, classes)
        self._checked = 0  # triples
        self._known: Known = {}

    def check(self, quads: Iterable[Quad]) -> Outcome:
        """The findings on data. Graphs count as merged."""
        return self.check_terms(terms(quads))

    def check_terms(self, said: Iterable[Terms]) -> Outcome:
        """The same of data as words (:func:`~dashi_kg.validation.data.terms`): what was read from a text need not become objects first."""
        data, total = self.data(said)
        data.take(self.shared.reached(data))
        rows = ((shape, row) for shape in self.shapes for row in self.rows(shape, data))
        return self.outcome(self.shown(data, rows), total)

    def outcome(self, findings: Iterable[Finding], total: int) -> Outcome:
        """Findings, each once and in order, of so many triples."""
        return Outcome(tuple(sorted(dict.fromkeys(findings), key=_order)), total, len(self.shapes))

    def data(self, said: Iterable[Terms], predicates: Iterable[str] | None = None) -> tuple[Data, int]:
        """Triples to be checked, without what all reports share, and how many there were.

        Args:
            said: the triples.
            predicates: those that are looked at (default: all that a shape or a finding looks at).
        """
        data = Data(self.wanted if predicates is None else predicates, self.base, self.prefixes)
        total = data.take(said)
        self._count(data, total)
        return data, total

    def data_of_lines(self, lines: bytes) -> tuple[Data, int] | None:
        """The same of lines of N-Quads; ``None`` where they are not written as most are."""
        data = Data(self.wanted, self.base, self.prefixes)
        if not data.take_lines(lines, self._known):
            return None
        total = lines.count(b"\n")
        self._count(data, total)
        return data, total

    def _count(self, data: Data, triples: int) -> None:
        self._checked += triples
        data.compile_queries = self._checked > _WORTH_COMPILING

    def rows(self, shape: Shape, data: Data) -> list[Solution]:
        """What one shape finds."""
        rows = CHECKS[shape.check](data) if shape.check else data.select(shape.select)
        return [row for row in rows if "this" in row]  # an aggregate over nothing has no node

    def shown(self, data: Data, rows: Iterable[tuple[Shape, Solution]]) -> list[Finding]:
        """What shapes found, with the words by which it is shown."""
        view = _View(data, self.base)
        return [view.finding(shape, row) for shape, row in rows]


def validate(quads: Iterable[Quad], base: str) -> Outcome:
    """Check data, with ontology and code lists where the shapes need them; graphs count as merged.

    Raises:
        DataError: a shape file is malformed.
    """
    return Validator(base).check(quads)


class _View:
    """Labels and anchors of nodes, looked up when a finding needs them."""

    def __init__(self, data: Data, base: str) -> None:
        self.data = data
        self.base = base
        self._texts: dict[str, str] = {}

    def finding(self, shape: Shape, row: Solution) -> Finding:
        this = row["this"]
        start, end, quote, source = self.anchor(this)
        zh, en = self.labels(this)
        said = {name: lexical(term) for name, term in row.items()}
        return Finding(
            shape,
            said["this"],
            zh,
            en,
            _filled(shape.message["zh"], said, lambda iri: self.short(iri, "zh")),
            _filled(shape.message["en"], said, lambda iri: self.short(iri, "en")),
            said.get("value", "") if shape.check else row.get("value", ""),
            quote,
            start,
            end,
            self.line(source, start),
            source,
        )

    def labels(self, node: str) -> tuple[str, str]:
        found = {"zh": "", "en": ""}
        for predicate in (FOREIGN["rdfs"] + "label", FOREIGN["skos"] + "prefLabel"):
            for term in self.data.objects(node, f"<{predicate}>"):
                tag = language_of(term)
                if tag in found:
                    found[tag] = found[tag] or lexical(term)
        return found["zh"] or found["en"], found["en"] or found["zh"]

    def short(self, words: str, lang: str) -> str:
        """The label of an IRI, or the words as they are."""
        if "://" not in words:
            return words
        zh, en = self.labels(f"<{words}>")
        return (en if lang == "en" else zh) or words

    def anchor(self, node: str) -> tuple[int | None, int | None, str, str]:
        """Start, end, quote and source of the node's first anchor, the shortest of several (or of the node, if it is one)."""
        nif = FOREIGN["nif"]
        best: tuple[int | None, int | None, str, str] = (None, None, "", "")
        for anchor in [*self.data.objects(node, f"<{self.base}ns#anchor>"), node]:
            start, end = (self._number(anchor, f"<{nif}{name}>") for name in ("beginIndex", "endIndex"))
            quote, source = (
                self._first(anchor, f"<{nif}{name}>") for name in ("anchorOf", "referenceContext")
            )
            if start is not None and (best[0] is None or (start, end or 0) < (best[0], best[1] or 0)):
                best = (start, end, quote, source)
        return best

    def _first(self, node: str, predicate: str) -> str:
        return next((lexical(term) for term in self.data.objects(node, predicate)), "")

    def _number(self, node: str, predicate: str) -> int | None:
        found = self._first(node, predicate)
        return int(found) if found.isdigit() else None

    def line(self, source: str, start: int | None) -> int | None:
        """The line of an offset, where the text is in the data."""
        if not source or start is None:
            return None
        if source not in self._texts:
            self._texts[source] = self._first(f"<{source}>", f"<{self.base}ns#text>")
        text = self._texts[source]
        return text.count("\n", 0, start) + 1 if text else None


def _filled(template: str, row: dict[str, str], label: Callable[[str], str]) -> str:
    return _SLOT.sub(lambda m: str(label(row.get(m[1], ""))), template)
