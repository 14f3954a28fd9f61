"""The tables of a graph for programs: reports, bodies, places, topics, indicators and observations, filtered and paged."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

from dashi_kg.errors import DashiError, did_you_mean
from dashi_kg.export.tables.figures import Filter, figure_rows, figures
from dashi_kg.export.tables.observations import COLUMNS, NUMBERS, Row, csv_bytes
from dashi_kg.language import Both
from dashi_kg.query.bind import bind
from dashi_kg.query.questions import Question, tables
from dashi_kg.query.result import Engine
from dashi_kg.rdf.terms import value

OBSERVATIONS = "observations"
MOST = 1000  # rows on one page of a table
USUAL = 100
_COUNTS = frozenset(
    (
        "figures",
        "bodies",
        "reports",
        "judged_plans",
        "suggested_plans",
        "judged_problems",
        "suggested_problems",
    )
)


@dataclass(frozen=True, slots=True)
class Listed:
    """One page of a table: its columns, its rows (``""``: nothing), how many rows there are in all, the place of the first."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    total: int
    offset: int


@dataclass(frozen=True, slots=True)
class TableKind:
    """A table that there is: its name, what it holds, its filters (name, zh, en)."""

    name: str
    zh: str
    en: str
    filters: tuple[tuple[str, str, str], ...]


_FILTERS = {
    "topic": ("事项的编号(G1)或其大类(G)", "key of the topic (G1) or of its class (G)"),
    "quantity_kind": ("计数种类（matter）", "kind of quantity (matter)"),
    "stage": ("阶段（success）", "stage (success)"),
    "audience": ("对象（officers）", "audience (officers)"),
    "role": ("角色（value）", "role (value)"),
    "indicator": ("指标的编号；有下级的连同下级", "key of the indicator; with those below it"),
    "body": ("机关的编号或名称", "id or name of the body"),
    "place": ("所在地区的名称或区划代码", "name or division code of a place that the body is in"),
    "level": (
        "层级：province、prefecture、county、township",
        "level: province, prefecture, county, township",
    ),
    "year": ("报告年度", "year of the report"),
}


def kinds() -> tuple[TableKind, ...]:
    """All tables, observations first."""
    of_figures = tuple((field.name, *_FILTERS[field.name]) for field in fields(Filter))
    return (
        TableKind(OBSERVATIONS, "数值", "Observations", of_figures),
        *(TableKind(q.name, q.zh, q.en, tuple((p.name, p.zh, p.en) for p in q.parameters)) for q in tables()),
    )


def listed(
    engine: Engine,
    base: str,
    name: str,
    filters: Mapping[str, str],
    limit: int | None = None,
    offset: int = 0,
) -> Listed:
    """One page of a table.

    Args:
        name: of the table, as in :func:`kinds`.
        filters: name → value; an empty value filters nothing.
        limit, offset: which rows (default: all).

    Raises:
        DashiError: there is no such table or filter, or a value is malformed.
    """
    given = {key: words for key, words in filters.items() if words}
    if name == OBSERVATIONS:
        found = figures(engine, base, Filter.of(given))
        page = found[offset:] if limit is None else found[offset : offset + limit]
        return Listed(
            tuple(c[0] for c in COLUMNS), tuple(figure_rows(engine, base, page)), len(found), offset
        )
    known = {q.name: q for q in tables()}
    if name not in known:
        names = [kind.name for kind in kinds()]
        hint = Both(f"可用的表：{'、'.join(names)}。", f"There is: {', '.join(names)}.")
        raise DashiError(
            Both(f"没有表“{name}”", f"there is no table “{name}”"), remedy=did_you_mean(name, names, hint)
        )
    answer = engine.run(bind(known[name], given, base))
    rows = list(
        _each(tuple(answer.variables), known[name], (tuple(map(value, row)) for row in answer.rows or ()))
    )
    page_rows = rows[offset:] if limit is None else rows[offset : offset + limit]
    return Listed(tuple(answer.variables), tuple(page_rows), len(rows), offset)


def _each(columns: tuple[str, ...], asked: Question, rows: Iterator[tuple[str, ...]]) -> Iterator[Row]:
    """A row for each IRI: the first."""
    found: dict[str, Row] = {}
    for cells in rows:
        found.setdefault(cells[0], dict(zip(columns, cells, strict=True)))
    return iter(found.values())


def table_file(engine: Engine, base: str, name: str, given: Mapping[str, str] | None = None) -> bytes:
    """A table as CSV that Excel opens in Chinese: the same rows as ``/api/{name}.csv``.

    Raises:
        DashiError: see :func:`listed`.
    """
    found = listed(engine, base, name, given or {})
    return csv_bytes(found.rows, found.columns, [c for c in found.columns if is_number(name, c)])


def is_number(table: str, column: str) -> bool:
    """Whether a column of a table holds numbers."""
    return column in (NUMBERS if table == OBSERVATIONS else _COUNTS)
