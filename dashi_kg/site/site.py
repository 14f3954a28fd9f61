"""The whole site: its sections in order; the first that knows a path answers for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from pyoxigraph import Literal

from dashi_kg.language import Both
from dashi_kg.query.result import Engine
from dashi_kg.rdf.parse import RELEASE_FILE
from dashi_kg.site.asking.explore import Explore
from dashi_kg.site.asking.programs_page import ProgramsPage
from dashi_kg.site.asking.query_page import QueryPage
from dashi_kg.site.asking.question_pages import Asked, QuestionPages
from dashi_kg.site.asking.search import Search
from dashi_kg.site.evidence.apart import Lines
from dashi_kg.site.evidence.cite_page import CitePages
from dashi_kg.site.evidence.evidence import Evidence
from dashi_kg.site.evidence.report_page import ReportPages
from dashi_kg.site.evidence.source_page import SourcePages
from dashi_kg.site.evidence.validation_page import ValidationPages
from dashi_kg.site.facts.findings import Findings
from dashi_kg.site.facts.told_by_report import ToldByReports
from dashi_kg.site.finding.search_records import Ready
from dashi_kg.site.hosting import Hosting, SiteMap
from dashi_kg.site.layout.assets import Assets
from dashi_kg.site.layout.site_section import SiteSection
from dashi_kg.site.shared.body_places import BodyPlaces
from dashi_kg.site.shared.documents import Documents
from dashi_kg.site.shared.exact import Key
from dashi_kg.site.shared.graph_reader import Incoming
from dashi_kg.site.shared.known_documents import Named
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.coverage import Board
from dashi_kg.site.things.coverage_pages import CoveragePages
from dashi_kg.site.things.home import Home
from dashi_kg.site.things.indicator_pages import Indicators
from dashi_kg.site.things.lists import ListPages
from dashi_kg.site.things.name_pages import NamePages
from dashi_kg.site.things.ontology_page import OntologyPage
from dashi_kg.site.things.place_pages import PlacePages
from dashi_kg.site.things.resource_pages import ResourcePages
from dashi_kg.site.things.shapes_page import ShapesPage
from dashi_kg.site.topics.body_pages import BodyPages
from dashi_kg.site.topics.figure_source import AskedFigures, FigureSource
from dashi_kg.site.topics.indicator_index import IndicatorIndex
from dashi_kg.site.topics.since import SinceBefore
from dashi_kg.site.topics.topic_pages import TopicPages


class Site:
    """The site of a graph; itself a :class:`~dashi_kg.site.layout.site_section.SiteSection`.

    Args:
        engine: answers SPARQL over the graph, whose default graph is the union of the named ones.
        base: the base IRI.
        extra: further sections, asked first.
        files: names of data files beside the site that the home page offers; without the N-Quads among them,
            the pages that ask let the server answer.
        findings: of the validation, by report, where a release has them.
        exact: literals as they were written, where the engine keeps values only (:func:`~dashi_kg.site.shared.exact.exact_literals`).
        data: answers the saved questions: over exactly what the release holds as data, without the catalogue
            (default: ``engine``).
        unreadable: body's id and year of reports that could not be read → why.
        large: whether the graph may be too large to list what is in it (:class:`~dashi_kg.site.shared.site_graph.SiteGraph`).
        parts: gives the graph as N-Quads, part by part (see :class:`~dashi_kg.site.shared.site_graph.SiteGraph`).
        documents: the documents of the graph, where somebody knows them already.
        lines: gives the N-Quads of a report by its IRI, where they lie apart (:class:`~dashi_kg.site.evidence.apart.ReportsApart`).
        figures: the figures of topics and bodies, where somebody has them ready (default: the graph is asked).
        asked: which reports ``data`` holds, where it does not hold all.
        pointing: who points to some things, where somebody has it ready (see :class:`~dashi_kg.site.shared.graph_reader.GraphReader`).
        records: what the search finds of reports, where somebody has it ready.
        terms: the IRIs of all properties and classes of the graph, with how often each is used, where somebody knows them.
        told: what the reports tell for pages that count over all of them, where somebody has it ready.
        refused: names of files of which nobody knows whose they are, each with the reason and what to do.
    """

    def __init__(
        self,
        engine: Engine,
        base: str,
        extra: Sequence[SiteSection] = (),
        *,
        files: Sequence[str] = (),
        findings: Findings | None = None,
        exact: Mapping[Key, Literal] | None = None,
        unreadable: Mapping[tuple[str, str], Both] | None = None,
        refused: Sequence[tuple[str, Both]] = (),
        data: Engine | None = None,
        large: bool = False,
        parts: Callable[[], Iterable[bytes | Named]] | None = None,
        documents: Mapping[str, tuple[str, ...]] | None = None,
        lines: Lines | None = None,
        figures: FigureSource | None = None,
        asked: Asked | None = None,
        pointing: Mapping[str, list[Incoming]] | None = None,
        records: Ready | None = None,
        terms: Mapping[str, int] | None = None,
        told: ToldByReports | None = None,
    ) -> None:
        self.site_graph = SiteGraph(
            engine,
            base,
            exact,
            data_beside=RELEASE_FILE in files,
            large=large,
            parts=parts,
            documents=documents,
            pointing=pointing,
        )
        board = Board(self.site_graph, unreadable, refused)
        places = BodyPlaces(self.site_graph)
        resources = ResourcePages(self.site_graph)
        evidence = self.evidence = Evidence(self.site_graph, findings, lines)
        self.search = Search(self.site_graph, ready=records)
        asked_figures = AskedFigures(self.site_graph)
        figures = figures or asked_figures
        self.sections: tuple[SiteSection, ...] = (
            *extra,
            Home(self.site_graph, board, files, told),
            CoveragePages(board, places),
            ListPages(board, places),
            QuestionPages(self.site_graph, data or engine, asked),
            QueryPage(self.site_graph),
            ProgramsPage(self.site_graph),
            self.search,
            NamePages(self.site_graph, self.search),
            Explore(self.site_graph, terms, told),
            OntologyPage(self.site_graph, terms),
            ShapesPage(self.site_graph),
            ReportPages(evidence, SinceBefore(self.site_graph, figures)),
            CitePages(evidence),
            SourcePages(evidence),
            ValidationPages(evidence),
            Documents(self.site_graph),
            Indicators(self.site_graph, resources),
            IndicatorIndex(self.site_graph, resources, figures),
            TopicPages(self.site_graph, resources, figures, asked_figures),
            BodyPages(self.site_graph, board, resources, figures, asked_figures),
            PlacePages(self.site_graph, resources),
            resources,
            Assets(),
            Hosting(base, self.site_graph.pages),
            SiteMap(base, self._pages, lambda: self.site_graph.listable),
        )

    def _pages(self) -> Iterable[str]:
        return (p for s in self.sections if not isinstance(s, SiteMap) for p in s.paths())

    def paths(self) -> Iterable[str]:
        """All files, sorted, each once."""
        return sorted({path for section in self.sections for path in section.paths()})

    def holds(self, path: str) -> bool:
        """Whether there is such a file, without making it."""
        return any(section.holds(path) for section in self.sections)

    def file(self, path: str) -> bytes | None:
        """The bytes of one file; ``None`` where the site has no such file."""
        for section in self.sections:
            if (data := section.file(path)) is not None:
                return data
        return None
