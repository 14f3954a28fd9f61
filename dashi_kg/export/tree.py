"""One report as a tree: the frame of a report, and what a frame cannot say.

A frame has one name for a reverse term and drops what it does not reach; the tree has a name for each kind
(``measures``, ``problems`` …), the figures that stand in no measure, and every other node in ``included``.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pyoxigraph import NamedNode, Triple

from dashi_kg.export.frames import Framer, Node, as_list, frame
from dashi_kg.export.one_report import own_triples
from dashi_kg.model import kinds
from dashi_kg.rdf.jsonld import compactor, natural, nodes
from dashi_kg.rdf.terms import value

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
    by_class = _names_by_class()
    for name, plurals in by_class.items():
        reverse = terms.pop(name)
        terms |= dict.fromkeys(plurals.values(), reverse)
    terms |= {_OTHER_FIGURES: terms["measures"], "included": "@included"}
    return {"@context": terms, **_named_by_kind(root, by_class), "included": rest}


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


def _names_by_class() -> dict[str, dict[str, str]]:
    """Reverse term → class → what the tree calls its members."""
    found: dict[str, dict[str, str]] = {}
    for kind in kinds.KINDS:
        if kind.tree:
            reverse, plural = kind.tree
            found.setdefault(reverse, {})[kind.classes[0].partition(":")[2]] = plural
    return dict(sorted(found.items()))


def _named_by_kind(tree: Any, by_class: Mapping[str, Mapping[str, str]]) -> Any:
    """The tree with a name for each kind in the place of ``contents`` and ``figures``."""
    if isinstance(tree, list):
        return [_named_by_kind(item, by_class) for item in tree]
    if not isinstance(tree, dict):
        return tree
    out: Node = {}
    for name, inner in tree.items():
        if name not in by_class:
            out[name] = _named_by_kind(inner, by_class)
            continue
        for item in inner:
            plural = next(by_class[name][c] for c in by_class[name] if c in as_list(item["type"]))
            out.setdefault(plural, []).append(_named_by_kind(item, by_class))
    return out
