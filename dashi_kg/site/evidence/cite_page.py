"""The citations of a report and of each of its statements: a page to copy from, and files for reference managers.

``report/{org}/{year}/cite.html``, ``.en.html``, ``.bib``, ``.ris``, ``.csl.json``; where there are many, ``cite/part-2.html`` …, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from functools import cached_property

from dashi_kg.model.kinds import kind
from dashi_kg.site.evidence.citation import ACCESS, Work, bibtex, csl, gbt7714, ris
from dashi_kg.site.evidence.evidence import Evidence, work_of
from dashi_kg.site.evidence.parts import WORKS, of_part, part_document
from dashi_kg.site.facts.evidence_words import WORDS
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.report_graph import ReportGraph
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path, relative

_FILES = ("bib", "csl.json", "ris")


class CitePages(Bilingual):
    """The section of all citations."""

    start = "report/"

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.site_graph = evidence, evidence.site_graph

    @cached_property
    def _documents(self) -> frozenset[str]:
        more = (
            part_document(f"{report}/cite", number)
            for report in self.evidence.reports
            for number in range(1, self._pages(report) + 1)
        )
        return frozenset((*(f"{document}/cite" for document in self.evidence.reports), *more))

    def _pages(self, report: str) -> int:
        return -(-self.evidence.works(report) // WORKS)

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self._documents

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        cite, number = of_part(document)
        report = cite.removesuffix("/cite")
        return cite != report and report in self.evidence.reports and number <= self._pages(report)

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (f"{document}/cite.{suffix}" for document in self.evidence.reports for suffix in _FILES)

    def has_other(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        document, mark, suffix = path.partition("/cite.")
        return bool(mark) and suffix in _FILES and document in self.evidence.reports

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        document, mark, suffix = path.partition("/cite.")
        graph = self.evidence.report(document) if mark else None
        if graph is None:
            return None
        works = self.works(graph, path)
        if suffix == "bib":
            return "\n".join(bibtex(w) for _, w in works).encode("utf-8")
        if suffix == "ris":
            return "".join(ris(w) for _, w in works).encode("utf-8")
        if suffix == "csl.json":
            return csl([w for _, w in works])
        return None

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        cite, number = of_part(document)
        report = cite.removesuffix("/cite")
        graph = self.evidence.report(report)
        if graph is None:
            return None
        works = self.works(graph, path)
        name = self.site_graph.labels.said(graph.report.iri, lang).words
        return self.site_graph.pages.page(
            "cite.html",
            path=path,
            lang=lang,
            title=f"{WORDS['cite_title'][lang == 'en']}{'：' if lang == 'zh' else ': '}{name}",
            words=WORDS,
            description=WORDS["cite_described"][lang == "en"].format(name, len(works)),
            canonical=self.site_graph.base + path,
            report=graph.report.iri,
            works=[(i, w, gbt7714(w), bibtex(w)) for i, w in works[(number - 1) * WORKS : number * WORKS]],
            number=number,
            # the ids of what stands on other pages: their addresses lead to the link
            parts=[
                (
                    relative(page_path(part_document(cite, at + 1), lang), path),
                    [i for i, _ in works[at * WORKS : (at + 1) * WORKS]] if number == 1 and at else [],
                )
                for at in range(-(-len(works) // WORKS))
            ],
            files=[f"{report}/cite.{suffix}" for suffix in _FILES],
            access=ACCESS,
        )

    def works(self, graph: ReportGraph, path: str) -> list[tuple[str, Work]]:
        """Id and work of the report and of each figure, problem and plan, in the order of the text."""
        cards = Cards(self.site_graph, graph, path, "zh")
        nodes = [n for n in graph.nodes.values() if kind(cards.kinds[n.iri]).cited and n.anchors]
        nodes.sort(key=lambda n: (n.anchors[0].start, n.anchors[0].end, n.iri))
        return [
            ("report", work_of(self.site_graph, graph)),
            *((cards.id(n.iri), work_of(self.site_graph, graph, n)) for n in nodes),
        ]
