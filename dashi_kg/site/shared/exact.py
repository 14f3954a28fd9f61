"""Numbers and dates as they were written: a store may keep their values only (``38.0`` comes back as ``38``).

The pages show what the store says; the RDF documents must say what the release says, letter by letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
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


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one.strip() == other.strip() or one.rstrip("Z") == other.rstrip("Z")
