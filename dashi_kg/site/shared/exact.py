"""Numbers and dates as they were written: a store may keep their values only (``38.0`` comes back as ``38``).

The pages show what the store says; the RDF documents must say what the release says, letter by letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, NamedNode, Quad, Store

from dashi_kg.rdf.namespaces import XSD
from dashi_kg.rdf.terms import datatype, value

Key = tuple[str, str, str]
_PLAIN = {f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}
_INTEGER = NamedNode(f"{XSD}integer")


def key(subject: str, predicate: str, literal: Literal) -> Key:
    """Subject, property and literal for :func:`exact_literals`."""
    return subject, predicate, str(literal)


def exact_literals(quads: Iterable[Quad]) -> Mapping[Key, Literal]:
    """Statement as the store gives it back → the literal that was put in, where they differ."""
    typed = [q for q in quads if isinstance(q.object, Literal) and datatype(q.object) not in _PLAIN]
    store = Store()
    store.bulk_extend(typed)
    written = {q.triple for q in typed}
    changed = {q.triple for q in store if q.triple not in written}
    kept = {q.triple for q in store}
    lost: dict[tuple[str, str], list[Literal]] = defaultdict(list)
    for triple in sorted(written - kept, key=str):
        assert isinstance(triple.object, Literal)
        lost[value(triple.subject), value(triple.predicate)].append(triple.object)
    found: dict[Key, Literal] = {}
    for triple in changed:
        assert isinstance(triple.object, Literal)
        subject, predicate = value(triple.subject), value(triple.predicate)
        # a store may give any kind of integer (``xsd:nonNegativeInteger``) back as ``xsd:integer``
        alike = [w for w in lost[subject, predicate] if _same(w.value, triple.object.value)]
        alike.sort(key=lambda w: w.datatype != triple.object.datatype)
        if alike and (alike[0].datatype == triple.object.datatype or triple.object.datatype == _INTEGER):
            found[key(subject, predicate, triple.object)] = alike[0]
    return found


class WrittenLiterals(Mapping[Key, Literal]):
    """The same of a graph that is read in parts, in little room.

    Most of what differs are numbers whose datatype a store widens. Where all values of a property have one datatype, that is kept, and
    not each statement.

    Args:
        parts: gives the quads of the graph, part by part (a report, what all share); may be called again.
    """

    def __init__(self, parts: Callable[[], Iterable[Sequence[Quad]]]) -> None:
        self._each: dict[Key, Literal] = {}
        self._kinds: dict[str, NamedNode] = {}  # by property
        mixed: set[str] = set()
        while not all(self._taken(quads, mixed) for quads in parts()):
            self._each, self._kinds = {}, {}

    def _taken(self, quads: Sequence[Quad], mixed: set[str]) -> bool:
        """Take in a part; ``False``: a property was found to have values of several datatypes."""
        for q in quads:
            if isinstance(q.object, Literal) and (kind := q.object.datatype).value not in _PLAIN:
                name = q.predicate.value
                if name not in mixed and self._kinds.setdefault(name, kind) != kind:
                    mixed.add(name)
                    return False
        for found, literal in exact_literals(quads).items():
            widened = found[1] not in mixed and found[2] == str(Literal(literal.value, datatype=_INTEGER))
            if not widened:
                self._each[found] = literal
        return True

    def __getitem__(self, wanted: Key) -> Literal:
        if (found := self._each.get(wanted)) is not None:
            return found
        kind = self._kinds[wanted[1]]
        words, mark, end = wanted[2].rpartition('"^^')
        if not mark or end != str(_INTEGER) or kind == _INTEGER:
            raise KeyError(wanted)
        return Literal(words[1:], datatype=kind)

    def __iter__(self) -> Iterator[Key]:
        return iter(self._each)

    def __len__(self) -> int:
        return len(self._each) + len(self._kinds)


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one.strip() == other.strip() or one.rstrip("Z") == other.rstrip("Z")
