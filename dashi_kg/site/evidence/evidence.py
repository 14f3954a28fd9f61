"""What the pages about one report share: the report read once, and how it is cited."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property, lru_cache

from dashi_kg.model.kinds import KINDS
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.evidence.apart import Lines, ReportsApart
from dashi_kg.site.evidence.asked_reports import AskedReports, AskedSources
from dashi_kg.site.evidence.citation import Work
from dashi_kg.site.evidence.parts import LINES, SHORTEST, Part, may_be_long, part_document, parts, text_parts
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.findings import Findings
from dashi_kg.site.facts.report_graph import Node, ReportGraph, ReportReader
from dashi_kg.site.facts.said_of_report import SaidOfReport
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.shared.site_graph import SiteGraph

_CITED = frozenset(kind.lasting or kind.prefix for kind in KINDS if kind.cited)
_FIGURE = "f-"
_KEPT = 64  # reports of a large graph of which the parts are remembered


class Evidence:
    """The reports of a graph, read once for all pages about them; the last few are kept.

    Args:
        findings: of the validation, by report.
        lines: gives the quads of a report, where they lie apart (:class:`~dashi_kg.site.evidence.apart.ReportsApart`).
    """

    def __init__(
        self, site_graph: SiteGraph, findings: Findings | None = None, lines: Lines | None = None
    ) -> None:
        self.site_graph = site_graph
        self.reader = ReportReader(site_graph.engine, site_graph.base)
        self.findings = findings
        self._apart = ReportsApart(site_graph.engine, site_graph.base, lines) if lines else None
        self.apart = lru_cache(maxsize=2)(self._apart_of)
        self.read = lru_cache(maxsize=4)(self._read)
        self._divided: dict[str, tuple[Part, ...]] = {}
        self._works: dict[str, int] = {}
        kept = _KEPT if site_graph.large else None
        self.parts = lru_cache(maxsize=kept)(self._parts_of)
        self._ids = lru_cache(maxsize=_KEPT)(self._ids_of)  # some hundred a report

    @cached_property
    def reports(self) -> Mapping[str, tuple[str, str]]:
        """Path of each report's document → IRI of the report, IRI of its source."""
        if self.site_graph.large:
            return AskedReports(self.reader, self.site_graph.base, self._all_reports)
        return self._all_reports()

    def _all_reports(self) -> Mapping[str, tuple[str, str]]:
        found = self.reader.reports().items()
        return {path: (i, s) for i, s in found if (path := self.site_graph.links.document(i)) is not None}

    @cached_property
    def sources(self) -> Mapping[str, str]:
        """Path of each archived text's document → its IRI."""
        if self.site_graph.large:
            return AskedSources(self.reader, self.site_graph.base, self._all_sources)
        return self._all_sources()

    def _all_sources(self) -> Mapping[str, str]:
        found = self.reader.sources()
        return {path: i for i in found if (path := self.site_graph.links.document(i)) is not None}

    def reports_of(self, source: str) -> list[str]:
        """The reports that were read from an archived text (IRIs)."""
        if self.site_graph.large:
            return self.reader.reports_of(source)
        return [r for r, s in self.reports.values() if s == source]

    def _parts_of(self, report: str) -> tuple[Part, ...]:
        """The parts of a report by the path of its document; none where it is one page.

        A report is read for it only where it may be too long, as its length and the number of its facts tell.
        """
        if report in self._divided:
            return self._divided[report]
        iri, source = self.reports[report]
        length, ids = self._length(source), self._ids(report)
        figures = sum(i.startswith(_FIGURE) for i in ids)
        of: list[Part] = []
        if length and may_be_long(length, len(ids), figures):
            of = parts(Cards(self.site_graph, self.read(iri, source), report, "zh"))
        return tuple(of) if len(of) > 1 else ()

    def learn(self, report: str, parts: tuple[Part, ...], works: int) -> None:
        """The parts of a report and how many citations it has, as another process has found them."""
        self._divided[report], self._works[report] = parts, works

    def works(self, report: str) -> int:
        """How many citations a report has by the path of its document: its own, and one of each figure, problem and plan."""
        if report not in self._works:
            self._works[report] = 1 + sum(i.partition("-")[0] in _CITED for i in self._ids(report))
        return self._works[report]

    def _ids_of(self, report: str) -> list[str]:
        """The ids of all that is stated in a report or derived from it."""
        iri, source = self.reports[report]
        if said := self.apart(iri, source):
            return sorted(i.removeprefix(f"{iri}#") for i in said.anchored | said.in_report)
        fz = f"{self.site_graph.base}ns#"
        query = (
            f"SELECT DISTINCT ?s WHERE {{ {{ ?a {curie('nif:referenceContext')} <{source}> . ?s <{fz}anchor> ?a }} "
            f"UNION {{ ?s <{fz}inReport> <{iri}> }} }}"
        )
        found = sorted(value(row[0]) for row in self.site_graph.engine.run(query).rows or ())
        return [i.removeprefix(f"{iri}#") for i in found]

    def _length(self, source: str) -> int:
        """How many characters a text has; 0 where it is a short one."""
        if not self.site_graph.large:
            return self._texts.get(source, 0)
        found = max(self.reader.length(source), 0)
        return found if found >= SHORTEST else 0

    @cached_property
    def _texts(self) -> Mapping[str, int]:
        """The sources with a text that is no short one → how many characters it has."""
        query = (
            f"SELECT ?s (STRLEN(?t) AS ?n) WHERE {{ ?s <{self.site_graph.base}ns#text> ?t "
            f"FILTER(STRLEN(?t) >= {SHORTEST}) }} ORDER BY ?s"
        )
        return {value(s): int(value(n)) for s, n in self.site_graph.reader.rows(query)}

    def source_parts(self, document: str) -> tuple[Part, ...]:
        """The parts of an archived text by the path of its document; none where it is one page."""
        iri = self.sources[document]
        return tuple(text_parts(self.reader.text(iri), LINES)) if self._length(iri) > LINES else ()

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

    def peers(self, report: str) -> tuple[str, str, int]:
        """What the place of a report lies in (IRI; ``""``: not known), its level, and how many other bodies of that level there report on that year.

        Args:
            report: IRI.
        """
        fz, spatial, within = (
            f"{self.site_graph.base}ns#",
            curie("dct:spatial"),
            curie("schema:containedInPlace"),
        )
        query = (
            f"SELECT ?above ?level (COUNT(DISTINCT ?other) AS ?n) WHERE {{ <{report}> {curie('dct:creator')} ?body ; {spatial} ?place ; "
            f"<{fz}reportYear> ?year . ?place {within} ?above ; <{fz}placeKind> ?level . ?near {within} ?above ; <{fz}placeKind> ?level . "
            f"?r {spatial} ?near ; <{fz}reportYear> ?year ; {curie('dct:creator')} ?other FILTER(?other != ?body) "
            f"}} GROUP BY ?above ?level ORDER BY ?above ?level"
        )
        for above, level, count in self.site_graph.reader.rows(query):
            return value(above), value(level).rpartition("/")[2], int(value(count))
        return "", "", 0

    def report(self, document: str) -> ReportGraph | None:
        """The report at a path without suffix; ``None`` where there is none."""
        if not document.startswith("report/"):
            return None
        ends = self.reports.get(document)
        return self.read(*ends) if ends else None

    def _read(self, iri: str, source: str) -> ReportGraph:
        said = self.apart(iri, source)
        if said is None:
            return self.reader.report(iri, source)
        found = said.graph(self.reader)
        own = [node for node in found.nodes if node.startswith(f"{iri}#")]
        self.site_graph.labels.learn(said.labels([*own, *(a.iri for a in found.source.anchors)]))
        return found

    def _apart_of(self, iri: str, source: str) -> SaidOfReport | None:
        """What is said of a report, out of its own quads; ``None``: they are not at hand, or its text has other reports, too."""
        if self._apart is None or sum(s == source for _, s in self.reports.values()) != 1:
            return None
        return self._apart.said(iri, source)

    def gone(self, report: str, lang: str) -> list[tuple[str, str]]:
        """See :meth:`~dashi_kg.site.facts.report_graph.ReportReader.gone`."""
        ends = self.reports.get(self.site_graph.links.document(report) or "")
        said = self.apart(*ends) if ends else None
        return said.gone(lang) if said else self.reader.gone(report, lang)


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
