"""How far does a query look from its focus node: which other nodes decide what it finds of ``$this``?

Each node that a query looks at is reached from ``$this``: by a triple whose subject was reached (*forward*), or by one whose
object was (*backward*). What is said of a node stands in one place of a sorted file; who names it may stand anywhere.
So data that is checked part by part (:mod:`dashi_kg.validation.parts`) has to know which predicates are gone backward.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from dashi_kg.rdf.namespaces import RDF_TYPE
from dashi_kg.validation.compiled.tree import (
    Bind,
    Call,
    Constant,
    Exists,
    Expression,
    Filter,
    Group,
    Match,
    Optional,
    Select,
    Union,
    Variable,
    bindable,
    occurrences,
)

FOCUS = "this"


class FarReachError(Exception):
    """The query looks at nodes that it does not reach from its focus node."""


class Reach(NamedTuple):
    """What queries need besides what is said of their focus nodes; predicates and classes as N-Triples writes them.

    Attributes:
        backward: predicates that are gone backward: who names a node by them has to be known.
        united: those whose two ends must stand in one part, since from their end it is gone backward again.
        classes: those whose instances are looked at from anywhere.
        steps: how many triples it is gone forward, at most.
        documents: whether from a node it is gone to its document, the IRI before ``#``.
    """

    backward: frozenset[str] = frozenset()
    united: frozenset[str] = frozenset()
    classes: frozenset[str] = frozenset()
    steps: int = 0
    documents: bool = False

    def joined(self, other: Reach) -> Reach:
        """What both need."""
        return Reach(
            self.backward | other.backward,
            self.united | other.united,
            self.classes | other.classes,
            max(self.steps, other.steps),
            self.documents or other.documents,
        )


def reach_of(query: Select) -> Reach:
    """What a query reaches.

    Raises:
        FarReachError: it looks elsewhere, or puts nodes together that do not hang together.
    """
    if query.grouped and FOCUS not in query.grouped:
        raise FarReachError("GROUP BY")
    walk = _Walk()
    known = walk.group(query.where, {FOCUS: _Way()})
    for expression in (*(expression for _, expression in query.given if expression), *query.having):
        walk.expression(expression, known)
    return Reach(
        frozenset(walk.backward),
        frozenset(walk.united),
        frozenset(walk.classes),
        walk.steps,
        walk.documents,
    )


def predicates_of(node: object) -> set[str]:
    """The predicates that a query, or a part of one, names."""
    if isinstance(node, Match):
        return set(node.predicates)
    if isinstance(node, tuple) and not isinstance(node, str):
        return set().union(*map(predicates_of, node))
    if isinstance(node, Call):
        return predicates_of(node.given)
    if isinstance(node, (Filter, Bind)):
        return predicates_of(node.holds if isinstance(node, Filter) else node.expression)
    if isinstance(node, (Exists, Optional)):
        return predicates_of(node.group)
    if isinstance(node, Union):
        return predicates_of(node.groups)
    if isinstance(node, Group):
        return predicates_of(node.patterns)
    if isinstance(node, Select):
        return predicates_of((node.where, tuple(one for _, one in node.given), node.having))
    return set()


class _Way(NamedTuple):
    """How a node was reached.

    Attributes:
        by: predicates, all of which have to be united where it is gone backward from here.
        steps: triples forward.
        anywhere: as one of all instances of a class.
    """

    by: frozenset[str] = frozenset()
    steps: int = 0
    anywhere: bool = False


_Known = dict[str, _Way]  # variable → how it is reached


class _Walk:
    """Goes through a query and notes what it needs."""

    def __init__(self) -> None:
        self.backward: set[str] = set()
        self.united: set[str] = set()
        self.classes: set[str] = set()
        self.steps = 0
        self.documents = False

    def group(self, group: Group, known: _Known) -> _Known:
        """The variables that are reached where a group holds, beside those that were reached before."""
        known = dict(known)
        matches = [pattern for pattern in group.patterns if isinstance(pattern, Match)]
        beside = list(_demanded(group, bindable(group) | set(known)))
        roots = list(_roots(group))
        self._take([*matches, *beside], roots, known)
        for pattern in group.patterns:
            if isinstance(pattern, Union):
                found = [self.group(one, known) for one in pattern.groups]
                for name in set.intersection(*map(set, found)) - set(known):
                    ways = [one[name] for one in found]
                    known[name] = _Way(
                        frozenset().union(*(way.by for way in ways)),
                        max(way.steps for way in ways),
                        any(way.anywhere for way in ways),
                    )
        self._take([*matches, *beside], roots, known)
        for match in matches:
            self._from_anywhere(match, known)
            self._take([*matches, *beside], roots, known)
        for match in matches:
            if not _reached(match.subject, known):
                raise FarReachError(str(match))
        for pattern in group.patterns:
            if isinstance(pattern, Optional):
                self.group(pattern.group, known)  # what may be unbound is no end of a later triple
            elif isinstance(pattern, Filter):
                self.expression(pattern.holds, known)
            elif isinstance(pattern, Bind):
                self.expression(pattern.expression, known)
        return known

    def _take(self, matches: list[Match], roots: list[tuple[str, str]], known: _Known) -> None:
        """Take in what triples reach, forward before backward, the nearest first."""
        while self._forward(matches, known) or self._root(roots, known) or self._backward(matches, known):
            pass

    def _root(self, roots: Iterable[tuple[str, str]], known: _Known) -> bool:
        for node, document in roots:
            if node in known and document not in known:
                known[document] = known[node]._replace(steps=known[node].steps + 1)
                self.steps = max(self.steps, known[document].steps)
                self.documents = True
                return True
        return False

    def _forward(self, matches: Iterable[Match], known: _Known) -> bool:
        steps = [
            (known[match.subject.name], match.object.name, match)
            for match in matches
            if isinstance(match.subject, Variable)
            and match.subject.name in known
            and isinstance(match.object, Variable)
            and match.object.name not in known
        ]
        if not steps:
            return False
        way, name, match = min(steps, key=lambda step: (step[0].steps, len(step[0].by)))
        known[name] = _Way(way.by | set(match.predicates), way.steps + 1, way.anywhere)
        if match.repeated:
            self._unite(known[name], match)
        self.steps = max(self.steps, way.steps + 1)
        return True

    def _backward(self, matches: Iterable[Match], known: _Known) -> bool:
        steps = [
            (known[match.object.name], match.subject.name, match)
            for match in matches
            if isinstance(match.object, Variable)
            and match.object.name in known
            and isinstance(match.subject, Variable)
            and match.subject.name not in known
        ]
        if not steps:
            return False
        way, name, match = min(steps, key=lambda step: (step[0].anywhere, len(step[0].by)))
        self._unite(way, match)
        self.backward.update(match.predicates)
        known[name] = _Way(way.by | set(match.predicates))
        if match.repeated:
            self.united.update(match.predicates)
        return True

    def _unite(self, way: _Way, match: Match) -> None:
        if way.anywhere:
            raise FarReachError(str(match))
        self.united |= way.by

    def _from_anywhere(self, match: Match, known: _Known) -> None:
        """``?item a m8g:Requirement``: all of a class."""
        if (
            isinstance(match.subject, Variable)
            and match.subject.name not in known
            and isinstance(match.object, Constant)
            and match.predicates == (str(RDF_TYPE),)
        ):
            self.classes.add(match.object.term)
            known[match.subject.name] = _Way(anywhere=True)

    def expression(self, expression: Expression, known: _Known) -> None:
        """Look at what must or must not exist within a filter."""
        if isinstance(expression, Exists):
            self.group(expression.group, known)
        elif isinstance(expression, Call):
            for one in expression.given:
                self.expression(one, known)


def _reached(end: Variable | Constant, known: _Known) -> bool:
    return isinstance(end, Variable) and end.name in known


def _demanded(group: Group, names: set[str]) -> Iterator[Match]:
    """The triples among nodes of the group itself, by their names, that must exist, too: these may be reached by them."""
    for condition in _conditions(group):
        if isinstance(condition, Exists):
            for match in condition.group.patterns:
                if isinstance(match, Match) and set(occurrences(match)) <= names:
                    yield match


def _roots(group: Group) -> Iterator[tuple[str, str]]:
    """Nodes and their documents: ``FILTER(STRBEFORE(STR(?node), "#") = STR(?document))``."""
    for condition in _conditions(group):
        match condition:
            case Call(
                "=",
                (
                    Call("STRBEFORE", (Call("STR", (Variable(node),)), Constant('"#"'))),
                    Call("STR", (Variable(document),)),
                ),
            ):
                yield node, document


def _conditions(group: Group) -> Iterator[Expression]:
    """What the filters of a group ask, each side of ``&&`` for itself."""
    for pattern in group.patterns:
        if isinstance(pattern, Filter):
            holds = pattern.holds
            yield from holds.given if isinstance(holds, Call) and holds.name == "&&" else (holds,)
