"""One indicator over years and bodies: its values side by side, and which of them may be compared.

Which compare, :mod:`dashi_kg.model.comparing` judges by the keys in the graph. The way that most values were counted is
taken as the measure; the others are marked with what is different. No value is left out, converted or filled in.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pyoxigraph import NamedNode

from dashi_kg.model.comparing import Facet, differences, read_key, refusal
from dashi_kg.rdf.jsonld import natural
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.shared.graph_reader import Statement
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.shared.view import quotes

ROWS = 150  # on a page, the latest years first
# how it was counted, as it is shown: key, property
_SHOWN = (
    ("unit", "qudt:hasUnit"),
    ("classifier", "classifier"),
    ("qualifier", "qualifier"),
    ("kind", "statementKind"),
    ("role", "role"),
    ("compared", "comparedWith"),
    ("per", "per"),
    ("certainty", "topicCertainty"),
)
_PERIOD = "period"
REPORT_YEAR = "report-year"


@dataclass(frozen=True, slots=True)
class Figure:
    """One value as a report states it. Numbers as written; ``""`` where there is none; concepts as IRIs."""

    iri: str
    year: str
    body: str
    report: str
    number: str
    low: str
    high: str
    low_open: bool
    high_open: bool
    period: str
    quote: str
    anchor: str
    key: str  # of comparison; "" where it compares with none
    counted: tuple[tuple[str, str], ...]  # as _SHOWN, and the period

    def how(self, key: str) -> str:
        """How it was counted in one respect: an IRI, or ``""``."""
        return dict(self.counted).get(key, "")

    @property
    def size(self) -> Decimal | None:
        """The number to draw: the value, else a bound."""
        sizes = (self.decimal(words) for words in (self.number, self.low, self.high))
        return next((size for size in sizes if size is not None), None)

    @staticmethod
    def decimal(words: str) -> Decimal | None:
        """A number as written; ``None`` where there is none."""
        try:
            return Decimal(words) if words else None
        except InvalidOperation:
            return None


@dataclass(frozen=True, slots=True)
class Comparison:
    """The figures by year and body; ``differs`` tells of each that does not compare with most others in which respects."""

    figures: tuple[Figure, ...]
    differs: dict[str, tuple[Facet, ...]]
    total: int
    local: bool
    bodies: int

    @property
    def alike(self) -> tuple[Figure, ...]:
        """Those that may be compared and drawn together, in the order of time."""
        kept = [f for f in self.figures if f.iri not in self.differs and f.size is not None]
        return tuple(sorted(kept, key=lambda f: (natural(f.body), f.year, natural(f.iri))))


def compare(site_graph: SiteGraph, indicator: str) -> Comparison:
    """All values of an indicator in the graph.

    Args:
        indicator: its IRI.
    """
    items, total = _items(site_graph, indicator)
    reports = _reports(site_graph, sorted({i.partition("#")[0] for i in items}))
    items = [i for i in items if i.partition("#")[0] in reports]
    items.sort(key=natural)
    items.sort(key=lambda i: reports[i.partition("#")[0]][0], reverse=True)
    shown = items[:ROWS]
    figures = _figures(site_graph, shown, reports)
    ways = Counter(f.key for f in figures if f.key)
    usual = min(ways, key=lambda way: (-ways[way], way), default="")
    differs = {f.iri: found for f in figures if (found := _differs(f, usual))}
    scope = f"ASK {{ <{indicator}> <{site_graph.base}ns#scope> <{site_graph.base}ns#local> }}"
    return Comparison(
        tuple(figures), differs, total or len(items), bool(site_graph.engine.run(scope).boolean), len({f.body for f in figures})
    )  # fmt: skip


def _items(site_graph: SiteGraph, indicator: str) -> tuple[list[str], int]:
    """The IRIs of its values, and 0; of a graph that is too large for all of them those of the latest years, and how many there are."""
    pattern = f"?i {curie('sosa:observedProperty')} <{indicator}>"
    if site_graph.listable:
        rows = site_graph.reader.rows(f"SELECT DISTINCT ?i WHERE {{ {pattern} }}")
        return [value(row[0]) for row in rows], 0
    fz = f"{site_graph.base}ns#"
    ((number,),) = site_graph.reader.rows(f"SELECT (COUNT(DISTINCT ?i) AS ?n) WHERE {{ {pattern} }}")
    latest = f"SELECT DISTINCT ?y ?i WHERE {{ {pattern} ; <{fz}inReport>/<{fz}reportYear> ?y }} ORDER BY DESC(?y) ?i LIMIT {ROWS}"
    return [value(i) for _, i in site_graph.reader.rows(latest)], int(value(number))


def _differs(figure: Figure, usual: str) -> tuple[Facet, ...]:
    """In which respects a figure does not compare with those of the usual key."""
    if figure.key:
        return differences(read_key(figure.key), read_key(usual)) if figure.key != usual else ()
    found = refusal(
        figure.how("role").rpartition("/")[2],
        practice=figure.how("kind").endswith("#practice"),
        sure=not figure.how("certainty"),
        valued=bool(figure.number),
    )
    return (found,) if found else ()


def _reports(site_graph: SiteGraph, iris: list[str]) -> dict[str, tuple[str, str]]:
    """Report → year, body."""
    names = " ".join(f"<{i}>" for i in iris)
    if not names:
        return {}
    query = (
        f"SELECT ?r ?y ?o WHERE {{ VALUES ?r {{ {names} }} ?r <{site_graph.base}ns#reportYear> ?y ; {curie('dct:creator')} ?o }} "
        "ORDER BY ?r ?y ?o"
    )
    found: dict[str, tuple[str, str]] = {}
    for r, y, o in site_graph.reader.rows(query):
        found.setdefault(value(r), (value(y), value(o)))
    return found


def _figures(site_graph: SiteGraph, items: list[str], reports: dict[str, tuple[str, str]]) -> list[Figure]:
    fz = f"{site_graph.base}ns#"
    table: dict[str, dict[str, Statement]] = {i: {} for i in items}
    for s in site_graph.reader.said(items):
        table[s.subject].setdefault(s.predicate, s)

    def one(item: str, name: str) -> str:
        found = table[item].get(curie(name).value if ":" in name else fz + name)
        return value(found.object) if found else ""

    edtf = _edtf(site_graph, sorted({one(i, "sosa:phenomenonTime") for i in items} - {""}))
    said = quotes(site_graph, (one(i, "anchor") for i in items if one(i, "anchor")))
    made = []
    for i in items:
        report = i.partition("#")[0]
        year, body = reports[report]
        period = one(i, "sosa:phenomenonTime")
        counted = [(key, one(i, name)) for key, name in _SHOWN]
        # the year of the report is one kind of period, in whichever year
        counted.append((_PERIOD, REPORT_YEAR if edtf.get(period) == year else period))
        low, high = one(i, "minInclusive"), one(i, "maxInclusive")
        made.append(
            Figure(
                i, year, body, report, one(i, "sosa:hasSimpleResult"),
                low or one(i, "minExclusive"), high or one(i, "maxExclusive"), not low, not high,
                period, said.get(one(i, "anchor"), ""), one(i, "anchor"), one(i, "comparisonKey"), tuple(counted),
            )
        )  # fmt: skip
    made.sort(key=lambda f: (f.year, f.body, natural(f.iri)))
    return made


def _edtf(site_graph: SiteGraph, periods: list[str]) -> dict[str, str]:
    names = " ".join(str(NamedNode(p)) for p in periods)
    if not names:
        return {}
    query = f"SELECT ?p ?e WHERE {{ VALUES ?p {{ {names} }} ?p <{site_graph.base}ns#edtf> ?e }}"
    return {value(p): value(e) for p, e in site_graph.reader.rows(query)}


def grouped(number: str) -> str:
    """Thousands apart by thin spaces, as ISO 80000 writes them; the digits stay.

    >>> grouped("50000"), grouped("99.8"), grouped("1234.5")
    ('50\\u202f000', '99.8', '1234.5')
    """
    whole, point, rest = number.partition(".")
    if len(whole) < 5 or not whole.isdecimal():
        return number
    head = len(whole) % 3 or 3
    parts = [whole[:head], *(whole[i : i + 3] for i in range(head, len(whole), 3))]
    return "\u202f".join(parts) + point + rest
