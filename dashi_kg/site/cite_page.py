"""The citations of a report and of each of its statements: a page to copy from, and files for reference managers.

``report/{org}/{year}/cite.html``, ``.en.html``, ``.bib``, ``.ris``, ``.csl.json``.
"""

from __future__ import annotations

from collections.abc import Iterable

from dashi_kg.site.citation import ACCESS, Work, bibtex, csl, gbt7714, ris
from dashi_kg.site.evidence import CITED, Evidence, work_of
from dashi_kg.site.evidence_words import WORDS
from dashi_kg.site.facts_panel import Cards
from dashi_kg.site.languages import LANGUAGES
from dashi_kg.site.links import document_of, language_of, page_path
from dashi_kg.site.report_graph import ReportGraph

_FILES = ("bib", "csl.json", "ris")


class CitePages:
    """The section of all citations."""

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.book = evidence, evidence.book

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.section.Section`."""
        found = []
        for document in self.evidence.reports():
            found += [page_path(f"{document}/cite", lang) for lang in LANGUAGES]
            found += [f"{document}/cite.{suffix}" for suffix in _FILES]
        return sorted(found)

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.section.Section`."""
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
        lang = language_of(path)
        if lang is None or document_of(path) != f"{document}/cite":
            return None
        return self.book.pages.page(
            "cite.html",
            path=path,
            lang=lang,
            title=f"{WORDS['cite_title'][lang == 'en']}: {self.book.labels.said(graph.report.iri, lang).words}",
            words=WORDS,
            canonical=self.book.base + path,
            report=graph.report.iri,
            works=[(i, w, gbt7714(w), bibtex(w)) for i, w in works],
            files=[f"{document}/cite.{suffix}" for suffix in _FILES],
            access=ACCESS,
        )

    def works(self, graph: ReportGraph, path: str) -> list[tuple[str, Work]]:
        """Id and work of the report and of each figure, problem and plan, in the order of the text."""
        cards = Cards(self.book, graph, path, "zh")
        nodes = [n for n in graph.nodes.values() if cards.kinds[n.iri] in CITED and n.anchors]
        nodes.sort(key=lambda n: (n.anchors[0].start, n.anchors[0].end, n.iri))
        return [
            ("report", work_of(self.book, graph)),
            *((cards.id(n.iri), work_of(self.book, graph, n)) for n in nodes),
        ]
