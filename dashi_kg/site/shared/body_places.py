"""Where each body is: its place, level, and the names of all that the place lies in; and bodies in the order of places."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashi_kg.export.tables.listed import listed
from dashi_kg.export.tables.observations import Row
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.shared.site_graph import SiteGraph

_CODE = re.compile(r"cn-(\d{6})")
_PROVINCE, _PREFECTURE = 2, 4  # digits of a division's code (GB/T 2260)


@dataclass(frozen=True, slots=True)
class Where:
    """A body's place (IRI) and level (``""``: not known), and the names of all that the place lies in, in both languages."""

    place: str
    level: str
    within: str


class BodyPlaces:
    """Where the bodies of a graph are."""

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph

    def where(self, body: str) -> Where:
        """Where a body is, by its IRI."""
        level = self._rows.get(body, {}).get("level", "")
        return Where(self._place.get(body, ""), level, " ".join(self._within.get(body, ())))

    def beginnings(
        self, bodies: Sequence[str], pages: Sequence[str], size: int, lang: str
    ) -> list[tuple[str, str]]:
        """Provinces, or prefectures where all are of one province: IRI (its label is read), and file with fragment of its first body.

        Args:
            bodies: ids of bodies, sorted: they begin with the code of their division.
            pages: the documents that list them.
            size: bodies on a page.
        """
        codes = [match[1] if (match := _CODE.match(body)) else "" for body in bodies]
        digits = _PROVINCE if len({code[:_PROVINCE] for code in codes if code}) > 1 else _PREFECTURE
        first: dict[str, int] = {}
        for row, code in enumerate(codes):
            if code:
                first.setdefault(f"{self.site_graph.base}place/cn-{code[:digits].ljust(6, '0')}", row)
        known = self.site_graph.documents
        found = [(iri, row) for iri, row in first.items() if iri.removeprefix(self.site_graph.base) in known]
        self.site_graph.labels.need(iri for iri, _ in found)
        return [(iri, f"{page_path(pages[row // size], lang)}#{bodies[row]}") for iri, row in found]

    @cached_property
    def _place(self) -> Mapping[str, str]:
        """Body → its place."""
        query = (
            f"SELECT DISTINCT ?b ?p WHERE {{ ?r {curie('dct:creator')} ?b ; {curie('dct:spatial')} ?p . "
            f"?p <{self.site_graph.base}ns#placeKind> ?k }} ORDER BY DESC(?b) DESC(?p)"
        )
        return {value(body): value(place) for body, place in self.site_graph.reader.rows(query)}

    @cached_property
    def _within(self) -> Mapping[str, list[str]]:
        """Body → the names of its place and of all that this lies in, in both languages: what a reader may filter by."""
        query = (
            f"SELECT DISTINCT ?b ?name WHERE {{ ?r {curie('dct:creator')} ?b ; {curie('dct:spatial')}/"
            f"{curie('schema:containedInPlace')}* ?p . ?p {curie('rdfs:label')} ?name }} ORDER BY ?b ?name"
        )
        found: dict[str, list[str]] = defaultdict(list)
        for body, name in self.site_graph.reader.rows(query):
            found[value(body)].append(value(name))
        return found

    @cached_property
    def _rows(self) -> Mapping[str, Row]:
        rows = listed(self.site_graph.engine, self.site_graph.base, "bodies", {}).rows
        return {row["iri"]: row for row in rows}
