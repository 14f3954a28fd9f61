"""A page for every IRI of ours that no other section has a page for."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.shared import view
from dashi_kg.site.shared.basis import BASES
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.ld import structured_data
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.comparison import grouped
from dashi_kg.site.written.choice import entry_id

WORDS = {
    "iri": ("永久地址（IRI），可用来引用", "Lasting address (IRI), for citing"),
    "type": ("类型", "Type"),
    "says": ("关于它的陈述", "What is said of it"),
    "points": ("指向它的条目", "What points to it"),
    "whose": ("“{}”为此的条目", "Items whose “{}” is this"),
    "rest": (
        "只列出前 {shown} 项，共 {count} 项。要全部，请运行这个查询：",
        "The first {shown} of {count}. For all of them run this query:",
    ),
    "members": ("代码表的条目", "Entries of the code list"),
    "entry": ("条目", "Entry"),
    "meaning": ("含义", "Meaning"),
    "fragments": ("本文档中的条目", "Items of this document"),
    "in_report": ("所在报告", "in the report"),
    "in_text": ("原文位置", "place in the text"),
    "size": (
        "命名图：依据和来源相同的陈述放在一起，这里有 {:,} 条。",
        "A named graph holds the statements of one basis and source; this one has {:,}.",
    ),
    "more_values": ("还有 {:,} 项，见本页数据", "{:,} more in the data of this page"),
    "cut": ("（节选）", "(excerpt)"),
    "statements": ("图中关于它的全部陈述", "All statements of the graph about it"),
    "nothing": ("图中只提到它，没有别的陈述。", "The graph mentions it and says nothing more."),
}
MEMBERS = 400  # of a code list, on its page

# a bound that the words give: without it the number would say more than the report
_BOUNDS = (("minExclusive", ">"), ("minInclusive", "≥"), ("maxExclusive", "<"), ("maxInclusive", "≤"))
_FIGURED = {curie(n).value for n in ("sosa:observedProperty", "sosa:phenomenonTime")}


class ResourcePages(Bilingual):
    """Pages from the graph alone; ``indicators`` adds the comparison to those of indicators."""

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self.site_graph.documents

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        found = self.site_graph.document(document)
        return self.render(found, path, lang) if found else None

    def render(
        self, document: Document, path: str, lang: str, template: str = "resource.html", **more: Any
    ) -> bytes:
        """The page of a document, by this or a template that extends it."""
        site_graph, listed = self.site_graph, more.pop("listed", frozenset())
        site_graph.labels.need(document.neighbours(listed))
        said, other = view.title(site_graph, document, lang)
        described = view.description(document, lang)
        members = view.members(site_graph, document, lang)
        listed = {view.MEMBER} if members else listed
        groups = [g for g in view.groups(site_graph, document, lang) if g.predicate not in listed]
        return site_graph.pages.page(
            template,
            path=path,
            lang=lang,
            title=said.words,
            description=described.words
            if described
            else " · ".join([said.words, *(site_graph.labels.said(t, lang).words for t in document.types())]),
            rdf=True,
            canonical=document.iri,
            ld=structured_data(site_graph, document, lang),
            words={**WORDS, **more.pop("words", {})},
            **{
                "document_iri": document.iri,
                "name": said,
                "other_name": other,
                "described": described,
                "types": document.types(),
                "parts": view.parts(site_graph, document, lang),
                "groups": groups,
                "entry_id": entry_id,
                "members": members[:MEMBERS],
                "members_count": len(members),
                "figure": self._figures(groups) if lang == "en" else {},
                "size": self._size(document),
                "folded": False,
                "fragments": [i for i in document.iris if "#" in i and not i.endswith("#")],
                "bases": {key: (zh, en, why_zh, why_en) for key, zh, en, why_zh, why_en in BASES},
                **more,
            },
        )  # fmt: skip

    def _size(self, document: Document) -> int:
        """How many statements stand in it, where the IRI names a graph."""
        if not document.path.startswith("graph/"):
            return 0
        query = (
            f"SELECT (COUNT(*) AS ?n) WHERE {{ VALUES ?g {{ <{document.iri}> }} GRAPH ?g {{ ?s ?p ?o }} }}"
        )
        return sum(int(value(row[0])) for row in self.site_graph.reader.rows(query))

    def _figures(self, groups: Iterable[view.ValueGroup]) -> dict[str, str]:
        """The values of the observations that point here: their English names do not hold them."""
        figured = _FIGURED | {f"{self.site_graph.base}ns#{name}" for name in ("describes", "issuer")}
        nodes = sorted({n for g in groups if g.predicate in figured for n in g.nodes})
        if not nodes:
            return {}
        names = " ".join(f"<{n}>" for n in nodes)
        bounds = " ".join(
            f"OPTIONAL {{ ?s <{self.site_graph.base}ns#{name}> ?b{i} }}"
            for i, (name, _) in enumerate(_BOUNDS)
        )
        query = (
            f"SELECT ?s ?v ?u ?b0 ?b1 ?b2 ?b3 WHERE {{ VALUES ?s {{ {names} }} ?s {curie('sosa:hasSimpleResult')} ?v "
            f"OPTIONAL {{ ?s {curie('qudt:hasUnit')} ?u }} {bounds} }}"
        )
        found = {}
        for s, v, u, *limits in self.site_graph.reader.rows(query):
            signs = [sign for (_, sign), limit in zip(_BOUNDS, limits, strict=True) if limit is not None]
            sign = f"{signs[0]} " if len(signs) == 1 else ""
            found[value(s)] = sign + grouped(value(v)) + ("%" if value(u).endswith("/PERCENT") else "")
        return found
