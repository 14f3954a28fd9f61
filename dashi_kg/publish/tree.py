"""One report as a tree that a web developer would like: sections hold what stands in them.

It is JSON-LD: the same triples as the compacted file, nested; relations against the direction of the
ontology use reverse terms, which the file's own context defines.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from pyoxigraph import Triple

from dashi_kg.jsonld import nodes
from dashi_kg.vocabulary import context

# reverse terms: what stands in a section, by class
_IN_SECTION = {
    "Measure": "measures",
    "Observation": "observations",
    "Target": "targets",
    "Problem": "problems",
    "PlanItem": "planItems",
}
_ABOUT = {"Citation": "citations"}


def report_tree(triples: Iterable[Triple], report: str, base: str) -> dict[str, Any]:
    """The tree of one report.

    Args:
        triples: the report's triples, and those of the concepts and places that it refers to.
        report: the IRI of the report.
        base: the base IRI.

    Returns:
        A JSON-LD document: ``@context`` inline, the report with nested sections, anchors inside what they
        anchor, and ``included`` for the rest (organisations, places, periods, links …).
    """
    compact = {node["id"]: node for node in nodes(triples, base).values()}
    tree_context = dict(context(base)["@context"])
    for name in (*_IN_SECTION.values(), "citations"):
        tree_context.pop(name, None)
    tree_context |= {name: {"@reverse": "fz:inSection", "@type": "@id"} for name in _IN_SECTION.values()}
    tree_context |= {"citations": {"@reverse": "fz:citedBy", "@type": "@id"}, "included": "@included"}
    return _nest(compact, report, tree_context)


def _nest(nodes: dict[str, dict[str, Any]], report: str, tree_context: dict[str, Any]) -> dict[str, Any]:
    used: set[str] = set()
    in_section: dict[str, list[dict[str, Any]]] = defaultdict(list)
    cited: list[dict[str, Any]] = []
    for node in nodes.values():
        if section := node.get("inSection"):
            in_section[section].append(node)
        if node.get("citedBy"):
            cited.append(node)

    def kinds(node: dict[str, Any]) -> list[str]:
        found = node.get("type", [])
        return found if isinstance(found, list) else [found]

    def embed(reference: Any) -> Any:
        """An anchor or selector in the place of its IRI, once."""
        if isinstance(reference, str) and reference in nodes and "#" in reference and reference not in used:
            used.add(reference)
            return anchored(nodes[reference])
        return reference

    def anchored(node: dict[str, Any]) -> dict[str, Any]:
        copy = dict(node)
        for key in ("anchor", "hasSelector"):
            if key in copy:
                value = copy[key]
                copy[key] = [embed(v) for v in value] if isinstance(value, list) else embed(value)
        return copy

    def whole(node: dict[str, Any]) -> dict[str, Any]:
        used.add(node["id"])
        copy = anchored(node)
        for item in in_section[node["id"]]:
            for kind, name in _IN_SECTION.items():
                if kind in kinds(item) and item["id"] not in used:
                    used.add(item["id"])
                    inner = anchored(item)
                    inner.pop("inSection")
                    copy.setdefault(name, []).append(inner)
        parts = copy.get("hasPart")
        if parts:
            copy["hasPart"] = [whole(nodes[p]) for p in (parts if isinstance(parts, list) else [parts])]
        return copy

    root = whole(nodes[report])
    for citation in cited:
        used.add(citation["id"])
        inner = anchored(citation)
        inner.pop("citedBy")
        root.setdefault("citations", []).append(inner)
    rest = [node for key, node in nodes.items() if key not in used]
    root["included"] = [anchored(node) for node in rest if node["id"] not in used]
    return {"@context": tree_context, **root}
