"""Charts as tables whose rows carry a drawn bar: one chart a unit, readable without scripts, colours or pictures.

The table is the text alternative: every number stands beside its bar, in words. Bars are SVG with lengths in per
cent, so that they fit any width while the words keep their size. No quotes and end tags stand that HTML lets one leave out. Units are never mixed on one axis. Bars begin at
zero; where the values of a unit differ more than fiftyfold, points on a logarithmic axis are drawn instead, for a bar
has no honest length there. A value that the text leaves open (50余) ends in an arrow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from math import ceil, floor, log10

from dashi_kg.site.layout.minify import attribute
from dashi_kg.site.shared.amounts import Amount, plain, said

_FULL = 88  # per cent of the width that the end of the axis takes; the rest is for arrows
_WIDE = 50
_PERCENT = "%"
_WORDS = {
    "what": ("项目", "What"),
    "value": ("数值", "Value"),
    "log": ("对数刻度", "logarithmic axis"),
    "axis": ("刻度 {} 至 {}", "axis from {} to {}"),
    "single": ("各只有一个数值的单位", "Units with one figure each"),
    "unit": ("单位：{}", "Unit: {}"),
    "bare": ("没有量词的计数", "Counts without a counter word"),
    "none": ("原文未给数字", "No number in the text"),
    "first": ("前 {} 个，共 {} 个", "the first {} of {}"),
    "left": (
        "另有 {} 个数值，单位各异，见下面的条目",
        "{} more figures, in other units, are among the items below",
    ),
    "open": (
        "箭头：原文说“余”“不少于”等，没有上限",
        "Arrow: “more than”, “at least”: no upper bound is stated",
    ),
    "requirement": ("要求", "requirement"),
    "practice": ("惯例", "practice"),
    "former": ("变化前", "former value"),
    "derived": ("推算", "derived"),
}


@dataclass(frozen=True, slots=True)
class Bar:
    """One row: what, how much, and where its words or its page are.

    ``group`` says which bars share an axis (IRI or word of the unit); ``kind`` is ``actual``, ``requirement``,
    ``practice``, ``former`` or ``derived``; ``lang`` is the language of the label where it is not the page's.
    """

    label: str
    amount: Amount
    group: str = ""
    href: str = ""
    kind: str = "actual"
    lang: str = ""


def bar_chart(rows: Sequence[Bar], lang: str, most: tuple[int, int] | None = None) -> str:
    """The rows as HTML: a ``<figure class="chart">`` for each unit, in the order in which the units first occur.

    Args:
        most: how many units have a chart, those with most values, and how many rows a chart has; of more it shows the
            first, and says so.

    Units with a single value make one table without bars at the end; percentages always have their axis, 0 to 100.
    """
    groups: dict[str, list[Bar]] = defaultdict(list)
    for row in rows:
        groups[(row.group or row.amount.unit) if row.amount.drawn is not None else "\0"].append(row)
    nothing = groups.pop("\0", [])
    drawn = {k: g for k, g in groups.items() if len(g) > 1 or g[0].amount.unit == _PERCENT}
    single = [g[0] for k, g in groups.items() if k not in drawn]
    left = 0
    if most:
        shown = sorted(drawn, key=lambda k: -len(drawn[k]))[: most[0]]
        left = len(rows) - sum(len(drawn[k]) for k in shown)
        drawn = {k: g for k, g in drawn.items() if k in shown}
        single = nothing = []
    longest = most[1] if most else None
    figures = []
    keyed = False
    for group in drawn.values():
        unit = group[0].amount.unit
        caption = _word("unit", lang).format(unit) if unit else _word("bare", lang)
        key = not keyed and any(r.amount.open_above for r in group)
        keyed = keyed or key
        something = any(r.amount.drawn for r in group)
        figures.append(_figure(caption, group, lang, longest, bars=something, key=key))
    if single:
        figures.append(_figure(_word("single", lang), single, lang, longest, bars=False))
    if nothing:
        figures.append(_figure(_word("none", lang), nothing, lang, longest, bars=False))
    if left:
        figures.append(f"<p class=quiet>{_word('left', lang).format(left)}</p>")
    return "\n".join(figures)


def _word(key: str, lang: str) -> str:
    return _WORDS[key][lang == "en"]


def _figure(
    caption: str, rows: Sequence[Bar], lang: str, most: int | None, *, bars: bool = True, key: bool = False
) -> str:
    scale = Scale.of([r.amount for r in rows]) if bars else None
    about = escape(caption)
    if scale and scale.log:
        about += f" · {_word('log', lang)}"
    if most and len(rows) > most:
        about += f" · {_word('first', lang).format(most, len(rows))}"
    if key:
        about += f' <small><svg class="key" width="10" height="12" aria-hidden="true">{_RIGHT}</svg> {escape(_word("open", lang))}</small>'
    axis = f"<td class=axis>{_axis(scale, lang)}" if scale else ""
    head = f"<th scope=col>{_word('what', lang)}<th scope=col>{_word('value', lang)}{axis}"
    body = "".join(_row(r, scale, lang) for r in rows[:most])
    return f"<figure class=chart><figcaption>{about}</figcaption><table><thead><tr>{head}<tbody>{body}</table></figure>"


def _row(row: Bar, scale: Scale | None, lang: str) -> str:
    label = escape(row.label, quote=False)
    tongue = f" lang={row.lang}" if row.lang else ""
    if row.href:
        label = f"<a href={attribute(row.href)}{tongue}>{label}</a>"
    elif tongue:
        label = f"<span{tongue}>{label}</span>"
    if row.kind in _WORDS:
        label += f" <small>{_word(row.kind, lang)}</small>"
    words = row.amount.words
    shown = escape(said(row.amount, lang), quote=False)
    if words:
        shown += f" <span lang=zh>{escape(words, quote=False)}</span>"
    cell = f"<td>{_bar(row, scale)}" if scale else ""
    return f"<tr><th scope=row>{label}<td>{shown}{cell}"


@dataclass(frozen=True, slots=True)
class Scale:
    """An axis from ``low`` to ``high``, linear from zero or logarithmic between powers of ten."""

    low: float
    high: float
    log: bool

    @classmethod
    def of(cls, amounts: Iterable[Amount]) -> Scale:
        """The axis that fits these amounts, which share a unit; each has a number."""
        listed = list(amounts)
        numbers = [float(n) for a in listed for n in (a.value, a.low, a.high) if n is not None]
        above = [n for n in numbers if n > 0]
        if listed and listed[0].unit == _PERCENT and max(numbers, default=0) <= 100 and min(numbers) >= 0:
            return cls(0, 100, False)
        if above and max(above) / min(above) >= _WIDE and min(numbers) >= 0:
            return cls(10 ** floor(log10(min(above))), 10 ** ceil(log10(max(above))), True)
        return cls(
            min([0.0, *(-_round_up(-n) for n in numbers if n < 0)]), _round_up(max([*above, 0.0])), False
        )

    def at(self, number: Decimal | float) -> float:
        """The place of a number in per cent of the width; zero stands at the start of a logarithmic axis."""
        if self.log:
            place = (log10(max(float(number), self.low)) - log10(self.low)) / (
                log10(self.high) - log10(self.low)
            )
        else:
            place = (float(number) - self.low) / (self.high - self.low)
        return round(_FULL * place, 1)

    def ticks(self) -> list[float]:
        """Numbers to be written at the axis."""
        if not self.log:
            return [self.low, (self.low + self.high) / 2, self.high]
        first, last = round(log10(self.low)), round(log10(self.high))
        return [10.0**n for n in range(first, last + 1, 1 + (last - first) // 4)]


def _round_up(number: float) -> float:
    """The next of 1, 2, 4, 6, 8 times a power of ten; 1 for nothing."""
    if number <= 0:
        return 1.0
    power = 10.0 ** floor(log10(number))
    return next((step * power for step in (1, 2, 4, 6, 8) if step * power >= number), 10 * power)


_RIGHT = '<path class="open" d="M0 1l8 5-8 5z"/>'
_LEFT = '<path class="open" d="M0 1l-8 5 8 5z"/>'


def _axis(scale: Scale, lang: str) -> str:
    label = _word("axis", lang).format(_tick(scale.low), _tick(scale.high))
    marks = []
    for tick in (ticks := scale.ticks()):
        side = "start" if tick == ticks[0] else "middle"
        marks.append(f'<text x="{_percent(scale.at(tick))}" y="11" text-anchor="{side}">{_tick(tick)}</text>')
    return f'<svg width="100%" height="14" role="img" aria-label="{escape(label)}">{"".join(marks)}</svg>'


def _tick(number: float) -> str:
    return plain(Decimal(repr(number)).normalize())


def _bar(row: Bar, scale: Scale) -> str:
    amount = row.amount
    assert amount.drawn is not None
    end = scale.at(amount.drawn)
    parts = []
    if amount.low is not None and amount.high is not None:
        start, end = scale.at(amount.low), scale.at(amount.high)
        parts.append(
            f'<rect class=span x="{_percent(start)}" width="{_percent(end - start)}" y=3 height="6"/>'
        )
    elif scale.log and amount.drawn <= 0:
        pass  # zero has no place on a logarithmic axis; the number stands beside
    elif scale.log:
        parts.append(f'<circle cx="{_percent(end)}"/>')
    else:
        zero = scale.at(0)
        begin = min(zero, end)
        place = f'x="{_percent(begin)}" ' if begin else ""
        parts.append(f'<rect {place}width="{_percent(abs(end - zero))}"/>')
    if amount.open_above or amount.open_below:
        shift = 6 if scale.log else 1
        arrow = _RIGHT if amount.open_above else _LEFT
        place = f'<g transform="translate({shift if amount.open_above else -shift})">{arrow}</g>'
        parts.append(f'<svg x="{_percent(end)}" overflow="visible">{place}</svg>')
    css = "bar" if row.kind == "actual" else f'"bar {row.kind}"'
    return f"<svg class={css} aria-hidden=true>{''.join(parts)}</svg>"


def _percent(number: float) -> str:
    return f"{number:g}%" if number else "0"
