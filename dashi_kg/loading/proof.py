"""The proof: a graph fetched back and compared with what was sent, by count and hash; what differs is named."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import RdfFormat, Triple, parse

from dashi_kg.loading.load_plan import GraphPlan, digest_of_lines, lines_and_digest
from dashi_kg.loading.stores import Client

_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Proof:
    """What came back of one graph. ``same``: every triple, nothing else.

    ``exact`` is false where the store gives values back in its own spelling (see ``docs/stores.md``).
    """

    same: bool
    exact: bool
    count: int
    digest: str
    missing: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()


def prove(client: Client, graph: GraphPlan, at: str = "", values: str = "") -> Proof:
    """Fetch a graph back and compare.

    Args:
        at: where it is, if not under its own IRI.
        values: the digest of its triples as the store spells them, where that is known.
    """
    back = client.fetched(at or graph.iri)
    if back.lines and (proof := _by_lines(client, graph, back.lines)):
        return proof
    found = back.triples()
    lines, digest = lines_and_digest(found)
    if digest == graph.digest:
        return Proof(True, True, len(lines), digest)
    if not found:
        return Proof(False, False, 0, digest, graph.first(_SHOWN))
    if values and lines_and_digest(map(client.normal, found))[1] == values:
        return Proof(True, False, len(lines), digest)
    # sent and received, both as this store spells them
    sent = {_line(client.normal(t)): line for line, t in zip(graph.lines, graph.triples(), strict=True)}
    there = {_line(client.normal(t)) for t in found}
    missing = sorted(sent[line] for line in sent.keys() - there)
    extra = sorted(there - sent.keys())
    same = not missing and not extra
    return Proof(same, False, len(lines), digest, tuple(missing[:_SHOWN]), tuple(extra[:_SHOWN]))


def _by_lines(client: Client, graph: GraphPlan, back: list[str]) -> Proof | None:
    """That all is there, by the lines as the store writes them: only those that it spells otherwise are read. ``None``: it is not, or not to be told so."""
    digest = digest_of_lines(back)
    if digest == graph.digest:
        return Proof(True, True, len(back), digest)
    sent, there = set(graph.lines), set(back)
    try:
        missing, extra = (
            {_line(client.normal(q.triple)) for q in parse("".join(lines), format=RdfFormat.N_TRIPLES)}
            for lines in (sent - there, there - sent)
        )
    except SyntaxError:
        return None
    return Proof(True, False, len(back), digest) if missing == extra else None


def _line(triple: Triple) -> str:
    return f"{triple} .\n"
