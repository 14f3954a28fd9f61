"""The tables of a database: reports, organisations, observations, problems, plans, measures, citations, quotes.

A row is known by its IRI, so that rows of two databases can be joined and each leads back to the graph; columns that
name a row of another table say so (foreign keys). The columns of ``observations`` are those of the CSV.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from pyoxigraph import Quad

from dashi_kg.export.tables.csvw import DATATYPES
from dashi_kg.export.tables.lookup import Facts
from dashi_kg.export.tables.observations import COLUMNS, Row, rows_of
from dashi_kg.model.kinds import KINDS
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.terms import value


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``kind`` is the datatype in XML Schema's word (``string``, ``decimal``, ``gYear``, ``date``,
    ``nonNegativeInteger``), ``table`` the table whose ``iri`` the column holds, or ``""``.
    """

    name: str
    zh: str
    en: str
    kind: str = "string"
    table: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its columns, the first of which (``iri``) is the key, and its rows in the order of the graph.

    ``label`` is the column that names a row to a reader, ``facets`` the columns that are worth filtering by,
    ``searched`` those whose words are found by full-text search.
    """

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]
    rows: Collection[Row]
    label: str
    facets: tuple[str, ...] = ()
    searched: tuple[str, ...] = ()


def relations(quads: Iterable[Quad], base: str) -> list[Table]:
    """The tables of the data; a table comes after those that it refers to.

    Args:
        quads: reports with vocabulary and reference facts, each quad once.
        base: the base IRI.
    """
    return relations_of(Facts(quads), base)


def relations_of(facts: Facts, base: str) -> list[Table]:
    """See :func:`relations`; of all that the facts have of the types of their rows."""
    told = _Told(facts, base)
    fz = f"{base}ns#"
    made = [
        _organisations(facts, fz),
        _reports(facts, fz),
        _observations(rows_of(facts, base), told),
        _statements(
            told,
            "problems",
            ("问题", "Problems"),
            (
                (Column("problem_type_zh", "问题类型", "Type (zh)"), told.name("problemType", "zh")),
                (Column("problem_type_en", "问题类型（英）", "Type"), told.name("problemType", "en")),
            ),
            facets=("problem_type_zh",),
        ),
        _statements(
            told,
            "measures",
            ("举措", "Measures"),
            (
                (Column("task_zh", "任务", "Task (zh)"), told.name("domain", "zh")),
                (Column("task_en", "任务（英）", "Task"), told.name("domain", "en")),
                (Column("part_of", "属于", "Part of", table="measures"), told.part_of),
            ),
            facets=("task_zh",),
        ),
        _statements(
            told,
            "plans",
            ("安排", "Plans"),
            (
                (Column("plan_kind", "种类", "Kind"), told.key("planKind")),
                (Column("for_year", "所指年度", "For the year", "gYear"), told.one("forYear")),
                (Column("part_of", "属于", "Part of", table="plans"), told.part_of),
                (
                    Column("continues", "接续的举措", "Continues", table="measures"),
                    told.one("continuesMeasure"),
                ),
            ),
            facets=("plan_kind",),
        ),
        _addressed(told),
        _statements(
            told,
            "citations",
            ("引用", "Citations"),
            (
                (Column("document", "文件", "Document"), told.one("cites")),
                (Column("mode_zh", "方式", "Mode (zh)"), told.name("citationMode", "zh")),
                (Column("mode_en", "方式（英）", "Mode"), told.name("citationMode", "en")),
            ),
            facets=("words_zh",),
        ),
    ]
    return [*made, _quotes(told)]


_CLASSES = {"problems": "Problem", "measures": "Measure", "plans": "PlanItem", "citations": "Citation"}
_STATED = (
    Column("iri", "IRI", "IRI"),
    Column("report", "报告", "Report", table="reports"),
    Column("words_zh", "名称", "Words (zh)"),
    Column("words_en", "名称（英）", "Words"),
)
_QUOTED = (
    Column("quote", "原文", "Quote"),
    Column("start", "起点", "Start", "nonNegativeInteger"),
    Column("end", "终点", "End", "nonNegativeInteger"),
)


class _Told:
    """What the graph says of a statement, as cells."""

    def __init__(self, facts: Facts, base: str) -> None:
        self.facts = facts
        self.fz = f"{base}ns#"

    def one(self, term: str) -> Callable[[str], str]:
        """The first value of a property of ours."""
        return lambda iri: self.facts.one(iri, self.fz + term)

    def key(self, term: str) -> Callable[[str], str]:
        """The last part of the IRI of the first value."""
        return lambda iri: self.facts.one(iri, self.fz + term).rpartition("/")[2].rpartition("#")[2]

    def name(self, term: str, language: str) -> Callable[[str], str]:
        """The name of the first value."""
        return lambda iri: self.facts.words(self.facts.one(iri, self.fz + term), language)

    def part_of(self, iri: str) -> str:
        """The statement of the same kind that this one is part of, or ``""``."""
        whole = self.facts.one(iri, FOREIGN["dct"] + "isPartOf")
        kinds = {value(t) for t in self.facts.all(iri, FOREIGN["rdf"] + "type")}
        return whole if kinds & {value(t) for t in self.facts.all(whole, FOREIGN["rdf"] + "type")} else ""

    def stated(self, *classes: str) -> list[str]:
        """The statements of these classes that have words in a report, by report and place in the text."""
        found = [
            iri
            for iri in self.facts.of_type(*(self.fz + name for name in classes))
            if self.facts.one(iri, f"{self.fz}inReport") and self.facts.one(iri, f"{self.fz}anchor")
        ]
        return sorted(found, key=lambda iri: (iri.partition("#")[0], self.span(iri), iri))

    def span(self, iri: str) -> tuple[int, int]:
        """Start and end of the first quote, in code points."""
        start, _, end = self.facts.one(iri, f"{self.fz}anchor").rpartition("=")[2].partition(",")
        return int(start or 0), int(end or 0)

    def common(self, iri: str) -> Row:
        """The cells that every table of statements has."""
        start, end = self.span(iri)
        return {
            "iri": iri,
            "report": self.facts.one(iri, f"{self.fz}inReport"),
            "words_zh": self.facts.words(iri, "zh"),
            "words_en": self.facts.words(iri, "en"),
            "quote": self.facts.one(self.facts.one(iri, f"{self.fz}anchor"), FOREIGN["nif"] + "anchorOf"),
            "start": str(start),
            "end": str(end),
        }


def _organisations(facts: Facts, fz: str) -> Table:
    places: dict[str, set[str]] = defaultdict(set)
    for report in facts.of_type(f"{fz}Report"):
        places[facts.one(report, FOREIGN["dct"] + "creator")].add(
            facts.one(report, FOREIGN["dct"] + "spatial")
        )
    rows = []
    for iri in sorted(filter(None, places)):
        (place,) = places[iri]
        rows.append(
            {
                "iri": iri,
                "name_zh": facts.words(iri, "zh"),
                "name_en": facts.words(iri, "en"),
                "level": facts.one(place, f"{fz}placeKind").rpartition("/")[2],
                "place_zh": facts.words(place, "zh"),
                "place_en": facts.words(place, "en"),
                "division_code": facts.one(place, f"{fz}divisionCode"),
            }
        )
    columns = (
        Column("iri", "IRI", "IRI"),
        Column("name_zh", "名称", "Name (zh)"),
        Column("name_en", "名称（英）", "Name"),
        Column("level", "层级", "Level"),
        Column("place_zh", "地方", "Place (zh)"),
        Column("place_en", "地方（英）", "Place"),
        Column("division_code", "区划代码", "Division code"),
    )
    return Table("organisations", "机关", "Reporting bodies", columns, rows, "name_zh", ("level",))


def _reports(facts: Facts, fz: str) -> Table:
    rows = []
    for iri in sorted(facts.of_type(f"{fz}Report")):
        source = facts.one(iri, FOREIGN["prov"] + "wasDerivedFrom")
        rows.append(
            {
                "iri": iri,
                "title_zh": facts.words(iri, "zh"),
                "title_en": facts.words(iri, "en"),
                "organisation": facts.one(iri, FOREIGN["dct"] + "creator"),
                "year": facts.one(iri, f"{fz}reportYear"),
                "issued": facts.one(iri, FOREIGN["dct"] + "issued"),
                "source_sha256": facts.one(source, f"{fz}sha256"),
            }
        )
    columns = (
        Column("iri", "IRI", "IRI"),
        Column("title_zh", "标题", "Title (zh)"),
        Column("title_en", "标题（英）", "Title"),
        Column("organisation", "机关", "Organisation", table="organisations"),
        Column("year", "年度", "Year", "gYear"),
        Column("issued", "公开日期", "Published", "date"),
        Column("source_sha256", "来源 SHA-256", "Source SHA-256"),
    )
    return Table("reports", "报告", "Reports", columns, rows, "title_zh", ("year",))


def _observations(rows: Sequence[Row], told: _Told) -> Table:
    first = (Column("iri", "IRI", "IRI"), Column("report", "报告", "Report", table="reports"))
    others = tuple(
        Column(name, zh, en, DATATYPES.get(name, "string")) for name, zh, en, *_ in COLUMNS if name != "iri"
    )
    report = told.one("inReport")
    made = [{**row, "report": report(row["iri"])} for row in rows]
    return Table(
        "observations",
        "数值",
        "Figures",
        (*first, *others),
        made,
        "counted_words",
        ("topic_zh", "quantity_kind", "stage", "role", "report_year", "organisation_zh"),
        ("counted_words", "indicator_zh", "quote"),
    )


def _statements(
    told: _Told,
    name: str,
    names: tuple[str, str],
    more: Sequence[tuple[Column, Callable[[str], str]]],
    facets: tuple[str, ...],
) -> Table:
    rows = [
        {**told.common(iri), **{column.name: cell(iri) for column, cell in more}}
        for iri in told.stated(_CLASSES[name])
    ]
    columns = (*_STATED, *(column for column, _ in more), *_QUOTED)
    return Table(name, *names, columns, rows, "words_zh", ("report", *facets), ("words_zh", "quote"))


def _addressed(told: _Told) -> Table:
    """Which plan answers which problem: one row a pair, with who says so."""
    rows = []
    for plan in told.stated("PlanItem"):
        for problem in told.facts.all(plan, f"{told.fz}addresses"):
            rows.append({"id": f"{plan} {value(problem)}", "plan": plan, "problem": value(problem)})
    columns = (
        Column("id", "编号", "Id"),
        Column("plan", "安排", "Plan", table="plans"),
        Column("problem", "问题", "Problem", table="problems"),
    )
    return Table("plans_for_problems", "安排针对的问题", "Problems that plans address", columns, rows, "plan")


def _quotes(told: _Told) -> Table:
    """The words of every statement, whatever its kind, for search."""
    kinds = {
        name.removeprefix("fz:"): kind.key
        for kind in KINDS
        if kind.statement or kind.cited
        for name in kind.classes
        if name.startswith("fz:")
    }
    rows = []
    for name, kind in kinds.items():
        rows += [{**told.common(iri), "kind": kind} for iri in told.stated(name)]
    rows.sort(key=lambda row: (row["report"], int(row["start"]), int(row["end"]), row["iri"]))
    columns = (*_STATED, Column("kind", "种类", "Kind"), *_QUOTED)
    return Table(
        "quotes", "原文", "Quotes", columns, rows, "words_zh", ("kind", "report"), ("words_zh", "quote")
    )
