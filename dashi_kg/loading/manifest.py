"""What a loader left in a store: a small graph that names each graph it loaded, with count and hash.

It makes unloading exact, and tells our graphs from other people's. It has no times: the same load leaves the
same manifest.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple, parse

from dashi_kg.errors import DashiError
from dashi_kg.loading.http import UnsureError
from dashi_kg.loading.load_plan import GraphPlan, digest_of_lines, lines_and_digest
from dashi_kg.loading.stores import Client
from dashi_kg.rdf.namespaces import FOREIGN, XSD
from dashi_kg.rdf.terms import value

_TYPED = re.compile(
    r'"(?:\^\^<[^>]*>|@[a-z-]*[^a-z -][^ ]*) \.$'
)  # a literal with a type, or a tag that is not in small letters
_PAUSE = 5.0  # seconds before a store is asked again
_COUNT = FOREIGN["void"] + "triples"
_HASH = FOREIGN["spdx"] + "checksumValue"


@dataclass(frozen=True, slots=True)
class Entry:
    """One loaded graph."""

    iri: str
    count: int
    digest: str


def manifest_iri(base: str) -> str:
    """Where the manifest is."""
    return f"{base}graph/loaded"


def staging_iri(graph: GraphPlan) -> str:
    """Where a graph waits; named after itself and its content, so that an interrupted load finds what is there."""
    return STAGING + hashlib.sha256(f"{graph.iri} {graph.digest}".encode()).hexdigest()[:32]


STAGING = "urn:dashi-kg:staging:"


def read(client: Client, base: str) -> dict[str, Entry]:
    """The manifest of a store by graph; empty if nothing was loaded."""
    counts: dict[str, int] = {}
    digests: dict[str, str] = {}
    for triple in client.triples(manifest_iri(base)):
        graph = value(triple.subject)
        if triple.predicate.value == _COUNT:
            counts[graph] = int(value(triple.object))
        elif triple.predicate.value == _HASH:
            digests[graph] = value(triple.object)
    return {g: Entry(g, counts[g], digests[g]) for g in sorted(counts) if g in digests}


def tells(
    client: Client, base: str, changed: Callable[[dict[str, Entry]], bool], *, wait: float = 0.0
) -> bool:
    """Whether the manifest of a store says that a change of which no answer came has taken place.

    Args:
        changed: whether entries, by graph, are those after the change.
        wait: seconds for a store that may still be at it; it is asked again and again.
    """
    until = time.monotonic() + wait
    while True:
        try:
            found = read(client, base)
        except DashiError:
            if not wait:
                raise
            found = {}  # a store that changes much may not answer meanwhile
        if changed(found):
            return True
        if time.monotonic() >= until:
            return False
        time.sleep(min(_PAUSE, wait))


def settle(
    error: UnsureError,
    client: Client,
    base: str,
    changed: Callable[[dict[str, Entry]], bool],
    *,
    late: float = 0.0,
) -> None:
    """Go on where a change of which no answer came has taken place (:func:`tells`); if not, nothing has changed and the command can be run again.

    Args:
        late: seconds for a store that is still at it when no answer has come in time.

    Raises:
        UnsureError: the error, where it has not.
    """
    if not tells(client, base, changed, wait=late if error.late else 0):
        raise error


def says(gone: Iterable[str], new: Iterable[Entry], entries: Mapping[str, Entry]) -> bool:
    """Whether entries, by graph, tell of new ones, and of no graph that is gone."""
    return all(entries.get(entry.iri) == entry for entry in new) and not any(iri in entries for iri in gone)


def entry(client: Client, iri: str, triples: Iterable[Triple]) -> Entry:
    """The entry of a graph. The hash is over values, since the store may spell them its own way."""
    lines, digest = lines_and_digest(client.normal(t) for t in triples)
    return Entry(iri, len(lines), digest)


def entry_of(client: Client, graph: GraphPlan) -> Entry:
    """The same of a graph that is planned; only values that a store may spell otherwise are read."""
    plain, typed = set[str](), list[str]()
    for line in graph.lines:
        (typed.append if _TYPED.search(line) else plain.add)(line)
    for quad in parse("".join(typed), format=RdfFormat.N_TRIPLES):
        plain.add(f"{client.normal(quad.triple)} .\n")
    lines = sorted(plain)
    return Entry(graph.iri, len(lines), digest_of_lines(lines))


def statements(entries: Iterable[Entry]) -> str:
    """The manifest's triples as N-Triples, which ``INSERT DATA`` takes as well."""
    return "".join(
        f'<{e.iri}> <{_COUNT}> "{e.count}"^^<{XSD}integer> .\n<{e.iri}> <{_HASH}> "{e.digest}" .\n'
        for e in entries
    )
