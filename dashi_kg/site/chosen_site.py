"""The files of a site where not all are written: the chosen, with links that lead to what is there."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property, partial

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.evidence.parts import part_document
from dashi_kg.site.evidence.validation_page import validation_document
from dashi_kg.site.hosting import ROBOTS, SiteMap, is_site_map
from dashi_kg.site.layout.languages import LANGUAGES
from dashi_kg.site.layout.links import document_of, page_path
from dashi_kg.site.site import Site
from dashi_kg.site.things.resource_pages import MEMBERS
from dashi_kg.site.topics.indicator_index import INDEX
from dashi_kg.site.topics.topic_pages import LIST as TOPICS
from dashi_kg.site.written.choice import Choice, entry_id
from dashi_kg.site.written.led import led
from dashi_kg.site.written.served import SERVED, listed
from dashi_kg.site.written.stub import stub


class ChosenSite:
    """The files to write, one by one.

    Args:
        site: the whole site.
        beside: paths of what lies beside it: the data.
        base: the base IRI.
        served: paths of data that do not lie beside it, but are made, too, by whoever serves it.
    """

    def __init__(self, site: Site, beside: Collection[str], base: str, served: Collection[str] = ()) -> None:
        self.site, self.base = site, base
        self._beside, self._served = frozenset(beside), frozenset(served)
        self._choice = choice_of(site)
        self._stubs = {page_path(source, "zh"): source for source in self._choice.reports}
        self._lists = " ".join(sorted({entry.rpartition("/")[0] for entry in self._choice.entries}))
        self._known: dict[str, tuple[bool, bool]] = {}

    @cached_property
    def reports(self) -> list[str]:
        """The documents of the reports, sorted."""
        return sorted(self.site.evidence.reports)

    def of_report(self, document: str) -> list[str]:
        """The files about one report: made in a row, they read it once."""
        evidence = self.site.evidence
        pages = [part_document(document, n + 1) for n in range(max(len(evidence.parts(document)), 1))]
        if evidence.reports[document][0] in (evidence.findings or ()):
            pages.append(validation_document(document))
        paths = [f"{document}.css", *(page_path(page, lang) for page in pages for lang in LANGUAGES)]
        return [path for path in paths if self._is(path)[1]]

    @cached_property
    def _whole(self) -> frozenset[str]:
        return self._served | {path for path in self.site.paths() if path not in self._beside}

    @cached_property
    def chosen(self) -> frozenset[str]:
        """All files of the site that are written, but those of :meth:`rest`."""
        return frozenset(p for p in self._whole - self._served if self._written(p))

    def asks_first_reports(self, document: str) -> bool:
        """Whether the pages of a document are answers to a saved question."""
        return self._choice.in_part(page_path(document, LANGUAGES[0]))

    def rest(self) -> Iterator[tuple[str, bytes]]:
        """Path and bytes of what is made of the list of all files: the site map, pages that lead on, the list of the others."""
        site_map = SiteMap(self.base, lambda: self.chosen)
        for path in sorted(site_map.paths()):
            data = site_map.file(path)
            assert data is not None, path
            yield path, data
        for path, source in sorted(self._stubs.items()):
            yield path, stub(path, self._choice.reports[source], self.base + document_of(path))
        others = self._whole - self.chosen - {ROBOTS}
        yield SERVED, listed({*others, *filter(self._choice.in_part, self.chosen)})

    def file(self, path: str) -> bytes:
        """The bytes of a file that is written."""
        data = self.site.file(path)
        assert data is not None, path
        return (
            led(data.decode("utf-8"), path, partial(self._target, path), self._lists).encode("utf-8")
            if path.endswith(".html")
            else data
        )

    def _written(self, path: str) -> bool:
        return self._choice.written(path) and not is_site_map(path) and path != ROBOTS

    def _is(self, path: str) -> tuple[bool, bool]:
        """Whether there is such a file, and whether it is written. Asked of one after the other: nothing is listed."""
        if path not in self._known:
            served = path in self._served
            there = served or (path not in self._beside and self.site.holds(path))
            self._known[path] = there, there and not served and self._written(path)
        return self._known[path]

    def _target(self, page: str, file: str, fragment: str) -> str | None:
        whole, chosen = self._is(file)
        if whole and not chosen and not (file == ROBOTS or is_site_map(file)):
            place = self._choice.place(file, fragment)
            # the row of a list that is all there is of the thing
            return "" if place == f"{page}#{entry_id(file)}" else place
        there = (
            chosen
            or file in self._beside
            or file in self._stubs
            or file in (SERVED, ROBOTS)
            or is_site_map(file)
        )
        return file + (f"#{fragment}" if fragment else "") if there or not whole else None


def chosen_files(
    site: Site, beside: Collection[str], base: str, served: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file to write, and of the list of the others; see :class:`ChosenSite`."""
    found = ChosenSite(site, beside, base, served)
    done: set[str] = set()

    def made(paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        for path in paths:
            if path not in done:
                done.add(path)
                yield path, found.file(path)

    for document in found.reports:
        yield from made(found.of_report(document))
    yield from made(sorted(found.chosen))
    yield from found.rest()


def choice_of(site: Site) -> Choice:
    """The choice among the files of a site; of several reports of one text, the first."""
    reports: dict[str, str] = {}
    for document, (_, source) in sorted(site.evidence.reports.items()):
        text = site.site_graph.links.document(source)
        if text is not None and text in site.evidence.sources:
            reports.setdefault(text, document)
    return Choice(site.site_graph.documents, reports, _entries(site))


def _entries(site: Site) -> frozenset[str]:
    """The documents of the entries of code lists whose pages have a row for each; a topic has a page of its own."""
    graph = site.site_graph
    lists: dict[str, set[str]] = defaultdict(set)
    for row in graph.reader.rows(f"SELECT ?c ?s WHERE {{ ?c {curie('skos:inScheme')} ?s }}"):
        entry, of = (graph.links.document(value(term)) or "" for term in row)
        if of in graph.documents and entry in graph.documents and entry.rpartition("/")[0] == of:
            lists[of].add(entry)
    lists.pop(TOPICS, None)
    whole = (some for of, some in lists.items() if of == INDEX or len(some) <= MEMBERS)
    return frozenset(entry for some in whole for entry in some)
