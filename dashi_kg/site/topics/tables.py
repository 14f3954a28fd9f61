"""A matrix as a page shows it: headings in the page's language, numbers with their links, drawings beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from markupsafe import Markup

from dashi_kg.export.tables.figures import LEVELS
from dashi_kg.export.tables.observations import Row
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.site.layout.foreign import foreign_term
from dashi_kg.site.shared.amounts import plain
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.topics.matrix import Block, Line
from dashi_kg.site.topics.small_charts import Axis, line, mark
from dashi_kg.site.topics.words import WORDS

_SELDOM = 4  # one in so many figures
_BARE = frozenset(("", "NUM", "PERCENT", "UNITLESS", "FRACTION"))


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One body of a table: who, where (the name of its county, else of its province, and the IRI), its cells (number, IRI of the figure, quote), its line and its mark."""

    body: str  # IRI
    level: str
    place: str
    place_iri: str
    cells: tuple[tuple[tuple[str, str, str], ...], ...]
    sizes: tuple[str, ...]
    trend: Markup
    mark: Markup


@dataclass(frozen=True, slots=True)
class ShownBlock:
    """One table: its heading, what its figures share besides, and its lines."""

    id: str
    indicator: str
    notes: tuple[str, ...]
    years: tuple[str, ...]
    ranked: str
    axis: str
    trends: bool
    lines: tuple[ShownLine, ...]
    count: int  # of bodies
    figures: int


def shown(site_graph: SiteGraph, blocks: Sequence[Block], lang: str, most: int) -> list[ShownBlock]:
    """The blocks as tables.

    Args:
        most: lines and figures on a page, all blocks together: those beyond are left to the table file.
    """
    found, ids = [], set[str]()
    for block in blocks:
        taken = list(accumulate(1 + sum(map(len, line.cells.values())) for line in block.lines))
        lines = block.lines[: max(bisect_right(taken, most), 1)]
        most -= taken[len(lines) - 1]
        name = block.indicator.rpartition("/")[2]
        identity = f"i-{name}"
        number = 2
        while identity in ids:
            identity, number = f"i-{name}-{number}", number + 1
        ids.add(identity)
        found.append(_block(site_graph, block, lines, identity, lang))
        if most <= 0:
            break
    return found


def _block(
    site_graph: SiteGraph, block: Block, lines: Sequence[Line], identity: str, lang: str
) -> ShownBlock:
    rate = block.rows[0]["unit"] == "PERCENT"
    numbers = [n for one in lines for year in block.years if (n := one.number(year)) is not None]
    axis = Axis.of(numbers, rate=rate)
    return ShownBlock(
        identity,
        block.indicator,
        notes(site_graph, block, lang),
        block.years,
        block.ranked_year,
        _word("axis", lang).format(plain(axis.low), plain(axis.high)) if rate else "",
        len(block.years) > 1,
        tuple(_line(site_graph, block, one, axis) for one in lines),
        len(block.lines),
        len(block.rows),
    )  # fmt: skip


def _line(site_graph: SiteGraph, block: Block, one: Line, axis: Axis) -> ShownLine:
    some = next(iter(one.cells.values()))[0]
    return ShownLine(
        f"{site_graph.base}org/{one.body}",
        some["level"],
        some["county"] or some["province"],
        _place(site_graph.base, some),
        cells(one, block.years),
        tuple("" if (n := one.number(year)) is None else str(n) for year in block.years),
        Markup(line(one.numbers(block.years), axis)),
        Markup(mark(one.number(block.ranked_year), axis)),
    )


def _place(base: str, row: Row) -> str:
    """The IRI of the county, else of the province, that the body of a row is in; ``""``: not known."""
    code = row["division_code"]
    digits = code[:6] if row["county"] else f"{code[:2]}0000"
    return f"{base}place/cn-{digits}" if code and (row["county"] or row["province"]) else ""


def cells(one: Line, years: Sequence[str]) -> tuple[tuple[tuple[str, str, str], ...], ...]:
    """What the cells of a line show, year by year: number, IRI and quote of each figure."""
    return tuple(
        tuple((number(row), row["iri"], row["quote"]) for row in one.cells.get(year, ())) for year in years
    )


def number(row: Row) -> str:
    """The value as a cell shows it: ``1,060``, ``98.2%``, ``50+`` (50余)."""
    value = plain(Decimal(row["value"])) if row["value"] else "–"
    if row["unit"] == "PERCENT":
        value += "%"
    if row["min_exclusive"] or row["min_inclusive"]:
        return value if row["high"] else f"{value}+"
    return f"<{value}" if row["max_exclusive"] else value


def notes(site_graph: SiteGraph, block: Block, lang: str) -> tuple[str, ...]:
    """What the figures of a block share besides their indicator, in words; the usual is left out."""
    row, basis = block.rows[0], block.basis
    found = []
    if unit := unit_word(site_graph, block.rows, lang):
        found.append(_word("unit", lang).format(unit))
    if basis.role == "part":
        found.append(_word("part", lang).format(row["counted_words"]))
    if basis.period != "year":
        found.append(_word("period", lang).format(row[f"period_{lang}"]))
    if basis.qualifier != "exact":
        found.append(_word("qualifier", lang).format(row[f"qualifier_{lang}"]))
    if "@" in basis.indicator:
        found.append(_word("own", lang))
    elif words := _otherwise(site_graph, block):
        found.append(_word("called", lang).format("、".join(words)))
    return tuple(found)


def _otherwise(site_graph: SiteGraph, block: Block) -> list[str]:
    """What the reports call the indicator where they seldom use its name: the usual words, at most two."""
    name = site_graph.labels.said(block.indicator, "zh").words
    counts = Counter(row["counted_words"] for row in block.rows if row["counted_words"])
    words = sorted(counts, key=lambda words: (-counts[words], words))[:2]
    return [w for w in words if not _alike(w, name) and counts[w] * _SELDOM > len(block.rows)]


def _alike(one: str, other: str) -> bool:
    """Whether two names share three characters in a row, or one is in the other."""
    return one in other or other in one or any(one[i : i + 3] in other for i in range(len(one) - 2))


def unit_word(site_graph: SiteGraph, rows: Sequence[Row], lang: str) -> str:
    """What the numbers of a block are followed by, where it is one thing: the counter word in Chinese, else the unit."""
    key = rows[0]["unit"]
    if key not in _BARE:
        known = foreign_term(f"{FOREIGN['unit']}{key}")
        return (
            known[lang == "en"]
            if known
            else site_graph.labels.said(f"{site_graph.base}unit/{key}", lang).words
        )
    counters = {row["classifier"] for row in rows}
    return counters.pop() if lang == "zh" and len(counters) == 1 else ""


def places(blocks: Sequence[ShownBlock]) -> Mapping[str, Sequence[str] | Mapping[str, str]]:
    """The levels and places (name → IRI) of all lines, for the filter."""
    lines = [one for block in blocks for one in block.lines]
    return {
        "levels": sorted({one.level for one in lines if one.level in LEVELS}, key=LEVELS.index),
        "places": dict(sorted({one.place: one.place_iri for one in reversed(lines) if one.place}.items())),
        "years": sorted({year for block in blocks for year in block.years}),
    }


def _word(key: str, lang: str) -> str:
    return WORDS[key][lang == "en"]
