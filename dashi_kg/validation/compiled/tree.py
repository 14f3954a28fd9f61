"""What a query says, as values: the part of SPARQL 1.1 that :mod:`dashi_kg.validation.compiled.syntax` reads.

Terms are words of N-Triples: ``<iri>``, ``"words"@zh``, ``"1"^^<…integer>``.
"""

from __future__ import annotations

from dataclasses import dataclass


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
    return set(occurrences(node))


def occurrences(node: object) -> list[str]:
    """The names of variables in a part of a query, as often as they stand there."""
    if isinstance(node, Variable):
        return [node.name]
    if isinstance(node, (Bind, Values)):
        return [node.name, *(occurrences(node.expression) if isinstance(node, Bind) else ())]
    if isinstance(node, tuple):
        return [name for one in node for name in occurrences(one)]
    if isinstance(node, Match):
        return [*occurrences(node.subject), *occurrences(node.object)]
    if isinstance(node, Call):
        return occurrences(node.given)
    if isinstance(node, Filter):
        return occurrences(node.holds)
    if isinstance(node, (Exists, Optional)):
        return occurrences(node.group)
    if isinstance(node, Union):
        return occurrences(node.groups)
    if isinstance(node, Select):
        given = [occurrences(expression) if expression else [name] for name, expression in node.given]
        return [name for one in given for name in one] + [
            *node.grouped, *occurrences(node.having), *occurrences(node.where)
        ]  # fmt: skip
    return occurrences(node.patterns) if isinstance(node, Group) else []


def told_apart(group: Group) -> list[Match]:
    """The matches of which a group asks for two: ``?x ?p ?a , ?b . FILTER(?a != ?b)``, or the same of what is made of both.

    Each is the first of two of one subject and predicate; where that has one object only, the group has no solution.
    """
    found = []
    matches = [p for p in group.patterns if isinstance(p, Match) and isinstance(p.object, Variable)]
    tests = [one for p in group.patterns if isinstance(p, Filter) for one in _all_of(p.holds)]
    for at, first in enumerate(matches):
        for second in matches[at + 1 :]:
            same = (first.subject, first.predicates, first.repeated)
            if same == (second.subject, second.predicates, second.repeated) and any(
                _differ(test, first.object, second.object) for test in tests
            ):
                found.append(first)
                break
    return found


def _all_of(node: Expression) -> list[Expression]:
    if isinstance(node, Call) and node.name == "&&":
        return [part for one in node.given for part in _all_of(one)]
    return [node]


def _differ(test: Expression, one: Term, other: Term) -> bool:
    """Whether a test asks that two variables, or the same of both, are not equal."""
    if not isinstance(test, Call) or test.name != "!=":
        return False
    left, right = test.given
    return _with(left, one, other) == right or _with(left, other, one) == right


def _with(node: Expression, one: Term, other: Term) -> Expression | None:
    """An expression with a variable in the place of another; ``None`` where that does not stand there."""
    if node == one:
        return other
    if isinstance(node, Call) and len(node.given) == 1 and (inner := _with(node.given[0], one, other)):
        return Call(node.name, (inner,))
    return None


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
