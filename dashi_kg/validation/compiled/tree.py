"""What a query says, as values: the part of SPARQL 1.1 that :mod:`dashi_kg.validation.compiled.syntax` reads.

Terms are words of N-Triples: ``<iri>``, ``"words"@zh``, ``"1"^^<…integer>``.
"""

from __future__ import annotations

from dataclasses import dataclass


class NotCompiledError(Exception):
    """A query, or a value that it meets, is beyond what is compiled: a store of triples answers instead."""


@dataclass(frozen=True, slots=True)
class Variable:
    """``?name`` or ``$name``."""

    name: str


@dataclass(frozen=True, slots=True)
class Constant:
    """A term as it is written in N-Triples."""

    term: str


Term = Variable | Constant


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or a function: ``||``, ``=``, ``in``, ``STR``, ``sum`` …, and what it is applied to."""

    name: str
    given: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Exists:
    """Whether a pattern has a solution."""

    group: Group


Expression = Variable | Constant | Call | Exists


@dataclass(frozen=True, slots=True)
class Match:
    """A triple: its predicate is one of several, and may be taken once or more often."""

    subject: Term
    predicates: tuple[str, ...]
    object: Term
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """Solutions for which an expression holds."""

    holds: Expression


@dataclass(frozen=True, slots=True)
class Optional:
    """What is added to a solution where it can be."""

    group: Group


@dataclass(frozen=True, slots=True)
class Union:
    """Solutions of one or another pattern."""

    groups: tuple[Group, ...]


@dataclass(frozen=True, slots=True)
class Bind:
    """A variable by an expression; it stays unbound where that fails."""

    expression: Expression
    name: str


@dataclass(frozen=True, slots=True)
class Values:
    """A variable by a list of terms."""

    name: str
    terms: tuple[str, ...]


Pattern = Match | Filter | Optional | Union | Bind | Values


@dataclass(frozen=True, slots=True)
class Group:
    """Patterns that hold together, in the order in which they are written."""

    patterns: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Select:
    """A query: what it gives (a variable, perhaps by an expression), of which solutions."""

    given: tuple[tuple[str, Expression | None], ...]
    distinct: bool
    where: Group
    grouped: tuple[str, ...] = ()
    having: tuple[Expression, ...] = ()


def variables(node: object) -> set[str]:
    """The names of all variables in a part of a query."""
    if isinstance(node, Variable):
        return {node.name}
    if isinstance(node, (Bind, Values)):
        inner = variables(node.expression) if isinstance(node, Bind) else set()
        return inner | {node.name}
    if isinstance(node, tuple):
        return {name for one in node for name in variables(one)}
    if isinstance(node, Match):
        return variables(node.subject) | variables(node.object)
    if isinstance(node, Call):
        return variables(node.given)
    if isinstance(node, Filter):
        return variables(node.holds)
    if isinstance(node, (Exists, Optional)):
        return variables(node.group)
    if isinstance(node, Union):
        return variables(node.groups)
    return variables(node.patterns) if isinstance(node, Group) else set()


def bindable(node: object) -> set[str]:
    """The names of the variables that a pattern may give a value to: those of a filter are only looked at."""
    if isinstance(node, Filter):
        return set()
    if isinstance(node, (Bind, Values)):
        return {node.name}
    if isinstance(node, Optional):
        return bindable(node.group)
    if isinstance(node, Union):
        return {name for group in node.groups for name in bindable(group)}
    if isinstance(node, Group):
        return {name for one in node.patterns for name in bindable(one)}
    return variables(node)
