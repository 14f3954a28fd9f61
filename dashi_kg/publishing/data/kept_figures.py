"""The figures of all reports on the disk, by topic and report, as the pages of topics and bodies show them, and what else is counted over all reports.

What a report tells for them is a plain value, made with its table or known from an earlier run; asked of the store, the figures of a topic are
looked up one by one, for the topic, for its class and for the body again.
"""

from __future__ import annotations

import marshal
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from pathlib import Path
from typing import NamedTuple

from dashi_kg.export.tables.figures import short_number
from dashi_kg.export.tables.lookup import Facts
from dashi_kg.export.tables.observations import NUMBERS, Row, by_place
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.told_by_report import Compared, Parts, answers_of, parts_of, quotes_of
from dashi_kg.site.topics.figure_source import SHOWN, TopicCount

_TABLES = """
CREATE TABLE figures (topic TEXT, report INTEGER, body TEXT, rows BLOB, PRIMARY KEY (topic, report, body)) WITHOUT ROWID;
CREATE INDEX by_body ON figures (body);
CREATE TABLE topics (topic TEXT, above TEXT, PRIMARY KEY (above, topic)) WITHOUT ROWID;
CREATE TABLE counts (iri TEXT PRIMARY KEY, figures INTEGER, bodies INTEGER, first TEXT, last TEXT, compared INTEGER) WITHOUT ROWID;
CREATE TABLE indicators (iri TEXT PRIMARY KEY, figures INTEGER, bodies INTEGER, first TEXT, last TEXT) WITHOUT ROWID;
CREATE TABLE comparable (body TEXT, key TEXT, indicator TEXT, year TEXT, figure TEXT, value TEXT, PRIMARY KEY (body, key, indicator, year, figure)) WITHOUT ROWID;
CREATE TABLE parts (report TEXT PRIMARY KEY, told BLOB) WITHOUT ROWID;
CREATE TABLE answers (question TEXT PRIMARY KEY, things INTEGER) WITHOUT ROWID;
CREATE TABLE quotes (text INTEGER, anchor TEXT, PRIMARY KEY (text, anchor)) WITHOUT ROWID;
"""


_IRI = SHOWN.index("iri")


