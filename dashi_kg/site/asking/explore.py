"""The explorer: a node and its neighbours as a list and a drawing; without scripts, each report at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property
from typing import Any

from dashi_kg.model.kinds import Drawn, Kind, ordered
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.ask_words import EXPLORE
from dashi_kg.site.asking.query_page import config, engine_config
from dashi_kg.site.facts.told_by_report import Parts, ToldByReports, counted_classes
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.shared.site_graph import SiteGraph

_FOREIGN = """SELECT DISTINCT ?i WHERE { { ?s ?i ?o } UNION { ?s a ?i } }"""
# per report: from the items on, a store looks at all of them for each section
_SECTIONS = """SELECT DISTINCT ?section ?order ?within WHERE {{
  ?section dct:isPartOf <{report}> ; fz:anchor/nif:beginIndex ?order . ?within dct:isPartOf* ?section }} ORDER BY ?order ?section"""
_ITEMS = """SELECT DISTINCT ?within ?type ?item WHERE {{
  {{ SELECT ?within ?item WHERE {{ VALUES ?within {{ {sections} }}
    {{ ?item fz:inSection ?within }} UNION {{ ?work fz:inSection ?within . ?item fz:reportedIn ?work }} }} }}
  ?item a ?type FILTER(?type IN ({classes})) FILTER NOT EXISTS {{ ?part dct:isPartOf ?item . ?part a ?type }} }}"""
_REPORTS = "SELECT ?report ?body WHERE { ?report a fz:Report OPTIONAL { ?report dct:creator ?body } } ORDER BY ?report ?body"
# reports whose parts are shown, and those of which they are counted; the page has to stay small
_MOST_DETAILED = 8
DRAWN = 40
EXPLORER = "explore"
_BAR = 300


class Explore(Bilingual):
    """``explore.html`` and ``explore.en.html``.

    Args:
        terms: the IRIs of all properties and classes of the graph, where somebody knows them (default: it is asked).
        told: what the reports tell, where somebody has it ready.
    """

    def __init__(
        self,
        site_graph: SiteGraph,
        terms: Collection[str] | None = None,
        told: ToldByReports | None = None,
    ) -> None:
        self.site_graph, self._terms, self._told = site_graph, terms, told

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (EXPLORER,)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        reports, total = self._reports
        return self.site_graph.pages.page(
            "explore.html",
            path=path,
            lang=lang,
            title=EXPLORE["explore"][lang == "en"],
            description=EXPLORE["lead"][lang == "en"],
            words=EXPLORE,
            reports=reports,
            total=total,
            bar=_BAR,
            drawn=[(drawn.colour, drawn.name.said(lang)) for _, drawn in _drawn()],
            config=config(
                self.site_graph,
                path,
                lang,
                EXPLORE,
                foreign=self._foreign(lang),
                start=reports[0]["iri"] if reports else f"{self.site_graph.base}ns",
                **engine_config(self.site_graph, path),
            ),
        )

    def _foreign(self, lang: str) -> dict[str, str]:
        """Words for the terms of others: they do not travel with the graph."""
        return {iri: words[lang == "en"] for iri in self._used if (words := foreign_term(iri))}

    @cached_property
    def _used(self) -> list[str]:
        """The properties and classes of the graph: all of it is looked at, once for both languages."""
        if self._terms is not None:
            return sorted(self._terms)
        return sorted({value(row[0]) for row in self.site_graph.engine.run(_FOREIGN).rows or ()})

    @cached_property
    def _reports(self) -> tuple[list[dict[str, Any]], int]:
        """The first reports with their parts, and in each part how much of what it holds; how many reports there are."""
        large = not self.site_graph.listable  # then the first reports, without their parts
        bodies: dict[str, str] = {}
        for report, body in (
            self.site_graph.engine.run(_REPORTS + (f" LIMIT {_MOST_DETAILED}" if large else "")).rows or ()
        ):
            bodies.setdefault(value(report), value(body) if body else "")
        found = list(bodies)[:DRAWN]
        parts: dict[str, Parts] = {iri: {} if large else self._parts(iri) for iri in found}
        self.site_graph.labels.need(
            [*found, *filter(None, bodies.values()), *(s for r in found for s in parts[r])]
        )
        shown = []
        for number, iri in enumerate(found):
            sections = [_counts(section, counts) for section, counts in parts[iri].items()]
            total = {key: sum(part[key] for part in sections) for key in counted_classes().values()}
            most = max((part["all"] for part in sections), default=1)
            shown.append(
                {
                    **_counts(iri, total),
                    "body": bodies[iri],
                    "most": most,
                    "sections": sections if number < _MOST_DETAILED else [],
                }
            )
        return shown, len(bodies)

    def _parts(self, report: str) -> Parts:
        """See :func:`~dashi_kg.site.facts.told_by_report.parts_of`."""
        if self._told:
            return self._told.parts(report)
        tops: dict[str, set[str]] = defaultdict(set)  # section → those of the first level that hold it
        order: list[str] = []
        for section, _, within in self.site_graph.engine.run(_SECTIONS.format(report=report)).rows or ():
            order.append(value(section))
            tops[value(within)].add(value(section))
        counted = counted_classes()
        items: dict[tuple[str, str], set[str]] = defaultdict(set)
        query = _ITEMS.format(classes=", ".join(counted), sections=" ".join(f"<{s}>" for s in sorted(tops)))
        for within, class_, item in self.site_graph.engine.run(query).rows or ():
            for top in tops[value(within)]:
                items[top, counted["fz:" + value(class_).rpartition("#")[2]]].add(value(item))
        held = {
            section: {key: len(found) for key in counted.values() if (found := items.get((section, key)))}
            for section in order
        }
        return {section: counts for section, counts in held.items() if counts}


def _drawn() -> list[tuple[Kind, Drawn]]:
    """The kinds that are drawn in a colour of their own."""
    return [(kind, kind.drawn) for kind in ordered(("measure",)) if kind.drawn]


def _counts(iri: str, counts: Mapping[str, int]) -> dict[str, Any]:
    whole = {key: counts.get(key, 0) for key in counted_classes().values()}
    return {"iri": iri, **whole, "all": sum(whole.values())}
