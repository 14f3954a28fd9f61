"""Figures that compare, side by side: bodies down, years across; and apart, with the reason, those that do not.

Which compare, :mod:`dashi_kg.model.comparing` says by the keys in the graph. Values of one key are one block: one
indicator, one unit, one kind of period. Nothing is converted, added up or filled in.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from dashi_kg.export.tables.observations import Row
from dashi_kg.model.comparing import Basis, Facet, differences, read_key, refusal


@dataclass(frozen=True, slots=True)
class Line:
    """Figures of one body that compare, by year (of the report)."""

    body: str  # its id
    cells: dict[str, tuple[Row, ...]]

    def number(self, year: str) -> Decimal | None:
        """The value of a year; ``None`` where there is none, or more than one."""
        found = self.cells.get(year, ())
        return Decimal(found[0]["value"]) if len(found) == 1 and found[0]["value"] else None

    def numbers(self, years: Sequence[str]) -> list[Decimal | None]:
        """The values of all years from the first of some to the last of them."""
        return [self.number(str(year)) for year in range(int(years[0]), int(years[-1]) + 1)]


@dataclass(frozen=True)
class Block:
    """All figures of one key of comparison."""

    basis: Basis
    rows: tuple[Row, ...]

    @property
    def indicator(self) -> str:
        """The IRI of the indicator."""
        return self.rows[0]["indicator_iri"]

    @cached_property
    def years(self) -> tuple[str, ...]:
        """Of the reports, in order."""
        return tuple(sorted({row["report_year"] for row in self.rows}))

    @cached_property
    def ranked_year(self) -> str:
        """The year in which most bodies have one value, the latest of these."""
        counts = Counter(year for line in self._lines for year in self.years if line.number(year) is not None)
        return max(counts, key=lambda year: (counts[year], year), default=self.years[-1])

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The bodies, the largest value of the ranked year first; those without one by id at the end."""
        year = self.ranked_year

        def place(line: Line) -> tuple[bool, Decimal, str]:
            number = line.number(year)
            return number is None, -(number or Decimal(0)), line.body

        return tuple(sorted(self._lines, key=place))

    @cached_property
    def _lines(self) -> tuple[Line, ...]:
        cells: dict[str, dict[str, list[Row]]] = defaultdict(lambda: defaultdict(list))
        for row in self.rows:
            cells[row["org_id"]][row["report_year"]].append(row)
        return tuple(
            Line(body, {year: tuple(found) for year, found in cells[body].items()}) for body in sorted(cells)
        )


@dataclass(frozen=True, slots=True)
class Apart:
    """A figure that compares with none here, and in which respects; no respect: there is no other of its indicator yet."""

    row: Row
    why: tuple[Facet, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """The blocks, those of most bodies and figures first, and what stands apart."""

    blocks: tuple[Block, ...]
    apart: tuple[Apart, ...]


def matrix(rows: Sequence[Row]) -> Matrix:
    """Figures grouped by what compares.

    Args:
        rows: of figures (:func:`~dashi_kg.export.tables.figures.figure_rows`).
    """
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        by_key[row["comparison_key"]].append(row)
    blocks = [Block(read_key(key), tuple(found)) for key, found in by_key.items() if key and len(found) > 1]
    blocks.sort(key=lambda b: (-len({r["org_id"] for r in b.rows}), -len(b.rows), b.basis.key))
    usual: dict[str, Basis] = {}
    for block in reversed(blocks):
        usual[block.indicator] = block.basis
    together = {block.basis.key for block in blocks}
    apart = [
        Apart(row, _why(row, usual.get(row["indicator_iri"])))
        for row in rows
        if row["comparison_key"] not in together
    ]
    return Matrix(tuple(blocks), tuple(apart))


def _why(row: Row, usual: Basis | None) -> tuple[Facet, ...]:
    if row["comparison_key"]:
        return differences(read_key(row["comparison_key"]), usual) if usual else ()
    found = refusal(
        "target" if row["kind"] == "requirement" else row["role"],
        practice=row["kind"] == "practice",
        sure=row["topic_certainty"] == "clear",
        valued=bool(row["value"]),
    )
    return (found,) if found else ()
