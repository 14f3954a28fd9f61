"""What the pages about one report share: the report read once, and how it is cited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from dashi_kg.model.kinds import kind
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.evidence.citation import Work
from dashi_kg.site.evidence.parts import LINES, SHORTEST, Long, Part, part_document, parts, text_parts
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.findings import Findings
from dashi_kg.site.facts.report_graph import Node, ReportGraph, ReportReader
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.shared.site_graph import SiteGraph


class Evidence:
    """The reports of a graph, read once for all pages about them; the last few are kept."""

    def __init__(self, site_graph: SiteGraph, findings: Findings | None = None) -> None:
        self.site_graph = site_graph
        self.reader = ReportReader(site_graph.engine, site_graph.base)
        self.findings = findings
        self.read = lru_cache(maxsize=4)(self._read)

    @cached_property
    def reports(self) -> Mapping[str, tuple[str, str]]:
        """Path of each report's document → IRI of the report, IRI of its source."""
        found = self.reader.reports().items()
        return {path: (i, s) for i, s in found if (path := self.site_graph.links.document(i)) is not None}

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Path of each archived text's document → its IRI."""
        found = self.reader.sources()
        return {path: i for i in found if (path := self.site_graph.links.document(i)) is not None}

    @cached_property
    def long(self) -> Mapping[str, Long]:
        """Path of the document of each report whose text is no short one → what there is much of in it."""
        found = {}
        for path, (iri, source) in self.reports.items():
            if source in self._texts:
                cards = Cards(self.site_graph, self._read(iri, source), path, "zh")
                works = sum(
                    kind(cards.kinds[n.iri]).cited and bool(n.anchors) for n in cards.graph.nodes.values()
                )
                found[path] = Long(tuple(parts(cards)), works + 1)
        return found

    def parts(self, report: str) -> tuple[Part, ...]:
        """The parts of a report by the path of its document; none where it is one page."""
        of = self.long[report].parts if report in self.long else ()
        return of if len(of) > 1 else ()

    @cached_property
    def _texts(self) -> Mapping[str, int]:
        """The sources with a text that is no short one → how many characters it has."""
        query = (
            f"SELECT ?s (STRLEN(?t) AS ?n) WHERE {{ ?s <{self.site_graph.base}ns#text> ?t "
            f"FILTER(STRLEN(?t) >= {SHORTEST}) }} ORDER BY ?s"
        )
        return {value(s): int(value(n)) for s, n in self.site_graph.reader.rows(query)}

    @cached_property
    def source_parts(self) -> Mapping[str, tuple[Part, ...]]:
        """Path of the document of each long archived text → its parts."""
        return {
            path: tuple(text_parts(self.reader.text(iri), LINES))
            for path, iri in self.sources.items()
            if self._texts.get(iri, 0) > LINES
        }

    def page_at(self, report: str, start: int, lang: str) -> str:
        """The path of the page that has the words of a report that begin at an offset.

        Args:
            report: path of the report's document.
        """
        number = max((p.number for p in self.parts(report) if p.start <= start), default=1)
        return page_path(part_document(report, number), lang)

    def neighbours(self, report: str) -> tuple[str, list[tuple[str, str]]]:
        """The body of a report, and year and IRI of the report before and of the one after that it has here.

        Args:
            report: IRI.
        """
        fz = f"{self.site_graph.base}ns#"
        query = (
            f"SELECT ?body ?year ?r WHERE {{ <{report}> {curie('dct:creator')} ?body . ?r {curie('dct:creator')} ?body ; "
            f"a <{fz}Report> ; <{fz}reportYear> ?year }} ORDER BY ?year ?r"
        )
        rows = [(value(body), value(year), value(r)) for body, year, r in self.site_graph.reader.rows(query)]
        place = next((n for n, row in enumerate(rows) if row[2] == report), None)
        if place is None:
            return "", []
        beside = rows[max(0, place - 1) : place] + rows[place + 1 : place + 2]
        return rows[place][0], [(year, r) for _, year, r in beside]

    def report(self, document: str) -> ReportGraph | None:
        """The report at a path without suffix; ``None`` where there is none."""
        if not document.startswith("report/"):
            return None
        ends = self.reports.get(document)
        return self.read(*ends) if ends else None

    def _read(self, iri: str, source: str) -> ReportGraph:
        return self.reader.report(iri, source)


def work_of(site_graph: SiteGraph, graph: ReportGraph, node: Node | None = None) -> Work:
    """What a citation of the report, or of one of its statements, says: in Chinese, the language of the report."""
    report = graph.report

    def name(prop: str) -> str:
        iri = report.iri_of(prop)
        return site_graph.labels.said(iri, "zh").words if iri else ""

    title = report.said("dct:title", "zh")
    first = node.anchors[0] if node and node.anchors else None
    return Work(
        author=name("dct:creator"),
        title=title.words if title else site_graph.labels.said(report.iri, "zh").words,
        issued=report.text("dct:issued") or report.text("dct:created") or report.text("fz:reportYear"),
        address=node.iri if node else report.iri,
        publisher=name("dct:publisher"),
        digest=graph.source.node.text("fz:sha256"),
        part="".join(first.quote.split()) if first else "",
        start=first.start if first else None,
        end=first.end if first else None,
    )
