"""The page of the shapes: what the graph is checked for before it is published."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from dashi_kg.rdf.namespaces import COMMENT, LABEL, curie
from dashi_kg.rdf.ontology_files import shapes_quads
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.languages import Said, best
from dashi_kg.site.shared.asked_documents import SHAPES
from dashi_kg.site.shared.ld import as_script
from dashi_kg.site.shared.paging import FILTER
from dashi_kg.site.shared.site_graph import SiteGraph

WORDS = {
    **FILTER,
    "title": ("检查规则", "Checks"),
    "about": (
        "每份报告在发布前都要经这些规则（SHACL）检查。错误必须改正；警告请核对原文；提示供阅读时参考。",
        "Each report is checked by these rules (SHACL) before it is published. An error must be corrected; a warning asks to check the text; a note is for information.",
    ),
    "on": ("检查", "checks"),
    "query": ("查询", "Query"),
    "Violation": ("错误", "Error"),
    "Warning": ("警告", "Warning"),
    "Info": ("提示", "Note"),
    "others": ("其他条目", "Other items"),
    "codes": ("编号", "Code"),
}


@dataclass(frozen=True, slots=True)
class ShownShape:
    """One shape in one language."""

    name: str
    code: str
    label: Said
    comment: Said
    severity: str
    targets: tuple[str, ...]
    constraints: tuple[tuple[str, Said, str], ...]  # name, message, query


class ShapesPage(Bilingual):
    """``shapes.html`` and ``shapes.en.html``."""

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (SHAPES,)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        shapes = self._shapes(lang)
        told = {s.name for s in shapes} | {name for s in shapes for name, _, _ in s.constraints}
        self.site_graph.labels.need(t for s in shapes for t in s.targets)
        return self.site_graph.pages.page(
            "shapes.html",
            path=path,
            lang=lang,
            title=WORDS["title"][lang == "en"],
            words=WORDS,
            description=WORDS["about"][lang == "en"],
            rdf=True,
            canonical=self.site_graph.base + SHAPES,
            ld=as_script(
                {
                    "@context": "https://schema.org/",
                    "@id": self.site_graph.base + SHAPES,
                    "@type": "DefinedTermSet",
                    "name": WORDS["title"][lang == "en"],
                    "description": WORDS["about"][lang == "en"],
                    "url": self.site_graph.base + SHAPES,
                }
            ),
            shapes=shapes,
            rest=[
                i.partition("#")[2]
                for i in self.site_graph.documents[SHAPES]
                if "#" in i and i.partition("#")[2] not in told
            ],
        )

    def _shapes(self, lang: str) -> list[ShownShape]:
        table: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
        for q in shapes_quads(self.site_graph.base):
            assert isinstance(q.object, NamedNode | Literal)
            table[value(q.subject)][q.predicate.value].append(q.object)

        def literals(iri: str, predicate: str) -> list[Literal]:
            return [o for o in table[iri][predicate] if isinstance(o, Literal)]

        def words(iri: str, predicate: str) -> Said:
            return best(literals(iri, predicate), lang) or Said("")

        target, severity, sparql, select, message, code = (
            curie(n).value
            for n in (
                "sh:targetClass",
                "sh:severity",
                "sh:sparql",
                "sh:select",
                "sh:message",
                "dct:identifier",
            )
        )
        kind = NamedNode(curie("sh:NodeShape").value)
        made = []
        for iri in sorted(table):
            if not any(kind in objects for objects in table[iri].values()):
                continue
            parts = sorted(value(o) for o in table[iri][sparql])
            made.append(
                ShownShape(
                    iri.partition("#")[2], words(iri, code).words, words(iri, LABEL.value), words(iri, COMMENT.value),
                    "".join(value(o).rpartition("#")[2] for o in table[iri][severity][:1]) or "Violation",
                    tuple(sorted(value(o) for o in table[iri][target])),
                    tuple((p.partition("#")[2], words(p, message), words(p, select).words.strip()) for p in parts),
                )
            )  # fmt: skip
        return sorted(made, key=lambda s: (s.code, s.name))
