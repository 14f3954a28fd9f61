"""The explorer: a node and its neighbours as a list and a drawing; without scripts, each report at a glance."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import Any

from dashi_kg.model.kinds import Drawn, Kind, ordered
from dashi_kg.rdf.terms import value
from dashi_kg.site.asking.ask_words import EXPLORE
from dashi_kg.site.asking.query_page import config, engine_config
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.shared.site_graph import SiteGraph

_FOREIGN = """SELECT DISTINCT ?i WHERE { { ?s ?i ?o } UNION { ?s a ?i } }"""
_COUNTS = """SELECT ?report ?section ?order ?type (COUNT(DISTINCT ?item) AS ?n) WHERE {{
  VALUES ?type {{ {classes} }}
  ?item a ?type ; fz:reportedIn?/fz:inSection/dct:isPartOf* ?section .
  ?section dct:isPartOf ?report ; fz:anchor/nif:beginIndex ?order . ?report a fz:Report
  FILTER NOT EXISTS {{ ?part a ?type ; dct:isPartOf ?item }}
}} GROUP BY ?report ?section ?order ?type ORDER BY ?report ?order ?type"""
_REPORTS = "SELECT ?report ?body WHERE { ?report a fz:Report OPTIONAL { ?report dct:creator ?body } } ORDER BY ?report ?body"
# reports whose parts are shown; the page has to stay small
_MOST_DETAILED = 8
_MOST = 40
_BAR = 300


class Explore(Bilingual):
    """``explore.html`` and ``explore.en.html``."""

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return ("explore",)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        reports, total = self._reports()
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
        used = sorted({value(row[0]) for row in self.site_graph.engine.run(_FOREIGN).rows or ()})
        return {iri: words[lang == "en"] for iri in used if (words := foreign_term(iri))}

    def _reports(self) -> tuple[list[dict[str, Any]], int]:
        """The first reports with their parts, and in each part how much of what it holds; how many reports there are."""
        parts: dict[str, dict[str, dict[str, int]]] = defaultdict(lambda: defaultdict(dict))
        counted = _counted()
        large = not self.site_graph.listable  # then the first reports, without their parts
        query = _COUNTS.format(classes=" ".join(counted))
        for whole, section, _, class_, count in () if large else self.site_graph.engine.run(query).rows or ():
            key = counted["fz:" + value(class_).rpartition("#")[2]]
            parts[value(whole)][value(section)][key] = int(value(count))
        bodies: dict[str, str] = {}
        for report, body in (
            self.site_graph.engine.run(_REPORTS + (f" LIMIT {_MOST_DETAILED}" if large else "")).rows or ()
        ):
            bodies.setdefault(value(report), value(body) if body else "")
        found = list(bodies)[:_MOST]
        self.site_graph.labels.need(
            [*found, *filter(None, bodies.values()), *(s for r in found for s in parts[r])]
        )
        shown = []
        for number, iri in enumerate(found):
            sections = [_counts(section, counts) for section, counts in parts[iri].items()]
            total = {key: sum(part[key] for part in sections) for key in counted.values()}
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


def _drawn() -> list[tuple[Kind, Drawn]]:
    """The kinds that are drawn in a colour of their own."""
    return [(kind, kind.drawn) for kind in ordered(("measure",)) if kind.drawn]


def _counted() -> dict[str, str]:
    """Prefixed name of a class → the key under which a part of a report counts its members."""
    return {kind.classes[0]: drawn.counted for kind, drawn in _drawn() if drawn.counted}


def _counts(iri: str, counts: dict[str, int]) -> dict[str, Any]:
    whole = {key: counts.get(key, 0) for key in _counted().values()}
    return {"iri": iri, **whole, "all": sum(whole.values())}
