"""What VoID counts of a graph: one look at its sorted N-Quads, so that it need not be held."""

from __future__ import annotations

import hashlib
from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from dashi_kg.rdf.namespaces import RDF_TYPE

_TYPE = str(RDF_TYPE).encode()
_END = b"> .\n"  # of a line, behind the IRI of its graph
_SEEN = 20_000  # objects that are remembered
_SHARES = 256  # of the digests of objects, so that only a part is compared at once


@dataclass(slots=True)
class Totals:
    """Counts of triples, each once, of their terms, and of the quads of each graph.

    Attributes:
        properties, classes: by IRI.
        links: by property and the first part of the IRI that it leads to.
        graphs: quads by IRI.
        reports: the IRIs of the first reports.
    """

    triples: int = 0
    subjects: int = 0
    objects: int = 0
    properties: Counter[str] = field(default_factory=Counter)
    classes: Counter[str] = field(default_factory=Counter)
    links: Counter[tuple[str, str]] = field(default_factory=Counter)
    graphs: Counter[str] = field(default_factory=Counter)
    reports: list[str] = field(default_factory=list)


def totals(lines: Iterable[bytes], base: str, linked: Iterable[str] = (), reports: int = 3) -> Totals:
    """The counts of a graph.

    Args:
        lines: sorted N-Quads of named graphs without blank nodes, each once.
        base: the base IRI; links are those of our things.
        linked: how IRIs begin that links lead into.
        reports: how many are named.
    """
    found = Totals()
    subject, triple = b"", (b"", b"", b"")
    spaces = tuple(f"<{space}".encode() for space in linked)
    ours, report = f"<{base}".encode(), f"<{base}ns#Report>".encode()
    properties, classes, graphs = Counter[bytes](), Counter[bytes](), Counter[bytes]()
    links = Counter[tuple[bytes, bytes]]()
    digests = [array("Q") for _ in range(_SHARES)]
    seen: set[bytes] = set()
    for line in lines:
        s, p, rest = line.split(b" ", 2)
        end = rest.rindex(b" <")
        o = rest[:end]
        graphs[rest[end:]] += 1
        if (s, p, o) == triple:
            continue
        triple = s, p, o
        properties[p] += 1
        if s != subject:
            subject = s
            found.subjects += 1
        if o not in seen:  # most objects are of the many that stand everywhere, and need no digest again
            if len(seen) >= _SEEN:
                seen.clear()
            seen.add(o)
            digest = hashlib.blake2b(o, digest_size=9).digest()
            digests[digest[0]].append(int.from_bytes(digest[1:]))
        if p == _TYPE:
            classes[o] += 1
            if o == report:
                found.reports.append(s[1:-1].decode())
        if spaces and o.startswith(spaces) and s.startswith(ours):
            links[p, next(space for space in spaces if o.startswith(space))] += 1
    assert all(graph.endswith(_END) for graph in graphs), graphs
    found.triples = properties.total()
    found.reports = sorted(found.reports)[:reports]
    found.objects = sum(len(set(share)) for share in digests)
    found.properties.update({name[1:-1].decode(): count for name, count in properties.items()})
    found.classes.update({name[1:-1].decode(): count for name, count in classes.items()})
    found.graphs.update({name[2 : -len(_END)].decode(): count for name, count in graphs.items()})
    found.links.update({(p[1:-1].decode(), space[1:].decode()): n for (p, space), n in links.items()})
    return found