class KeptFigures:
    """A :class:`~dashi_kg.site.topics.figure_source.FigureSource` over a file that :func:`keep_figures_of` has written."""

    def __init__(self, file: Path) -> None:
        self._file = file
        # the pages of a body follow each other, and so do those of its reports
        self.of_body = lru_cache(maxsize=1)(self._of_body)

    def __reduce__(self) -> tuple[object, ...]:
        return KeptFigures, (self._file,)

    @cached_property
    def _on(self) -> sqlite3.Connection:
        return sqlite3.connect(f"{self._file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)

    def of_topic(self, key: str) -> list[Row]:
        """See :class:`~dashi_kg.site.topics.figure_source.FigureSource`."""
        query = "SELECT rows FROM figures JOIN topics USING (topic) WHERE above = ?"
        return _rows(self._on.execute(query, (key,)))

    def _of_body(self, key: str) -> list[Row]:
        return _rows(self._on.execute("SELECT rows FROM figures WHERE body = ?", (key,)))

    @cached_property
    def indicators(self) -> Mapping[str, TopicCount]:
        """See :class:`~dashi_kg.site.topics.figure_source.FigureSource`."""
        found = self._on.execute("SELECT iri, figures, bodies, first, last FROM indicators ORDER BY iri")
        return {row[0]: TopicCount(*row) for row in found}

    def comparable(self) -> Iterator[Compared]:
        """See :class:`~dashi_kg.site.facts.told_by_report.ToldByReports`."""
        query = "SELECT figure, body, year, key, indicator, value FROM comparable ORDER BY body, key, indicator, year, figure"
        return (Compared(*row) for row in self._on.execute(query))

    def parts(self, report: str) -> Parts:
        """See :class:`~dashi_kg.site.facts.told_by_report.ToldByReports`."""
        rows = list(self._on.execute("SELECT told FROM parts WHERE report = ?", (report,)))
        return dict(marshal.loads(rows[0][0])) if rows else {}

    @property
    def answers(self) -> Mapping[str, int]:
        """See :class:`~dashi_kg.site.facts.told_by_report.ToldByReports`."""
        return dict(self._on.execute("SELECT question, things FROM answers"))

    @property
    def quotes(self) -> int:
        """See :class:`~dashi_kg.site.facts.told_by_report.ToldByReports`."""
        ((count,),) = self._on.execute("SELECT COUNT(*) FROM quotes")
        return int(count)

    def reports_on(self, key: str) -> list[int]:
        """The numbers of the reports with figures on a topic, sorted."""
        query = (
            "SELECT DISTINCT report FROM figures JOIN topics USING (topic) WHERE above = ? ORDER BY report"
        )
        return [number for (number,) in self._on.execute(query, (key,))]

    @cached_property
    def counts(self) -> Mapping[str, TopicCount]:
        """See :class:`~dashi_kg.site.topics.figure_source.FigureSource`."""
        found = self._on.execute("SELECT iri, figures, bodies, first, last FROM counts ORDER BY iri")
        return {row[0]: TopicCount(*row) for row in found}

    @cached_property
    def compared(self) -> frozenset[str]:
        """See :class:`~dashi_kg.site.topics.figure_source.FigureSource`."""
        return frozenset(iri for (iri,) in self._on.execute("SELECT iri FROM counts WHERE compared"))


def _rows(found: Iterable[tuple[bytes]]) -> list[Row]:
    """The rows of some blobs, each once, in order; cells of the same words are one."""
    same: dict[str, str] = {}
    once = {
        cells[_IRI]: dict(zip(SHOWN, (same.setdefault(cell, cell) for cell in cells), strict=True))
        for (blob,) in found
        for cells in marshal.loads(blob)
    }
    return sorted(once.values(), key=by_place)


class ToldFigures(NamedTuple):
    """What a report tells, of its figures first: plain values.

    Attributes:
        rows: key of the topic, id of the body, and the cells of the figures as :mod:`marshal` writes them.
        counted: of each figure its IRI, its key of comparison (``""``: it compares with none), the year of the report, who issued it,
            its indicator, the IRIs of its topics, and its value.
        parts: of each report that it tells of, what :func:`~dashi_kg.site.facts.told_by_report.parts_of` gives.
        quotes: of each text that it tells of, what :func:`~dashi_kg.site.facts.told_by_report.quotes_of` gives.
        answers: see :func:`~dashi_kg.site.facts.told_by_report.answers_of`.
    """

    rows: list[tuple[str, str, bytes]]
    counted: list[tuple[str, str, str, tuple[str, ...], str, tuple[str, ...], str]]
    parts: dict[str, dict[str, dict[str, int]]]
    quotes: dict[str, list[str]]
    answers: dict[str, int]


def told_figures(facts: Facts, rows: Iterable[Row], base: str) -> ToldFigures:
    """What the figures of a report tell.

    Args:
        facts: of the report, with what is known of the things that it names.
        rows: those of its figures (:func:`~dashi_kg.export.tables.observations.rows_of`).
        base: the base IRI.
    """
    fz = f"{base}ns#"
    found: dict[tuple[str, str], list[tuple[str, ...]]] = defaultdict(list)  # by topic and body
    counted = []
    same: dict[str, str] = {}  # marshal writes one object once
    for row in rows:
        indicator = row["indicator_iri"]
        issuers = tuple(value(body) for body in facts.all(row["iri"], f"{fz}issuer"))
        if not (issuers and indicator and row["start"]):
            continue
        cells = (short_number(row[name]) if name in NUMBERS else row[name] for name in SHOWN)
        kept = tuple(same.setdefault(cell, cell) for cell in cells)
        topics = tuple(sorted({value(topic) for topic in facts.all(indicator, f"{fz}about")}))
        for topic in topics or ("",):
            for body in issuers:
                found[_key(topic), _key(body)].append(kept)
        key = row["comparison_key"] if row["value"] else ""
        counted.append(
            (row["iri"], key, row["report_year"], issuers, indicator, topics, _as_stored(row["value"]))
        )
    reports = {report: parts_of(facts, report, base) for report in facts.of_type(f"{fz}Report")}
    rows_of_all = [(*names, marshal.dumps(kept)) for names, kept in sorted(found.items())]
    return ToldFigures(rows_of_all, counted, reports, quotes_of(facts, base), answers_of(facts, base))


def keep_figures_of(file: Path, reports: Iterable[ToldFigures], known: Facts) -> KeptFigures:
    """Write the figures of reports into a file.

    Args:
        file: is not there.
        reports: what the figures of each tell.
        known: what all reports share: which topic lies in which.

    Raises:
        OSError: it cannot be written.
    """
    on = sqlite3.connect(file, isolation_level=None)
    try:
        on.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN; {_TABLES}")
        keeper = _Keeper(on, known)
        for number, told in enumerate(reports):
            keeper.take(number, told)
        keeper.finish()
        on.execute("COMMIT")
    finally:
        on.close()
    return KeptFigures(file)


class _Keeper:
    def __init__(self, on: sqlite3.Connection, known: Facts) -> None:
        self._on, self._known = on, known
        self._above: dict[str, frozenset[str]] = {}
        self._figures: dict[str, int] = defaultdict(int)
        self._bodies: dict[str, set[str]] = defaultdict(set)
        self._years: dict[str, set[str]] = defaultdict(set)
        self._by_indicator: dict[str, tuple[list[int], set[str], set[str]]] = {}  # how many, bodies, years
        self._answers = Counter[str]()
        # numbers of texts: one has a thousand quotes, and its IRI is four times as long as what tells of a quote
        self._texts: dict[str, int] = {}
        self._year_of: dict[str, str] = {}  # by key of comparison, the first
        self._compared: set[str] = set()

    def take(self, number: int, told: ToldFigures) -> None:
        """The figures of one report."""
        rows = ((topic, number, body, blob) for topic, body, blob in told.rows)
        self._on.executemany("INSERT INTO figures VALUES (?, ?, ?, ?)", rows)
        compared = []
        for iri, key, year, issuers, indicator, topics, number_of in told.counted:
            count, bodies, years = self._by_indicator.setdefault(indicator, ([0], set(), set()))
            count[0] += 1
            bodies.update(issuers)
            years.add(year)
            if key:
                compared += [(body, key, indicator, year, iri, number_of) for body in issuers]
            again = bool(key) and self._year_of.setdefault(key, year) != year
            for above in {above for topic in topics for above in self._up(topic)}:
                self._figures[above] += 1
                self._bodies[above].update(issuers)
                self._years[above].add(year)
                if again:
                    self._compared.add(above)
        self._on.executemany("INSERT OR IGNORE INTO comparable VALUES (?, ?, ?, ?, ?, ?)", compared)
        parts = ((report, marshal.dumps(list(found.items()))) for report, found in told.parts.items())
        self._on.executemany("INSERT OR REPLACE INTO parts VALUES (?, ?)", parts)
        self._answers.update(told.answers)
        number_of_text = {text: self._texts.setdefault(text, len(self._texts)) for text in told.quotes}
        quotes = ((number_of_text[text], one) for text, anchors in told.quotes.items() for one in anchors)
        self._on.executemany("INSERT OR IGNORE INTO quotes VALUES (?, ?)", quotes)

    def _up(self, topic: str) -> frozenset[str]:
        """A topic and those above it."""
        if topic not in self._above:
            found, wanted = set[str](), [topic]
            while wanted:
                found.add(one := wanted.pop())
                broader = map(value, self._known.all(one, f"{FOREIGN['skos']}broader"))
                wanted += [up for up in broader if up not in found]
            self._above[topic] = frozenset(found)
        return self._above[topic]

    def finish(self) -> None:
        """What is told of all of them."""
        topics = [(_key(topic), _key(above)) for topic, found in self._above.items() for above in found]
        self._on.executemany("INSERT INTO topics VALUES (?, ?)", sorted(topics))
        counts: Iterator[tuple[str, int, int, str, str, bool]] = (
            (iri, count, len(self._bodies[iri]), min(self._years[iri]), max(self._years[iri]), iri in self._compared)
            for iri, count in sorted(self._figures.items())
        )  # fmt: skip
        self._on.executemany("INSERT INTO counts VALUES (?, ?, ?, ?, ?, ?)", counts)
        indicators = (
            (iri, count, len(bodies), min(years), max(years))
            for iri, ((count,), bodies, years) in sorted(self._by_indicator.items())
        )
        self._on.executemany("INSERT INTO answers VALUES (?, ?)", self._answers.items())
        self._on.executemany("INSERT INTO indicators VALUES (?, ?, ?, ?, ?)", indicators)


def _as_stored(number: str) -> str:
    """A number as a store gives it.

    >>> _as_stored("13.0"), _as_stored("0.50"), _as_stored("100")
    ('13', '0.5', '100')
    """
    return number.rstrip("0").removesuffix(".") if "." in number else number


def _key(iri: str) -> str:
    """The last part of an IRI: the key of a topic, the id of a body."""
    return iri.rpartition("/")[2]
