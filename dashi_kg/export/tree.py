"""One report as a tree: the frame of a report, and what a frame cannot say.

A frame has one name for a reverse term and drops what it does not reach; the tree has a name for each kind
(``measures``, ``problems`` …), the figures that stand in no measure, and every other node in ``included``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from pyoxigraph import NamedNode, Triple

from dashi_kg.export.frames import Framer, Node, as_list, frame
from dashi_kg.export.one_report import own_triples
from dashi_kg.rdf.jsonld import compactor, natural, nodes
from dashi_kg.rdf.terms import value

# What the tree calls the members of one reverse term, by class.
_BY_KIND = {
    "contents": {"Measure": "measures", "Problem": "problems", "PlanItem": "planItems"},
    "figures": {"Observation": "observations", "Target": "targets"},
}
# Figures of a section that stand in no measure: in a problem, in a plan.
_OTHER_FIGURES = "otherFigures"


def report_tree(triples: Collection[Triple], report: str, base: str) -> dict[str, Any]:
    """The tree of one report.

    Args:
        triples: the triples of the report, and those of the vocabulary and reference facts it refers to.
        report: the IRI of the report.
        base: the base IRI.

    Returns:
        A JSON-LD document that ``ontology/schemas/report.schema.json`` describes: the report with nested
        sections, anchors inside what they anchor, concepts with their labels; ``included`` has every other
        node of the report (organisations, places, periods, links …).
    """
    wanted = frame("report", base)
    terms: dict[str, Any] = wanted["@context"]
    mine = own_triples(triples, report, base)
    own = nodes(mine, base)
    named = {t.object.value for t in mine if isinstance(t.object, NamedNode)} - own.keys()
    others = nodes((t for t in triples if value(t.subject) in named), base)
    known = {node["id"]: node for node in (*own.values(), *others.values())}
    framer = Framer(known, terms, base)
    root = framer.node(known[compactor(base).iri(report)], wanted)
    sections = {section["id"]: section for section in _sections(root)}
    for node in own.values():
        if node.get("inSection") in sections and _is_figure(node) and not framer.complete(node):
            figure = framer.node(node, wanted["hasPart"]["contents"]["figures"])
            sections[node["inSection"]].setdefault(_OTHER_FIGURES, []).append(figure)
    flat = {"@embed": "@never", "anchor": wanted["anchor"], "hasSelector": wanted["anchor"]["hasSelector"]}
    rest = [framer.node(node, flat) for node in sorted(own.values(), key=_depth) if not framer.complete(node)]
    rest.sort(key=lambda node: natural(node["id"]))
    for name, kinds in _BY_KIND.items():
        reverse = terms.pop(name)
        terms |= dict.fromkeys(kinds.values(), reverse)
    terms |= {_OTHER_FIGURES: terms["measures"], "included": "@included"}
    return {"@context": terms, **_named_by_kind(root), "included": rest}


def _sections(part: Node) -> Iterator[Node]:
    """The sections below the report or a section; deeper than the frame goes there are only their IRIs."""
    for section in part.get("hasPart", ()):
        if isinstance(section, dict):
            yield section
            yield from _sections(section)


def _is_figure(node: Node) -> bool:
    return "reportedIn" not in node and bool({"Observation", "Target"} & set(as_list(node.get("type", []))))


def _depth(node: Node) -> int:
    """Anchors come after what they anchor, places in the original after anchors: so each stands inside the other."""
    return 1 if "anchorOf" in node else 2 if "rdf:value" in node else 0


def _named_by_kind(tree: Any) -> Any:
    """The tree with a name for each kind in the place of ``contents`` and ``figures``."""
    if isinstance(tree, list):
        return [_named_by_kind(item) for item in tree]
    if not isinstance(tree, dict):
        return tree
    out: Node = {}
    for name, inner in tree.items():
        if name not in _BY_KIND:
            out[name] = _named_by_kind(inner)
            continue
        for item in inner:
            kind = next(k for k in _BY_KIND[name] if k in as_list(item["type"]))
            out.setdefault(_BY_KIND[name][kind], []).append(_named_by_kind(item))
    return out
