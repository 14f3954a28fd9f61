"""The table of formats: name, suffix, what it is (zh, en), and what writes it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from pyoxigraph import Quad, Triple

from dashi_kg.errors import DashiError, did_you_mean
from dashi_kg.export.annotations import web_annotations
from dashi_kg.export.databases.datasette import datasette_bytes
from dashi_kg.export.databases.duckdb import duckdb_bytes
from dashi_kg.export.databases.relations import relations
from dashi_kg.export.databases.sqlite import sqlite_bytes
from dashi_kg.export.datacube import datacube
from dashi_kg.export.dataset import dataset
from dashi_kg.export.frames import framed
from dashi_kg.export.nif import nif
from dashi_kg.export.one_report import one_report, own_triples, reports
from dashi_kg.export.schema import schema_bytes
from dashi_kg.export.tables.csvw import csvw_bytes
from dashi_kg.export.tables.listed import table_file
from dashi_kg.export.tables.lookup import Facts
from dashi_kg.export.tables.observations import Row, csv_bytes, observation_rows
from dashi_kg.export.tables.parquet import parquet_bytes
from dashi_kg.export.tables.workbook import xlsx_bytes
from dashi_kg.export.tree import report_tree
from dashi_kg.language import Both, said
from dashi_kg.query.engines import engine
from dashi_kg.query.result import Engine
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.serialize import dump, serialize, turtle
from dashi_kg.rdf.terms import value


@dataclass(frozen=True, slots=True)
class Material:
    """What is exported.

    Args:
        quads: reports with vocabulary and reference facts, each quad once.
        base: the base IRI.
        report: the IRI of the one report that was asked for, or nothing.
    """

    quads: list[Quad]
    base: str
    report: str = ""
    triples: list[Triple] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "triples", list(dict.fromkeys(q.triple for q in self.quads)))

    def rows(self) -> list[Row]:
        """The rows of the table of figures."""
        return observation_rows(self.quads, self.base)

    def engine(self) -> Engine:
        """Answers queries over the data."""
        return engine("pyoxigraph", self.quads, self.base)

    def issued(self) -> str:
        """The latest day on which one of the reports was published, or ``""``."""
        return issued_of(Facts(self.triples), reports(self.triples, self.base))


def issued_of(facts: Facts, reports: Iterable[str]) -> str:
    """The latest day on which one of these reports was published, or ``""``."""
    return max((facts.one(r, FOREIGN["dct"] + "issued") for r in reports), default="")


@dataclass(frozen=True, slots=True)
class Format:
    """One way of writing the data; ``binary``: not for a terminal."""

    name: str
    suffix: str
    zh: str
    en: str
    write: Callable[[Material], bytes]
    binary: bool = False


def material(data: Iterable[Quad], shared: Iterable[Quad], base: str, report: str | None = None) -> Material:
    """What is exported of the data: all, or one report with the vocabulary.

    Args:
        data: the quads of reports.
        shared: vocabulary and reference facts; what the data hold already is not taken twice.
        base: the base IRI.
        report: ``{org-id}/{year}``, or nothing for all.

    Raises:
        DashiError: there is no such report.
    """
    data, shared = list(dict.fromkeys(data)), list(shared)
    known = {q.triple for q in data}
    everything = [*data, *(q for q in shared if q.triple not in known)]
    if not report:
        return Material(everything, base)
    found = reports((q.triple for q in data), base)
    iri = one_report((q.triple for q in data), report, base)
    # what another report says of a shared place or body stands in its own named graphs
    others = tuple(other.removeprefix(f"{base}report") for other in found if other != iri)
    everything = [q for q in everything if not value(q.graph_name).endswith(others)]
    kept = set(own_triples((q.triple for q in everything), iri, base)) | {q.triple for q in shared}
    return Material([q for q in everything if q.triple in kept], base, iri)


def _rdf(name: str) -> Callable[[Material], bytes]:
    return lambda m: serialize(m.quads, name, m.base)


def _framed(frame: str) -> Callable[[Material], bytes]:
    return lambda m: dump(framed(m.triples, frame, m.base))


def _report(m: Material) -> bytes:
    iri = m.report or one_report(m.triples, None, m.base)
    return dump(report_tree(m.triples, iri, m.base))


FORMATS: tuple[Format, ...] = (
    Format("turtle", "ttl", "Turtle 1.1，供人阅读", "Turtle 1.1, for reading", _rdf("turtle")),
    Format("trig", "trig", "TriG 1.1，含命名图", "TriG 1.1, with the named graphs", _rdf("trig")),
    Format("nt", "nt", "N-Triples 1.1，一行一个三元组", "N-Triples 1.1, one triple a line", _rdf("nt")),
    Format("nq", "nq", "N-Quads 1.1，供载入数据库", "N-Quads 1.1, for loading into a store", _rdf("nq")),
    Format("jsonld", "jsonld", "JSON-LD 1.1，平铺", "JSON-LD 1.1, flat", _rdf("jsonld")),
    Format("report", "framed.jsonld", "JSON-LD 树：一份报告", "JSON-LD tree: one report", _report),
    Format("observations", "jsonld", "JSON-LD 框架：数值", "JSON-LD framed: the figures", _framed("observation")),
    Format("problems", "jsonld", "JSON-LD 框架：问题", "JSON-LD framed: the problems", _framed("problem")),
    Format("plan-items", "jsonld", "JSON-LD 框架：安排", "JSON-LD framed: the plans", _framed("plan-item")),
    Format("schema", "schema.json", "报告树的 JSON Schema(2020-12)", "JSON Schema (2020-12) of the report tree",
           lambda m: schema_bytes(m.base)),
    Format("csv", "csv", "数值表，Excel 可读的 CSV", "the figures as CSV that Excel reads", lambda m: csv_bytes(m.rows())),
    Format("problems-csv", "problems.csv", "问题表，Excel 可读的 CSV", "the problems as CSV that Excel reads",
           lambda m: table_file(m.engine(), m.base, "problems")),
    Format("plans-csv", "plans.csv", "安排表，Excel 可读的 CSV", "the plans as CSV that Excel reads",
           lambda m: table_file(m.engine(), m.base, "plans")),
    Format("csvw", "csv-metadata.json", "CSV 的列说明（CSVW）", "what the columns of the CSV hold (CSVW)",
           lambda m: csvw_bytes(m.base)),
    Format("xlsx", "xlsx", "数值表，Excel 工作簿", "the figures as an Excel workbook",
           lambda m: xlsx_bytes(m.rows(), m.issued()), binary=True),
    Format("parquet", "parquet", "数值表，Parquet（需 pyarrow）", "the figures as Parquet (needs pyarrow)",
           lambda m: parquet_bytes(m.rows()), binary=True),
    Format("sqlite", "sqlite", "SQLite 数据库：报告、机关、数值、问题、安排、原文，可全文检索",
           "SQLite: reports, bodies, figures, problems, plans, quotes, with full-text search",
           lambda m: sqlite_bytes(relations(m.quads, m.base)), binary=True),
    Format("datasette", "metadata.json", "在 Datasette 中展示该 SQLite 的说明", "how Datasette shows the SQLite file",
           lambda m: datasette_bytes(relations(m.quads, m.base))),
    Format("duckdb", "duckdb", "同样的表，DuckDB 数据库（需 duckdb）", "the same tables for DuckDB (needs duckdb)",
           lambda m: duckdb_bytes(relations(m.quads, m.base)), binary=True),
    Format("datacube", "ttl", "可比数值的数据立方体（RDF Data Cube）", "comparable figures as an RDF Data Cube",
           lambda m: turtle(datacube(m.triples, m.base), m.base)),
    Format("nif", "ttl", "原文与引文（NIF 2.0）", "text and quotes in NIF 2.0", lambda m: turtle(nif(m.triples, m.base), m.base)),
    Format("annotations", "ttl", "引文作为注释（W3C Web Annotation）", "quotes as W3C Web Annotations",
           lambda m: turtle(web_annotations(m.triples, m.base), m.base)),
    Format("dataset", "jsonld", "供数据集搜索引擎的说明（schema.org）", "description for dataset search (schema.org)",
           lambda m: dump(dataset(m.triples, m.base, m.report))),
)  # fmt: skip


# Those that are the same whatever the data are.
FIXED: dict[str, Callable[[str], bytes]] = {"schema": schema_bytes, "csvw": csvw_bytes}


def format_named(name: str) -> Format:
    """One format.

    Raises:
        DashiError: there is none of this name; the nearest is suggested.
    """
    by_name = {f.name: f for f in FORMATS}
    if name in by_name:
        return by_name[name]
    hint = Both("可用的格式见 dashi-kg export --list。", "See dashi-kg export --list.")
    remedy = did_you_mean(name, by_name, hint)
    raise DashiError(Both(f"没有格式“{name}”", f"there is no format “{name}”"), remedy=remedy)


def format_list() -> str:
    """The formats, one a line: name, suffix, and what it is in the language of the person."""
    width = max(len(f.name) for f in FORMATS)
    suffix = max(len(f.suffix) for f in FORMATS) + 1
    return "".join(f"{f.name:<{width}}  .{f.suffix:<{suffix}} {said(Both(f.zh, f.en))}\n" for f in FORMATS)
