"""Saved questions whose answer over all reports is that over each of them, one after the other: asked of one report at a time.

A report and what all share lie in a small store in memory, which takes a sixth of the time of a store on the disk, and the answer of a report that
has not changed is that of an earlier run. A question of this kind says so (``# apart: report``): each row is told by one report and by
what all share, and rows are ordered by report first; or by text (``# apart: source``), a row each.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cached_property
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import Quad, RdfFormat, Store, parse

from dashi_kg.query.bind import bind
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.query.on_disk.stored import load_merged
from dashi_kg.query.questions import SLOT, Question, questions
from dashi_kg.query.result import Engine, Row
from dashi_kg.rdf.iris import lines_of_reports
from dashi_kg.rdf.terms import value
from dashi_kg.site.finding.ready_records import Record
from dashi_kg.site.finding.search_records import TOLD, records_of
from dashi_kg.site.layout.languages import LANGUAGES
from dashi_kg.site.shared.site_graph import SiteGraph

FIRST = 500  # rows of an answer that its page looks at, of which it shows fewer; the others are counted
FEW = 60  # rows of a report that are kept; of more, only how many there are
Key = tuple[str, str]  # name of a question, language


class Told(NamedTuple):
    """What one report tells: by question and language how many rows, and the rows where they are few; what the search finds of which documents."""

    counts: dict[Key, int]
    rows: dict[Key, list[Row]]
    variables: dict[str, tuple[str, ...]]
    documents: list[str]
    records: list[Record]


class First(NamedTuple):
    """The first rows of an answer, and the number of all."""

    variables: tuple[str, ...]
    rows: list[Row]
    total: int


class ByReport:
    """Asks one report after the other; can be sent to another process.

    Args:
        base: the base IRI.
        shared: the N-Quads of what all reports share.
        common: lines of what reports say of things that are not their own, each once.
    """

    def __init__(self, base: str, shared: Path, common: bytes) -> None:
        self.base, self.shared, self.common = base, shared, common

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in self.__dict__.items() if name != "_store"}

    @cached_property
    def _store(self) -> Store:
        store = Store()
        load_merged(store, [self.shared.read_bytes(), self.common])
        return store

    def __call__(self, file: Path) -> Told | None:
        """What a report tells; ``None``: it speaks of what belongs to another report.

        Args:
            file: its N-Quads.
        """
        private = lines_of_reports(self.base)
        lines = [line for line in file.read_bytes().splitlines(keepends=True) if line.startswith(private)]
        own = b"".join(lines)
        places = re.compile(rb"<" + re.escape(self.base.encode()) + rb"((?:report|source)/[^#>]*)")
        if set(places.findall(own)) - {one[1] for line in lines if (one := places.match(line))}:
            return None
        told = Told(
            {}, {}, {}, sorted({one[1].decode() for line in lines if (one := places.match(line))}), []
        )
        engine = OxigraphEngine(self._store, self.base, merged=True)
        load_merged(self._store, [own])
        try:
            names = {s[1:-1].decode() for s, p, _ in (line.split(b" ", 2) for line in lines) if p in TOLD}
            told.records.extend(
                (group, tuple(one)) for group, one in records_of(SiteGraph(engine, self.base), names)
            )
            for question in apart():
                answers: dict[str, list[Row]] = {}  # most questions are the same in both languages
                for lang in LANGUAGES:
                    text = bind(question, {}, self.base, lang)
                    if text not in answers:
                        found = engine.run(text)
                        answers[text] = list(found.rows or ())
                        told.variables[question.name] = found.variables
                    rows = answers[text]
                    told.counts[question.name, lang] = len(rows)
                    if rows and len(rows) <= FEW:
                        told.rows[question.name, lang] = rows
        finally:
            for quad in parse(own, format=RdfFormat.N_QUADS):
                self._store.remove(Quad(quad.subject, quad.predicate, quad.object))
        return told


class Apart:
    """What all reports tell, in their order."""

    def __init__(self) -> None:
        self._reports: list[str] = []
        self._counts: dict[Key, list[int]] = defaultdict(list)  # in the order of the reports
        self._rows: dict[Key, list[Row] | None] = {}  # None: they are not all at hand
        self._variables: dict[str, tuple[str, ...]] = {}
        self._by_text = frozenset(question.name for question in apart() if question.apart == "source")

    def _all(self, key: Key) -> bool:
        """Whether all rows are wanted, for their order is not that of the reports."""
        return key[0] in self._by_text

    def add(self, report: str, told: Told) -> None:
        """Take in what a report (IRI) tells; they come sorted."""
        self._reports.append(report)
        self._variables.update(told.variables)
        for key, count in told.counts.items():
            known = self._rows.setdefault(key, [])
            if known is not None and (len(known) < FIRST or self._all(key)):
                more = told.rows.get(key, [])
                self._rows[key] = [*known, *more] if len(more) == count else None
            self._counts[key].append(count)

    def first(self, engine: Engine, text: str, question: Question, lang: str) -> First | None:
        """The first rows, and how many there are; ``None``: this question is not answered so.

        Args:
            engine: answers over all reports; asked of the few whose rows are not at hand.
            text: the question.
        """
        key = question.name, lang
        if key not in self._counts or not self._reports:
            return None
        counts, rows = self._counts[key], self._rows[key]
        if self._all(key):
            if rows is None:
                return None
            # a text of several reports is told by each
            rows = sorted(dict.fromkeys(rows), key=lambda row: value(row[0]))
            return First(self._variables[question.name], rows[:FIRST], len(rows))
        if rows is None:
            enough = next((n for n, got in enumerate(accumulate(counts)) if got >= FIRST), len(counts))
            names = " ".join(f"<{iri}>" for iri in self._reports[: enough + 1])
            some = SLOT.sub(
                lambda slot: f"{slot[1]}VALUES ?report {{ {names} }}" if slot[2] == "report" else slot[0],
                text,
            )
            rows = list(islice(engine.run(some).rows or (), FIRST))
        return First(self._variables[question.name], rows[:FIRST], sum(counts))


def apart() -> tuple[Question, ...]:
    """The questions of this kind."""
    return tuple(question for question in questions() if question.apart)
