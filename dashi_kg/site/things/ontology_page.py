"""The page of the namespace: classes, properties, small values, code lists, a diagram, examples."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from dashi_kg.rdf.jsonld import natural
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.resources import ontology_dir
from dashi_kg.site.charts import diagram
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.languages import Said, best
from dashi_kg.site.shared import view
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.ld import structured_data
from dashi_kg.site.shared.paging import FILTER
from dashi_kg.site.shared.site_graph import SiteGraph

_NAME = "ns"
_EXAMPLES = ("observation", "problem")
WORDS = {
    **FILTER,
    "contents": ("目录", "Contents"),
    "classes": ("类", "Classes"),
    "properties": ("属性", "Properties"),
    "values": ("取值", "Named values"),
    "schemes": ("代码表", "Code lists"),
    "shapes": ("检查规则（SHACL）", "Checks (SHACL shapes)"),
    "shapes_about": ("发布前检查报告的规则，每条规则只查一件事。", "The rules by which reports are checked before they are published; each checks one thing."),
    "picture": ("类与类之间的属性", "Classes and the properties between them"),
    "as_text": ("同一张图的文字形式", "The same as text"),
    "examples": ("示例", "Examples"),
    "more_terms": ("其他", "Others"),
    "above": ("上位", "under"),
    "has": ("属性", "properties"),
    "used_with": ("用于", "used with"),
    "range": ("取值", "values"),
    "list": ("代码表", "code list"),
    "example": ("例", "example"),
    "uses": ("图谱中 {} 处", "{} in the graph"),
    "version": ("版本", "Version"),
    "entries": ("{} 条", "{} entries"),
    "value_of": ("用于", "of"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Term:
    """A class, property or small value; lists hold IRIs."""

    iri: str
    name: str
    definition: Said | None
    above: tuple[str, ...]
    has: tuple[str, ...]
    used_with: tuple[str, ...]
    range: tuple[str, ...]
    lists: tuple[str, ...]
    examples: tuple[Said, ...]
    uses: int


class OntologyPage(Bilingual):
    """``ns.html`` and ``ns.en.html``.

    Args:
        uses: how often each class and property is used in the graph, where somebody knows it (default: it is asked).
    """

    def __init__(self, site_graph: SiteGraph, uses: Mapping[str, int] | None = None) -> None:
        self.site_graph, self._known = site_graph, uses

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (_NAME,) if _NAME in self.site_graph.documents else ()

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        found = self.site_graph.document(document)
        return self._page(found, path, lang) if found else None

    def _page(self, document: Document, path: str, lang: str) -> bytes:
        site_graph = self.site_graph
        schemes = self._schemes()
        site_graph.labels.need([*document.neighbours(), *schemes])
        terms = self._terms(document, lang)
        kinds = {iri: set(document.types(iri)) for iri in terms}
        concept, prop, klass = (curie(n).value for n in ("skos:Concept", "rdf:Property", "owl:Class"))
        datatype = curie("rdfs:Datatype").value
        grouped = {
            "classes": [t for i, t in terms.items() if kinds[i] & {klass, datatype}],
            "properties": [t for i, t in terms.items() if prop in kinds[i]],
            "values": [t for i, t in terms.items() if concept in kinds[i]],
        }
        told = {t.iri for group in grouped.values() for t in group}
        grouped["more_terms"] = [t for i, t in terms.items() if i not in told]
        # links of readers are told by the short-cut property beside them
        reified = f"{site_graph.base}ns#InterpretiveLink"
        found = diagram.edges(
            (t.iri, source, target)
            for t in grouped["properties"]
            for source in t.used_with
            for target in t.range
            if source in terms and target in terms and reified not in terms[source].above
        )
        said, other = view.title(site_graph, document, lang)
        described = view.description(document, lang)
        return site_graph.pages.page(
            "ns.html",
            path=path,
            lang=lang,
            title=said.words,
            words=WORDS,
            description=described.words if described else "",
            rdf=True,
            canonical=document.iri,
            ld=structured_data(site_graph, document, lang),
            document_iri=document.iri,
            name=said,
            other_name=other,
            described=described,
            groups=grouped,
            schemes=sorted(schemes.items(), key=lambda s: natural(s[0])),
            edges=found,
            picture=diagram.svg(
                found,
                lambda iri: site_graph.labels.said(iri, lang).words,
                lambda iri: site_graph.links.href(iri, path, lang),
                WORDS["picture"][lang == "en"],
            ),
            version=[value(s.object) for s in document.of(document.iri) if s.predicate == curie("owl:versionInfo").value],
            examples=[
                (name, (ontology_dir() / "examples" / f"{name}.ttl").read_text(encoding="utf-8"))
                for name in _EXAMPLES
            ],
        )  # fmt: skip

    def _schemes(self) -> dict[str, int]:
        query = (
            f"SELECT ?s (COUNT(DISTINCT ?c) AS ?n) WHERE {{ ?s a {curie('skos:ConceptScheme')} . "
            f"?c {curie('skos:inScheme')} ?s }} GROUP BY ?s"
        )
        return {value(s): int(value(n)) for s, n in self.site_graph.reader.rows(query)}

    def _uses(self) -> Mapping[str, int]:
        """How often each class and property is used in the graph."""
        if self._known is not None:
            return self._known
        counts: dict[str, int] = {}
        for query in (
            "SELECT ?t (COUNT(?s) AS ?n) WHERE { ?s a ?t } GROUP BY ?t",
            "SELECT ?t (COUNT(*) AS ?n) WHERE { ?s ?t ?o } GROUP BY ?t",
        ):
            for term, n in self.site_graph.reader.rows(query):
                counts[value(term)] = int(value(n))
        return counts

    def _terms(self, document: Document, lang: str) -> dict[str, Term]:
        table: dict[str, dict[str, list[NamedNode | Literal]]] = defaultdict(lambda: defaultdict(list))
        for s in document.statements:
            if s.object not in table[s.subject][s.predicate]:
                table[s.subject][s.predicate].append(s.object)
        has: dict[str, list[str]] = defaultdict(list)
        for iri, found in table.items():
            for target in found[curie("schema:domainIncludes").value]:
                has[value(target)].append(iri)
        uses = self._uses()
        fz = f"{self.site_graph.base}ns#"

        def iris(iri: str, *names: str) -> tuple[str, ...]:
            keys = [curie(n).value if ":" in n else fz + n for n in names]
            return tuple(
                sorted(
                    (value(o) for k in keys for o in table[iri][k] if isinstance(o, NamedNode)), key=natural
                )
            )

        def words(iri: str, name: str) -> list[Literal]:
            return [o for o in table[iri][curie(name).value] if isinstance(o, Literal)]

        return {
            iri: Term(
                iri, iri.removeprefix(fz), best(words(iri, "skos:definition"), lang),
                iris(iri, "rdfs:subClassOf", "rdfs:subPropertyOf"), tuple(sorted(has[iri], key=natural)),
                iris(iri, "schema:domainIncludes", "valueOf"), iris(iri, "rdfs:range"), iris(iri, "codeList", "qb:codeList"),
                tuple(sorted(Said(x.value, x.language or "") for x in words(iri, "skos:example"))), uses.get(iri, 0),
            )
            for iri in document.iris
            if iri.startswith(fz) and iri != fz
        }  # fmt: skip
