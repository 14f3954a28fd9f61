"""The classes of the ontology and the properties between them as SVG, laid out at build time from the ontology itself.

Layers by the longest path, left to right; rows by the mean of their neighbours. Deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

_COLUMN, _ROW, _WIDTH, _HEIGHT = 270, 66, 150, 40


@dataclass(frozen=True, slots=True)
class Edge:
    """From a class by properties to a class; all IRIs."""

    source: str
    target: str
    properties: tuple[str, ...]


def edges(triples: Iterable[tuple[str, str, str]]) -> list[Edge]:
    """One edge a pair of classes, of (property, class that has it, class that it leads to); none to itself."""
    pairs: dict[tuple[str, str], set[str]] = {}
    for prop, source, target in triples:
        if source != target:
            pairs.setdefault((source, target), set()).add(prop)
    return [Edge(s, t, tuple(sorted(found))) for (s, t), found in sorted(pairs.items())]


def layers(found: list[Edge]) -> list[list[str]]:
    """The classes in columns: each to the right of all that lead to it (cycles are cut where they close)."""
    nodes = sorted({n for e in found for n in (e.source, e.target)})
    rank = dict.fromkeys(nodes, 0)
    for _ in nodes:  # longest path: at most as many rounds as nodes, so that a cycle ends
        for e in found:
            if rank[e.target] < rank[e.source] + 1 < len(nodes):
                rank[e.target] = rank[e.source] + 1
    used = sorted(set(rank.values()))
    columns = [[n for n in nodes if rank[n] == r] for r in used]
    for _ in range(4):
        _order(columns, found)
    return columns


def _order(columns: list[list[str]], found: list[Edge]) -> None:
    place = {n: i - len(c) / 2 for c in columns for i, n in enumerate(c)}
    for column in columns:
        mean = {}
        for n in column:
            near = [place[e.target] for e in found if e.source == n] + [
                place[e.source] for e in found if e.target == n
            ]
            mean[n] = sum(near) / len(near) if near else 0.0
        column.sort(key=lambda n: (round(mean[n], 6), n))
        place.update({n: i - len(column) / 2 for i, n in enumerate(column)})


def svg(found: list[Edge], label: Callable[[str], str], href: Callable[[str], str], title: str) -> str:
    """The diagram for inclusion in a page; its colours come from the style sheet.

    Args:
        label: words of a class or property.
        href: address of a class.
        title: what the picture is, for those who do not see it.
    """
    columns = layers(found)
    if not columns:
        return ""
    tallest = max(len(c) for c in columns)
    width, height = (len(columns) - 1) * _COLUMN + _WIDTH + 20, tallest * _ROW + 10
    place: dict[str, tuple[int, int]] = {}
    for x, column in enumerate(columns):
        top = (tallest - len(column)) * _ROW // 2
        for y, n in enumerate(column):
            place[n] = (10 + x * _COLUMN, 8 + top + y * _ROW)
    lines, words = [], []
    for e in found:
        (x1, y1), (x2, y2) = place[e.source], place[e.target]
        x1, y1, y2 = x1 + _WIDTH, y1 + _HEIGHT // 2, y2 + _HEIGHT // 2
        bend = max(40, (x2 - x1) // 2)
        lines.append(
            f'<path class="edge" d="M{x1} {y1}C{x1 + bend} {y1} {x2 - bend} {y2} {x2 - 7} {y2}"></path>'
        )
        lines.append(f'<path class="tip" d="M{x2} {y2}l-8 -4v8z"></path>')
        said = " · ".join(label(p) for p in e.properties)
        words.append(
            f'<text class="by" x="{x1 + (x2 - x1) * 38 // 100}" y="{y1 + (y2 - y1) * 32 // 100 - 3}">{escape(said)}</text>'
        )
    boxes = [
        f'<a href="{escape(href(n))}"><rect class="class" x="{x}" y="{y}" width="{_WIDTH}" height="{_HEIGHT}" rx="3"></rect>'
        f'<text class="name" x="{x + _WIDTH // 2}" y="{y + _HEIGHT // 2 + 5}">{escape(label(n))}</text></a>'
        for n, (x, y) in sorted(place.items())
    ]
    return (
        f'<svg class="diagram" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">'
        + "".join(lines) + "".join(words) + "".join(boxes) + "</svg>"
    )  # fmt: skip
