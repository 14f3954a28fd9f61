"""What the data of a release show at first sight: how much compares, what changed most, what came late."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby, pairwise

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.told_by_report import Compared, ToldByReports
from dashi_kg.site.shared.site_graph import SiteGraph

CHANGES = 4
_SMALLEST = 20  # below, a change of a few is large
_RATE = "|percent|"  # of a key of comparison
_WIDE = Decimal(1)  # percentage points
_LARGE = Decimal("1.1")  # times; what changed less is no finding


@dataclass(frozen=True, slots=True)
class Change:
    """A figure of a body in one year and in the next year of which there is one; both compare. IRIs and numbers as stated."""

    body: str
    indicator: str
    before: str
    before_year: str
    before_value: Decimal
    after: str
    after_year: str
    after_value: Decimal

    @property
    def times(self) -> Decimal:
        """How many times the larger is the smaller."""
        small, large = sorted((self.before_value, self.after_value))
        return large / max(small, Decimal(1))


@dataclass(frozen=True, slots=True)
class Spread:
    """The lowest and the highest rate of an indicator in one year, of so many bodies: rates, because counts differ with the size of a body. IRIs, per cent."""

    indicator: str
    year: str
    bodies: int
    lowest: tuple[str, str, Decimal]
    highest: tuple[str, str, Decimal]

    @property
    def points(self) -> Decimal:
        """Percentage points between them."""
        return self.highest[2] - self.lowest[2]


@dataclass(frozen=True, slots=True)
class AtHome:
    """``comparable`` of ``figures`` figures compare with another; ``changes``: the largest, one a body; ``spread``: the widest."""

    figures: int
    comparable: int
    changes: tuple[Change, ...]
    spread: Spread | None = None


def at_home(site_graph: SiteGraph, told: ToldByReports | None = None) -> AtHome:
    """What the home page tells of the data, all of it by the keys of comparison.

    Args:
        told: has the figures that compare ready (default: the graph is asked).
    """
    fz = f"{site_graph.base}ns#"
    if not site_graph.listable:
        return _counted(site_graph)
    combined = {
        value(i) for (i,) in site_graph.reader.rows(f"SELECT ?i WHERE {{ ?i <{fz}scope> <{fz}combined> }}")
    }
    counts = Counter[str]()
    found: list[Change] = []
    rates: dict[tuple[str, str, str], list[tuple[Decimal, str, str]]] = defaultdict(list)
    for (body, key, indicator), several in groupby(
        told.comparable() if told else _comparable(site_graph), lambda one: (one.body, one.key, one.indicator)
    ):
        years: dict[str, list[tuple[str, Decimal]]] = defaultdict(list)
        for one in several:
            counts[key] += 1
            years[one.year].append((one.figure, Decimal(one.value)))
        if indicator in combined or "|level|" not in key:
            continue  # compares, but is too wide for a headline: “supervision, rate”
        if _RATE not in key:
            found += [c for c in _changes(body, indicator, years) if c.times >= _LARGE]
            continue
        for year, figures in years.items():
            if len(figures) == 1:
                rates[indicator, key, year].append((figures[0][1], body, figures[0][0]))
    found.sort(key=lambda c: (-c.times, c.body, c.indicator, c.after_year, c.before, c.after))
    each: dict[str, Change] = {}
    for change in found:
        each.setdefault(change.body, change)
    total = f"SELECT (COUNT(?f) AS ?n) WHERE {{ ?f a <{fz}Observation> }}"
    ((number,),) = site_graph.reader.rows(total)
    return AtHome(
        int(value(number)),
        sum(n for n in counts.values() if n > 1),
        tuple(list(each.values())[:CHANGES]),
        _spread(rates),
    )


def _counted(site_graph: SiteGraph) -> AtHome:
    """How much compares, without what changed: that takes all figures one by one."""
    fz = f"{site_graph.base}ns#"
    comparable = (
        f"SELECT (SUM(?n) AS ?all) WHERE {{ {{ SELECT ?key (COUNT(DISTINCT ?f) AS ?n) WHERE {{ ?f <{fz}comparisonKey> ?key }} "
        f"GROUP BY ?key }} FILTER(?n > 1) }}"
    )
    total = f"SELECT (COUNT(DISTINCT ?f) AS ?n) WHERE {{ ?f a <{fz}Observation> }}"
    numbers = [value(row[0]) for query in (total, comparable) for row in site_graph.reader.rows(query)]
    return AtHome(int(numbers[0]), int(Decimal(numbers[1] or "0")), ())


def _comparable(site_graph: SiteGraph) -> list[Compared]:
    """See :meth:`~dashi_kg.site.facts.told_by_report.ToldByReports.comparable`."""
    fz = f"{site_graph.base}ns#"
    query = (
        f"SELECT ?f ?body ?year ?key ?i ?v WHERE {{ ?f <{fz}comparisonKey> ?key ; <{fz}issuer> ?body ; <{fz}inReport>/<{fz}reportYear> ?year ; "
        f"{curie('sosa:observedProperty')} ?i ; {curie('sosa:hasSimpleResult')} ?v }}"
    )
    # a store on the disk takes three times as long for its own order: it looks up the words again for each comparison
    rows = [Compared(*map(value, row)) for row in site_graph.reader.rows(query)]
    return sorted(rows, key=lambda one: (one.body, one.key, one.indicator, one.year, one.figure))


def _spread(rates: Mapping[tuple[str, str, str], list[tuple[Decimal, str, str]]]) -> Spread | None:
    """The widest of all rates; of several as wide, that of more bodies, then the first by name.

    Args:
        rates: indicator, key and year → value, body and figure of each body that states one.
    """
    found = []
    for (indicator, _, year), several in rates.items():
        low, high = min(several), min(several, key=lambda one: (-one[0], *one[1:]))
        if high[0] - low[0] >= _WIDE:
            found.append(
                Spread(indicator, year, len(several), (low[1], low[2], low[0]), (high[1], high[2], high[0]))
            )
    return min(found, key=lambda s: (-s.points, -s.bodies, s.year, s.indicator, s.lowest[1]), default=None)


def _changes(body: str, indicator: str, years: dict[str, list[tuple[str, Decimal]]]) -> list[Change]:
    """From each year with one figure to the next with one."""
    single = [(year, *years[year][0]) for year in sorted(years) if len(years[year]) == 1]
    return [
        Change(body, indicator, before, year, one, after, later, other)
        for (year, before, one), (later, after, other) in pairwise(single)
        if one != other and max(one, other) >= _SMALLEST and min(one, other) >= 0
    ]
