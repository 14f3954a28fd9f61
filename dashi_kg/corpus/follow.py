"""Follow-ups between years: a year's plan items and the next year's measures of one body, as candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.corpus.record import Record
from dashi_kg.namespaces import COMMENT, LABEL, RDF_TYPE, Names, curie, typed
from dashi_kg.propose import LEAST_SCORE, MOST_PER_ITEM, alike, pairs, score, shared_words
from dashi_kg.text.fold import fold


def follow_ups(records: Iterable[Record], base: str) -> list[Quad]:
    """Candidates ``plan fz:takenUpBy measure`` of consecutive years, in ``graph/proposed/{org-id}/{year}``.

    The score is that of :mod:`dashi_kg.propose`; nothing is asserted.
    """
    by_body: dict[str, dict[int, Record]] = {}
    for record in records:
        if record.year.isdigit():
            by_body.setdefault(record.org_id, {})[int(record.year)] = record
    quads: list[Quad] = []
    for org_id in sorted(by_body):
        years = sorted(by_body[org_id])
        for one, other in pairwise(years):
            if other == one + 1:
                quads += _between(by_body[org_id][one], by_body[org_id][other], base)
    return quads


def _between(before: Record, after: Record, base: str) -> list[Quad]:
    plans = [(iri, fold(words)) for iri, words in before.plans]
    measures = [(iri, fold(words)) for iri, words in after.measures]
    rarity: Counter[str] = Counter()
    for _, words in (*plans, *measures):
        rarity.update(pairs(words))
    sets = {iri: pairs(words) for iri, words in (*plans, *measures)}
    quads: list[Quad] = []
    for plan, words in plans:
        rows = []
        for measure, other in measures:
            value = alike(sets[plan], sets[measure], rarity)
            if value >= LEAST_SCORE and (shared := shared_words(words, other)):
                rows.append((-score(value), measure, shared))
        for negative, measure, shared in sorted(rows)[:MOST_PER_ITEM]:
            quads += _candidate(before, after, plan, measure, -negative, shared, base)
    return quads


def _candidate(
    before: Record, after: Record, plan: str, measure: str, points: object, shared: tuple[str, ...], base: str
) -> list[Quad]:
    n = Names(base)
    graph = n(f"graph/proposed/{after.org_id}/{after.year}")
    a, m = plan.rpartition("#")[2], measure.rpartition("#")[2]
    node = n(f"{after.report}#candidate-takenUpBy-{before.year}-{a}-{m}")
    words = "、".join(shared)

    def quad(p: NamedNode, o: NamedNode | Literal) -> Quad:
        return Quad(node, p, o, graph)

    return [
        quad(RDF_TYPE, n.fz("Candidate")),
        quad(RDF_TYPE, curie("rdf:Statement")),
        quad(LABEL, Literal(f"{before.year}年安排{a[1:]}或由{after.year}年举措{m[1:]}落实", language="zh")),
        quad(
            LABEL,
            Literal(
                f"Plan {a[1:]} of {before.year} may be taken up by measure {m[1:]} of {after.year}",
                language="en",
            ),
        ),
        quad(curie("rdf:subject"), n(plan)),
        quad(curie("rdf:predicate"), n.fz("takenUpBy")),
        quad(curie("rdf:object"), n(measure)),
        quad(n.fz("score"), typed(format(points, "f"), "decimal")),
        quad(n.fz("rule"), Literal("shared-words")),
        quad(COMMENT, Literal(f"共有用语:{words}", language="zh")),
        quad(COMMENT, Literal(f"Shared words: {words}", language="en")),
        quad(n.fz("translationBasis"), n.fz("generated")),
        quad(n.fz("basis"), n.fz("proposed")),
    ]
