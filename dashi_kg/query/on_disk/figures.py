"""All figures, reports and names of bodies of a large corpus as Parquet tables, and the parts of saved questions that they answer.

A part of a question that stands between ``{ SELECT`` and ``} # table NAME`` can be answered by ``NAME.sql`` beside the
question: DuckDB gives the same rows from the tables, and they take the part's place as ``VALUES``. What is left of the
question is asked of the store. Cells hold terms as N-Triples write them, so that nothing is lost.

Needs pyarrow and duckdb (the extras ``parquet`` and ``duckdb``); without them the store answers alone.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from dashi_kg.errors import DashiError
from dashi_kg.files import Progress
from dashi_kg.language import Both
from dashi_kg.query.bind import unbound
from dashi_kg.query.on_disk.kept import Digested, Kept, Tell, forget, keep
from dashi_kg.query.questions import SLOT
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.resources import ontology_dir

KIND = "figures"
_ROWS = 20_000  # of a row group
_NAMES = "names"  # the table of what bodies are called; one may have many names
_LANGUAGE = re.compile(r'\) = "(zh|en)"')  # of the names, as the saved questions ask for it
# what tables can look up: one IRI, written out
_ONE = re.compile(r"UNDEF|<[A-Za-z][A-Za-z0-9+.-]*:[^<>\s\\]*>")
_PART = re.compile(r"^( *)\{ SELECT .*?\} # table ([\w-]+)$", re.MULTILINE | re.DOTALL)


def _properties(base: str) -> dict[str, dict[str, str]]:
    """Table → property → column; the first column of each table is what it is about."""
    fz, sosa, qudt, dct = f"{base}ns#", FOREIGN["sosa"], FOREIGN["qudt"], FOREIGN["dct"]
    return {
        "figures": {
            f"{sosa}observedProperty": "indicator",
            f"{fz}inReport": "report",
            f"{fz}role": "role",
            f"{sosa}hasSimpleResult": "value",
            f"{qudt}hasUnit": "unit",
            f"{fz}year": "year",
            f"{fz}comparisonKey": "comparison_key",
        },
        "reports": {f"{dct}creator": "body", f"{fz}reportYear": "report_year"},
    }


_WANTED = {"figures": "indicator", "reports": "report_year"}  # a subject without it is none of the table's


def available() -> bool:
    """Whether the libraries are there."""
    return find_spec("pyarrow") is not None and find_spec("duckdb") is not None


def keep_figures(file: Path, base: str, progress: Progress | None = None, tell: Tell | None = None) -> Kept:
    """The tables that are kept of a file; made where there are none that fit.

    Args:
        file: sorted N-Quads of named graphs.
        base: the base IRI.

    Raises:
        DashiError: they cannot be written, or a figure has two values of what it has one of.
    """

    def make(source: Digested, folder: Path) -> None:
        tables = [
            _Table(folder / f"{name}.parquet", found, _WANTED[name])
            for name, found in _properties(base).items()
        ]
        bodies = f"<{base}org/".encode()
        named, label, creator = (
            _Names(folder),
            f"<{FOREIGN['rdfs']}label>".encode(),
            f"<{FOREIGN['dct']}creator>".encode(),
        )
        names = {iri: (table, column) for table in tables for iri, column in table.columns.items()}
        places = {f"<{iri}>".encode(): place for iri, place in names.items()}
        for piece in source.lines():
            for line in piece.split(b"\n"):
                subject, _, rest = line.partition(b" ")
                predicate, _, rest = rest.partition(b" ")
                if predicate == label and subject.startswith(bodies):
                    named.add(subject, rest[: rest.rfind(b" <")])
                elif predicate == creator and not rest.startswith(bodies):
                    raise SyntaxError("a body whose names are not in the table")
                if predicate in places and subject.startswith(b"<"):
                    table, column = places[predicate]
                    if (end := rest.rfind(b" <")) < 0:
                        raise SyntaxError("not in a named graph")
                    table.add(subject, column, rest[:end])
        for table in tables:
            table.close()
        named.close()

    kept = keep(file, KIND, make, progress, tell)
    if not (kept.folder / f"{_NAMES}.parquet").exists():  # made when there was no such table
        forget(kept)
        kept = keep(file, KIND, make, progress, tell)
    return kept


class _Table:
    """A Parquet file that is written row by row; the lines of a subject come together."""

    def __init__(self, path: Path, columns: dict[str, str], wanted: str) -> None:
        import pyarrow
        import pyarrow.parquet

        self.columns, self._wanted, self._arrow = columns, wanted, pyarrow
        self._schema = pyarrow.schema([(name, pyarrow.string()) for name in ("iri", *columns.values())])
        self._writer = pyarrow.parquet.ParquetWriter(path, self._schema, compression="zstd")
        self._subject, self._row = b"", dict[str, bytes]()
        self._rows: list[dict[str, str]] = []

    def add(self, subject: bytes, column: str, thing: bytes) -> None:
        if subject != self._subject:
            self._finish()
            self._subject, self._row = subject, {}
        if (
            self._row.setdefault(column, thing) != thing
        ):  # a table of single values would say less than the graph
            raise SyntaxError(f"two values: {column}")

    def _finish(self) -> None:
        if self._wanted in self._row:
            row = {name: value.decode("utf-8") for name, value in self._row.items()}
            self._rows.append({"iri": self._subject.decode("utf-8"), **row})
        if len(self._rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_table(self._arrow.Table.from_pylist(self._rows, schema=self._schema))
            self._rows = []

    def close(self) -> None:
        self._finish()
        self._flush()
        self._writer.close()


class _Names:
    """A Parquet file of subjects and their names, each once."""

    def __init__(self, folder: Path) -> None:
        import pyarrow
        import pyarrow.parquet

        self._arrow = pyarrow
        self._schema = pyarrow.schema([(name, pyarrow.string()) for name in ("iri", "name")])
        self._writer = pyarrow.parquet.ParquetWriter(
            folder / f"{_NAMES}.parquet", self._schema, compression="zstd"
        )
        self._rows: dict[tuple[bytes, bytes], None] = {}
        self._last = b"", b""

    def add(self, subject: bytes, name: bytes) -> None:
        if (subject, name) == self._last:  # sorted: what several graphs say stands together
            return
        self._last = subject, name
        self._rows[self._last] = None
        if len(self._rows) >= _ROWS:
            self._flush()

    def _flush(self) -> None:
        rows = [{"iri": s.decode("utf-8"), "name": n.decode("utf-8")} for s, n in self._rows]
        self._writer.write_table(self._arrow.Table.from_pylist(rows, schema=self._schema))
        self._rows = {}

    def close(self) -> None:
        self._flush()
        self._writer.close()


@cache
def _saved() -> dict[str, str]:
    """The parts of the saved questions that tables answer, as they stand there."""
    folder = ontology_dir() / "questions"
    found = {}
    for path in sorted(folder.glob("*.sql")):
        part = _PART.search(path.with_suffix(".rq").read_text(encoding="utf-8"))
        if part and part[2] == path.stem:
            found[path.stem] = unbound(part[0])
    return found


def answerable(text: str) -> re.Match[str] | None:
    """The part of a query that tables answer: that of a saved question, whatever its parameters are."""
    part = _PART.search(text)
    if not part or _saved().get(part[2]) != unbound(part[0]):
        return None
    return part if all(_ONE.fullmatch(value) for _, _, value in SLOT.findall(part[0])) else None


def is_all(part: re.Match[str]) -> bool:
    """Whether nothing but the part is asked for: what is left of the query needs no data."""
    text = part.string
    before, after = text[: part.start()].strip(), text[part.end() :].strip()
    return before.endswith("{") and before.count("{") == 1 and after.startswith("}") and "{" not in after


def answered(text: str, part: re.Match[str], kept: Kept) -> str:
    """The query with the rows of the tables in the place of the part.

    Raises:
        DashiError: DuckDB fails, or cannot be loaded: a process that has made the tables may have no more room for it.
    """
    try:
        import duckdb
    except ImportError as error:
        raise DashiError(Both(f"DuckDB 不能载入（{error}）", f"DuckDB cannot be loaded ({error})")) from None

    sql = (ontology_dir() / "questions" / f"{part[2]}.sql").read_text(encoding="utf-8")
    values: dict[str, Any] = {
        name: None if value == "UNDEF" else value for _, name, value in SLOT.findall(part[0])
    }
    if language := _LANGUAGE.search(part[0]):
        values["lang"] = language[1]
    try:
        with duckdb.connect(config={"memory_limit": "200MB", "threads": 2}) as on:
            for name in (*_WANTED, _NAMES):
                file = str(kept.folder / f"{name}.parquet").replace("'", "''")
                on.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{file}')")
            on.execute(sql, values or None)
            names = " ".join(f"?{column[0]}" for column in on.description or ())
            rows = on.fetchall()
    except duckdb.Error as error:
        raise DashiError(Both(f"DuckDB 出错（{error}）", f"DuckDB failed ({error})")) from None
    lines = "\n".join(f"({' '.join('UNDEF' if v is None else str(v) for v in row)})" for row in rows)
    return f"{text[: part.start()]}VALUES ({names}) {{\n{lines}\n}}{text[part.end() :]}"
