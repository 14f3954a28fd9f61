"""Run every shape over the data: one query a shape for all nodes at once (not one a node), so that the cost is linear.

A constraint of ours names its target class itself, so the same query serves a SHACL engine (which binds
``$this``) and this one (which leaves it open). Results equal pySHACL's: ``tests/test_shapes.py``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pyoxigraph import Literal, NamedNode, Quad, Store

from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.terms import language, select, value
from dashi_kg.validation.checks import CHECKS, QUERIES
from dashi_kg.validation.finding import SEVERITIES, Finding, Shape
from dashi_kg.validation.shapes import asked_for, load_shapes
from dashi_kg.validation.shared import Shared

_SLOT = re.compile(r"\{\?(\w+)\}")


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


def _order(f: Finding) -> tuple[int, str, str, int, str, str]:
    report = f.focus.partition("#")[0]
    return (SEVERITIES.index(f.severity), f.code, report, f.start or 0, f.focus, f.value)


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

    Raises:
        DataError: a shape file is malformed.
    """

    def __init__(self, base: str, shared: Iterable[Quad] | Callable[[], Iterable[Quad]] = ()) -> None:
        self.base = base
        self._shapes, self._prefixes = load_shapes(base)
        self._wanted, classes = asked_for(base, QUERIES)
        self._shared = Shared(base, shared, self._wanted, classes)

    def check(self, quads: Iterable[Quad]) -> Outcome:
        """The findings on data. Graphs count as merged."""
        own: list[Quad] = []
        nodes: set[object] = set()
        former: object = None
        total = 0
        for quad in quads:
            total += 1
            predicate = quad.predicate
            if predicate in self._wanted:
                subject, thing = quad.subject, quad.object
                own.append(Quad(subject, predicate, thing))
                if subject != former:  # what is said of a node comes together
                    nodes.add(subject)
                    former = subject
                if not isinstance(thing, Literal):
                    nodes.add(thing)
        store = Store()
        store.bulk_extend(own)
        store.bulk_extend(self._shared.reached(nodes))
        view = _View(store, self.base)
        findings: list[Finding] = []
        for shape in self._shapes:
            if shape.check:
                rows = [
                    (this, row, row.get("value", "")) for this, row in CHECKS[shape.check](store, self.base)
                ]
            else:
                rows = _selected(store, self._prefixes + shape.select, self.base)
            findings += [view.finding(shape, this, row, found) for this, row, found in rows]
        return Outcome(tuple(sorted(dict.fromkeys(findings), key=_order)), total, len(self._shapes))


def validate(quads: Iterable[Quad], base: str) -> Outcome:
    """Check data, with ontology and code lists where the shapes need them; graphs count as merged.

    Raises:
        DataError: a shape file is malformed.
    """
    return Validator(base).check(quads)


def _selected(store: Store, query: str, base: str) -> list[tuple[NamedNode, dict[str, str], str]]:
    rows = []
    for solution in select(store, query, base=base):
        this = solution.pop("this", None)
        if this is None:  # an aggregate over nothing
            continue
        term = solution.get("value")
        row = {name: value(found) for name, found in solution.items()}
        rows.append((this, row, str(term) if term is not None else ""))
    return rows


class _View:
    """Labels and anchors of nodes, looked up when a finding needs them."""

    def __init__(self, store: Store, base: str) -> None:
        self.store = store
        self.base = base
        self._texts: dict[str, str] = {}

    def finding(self, shape: Shape, this: NamedNode, row: dict[str, str], found: str) -> Finding:
        start, end, quote, source = self.anchor(this)
        zh, en = self.labels(this)
        return Finding(
            shape,
            str(this.value),
            zh,
            en,
            _filled(shape.message["zh"], row, lambda iri: self.short(iri, "zh")),
            _filled(shape.message["en"], row, lambda iri: self.short(iri, "en")),
            found,
            quote,
            start,
            end,
            self.line(source, start),
            source,
        )

    def objects(self, subject: object, predicate: str) -> list[Any]:
        if not isinstance(subject, NamedNode):
            return []
        return [q.object for q in self.store.quads_for_pattern(subject, NamedNode(predicate), None)]

    def labels(self, node: object) -> tuple[str, str]:
        found = {"zh": "", "en": ""}
        for predicate in (FOREIGN["rdfs"] + "label", FOREIGN["skos"] + "prefLabel"):
            for term in self.objects(node, predicate):
                if language(term) in found:
                    found[language(term)] = found[language(term)] or value(term)
        return found["zh"] or found["en"], found["en"] or found["zh"]

    def short(self, words: str, lang: str) -> str:
        """The label of an IRI, or the words as they are."""
        if "://" not in words:
            return words
        zh, en = self.labels(NamedNode(words))
        return (en if lang == "en" else zh) or words

    def anchor(self, node: object) -> tuple[int | None, int | None, str, str]:
        """Start, end, quote and source of the node's first anchor (or of the node, if it is one)."""
        nif = FOREIGN["nif"]
        best: tuple[int | None, int | None, str, str] = (None, None, "", "")
        for anchor in [*self.objects(node, f"{self.base}ns#anchor"), node]:
            start, end = (self._number(anchor, f"{nif}{name}") for name in ("beginIndex", "endIndex"))
            quote, source = (self._first(anchor, f"{nif}{name}") for name in ("anchorOf", "referenceContext"))
            if start is not None and (best[0] is None or start < best[0]):
                best = (start, end, quote, source)
        return best

    def _first(self, node: object, predicate: str) -> str:
        return next((value(term) for term in self.objects(node, predicate)), "")

    def _number(self, node: object, predicate: str) -> int | None:
        found = self._first(node, predicate)
        return int(found) if found.isdigit() else None

    def line(self, source: str, start: int | None) -> int | None:
        """The line of an offset, where the text is in the data."""
        if not source or start is None:
            return None
        if source not in self._texts:
            found = list(
                self.store.quads_for_pattern(NamedNode(source), NamedNode(f"{self.base}ns#text"), None)
            )
            self._texts[source] = found[0].object.value if found else ""  # type: ignore[union-attr]
        text = self._texts[source]
        return text.count("\n", 0, start) + 1 if text else None


def _filled(template: str, row: dict[str, str], label: Callable[[str], str]) -> str:
    return _SLOT.sub(lambda m: str(label(row.get(m[1], ""))), template)
