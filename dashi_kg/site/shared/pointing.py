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


def pointing(lines: Iterable[bytes], more: Iterable[bytes], base: str) -> Pointing:
    """Things of ours but bodies, places and what is a report's own, with who points to them.

    Args:
        lines: sorted N-Quads without blank nodes, each line once.
        more: lines of what is said besides, sorted; in graphs of kinds that the others have not, or about other things.
        base: the base IRI.
    """
    found = _Found(base)
    for some in (lines, more):
        found.take(some)
    return found.told()


class _Found:
    def __init__(self, base: str) -> None:
        self._base = base
        self._ours = f"<{base}".encode()
        self._not = tuple(f"<{base}{kind}".encode() for kind in (*OF_REPORTS, *OF_FEW))
        self._kinds: dict[bytes, str] = {}
        self._rows = Counter[bytes]()
        self._counts = Counter[tuple[bytes, bytes, str]]()
        self._first: dict[tuple[bytes, bytes, str], list[bytes]] = defaultdict(list)

    def take(self, lines: Iterable[bytes]) -> None:
        ours, no = self._ours, self._not
        rows, counts, kinds, first = self._rows, self._counts, self._kinds, self._first
        last = (b"", b"", b"", "")
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if not rest.startswith(ours) or rest.startswith(no):
                continue
            thing, graph, _ = rest.split(b" ", 2)
            if (kind := kinds.get(graph)) is None:
                kind = kinds[graph] = graph_kind(graph[1:-1].decode(), self._base)
            rows[thing] += 1
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
