"""Follow-ups between years: a year's plan items and the next year's measures of one body, as candidates."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad

from dashi_kg.corpus.record import Item, Record, place_of, with_words
from dashi_kg.files import write_file
from dashi_kg.graph.propose import MOST_PER_ITEM, alike, pairs, shared_words
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import COMMENT, LABEL, RDF_TYPE, Names, curie, typed
from dashi_kg.rdf.serialize import serialize
from dashi_kg.text.fold import fold


def write_follow_ups(records: Iterable[Record], work: Path, base: str) -> tuple[list[Path], int]:
    """Candidates (``fz:FollowUpLink``: a plan and the measure that may take it up) of consecutive years,
    one file of sorted N-Quads a pair of reports.

    Only one body at a time is in memory. A body whose place is not decided is left out: two bodies of one name
    could be taken for one.

    Returns:
        The files, and the number of candidates.
    """
    by_body: dict[str, dict[int, Record]] = {}
    for record in records:
        if record.year.isdigit() and record.division:
            by_body.setdefault(record.org_id, {})[int(record.year)] = record
    files, count = [], 0
    for org_id in sorted(by_body):
        years = sorted(by_body[org_id])
        for one, other in pairwise(years):
            if other != one + 1:
                continue
            before, after = by_body[org_id][one], by_body[org_id][other]
            found = list(candidates(with_words(before, work), with_words(after, work)))
            if not found:
                continue
            path = place_of(work, after.key, ".follow-ups.nq")
            write_file(path, serialize(quads_of(before, after, found, base), "nq", base))
            files.append(path)
            count += len(found)
    return files, count


def candidates(before: Record, after: Record) -> Iterator[tuple[Item, Item, Decimal, tuple[str, ...]]]:
    """Plan, measure, score and shared words, at most :data:`dashi_kg.graph.propose.MOST_PER_ITEM` a plan, best first.

    The score is that of :mod:`dashi_kg.graph.propose`: the part of the lesser of both that the other holds, by pairs of
    neighbouring characters, of which one that stands in many items of the two reports weighs little.
    """
    plans = {item[0]: (item, fold(item[1])) for item in before.plans}
    measures = {item[0]: (item, fold(item[1])) for item in after.measures}
    plan_pairs = {key: pairs(words) for key, (_, words) in plans.items()}
    measure_pairs = {key: pairs(words) for key, (_, words) in measures.items()}
    rarity: Counter[str] = Counter()
    for found in (*plan_pairs.values(), *measure_pairs.values()):
        rarity.update(found)
    for key, alikes in alike(plan_pairs, measure_pairs, rarity):
        plan, words = plans[key]
        rows = []
        for other, points in alikes:
            measure, other_words = measures[other]
            if shared := shared_words(words, other_words):
                rows.append((-points, measure, shared))
        for negative, measure, shared in sorted(rows)[:MOST_PER_ITEM]:
            yield plan, measure, -negative, shared


def quads_of(
    before: Record,
    after: Record,
    found: Iterable[tuple[Item, Item, Decimal, tuple[str, ...]]],
    base: str,
) -> list[Quad]:
    """The candidates in a graph of their own, and in ``graph/meta`` from which two texts it was made, and by whom."""
    n = Names(base)
    graph, meta = n(iris.graph("follow-up", after.org_id, after.year)), n(iris.graph("meta"))
    who = f"{after.org_id} {before.year}–{after.year}"
    quads = [
        *(Quad(graph, RDF_TYPE, curie(name), meta) for name in ("prov:Entity", "sd:NamedGraph")),
        Quad(graph, n.fz("basis"), n.fz("proposed"), meta),
        Quad(graph, n.fz("inReport"), n(after.report), meta),
        *_labels(graph, f"命名图：跟踪候选，{who}", f"Named graph: follow-up candidates {who}", meta),
        *(
            Quad(graph, curie("prov:wasDerivedFrom"), n(iris.source(r.text_sha256)), meta)
            for r in (before, after)
        ),
        Quad(graph, curie("prov:wasAttributedTo"), n("agent/dashi-kg"), meta),
    ]
    for plan, measure, points, shared in found:
        quads += _candidate(n, graph, before, after, plan, measure, points, shared)
    return quads


def _candidate(
    n: Names,
    graph: NamedNode,
    before: Record,
    after: Record,
    plan: Item,
    measure: Item,
    points: Decimal,
    shared: tuple[str, ...],
) -> list[Quad]:
    a, m = (item[0].rpartition("#")[2] for item in (plan, measure))
    node = n(f"{after.report}#candidate-followUp-{before.year}-{a}-{m}")

    def quad(p: NamedNode, o: NamedNode | Literal) -> Quad:
        return Quad(node, p, o, graph)

    return [
        quad(RDF_TYPE, n.fz("FollowUpLink")),
        quad(n.fz("inReport"), n(after.report)),
        quad(n.fz("earlier"), n(plan[0])),
        quad(n.fz("later"), n(measure[0])),
        quad(n.fz("score"), typed(format(points, "f"), "decimal")),
        quad(COMMENT, Literal(f"共有用语：{'、'.join(shared)}", language="zh")),
        quad(n.fz("basis"), n.fz("proposed")),
    ]


def _labels(node: NamedNode, zh: str, en: str, graph: NamedNode) -> list[Quad]:
    return [
        Quad(node, LABEL, Literal(zh, language="zh"), graph),
        Quad(node, LABEL, Literal(en, language="en"), graph),
    ]
