"""What the data of a release show at first sight: how much compares, what changed most, what came late."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
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


def at_home(site_graph: SiteGraph) -> AtHome:
    """What the home page tells of the data, all of it by the keys of comparison."""
    fz = f"{site_graph.base}ns#"
    if not site_graph.listable:
        return _counted(site_graph)
    query = (
        f"SELECT ?f ?body ?year ?key ?i ?v WHERE {{ ?f <{fz}comparisonKey> ?key ; <{fz}issuer> ?body ; <{fz}inReport>/<{fz}reportYear> ?year ; "
        f"{curie('sosa:observedProperty')} ?i ; {curie('sosa:hasSimpleResult')} ?v }}"
    )
    combined = {
        value(i) for (i,) in site_graph.reader.rows(f"SELECT ?i WHERE {{ ?i <{fz}scope> <{fz}combined> }}")
    }
    counts: dict[str, int] = defaultdict(int)
    lines: dict[tuple[str, str, str], dict[str, list[tuple[str, Decimal]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    # a store on the disk takes three times as long for its own order: it looks up the words again for each comparison
    rows = sorted(tuple(map(value, row)) for row in site_graph.reader.rows(query))
    for f, body, year, key, i, v in rows:
        counts[key] += 1
        if i in combined:
            continue  # compares, but is too wide for a headline: “supervision, rate”
        lines[body, key, i][year].append((f, Decimal(v)))
    found = [
        change
        for (body, key, indicator), years in lines.items()
        if _RATE not in key and "|level|" in key
        for change in _changes(body, indicator, years)
        if change.times >= _LARGE
    ]
    found.sort(key=lambda c: (-c.times, c.body, c.indicator, c.after_year))
    each: dict[str, Change] = {}
    for change in found:
        each.setdefault(change.body, change)
    total = f"SELECT (COUNT(?f) AS ?n) WHERE {{ ?f a <{fz}Observation> }}"
    ((number,),) = site_graph.reader.rows(total)
    return AtHome(
        int(value(number)),
        sum(n for n in counts.values() if n > 1),
        tuple(list(each.values())[:CHANGES]),
        _spread(lines),
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


def _spread(lines: Mapping[tuple[str, str, str], Mapping[str, list[tuple[str, Decimal]]]]) -> Spread | None:
    """The widest of all rates; of several as wide, that of more bodies, then the first by name."""
    rates: dict[tuple[str, str, str], list[tuple[Decimal, str, str]]] = defaultdict(list)
    for (body, key, indicator), years in lines.items():
        if _RATE in key and "|level|" in key:
            for year, figures in years.items():
                if len(figures) == 1:
                    rates[indicator, key, year].append((figures[0][1], body, figures[0][0]))
    found = []
    for (indicator, _, year), several in rates.items():
        low, high = min(several), min(several, key=lambda one: (-one[0], *one[1:]))
        if high[0] - low[0] >= _WIDE:
            found.append(
                Spread(indicator, year, len(several), (low[1], low[2], low[0]), (high[1], high[2], high[0]))
            )
    return min(found, key=lambda s: (-s.points, -s.bodies, s.year, s.indicator), default=None)


def _changes(body: str, indicator: str, years: dict[str, list[tuple[str, Decimal]]]) -> list[Change]:
    """From each year with one figure to the next with one."""
    single = [(year, *years[year][0]) for year in sorted(years) if len(years[year]) == 1]
    return [
        Change(body, indicator, before, year, one, after, later, other)
        for (year, before, one), (later, after, other) in pairwise(single)
        if one != other and max(one, other) >= _SMALLEST and min(one, other) >= 0
    ]
