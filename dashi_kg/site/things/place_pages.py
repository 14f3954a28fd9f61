"""The page of a place: what it lies in, what lies in it, and which bodies there report; the statements one click away."""

from __future__ import annotations

from collections import defaultdict

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.document import Document
from dashi_kg.site.things.thing_pages import ThingPages

MOST = 60  # bodies, and places within, that are listed
WORDS = {
    "within": ("上级地区", "Lies in"),
    "bodies": ("这里的报告机关", "Bodies there that report"),
    "no_bodies": ("这里还没有收录报告。", "No report from there has been collected yet."),
    "all_bodies": ("全部 {} 个，可以筛选", "All {}, in a list with a filter"),
    "below": ("下级地区", "Places within"),
    "shown": ("只列出前 {shown} 个，共 {count} 个。", "The first {shown} of {count}."),
}


class PlacePages(ThingPages):
    """Pages below ``place/``."""

    start = "place/"

    def _page(self, document: Document, path: str, lang: str) -> bytes:
        bodies, above, below = (
            self._bodies(document.iri),
            self._above(document.iri),
            self._below(document.iri),
        )
        years = {body: sorted(of.items()) for body, of in list(bodies.items())[:MOST]}
        self.site_graph.labels.need(
            [*above, *below[:MOST], *years, *(r for of in years.values() for _, r in of)]
        )
        return self.resources.render(
            document,
            path,
            lang,
            "place.html",
            words=WORDS,
            listed={curie("dct:spatial").value, curie("schema:containedInPlace").value},
            above=above,
            below=below[:MOST],
            below_count=len(below),
            bodies=years,
            bodies_count=len(bodies),
            folded=True,
        )  # fmt: skip

    def _bodies(self, place: str) -> dict[str, dict[str, str]]:
        """The bodies that report from a place or from within it, by their ids, and the report of each year."""
        query = (
            f"SELECT DISTINCT ?b ?y ?r WHERE {{ ?p {curie('schema:containedInPlace')}* <{place}> . ?r {curie('dct:spatial')} ?p ; "
            f"{curie('dct:creator')} ?b ; <{self.site_graph.base}ns#reportYear> ?y }} ORDER BY ?b ?y ?r"
        )
        found: dict[str, dict[str, str]] = defaultdict(dict)
        for body, year, report in self.site_graph.reader.rows(query):
            found[value(body)].setdefault(value(year), value(report))
        return found

    def _above(self, place: str) -> list[str]:
        """What a place lies in, from the nearest upwards."""
        query = f"SELECT ?p WHERE {{ <{place}> {curie('schema:containedInPlace')}+ ?p }} ORDER BY DESC(?p)"
        return list(dict.fromkeys(value(row[0]) for row in self.site_graph.reader.rows(query)))

    def _below(self, place: str) -> list[str]:
        query = f"SELECT DISTINCT ?p WHERE {{ ?p {curie('schema:containedInPlace')} <{place}> }} ORDER BY ?p"
        return [value(row[0]) for row in self.site_graph.reader.rows(query)]
