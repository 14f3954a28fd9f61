"""The data from Python: read, build, validate, publish, load; and :class:`Graph` to ask, in and out of libraries.

>>> import dashi_kg
>>> graph = dashi_kg.Graph.own()
>>> graph.query("open-disputes").rows[0]["value"]
1
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashi_kg.errors import DashiError, not_installed
from dashi_kg.language import Both

if TYPE_CHECKING:
    from pyoxigraph import Quad, Store

    from dashi_kg.export.charts import Chart
    from dashi_kg.loading.load import Loaded
    from dashi_kg.model import Extraction
    from dashi_kg.publishing.release import Release
    from dashi_kg.query.result import Engine
    from dashi_kg.validation.engine import Outcome


def read(path: str | Path) -> Extraction:
    """What the reader sees in a report: facts with spans, no RDF.

    Raises:
        DashiError: the text cannot be read.
    """
    from dashi_kg.knowledge.placing import with_levels
    from dashi_kg.knowledge.reference import load_reference
    from dashi_kg.reader.extract import extract
    from dashi_kg.resources import data_dir
    from dashi_kg.source.read import read_source

    return with_levels(extract(read_source(Path(path))), load_reference(data_dir() / "reference"))


def build(path: str | Path, *, base: str | None = None) -> Graph:
    """The graph of one report (a text, or a folder with ``source.txt`` and ``reading.yaml``) with the vocabulary.

    Raises:
        DashiError: the text or a hand-made file cannot be read.
    """
    from dashi_kg import pipeline
    from dashi_kg.settings import settings

    iri = settings(base).base
    return Graph([*pipeline.build(Path(path), iri).quads, *pipeline.shared_quads(iri)], base=iri)


def open(path: str | Path, *, base: str | None = None) -> Graph:
    """The graph of whatever is there: a release, RDF, a corpus that ``build`` made, or reports to be read.

    Args:
        path: a file or folder.

    Raises:
        DashiError: it cannot be read, or no report is in it.
    """
    from dashi_kg import pipeline
    from dashi_kg.settings import settings

    iri = settings(base).base
    return Graph(pipeline.given(Path(path), iri).whole(iri), base=iri)


def validate(graph: Graph | None = None) -> Outcome:
    """The findings of the SHACL shapes on a graph, or on the reports that come along."""
    from dashi_kg.validation.engine import validate as check

    graph = graph or Graph.own()
    return check(list(graph._store), graph.base)


def publish(
    out: str | Path,
    *,
    data: str | Path | None = None,
    base: str | None = None,
    site: bool = True,
    keep_going: bool = False,
    wait: float = 0.0,
    files: str | None = None,
    jobs: int | None = None,
) -> Release:
    """Write a release. See :func:`dashi_kg.pipeline.outputs`.

    Raises:
        DashiError: a report cannot be read or does not conform (with ``keep_going``: all of them), or the folder
            cannot be written.
    """
    from dashi_kg import pipeline
    from dashi_kg.settings import settings

    return pipeline.publish(
        Path(out),
        settings(base).base,
        data=Path(data) if data else None,
        site=site,
        keep_going=keep_going,
        wait=wait,
        files=files,
        jobs=jobs,
    )


def load(
    url: str,
    store: str,
    *,
    data: str | Path | None = None,
    base: str | None = None,
    force: bool = False,
    wait: float = 0.0,
) -> list[Loaded]:
    """Load into a triple store and prove it. See :func:`dashi_kg.pipeline.load_into`.

    Raises:
        DashiError: the store is not reached or refuses.
    """
    from dashi_kg import pipeline
    from dashi_kg.settings import settings

    return pipeline.load_into(
        url, Path(data) if data else None, store, settings(base).base, force=force, wait=wait
    )


@dataclass(frozen=True, slots=True)
class Rows:
    """An answer: one mapping a row, with plain values (``str``, ``int``, ``Decimal``, ``bool``, ``None``)."""

    columns: tuple[str, ...]
    rows: list[dict[str, Any]]

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_pandas(self) -> Any:
        """A pandas DataFrame with typed columns (extra ``frames``): ``Int64``, ``Float64``, ``boolean``, ``string``.

        Raises:
            DashiError: pandas is not installed.
        """
        pandas = _library("pandas")
        columns = {
            name: pandas.array(
                [_float(row[name]) for row in self.rows], dtype=_dtype(row[name] for row in self.rows)
            )
            for name in self.columns
        }
        return pandas.DataFrame(columns, columns=list(self.columns))

    def _repr_html_(self) -> str:
        """The first rows as a table, for notebooks."""
        from html import escape

        def cell(value: object) -> str:
            return "" if value is None else escape(str(value))

        head = "".join(f"<th>{escape(name)}</th>" for name in self.columns)
        body = "".join(
            f"<tr>{''.join(f'<td>{cell(row[name])}</td>' for name in self.columns)}</tr>"
            for row in self.rows[:_SHOWN]
        )
        more = f"<p>{_SHOWN} / {len(self)}</p>" if len(self) > _SHOWN else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>{more}"

    def to_polars(self) -> Any:
        """A polars DataFrame (extra ``frames``); decimals stay exact.

        Raises:
            DashiError: polars is not installed.
        """
        polars = _library("polars")
        return polars.DataFrame(
            {name: [row[name] for row in self.rows] for name in self.columns}, strict=False
        )


_SHOWN = 20  # rows in a notebook


def _float(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _dtype(values: Iterable[Any]) -> str:
    """The pandas type that all values of a column have."""
    kinds = {type(value) for value in values if value is not None}
    if kinds == {bool}:
        return "boolean"
    if kinds and kinds <= {int, Decimal}:
        return "Int64" if kinds == {int} else "Float64"
    return "string" if kinds <= {str} else "object"


def _library(name: str) -> Any:
    import importlib

    try:
        return importlib.import_module(name)
    except ImportError:
        raise not_installed(name, "frames") from None


class Graph:
    """RDF in a pyoxigraph store, with the saved questions.

    Args:
        quads: its content.
        base: the base IRI (default: the settings').
    """

    def __init__(self, quads: Iterable[Quad] = (), *, base: str | None = None) -> None:
        from pyoxigraph import Store

        from dashi_kg.settings import settings

        self.base = settings(base).base
        self._store: Store = Store()
        self._store.bulk_extend(quads)
        self._asked: Engine | None = None
        self._lent = False
        self._as_asked = 0

    @classmethod
    def own(cls, *, base: str | None = None) -> Graph:
        """The reports that come along."""
        from dashi_kg.pipeline import own_quads
        from dashi_kg.settings import settings

        iri = settings(base).base
        return cls(own_quads(iri), base=iri)

    @classmethod
    def open(cls, path: str | Path, *, base: str | None = None) -> Graph:
        """An RDF file, a folder of them, or a release.

        Raises:
            DashiError: it cannot be read.
        """
        from dashi_kg.rdf.parse import read_rdf
        from dashi_kg.settings import settings

        iri = settings(base).base
        return cls(read_rdf(Path(path), iri), base=iri)

    @classmethod
    def from_rdflib(cls, data: Any, *, base: str | None = None) -> Graph:
        """An ``rdflib.Graph`` or ``rdflib.Dataset``; a dataset's named graphs are kept."""
        from pyoxigraph import RdfFormat, parse

        quads = hasattr(data, "quads") and hasattr(data, "graphs")
        form, name = (RdfFormat.N_QUADS, "nquads") if quads else (RdfFormat.N_TRIPLES, "nt")
        return cls(parse(data.serialize(format=name, encoding="utf-8"), format=form), base=base)

    def to_rdflib(self) -> Any:
        """An ``rdflib.Dataset`` whose default graph is the union of all graphs."""
        from dashi_kg.query.rdflib_engine import rdflib_dataset

        return rdflib_dataset(self._store)

    def __len__(self) -> int:
        return len(self._store)

    def query(self, name: str, *, lang: str = "zh", **params: object) -> Rows:
        """Ask a saved question by name, or SELECT and ASK as text.

        Args:
            name: ``"open-disputes"``, or SPARQL; our prefixes need not be declared.
            lang: the language of the labels of a saved question.
            params: parameters of the question; an IRI, a key (``topic="G1"``) or a whole name (``topic="调解"``).

        Raises:
            DashiError: no such question or parameter, or the query is malformed or refused.
        """
        from dashi_kg.pipeline.asking import answer
        from dashi_kg.query.bind import bind
        from dashi_kg.query.named import by_name
        from dashi_kg.query.questions import question

        if any(c in name for c in " {\n"):
            if params:
                raise DashiError(
                    Both("只有预设问题才有参数", "only saved questions have parameters"),
                    remedy=Both("请把值直接写进查询。", "Write the values into the query."),
                )
            text = name
        else:
            given: Mapping[str, str] = {key: str(value) for key, value in params.items()}
            values, _ = by_name(question(name), given, self._engine(), self.base)
            text = bind(question(name), values, self.base, lang)
        result = answer(text, self._engine(), self.base)
        if result.boolean is not None:
            return Rows(("answer",), [{"answer": result.boolean}])
        if result.rows is None:
            raise DashiError(
                Both("查询的结果是三元组，不是表格", "the query gives triples, not rows"),
                remedy=Both("请改用 construct()。", "Use construct()."),
            )
        rows = [dict(zip(result.variables, (_plain(t) for t in row), strict=True)) for row in result.rows]
        return Rows(result.variables, rows)

    def table(self, name: str, **filters: object) -> Rows:
        """A table of the graph: ``observations``, ``reports``, ``bodies``, ``places``, ``topics``, ``indicators``, ``problems`` or
        ``plans``.

        The same rows and columns as ``/api/NAME.csv`` of the server and the table files of the site.

        Args:
            name: of the table.
            filters: of observations ``topic``, ``quantity_kind``, ``stage``, ``audience``, ``role``, ``indicator``, ``body``,
                ``place``, ``level``, ``year``; of the others some of these.

        Raises:
            DashiError: there is no such table or filter, or a value is malformed.
        """
        from dashi_kg.export.tables.listed import is_number, listed

        given = {key: str(value) for key, value in filters.items()}
        found = listed(self._engine(), self.base, name, given)
        numbers = {column for column in found.columns if is_number(name, column)}
        rows = [
            {column: _number(words) if column in numbers else words or None for column, words in row.items()}
            for row in found.rows
        ]
        return Rows(found.columns, [{column: row[column] for column in found.columns} for row in rows])

    def observations(self, **filters: object) -> Rows:
        """The figures, with all their columns: ``graph.observations(topic="G1", place="合川区", year=2023)``.

        Raises:
            DashiError: see :meth:`table`.
        """
        return self.table("observations", **filters)

    def problems(self, **filters: object) -> Rows:
        """The problems that reports state, with how many plans answer each: ``graph.problems(place="合川区", year=2023)``.

        Raises:
            DashiError: see :meth:`table`.
        """
        return self.table("problems", **filters)

    def plans(self, **filters: object) -> Rows:
        """The plans that reports state for the next year: ``graph.plans(body="cn-500117007-office")``.

        Raises:
            DashiError: see :meth:`table`.
        """
        return self.table("plans", **filters)

    def plot(self, *, lang: str = "zh", **filters: object) -> Chart:
        """The figures on a topic over the years, a line a body: ``graph.plot(topic="G1")``, ``graph.plot(indicator="disputes-resolved")``.

        Of what the filters leave, the figures that compare with most others are drawn, in Vega-Lite: notebooks show it; ``.to_svg()`` needs
        the extra ``charts``.

        Args:
            lang: of title and names.
            filters: as of :meth:`observations`.

        Raises:
            DashiError: no figures of two years compare; or see :meth:`table`.
        """
        from dashi_kg.export.charts import most_told, over_years
        from dashi_kg.export.tables.listed import listed

        given = {key: str(value) for key, value in filters.items()}
        rows = most_told(listed(self._engine(), self.base, "observations", given).rows)
        title = rows[0][f"indicator_{lang}"] if rows else ""
        names = {row["org_id"]: row[f"organisation_{lang}"] or row["organisation_zh"] for row in rows}
        chart = over_years(rows, title, names) if rows else None
        if chart is None:
            raise DashiError(
                Both(
                    "没有两个年度可比的数值可画",
                    "no figures of two years compare, so that there is nothing to draw",
                ),
                remedy=Both(
                    "请放宽筛选，或用 observations() 看有哪些数值。",
                    "Filter less, or see what there is with observations().",
                ),
            )
        return chart

    @property
    def store(self) -> Store:
        """The pyoxigraph store itself. Whoever has taken it may change it: queries see the change."""
        self._lent = True
        return self._store

    def _engine(self) -> Engine:
        """Over the merge of the graphs, made at the first query and again when the store has changed."""
        from dashi_kg.query.engines import engine

        # a look at every quad takes a microsecond each: spared where nobody can have changed them
        now = hash(frozenset(self._store)) if self._lent else self._as_asked
        if self._asked is None or self._as_asked != now:
            self._asked, self._as_asked = engine("pyoxigraph", self._store, self.base), now
        return self._asked

    def construct(self, text: str) -> Graph:
        """The triples of a CONSTRUCT or DESCRIBE, as a graph of their own.

        Raises:
            DashiError: the query is malformed or refused, or gives no triples.
        """
        from pyoxigraph import Quad

        found = self._engine().run(text).triples
        if found is None:
            raise DashiError(
                Both("查询的结果不是三元组", "the query gives no triples"),
                remedy=Both("请改用 query()。", "Use query()."),
            )
        return Graph((Quad(t.subject, t.predicate, t.object) for t in found), base=self.base)

    def serialize(self, form: str = "turtle") -> str:
        """The graph in one syntax: turtle, trig, nt, nq, jsonld.

        Raises:
            DashiError: the syntax is unknown.
        """
        from dashi_kg.rdf.serialize import serialize

        return serialize(self._store, form, self.base).decode("utf-8")


_WHOLE = ("integer", "int", "long", "short", "byte", "nonNegativeInteger", "positiveInteger")


def _number(words: str) -> int | Decimal | None:
    """A number as a table has it."""
    if not words:
        return None
    return int(words) if words.lstrip("-").isdecimal() else Decimal(words)


def _plain(term: Any) -> Any:
    """A term as a plain value: numbers exact, everything else its characters."""
    from pyoxigraph import Literal

    if term is None or not isinstance(term, Literal):
        return getattr(term, "value", None)
    kind = term.datatype.value.rpartition("#")[2]
    try:
        if kind in _WHOLE:
            return int(term.value)
        if kind == "decimal":
            return Decimal(term.value)
    except (ValueError, ArithmeticError):
        return term.value
    return term.value in ("true", "1") if kind == "boolean" else term.value
