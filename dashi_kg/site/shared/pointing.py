"""Who points to the things that all reports speak of (concepts, classes, rules): one look at the sorted N-Quads of a release.

A store that is asked for it looks at every statement about the thing, for the counts and again for the first of each kind (a twelfth of
publishing sixty reports), and has to hold every named graph for it.
"""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from dashi_kg.rdf.iris import OF_REPORTS
from dashi_kg.rdf.jsonld import natural
from dashi_kg.site.shared.basis import graph_kind
from dashi_kg.site.shared.graph_reader import PLAIN, SHOWN, Incoming

# there are as many of them as reports, and a store tells soon enough what points to one
OF_FEW = ("org/", "place/")
_WAITING = 4 * SHOWN  # names that wait until the first of them are chosen

Pointing = dict[str, list[Incoming]]  # IRI → as GraphReader.incoming gives it


# thing, property, kind of graph → how many point to it, in how many lines, and who: the first of them, if they are many
Pointers = dict[tuple[bytes, bytes, str], tuple[int, int, list[bytes]]]


def pointing(
    lines: Iterable[bytes], more: Iterable[bytes], base: str, told: Iterable[Pointers] = ()
) -> Pointing:
    """Things of ours but bodies, places and what is a report's own, with who points to them.

    Args:
        lines: sorted N-Quads without blank nodes, each line once.
        more: lines of what is said besides, sorted; in graphs of kinds that the others have not, or about other things.
        base: the base IRI.
        told: what :func:`pointers` gives for further lines, about things of which the others do not speak.
    """
    found = _Found(base)
    for some in (lines, more):
        found.take(some)
    for pointers_of_some in told:
        found.add(pointers_of_some)
    return found.told()


def pointers(lines: Iterable[bytes], base: str) -> Pointers:
    """Who points to what in some lines, as plain values that can be kept; see :func:`pointing`."""
    found = _Found(base)
    found.take(lines)
    return found.pointers()


class _Found:
    def __init__(self, base: str) -> None:
        self._base = base
        self._ours = f"<{base}".encode()
        self._not = tuple(f"<{base}{kind}".encode() for kind in (*OF_REPORTS, *OF_FEW))
        self._kinds: dict[bytes, str] = {}
        self._rows = Counter[bytes]()
        self._lines = Counter[tuple[bytes, bytes, str]]()
        self._counts = Counter[tuple[bytes, bytes, str]]()
        self._first: dict[tuple[bytes, bytes, str], list[bytes]] = defaultdict(list)

    def take(self, lines: Iterable[bytes]) -> None:
        ours, no = self._ours, self._not
        rows, counts, kinds, first = self._rows, self._counts, self._kinds, self._first
        of_key = self._lines
        last = (b"", b"", b"", "")
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if not rest.startswith(ours) or rest.startswith(no):
                continue
            thing, graph, _ = rest.split(b" ", 2)
            if (kind := kinds.get(graph)) is None:
                kind = kinds[graph] = graph_kind(graph[1:-1].decode(), self._base)
            rows[thing] += 1
            of_key[thing, predicate, kind] += 1
            if (subject, predicate, thing, kind) == last:  # in another graph of the kind, too
                continue
            last = subject, predicate, thing, kind
            key = thing, predicate, kind
            counts[key] += 1
            some, name = first[key], subject[1:-1]
            if rows[thing] < PLAIN:  # all may be listed, as people count
                some.append(name)
                if len(some) >= _WAITING:
                    some[:] = {*sorted(some)[:SHOWN], *sorted(some, key=_natural)[:SHOWN]}
                continue
            if len(some) > SHOWN:
                some[:] = sorted(some)[:SHOWN]
            if len(some) < SHOWN or name < some[-1]:
                insort(some, name)
                del some[SHOWN:]

    def add(self, told: Pointers) -> None:
        """What some lines tell, as :meth:`pointers` gives it."""
        for key, (count, lines, names) in told.items():
            self._rows[key[0]] += lines
            self._counts[key] += count
            some = self._first[key]
            some += names
            if len(some) >= _WAITING:
                plain = sorted(some)[:SHOWN]
                some[:] = (
                    plain if self._rows[key[0]] >= PLAIN else {*plain, *sorted(some, key=_natural)[:SHOWN]}
                )

    def pointers(self) -> Pointers:
        """All that was taken, so far as :meth:`add` needs it."""
        return {key: (count, self._lines[key], self._first[key]) for key, count in self._counts.items()}

    def told(self) -> Pointing:
        found: Pointing = {}
        names = sorted((p[1:-1].decode(), kind, thing, p) for thing, p, kind in self._counts)
        for predicate, kind, thing, p in names:
            some = self._first[thing, p, kind]
            if self._rows[thing] >= PLAIN:
                some = sorted(some)[:SHOWN]
            subjects = sorted((s.decode() for s in some), key=natural)[:SHOWN]
            group = Incoming(predicate, kind, self._counts[thing, p, kind], tuple(subjects))
            found.setdefault(thing[1:-1].decode(), []).append(group)
        return found


def _natural(name: bytes) -> Any:
    return natural(name.decode())
