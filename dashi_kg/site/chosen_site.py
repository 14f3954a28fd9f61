"""The files of a site where not all are written: the chosen, with links that lead to what is there."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from dashi_kg.site.hosting import SiteMap, is_site_map
from dashi_kg.site.layout.links import document_of, page_path
from dashi_kg.site.site import Site
from dashi_kg.site.written.choice import Choice
from dashi_kg.site.written.led import led
from dashi_kg.site.written.served import SERVED, listed
from dashi_kg.site.written.stub import stub


def chosen_files(
    site: Site, beside: Collection[str], base: str, served: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of each file to write, and of the list of the others.

    Args:
        site: the whole site.
        beside: paths of what lies beside it: the data.
        base: the base IRI.
        served: paths of data that do not lie beside it, but are made, too, by whoever serves it.
    """
    choice = choice_of(site)
    whole = {*(path for path in site.paths() if path not in beside), *served}
    chosen = {p for p in whole - {*served} if choice.written(p) and not is_site_map(p)}
    stubs = {page_path(source, "zh"): source for source in choice.reports}
    site_map = SiteMap(base, lambda: chosen)
    there = {*chosen, *beside, *site_map.paths(), *stubs, SERVED}

    def target(file: str, fragment: str) -> str | None:
        if file in whole and file not in chosen and not is_site_map(file):
            return choice.place(file, fragment)
        return file + (f"#{fragment}" if fragment else "") if file in there or file not in whole else None

    for path in sorted(chosen):
        data = site.file(path)
        assert data is not None, path
        yield (
            path,
            led(data.decode("utf-8"), path, target).encode("utf-8") if path.endswith(".html") else data,
        )
    for path in sorted(site_map.paths()):
        data = site_map.file(path)
        assert data is not None, path
        yield path, data
    for path, source in sorted(stubs.items()):
        yield path, stub(path, choice.reports[source], base + document_of(path))
    yield SERVED, listed(path for path in whole if path not in chosen)


def choice_of(site: Site) -> Choice:
    """The choice among the files of a site; of several reports of one text, the first."""
    reports: dict[str, str] = {}
    for document, (_, source) in sorted(site.evidence.reports.items()):
        text = site.site_graph.links.document(source)
        if text is not None and text in site.evidence.sources:
            reports.setdefault(text, document)
    return Choice(site.site_graph.documents, reports)
