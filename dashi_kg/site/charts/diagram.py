"""The classes of the ontology and the properties between them as SVG, laid out at build time from the ontology itself.

Layers by the longest path, left to right; rows by the mean of their neighbours. Deterministic.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT, _GAP, _SPACE, _PORT, _THIN = 190, 44, 230, 22, 20, 20


@dataclass(frozen=True, slots=True)
class Edge:
    """From a class by properties to a class; all IRIs."""

    source: str
    target: str
    properties: tuple[str, ...]


Slot = str | Edge


def edges(triples: Iterable[tuple[str, str, str]]) -> list[Edge]:
    """One edge a pair of classes, of (property, class that has it, class that it leads to); none to itself."""
    pairs: dict[tuple[str, str], set[str]] = {}
    for prop, source, target in triples:
        if source != target:
            pairs.setdefault((source, target), set()).add(prop)
    return [Edge(s, t, tuple(sorted(found))) for (s, t), found in sorted(pairs.items())]


def layers(found: list[Edge]) -> list[list[Slot]]:
    """The classes in columns, each to the right of all that lead to it (cycles are cut where they close).

    A slot is a class, or an edge that passes through the column.
    """
    nodes = sorted({n for e in found for n in (e.source, e.target)})
    rank = dict.fromkeys(nodes, 0)
    for _ in nodes:  # longest path: at most as many rounds as nodes, so that a cycle ends
        for e in found:
            if rank[e.target] < rank[e.source] + 1 < len(nodes):
                rank[e.target] = rank[e.source] + 1
    columns: list[list[Slot]] = [
        [n for n in nodes if rank[n] == r] for r in range(max(rank.values(), default=-1) + 1)
    ]
    for e in found:
        for r in range(rank[e.source] + 1, rank[e.target]):
            columns[r].append(e)
    for _ in range(6):
        _order(columns, found)
    return columns


def _order(columns: list[list[Slot]], found: list[Edge]) -> None:
    place = {slot: i - len(c) / 2 for c in columns for i, slot in enumerate(c)}
    near: dict[Slot, list[Slot]] = {slot: [] for slot in place}
    for e in found:
        if e in near:  # it passes through
            near[e] += [e.source, e.target]
        else:
            near[e.source].append(e.target)
            near[e.target].append(e.source)
        if e in near:
            near[e.source].append(e)
            near[e.target].append(e)
    for column in columns:
        mean = {s: sum(place[n] for n in near[s]) / len(near[s]) if near[s] else 0.0 for s in column}
        column.sort(key=lambda s: (round(mean[s], 6), str(s)))
        place.update({s: i - len(column) / 2 for i, s in enumerate(column)})


@dataclass(frozen=True, slots=True)
class _Box:
    x: int
    y: int
    height: int


def _boxes(columns: list[list[Slot]], found: list[Edge]) -> dict[Slot, _Box]:
    """Where each slot is; one box a column and slot, but an edge that passes several columns keeps its first."""
    ports = {
        s: max(sum(e.target == s for e in found), sum(e.source == s for e in found))
        for c in columns
        for s in c
    }
    high = {s: _THIN if isinstance(s, Edge) else max(_HEIGHT, _PORT * ports[s] + 10) for s in ports}
    total = [sum(high[s] + _SPACE for s in c) for c in columns]
    made: dict[Slot, _Box] = {}
    for x, column in enumerate(columns):
        y = (max(total) - total[x]) // 2 + _SPACE // 2
        for slot in column:
            made.setdefault(slot, _Box(10 + x * (_WIDTH + _GAP), y, high[slot]))
            y += high[slot] + _SPACE
    return made


def _fitting(labels: list[str], room: int) -> str:
    """As many labels as stand side by side; where some are left out, it says so.

    >>> _fitting(["change of", "scope of"], 200), _fitting(["分母", "变化的是", "变化前为"], 120)
    ('change of · scope of', '分母 · 变化的是 …')
    """
    shown = [*labels]
    while len(shown) > 1 and sum(_wide(c) for c in " · ".join(shown)) > room:
        shown.pop()
    return " · ".join(shown) + (" …" if len(shown) < len(labels) else "")


def _wide(character: str) -> int:
    """Pixels of a character at the size of names of properties, about."""
    return 15 if character > "\u2e80" else 8


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
    boxes = _boxes(columns, found)
    width = (len(columns) - 1) * (_WIDTH + _GAP) + _WIDTH + 20
    height = max(b.y + b.height for b in boxes.values()) + _SPACE // 2

    def port(e: Edge, end: str) -> int:
        """Where an edge leaves or meets the box of its class: in the order of what is at the other end."""
        box = boxes[getattr(e, end)]
        mine = sorted(
            (x for x in found if getattr(x, end) == getattr(e, end)),
            key=lambda x: boxes[x if x in boxes else x.source if end == "target" else x.target].y,
        )
        return box.y + box.height // 2 + (2 * mine.index(e) - len(mine) + 1) * _PORT // 2

    lines, words = [], []
    for e in found:
        x1, y1 = boxes[e.source].x + _WIDTH, port(e, "source")
        x2, y2 = boxes[e.target].x, port(e, "target")
        said = escape(_fitting([label(p) for p in e.properties], _WIDTH if e in boxes else _GAP - _GAP // 8))
        path = f"M{x1} {y1}"
        if through := boxes.get(e):
            y, a = through.y + through.height // 2, through.x
            path += f"C{x1 + _GAP // 2} {y1} {a - _GAP // 2} {y} {a} {y}H{x2 - _GAP}"
            words.append(f'<text class="by" x="{a + _WIDTH // 2}" y="{y - 4}">{said}</text>')
            x1, y1 = x2 - _GAP, y
        else:
            words.append(f'<text class="by end" x="{x2 - 14}" y="{y2 - 4}">{said}</text>')
        path += f"C{x1 + _GAP // 4} {y1} {x1 + _GAP // 4} {y2} {x1 + _GAP // 2} {y2}H{x2 - 7}"
        lines.append(
            f'<path class="edge" d="{path}"></path><path class="tip" d="M{x2} {y2}l-8 -4v8z"></path>'
        )
    classes = [
        f'<a href="{escape(href(n))}"><rect class="class" x="{b.x}" y="{b.y}" width="{_WIDTH}" height="{b.height}" rx="3"></rect>'
        f'<text class="name" x="{b.x + _WIDTH // 2}" y="{b.y + b.height // 2 + 6}">{escape(label(n))}</text></a>'
        for n, b in boxes.items()
        if isinstance(n, str)
    ]
    return (
        f'<svg class="diagram" viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}">'
        + "".join(lines) + "".join(words) + "".join(classes) + "</svg>"
    )  # fmt: skip
