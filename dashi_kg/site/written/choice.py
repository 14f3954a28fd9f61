"""Which files of a site are written where not all are, and on which page the rest is told.

One rule: written are the pages that readers are led to. Not written is what nobody opens as a file: the documents of
single things in three syntaxes, tables that the data hold once more, citations, and pages of what is told on the page of
something else: an indicator and an entry of a code list have a row of their list. Whoever serves the release makes these when they are asked for (:mod:`dashi_kg.serve`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from dashi_kg.site.layout.links import RDF_SUFFIXES, document_of, language_of, page_path

_TABLES = (".figures.csv", ".problems.csv", ".plans.csv")
# the answers to saved questions
_ANSWER = re.compile(r"questions/[^/.]+\.(?:en\.)?(?:plain\.)?(?:csv|json)")
_ASKED = re.compile(r"questions/(?!index\.)[^/.]+(?:\.en)?\.html")
_CITED = re.compile(r"report/.+/cite(?:/part-\d+)?\.[a-z.]+")
# the graphs and the data set of a report are told with it, the series of a body with that
_OF_REPORT = re.compile(
    r"(?:graph/(?:stated|derived|interpreted|proposed|quality)|dataset)/(?P<report>[^/]+/[^/]+)"
)
_OF_BODY = re.compile(r"series/(?P<body>.+)")
_OF_SOURCE = re.compile(r"(?:graph/)?(?P<source>source/[^/]+)(?:/part-\d+)?")
_PACKED = ("/observations.csv", "/observations.xlsx")
# folders of pages beside a page of the same name, which is no code list
FOLDERS = ("names", "reports", "search", "topic")
# within a text: the words of an anchor, and its selectors
_PLACE = re.compile(r"(?:char|pos|quote)=(\d+),\d+")


class Choice:
    """The choice among the files of a site.

    Args:
        documents: the documents of all things of the graph.
        reports: document of each text → that of the report that was read from it.
        entries: documents of the entries of code lists whose pages have a row for each (``classifier/x``: on ``classifier``).
    """

    def __init__(
        self,
        documents: Mapping[str, object],
        reports: Mapping[str, str],
        entries: Collection[str] = frozenset(),
    ) -> None:
        self.documents, self.reports, self.entries = documents, reports, entries

    def written(self, path: str) -> bool:
        """Whether a file of the site is written."""
        if language_of(path) is None:
            if path.endswith(_TABLES) or _CITED.fullmatch(path) or _ANSWER.fullmatch(path):
                return False
            document, _, suffix = path.rpartition(".")
            if document in self.reports:
                return False
            return not (suffix in RDF_SUFFIXES and document in self.documents)
        return not _CITED.fullmatch(path) and self.told_with(document_of(path)) is None

    def in_part(self, path: str) -> bool:
        """Whether a page that is written may tell less than that of a release in which all are: the answer to a saved question.

        >>> Choice({}, {}).in_part("questions/coverage.en.html"), Choice({}, {}).in_part("questions/index.html")
        (True, False)
        """
        return _ASKED.fullmatch(path) is not None

    def told_with(self, document: str) -> str | None:
        """The document on whose page another one is told; ``None``: it has a page of its own.

        >>> Choice({"report/x/2023": ()}, {"source/a": "report/x/2023"}).told_with("graph/stated/x/2023")
        'report/x/2023'
        """
        found = ""
        if document in self.entries:
            return document.rpartition("/")[0]
        if match := _OF_REPORT.fullmatch(document):
            found = f"report/{match['report']}"
        elif match := _OF_BODY.fullmatch(document):
            found = f"org/{match['body']}"
        elif match := _OF_SOURCE.fullmatch(document):
            found = self.reports.get(match["source"], "")
        return found if found in self.documents else None

    def place(self, path: str, fragment: str) -> str | None:
        """Where a page that is not written is told: file and fragment; ``None``: nowhere.

        Args:
            path: of the page.
            fragment: that the link has, without ``#``.
        """
        if path.endswith(
            _PACKED
        ):  # the same rows; a script unpacks them or makes an Excel file of them (assets/excel.js)
            return path.rpartition(".")[0] + ".csv.gz"
        lang = language_of(path)
        document = self.told_with(document_of(path)) if lang else None
        if lang is None or document is None:
            return None
        if document_of(path) in self.entries:
            return f"{page_path(document, lang)}#{entry_id(path)}"
        inner = _PLACE.fullmatch(fragment) if path.startswith("source/") else None
        return page_path(document, lang) + (f"#t{inner[1]}" if inner else "")


def entry_id(path: str) -> str:
    """The id of the row of an entry on the page of its code list.

    Args:
        path: IRI, document or page of the entry.

    >>> entry_id("https://x.org/classifier/ci"), entry_id("classifier/ci.en.html")
    ('c-ci', 'c-ci')
    """
    return f"c-{document_of(path).rpartition('/')[2]}"
