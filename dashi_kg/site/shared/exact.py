"""Numbers and dates as they were written: a store may keep their values only (``38.0`` comes back as ``38``).

The pages show what the store says; the RDF documents must say what the release says, letter by letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal, InvalidOperation

from pyoxigraph import Literal, Quad, Store

from dashi_kg.rdf.namespaces import XSD
from dashi_kg.rdf.terms import datatype, value

Key = tuple[str, str, str]
_PLAIN = {f"{XSD}string", "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString"}


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
        for literal in lost[subject, predicate]:
            if literal.datatype == triple.object.datatype and _same(literal.value, triple.object.value):
                found[key(subject, predicate, triple.object)] = literal
                break
    return found


def _same(one: str, other: str) -> bool:
    try:
        return Decimal(one) == Decimal(other)
    except InvalidOperation:
        return one.strip() == other.strip() or one.rstrip("Z") == other.rstrip("Z")
