"""What the files of the search have in common: which reports, bodies, indicators and topics there are, and which record is of which.

Records stand in the order of their group, then of their indicator (by topic, the most used first), then of their report, the newest
first; so it takes few numbers to say which is of which, and hits that are worth the same are in a sensible order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import Any

from dashi_kg.export.tables.figures import LEVELS
from dashi_kg.model.kinds import groups
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.finding.figure_details import indicator_details
from dashi_kg.site.finding.records import Records
from dashi_kg.site.finding.search_records import SearchRecord
from dashi_kg.site.shared.site_graph import SiteGraph


def arranged(
    site_graph: SiteGraph, found: Records
) -> tuple[Callable[[], Iterator[SearchRecord]], dict[str, Any]]:
    """What gives the records in the order of the index, and its catalogue, as JSON has it.

    ``groups``: key and names; ``reports``: path, names, year, number of its body; ``bodies``: path, names, level; ``indicators``: path,
    key of the topic and of the kind of quantity, names; ``levels``, ``topics``: key → names; ``runs``: number of the group, of the indicator
    (from 1; 0: none), then pairs: number of the report (from 1; 0: none), how many records.
    """
    uses = Counter(f.indicator for f in found)
    details = indicator_details(site_graph, {indicator for indicator in uses if indicator})
    indicators = sorted(details, key=lambda path: (details[path].topic, -uses[path], path))
    some = None if site_graph.listable else {f.path for f in found if f.kind == "report"}
    years, reports, bodies = _reports(site_graph, some)
    order = {group.key: number for number, (group, _) in enumerate(groups())}
    number_of = {path: n for n, path in enumerate(indicators, 1)}
    report_of = {path: n for n, path in enumerate(years, 1)}

    def place(one: SearchRecord) -> tuple[int, int, int]:
        counts = number_of.get(one.indicator or one.path, 0)  # an indicator that has figures is of itself
        return order[one.kind], counts, report_of.get(one.path.partition("#")[0], 0)

    def key(one: SearchRecord) -> tuple[int, int, int]:
        group, counts, report = place(one)
        return group, counts or len(indicators) + 1, report

    def records() -> Iterator[SearchRecord]:
        return found.arranged(key)

    return records, {
        "groups": [[group.key, *group.name] for group, _ in groups()],
        "reports": reports,
        "bodies": bodies,
        "indicators": [[path, *details[path]] for path in indicators],
        "levels": _said(
            site_graph, "place-kind", sorted({level for *_, level in bodies} - {""}, key=LEVELS.index)
        ),
        "topics": _said(site_graph, "topic", sorted({details[path].topic for path in indicators} - {""})),
        "runs": _runs(place(f) for f in records()),
        "records": len(found),
    }


def _runs(places: Iterable[tuple[int, int, int]]) -> list[list[int]]:
    runs: list[list[int]] = []
    for (group, indicator, report), count in Counter(places).items():
        if not runs or runs[-1][:2] != [group, indicator]:
            runs.append([group, indicator])
        runs[-1] += [report, count]
    return runs


def _said(site_graph: SiteGraph, scheme: str, keys: Sequence[str]) -> dict[str, list[str]]:
    """Key of each concept → its names."""
    names = _names(site_graph)
    site_graph.labels.need(f"{site_graph.base}{scheme}/{key}" for key in keys)
    return {key: names(f"{scheme}/{key}") for key in keys}


def _reports(
    site_graph: SiteGraph, some: Collection[str] | None
) -> tuple[list[str], list[list[str | int]], list[list[str]]]:
    """Paths of the reports (all, or some), the newest first, their rows and those of their bodies."""
    among = (
        "" if some is None else f"VALUES ?r {{ {' '.join(f'<{site_graph.base}{p}>' for p in sorted(some))} }}"
    )
    fz, base, labels = f"{site_graph.base}ns#", site_graph.base, site_graph.labels
    query = (
        f"SELECT ?r ?y ?o ?k WHERE {{ {among} ?r a <{fz}Report> OPTIONAL {{ ?r <{fz}reportYear> ?y }} OPTIONAL {{ ?r {curie('dct:creator')} ?o }} "
        f"OPTIONAL {{ ?r {curie('dct:spatial')}/<{fz}placeKind> ?k }} }} ORDER BY ?r ?o ?k"
    )
    year: dict[str, str] = {}
    body: dict[str, str] = {}
    level: dict[str, str] = {}
    for r, y, o, k in site_graph.reader.rows(query):
        path = value(r).removeprefix(base)
        year.setdefault(path, value(y) if y else "")
        if path not in body or not body[path]:
            body[path] = value(o).removeprefix(base) if o else ""
        kind = value(k).rpartition("/")[2] if k else ""
        if kind in LEVELS and body[path]:
            level.setdefault(body[path], kind)
    paths = sorted(year, key=lambda path: (-int(year[path]) if year[path].isdecimal() else 0, path))
    known = sorted({name for name in body.values() if name})
    labels.need([*(base + path for path in paths), *(base + name for name in known)])
    names = _names(site_graph)
    rows: list[list[str | int]] = [
        [path, *names(path), year[path], known.index(body[path]) if body[path] else -1] for path in paths
    ]
    return paths, rows, [[name, *names(name), level.get(name, "")] for name in known]


def _names(site_graph: SiteGraph) -> Callable[[str], list[str]]:
    def names(path: str) -> list[str]:
        return [site_graph.labels.said(site_graph.base + path, lang).words for lang in ("zh", "en")]

    return names


def expanded(runs: Sequence[Sequence[int]]) -> tuple[list[int], list[int], list[int]]:
    """Of each record its group, its indicator and its report (from 1; 0: none)."""
    of_group: list[int] = []
    of_indicator: list[int] = []
    of_report: list[int] = []
    for group, indicator, *pairs in runs:
        for report, count in zip(pairs[::2], pairs[1::2], strict=True):
            of_group += [group] * count
            of_indicator += [indicator] * count
            of_report += [report] * count
    return of_group, of_indicator, of_report
