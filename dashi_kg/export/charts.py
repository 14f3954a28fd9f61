"""Figures that compare as a line chart in Vega-Lite, with a fixed layout: the same rows give the same picture everywhere.

Nothing is left to the size of words: no automatic sizes, a given padding, given extents of the axes. ``vl-convert`` (extra
``charts``) draws it as SVG whose text stays text; without it there is the specification, which notebooks draw themselves.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from importlib.util import find_spec
from typing import Any

from dashi_kg.export.tables.observations import Row

SCHEMA = "https://vega.github.io/schema/vega-lite/v5.json"
LINES = 10  # bodies of a chart: the colours that can be told apart
_VL_VERSION = "5.21"
_WIDTH, _HEIGHT = 460, 260
_LONGEST_NAME = 56  # characters
_PADDING = {"left": 64, "top": 40, "right": 350, "bottom": 44}


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its specification (Vega-Lite 5). In a notebook it is drawn.

    ``left_out``: bodies beyond the ten with most years, which are not drawn.
    """

    spec: dict[str, Any]
    left_out: int = 0

    def to_json(self) -> str:
        """The specification, for a file or for ``vega.github.io/editor``."""
        return json.dumps(self.spec, ensure_ascii=False, indent=1) + "\n"

    def to_svg(self) -> str:
        """The picture.

        Raises:
            DashiError: vl-convert is not installed.
        """
        from dashi_kg.errors import not_installed

        if not drawable():
            raise not_installed("vl_convert", "charts")
        import vl_convert  # type: ignore[import-not-found,unused-ignore]

        return str(vl_convert.vegalite_to_svg(self.spec, vl_version=_VL_VERSION))

    def _repr_mimebundle_(self, include: Any = None, exclude: Any = None) -> dict[str, Any]:
        """What a notebook shows: SVG where vl-convert draws it, else the specification, which JupyterLab draws."""
        found: dict[str, Any] = {"application/vnd.vegalite.v5+json": self.spec, "text/plain": self.to_json()}
        if drawable():
            found["image/svg+xml"] = self.to_svg()
        return found


def drawable() -> bool:
    """Whether vl-convert is installed."""
    return find_spec("vl_convert") is not None


def over_years(rows: Sequence[Row], title: str, names: Mapping[str, str]) -> Chart | None:
    """The values of one key of comparison over the years, a line a body; ``None`` where no two years have any.

    A body that has several values in a year has a point for each and no line there: nobody knows which is meant.

    Args:
        rows: figures of one key of comparison (:mod:`dashi_kg.model.comparing`).
        title: of the chart.
        names: id of the body → its name; those that share one have their id beside it.
    """
    values: dict[str, dict[str, list[Decimal]]] = defaultdict(lambda: defaultdict(list))
    for row in rows:
        if row["value"]:
            values[row["org_id"]][row["report_year"]].append(Decimal(row["value"]))
    years = sorted({year for by_year in values.values() for year in by_year})
    if len(years) < 2:
        return None
    several = Counter(names.get(body, body) for body in values)
    shown = {
        body: _short(name) if several[name] == 1 else f"{_short(name)} ({body})"
        for body in values
        if (name := names.get(body, body))
    }
    chosen = sorted(values, key=lambda body: (-len(values[body]), shown[body]))
    points = [
        {"body": shown[body], "year": year, "value": float(one), "alone": len(found) == 1}
        for body in chosen[:LINES]
        for year, found in sorted(values[body].items())
        for one in found
    ]
    low, high = _axis([float(str(point["value"])) for point in points], rate=rows[0]["unit"] == "PERCENT")
    axis = {"minExtent": 40, "maxExtent": 40, "labelFont": "sans-serif", "title": None}
    spec = {
        "$schema": SCHEMA,
        "autosize": {"type": "none"},
        "width": _WIDTH,
        "height": _HEIGHT,
        "padding": _PADDING,
        "background": "white",
        "title": {"text": title, "anchor": "start", "offset": 14, "font": "sans-serif", "limit": 700},
        "data": {"values": points},
        "encoding": {
            "x": {"field": "year", "type": "ordinal", "scale": {"domain": years}, "axis": axis | {"labelAngle": 0}},
            "y": {
                "field": "value",
                "type": "quantitative",
                "scale": {"domain": [low, high], "zero": False, "nice": False},
                "axis": axis | {"format": ",~f", "tickCount": 5},
            },
            "color": {
                "field": "body",
                "type": "nominal",
                "title": None,
                "scale": {"domain": [shown[body] for body in chosen[:LINES]], "scheme": "category10"},
                "legend": {"labelLimit": 0, "labelFont": "sans-serif", "offset": 18},
            },
        },
        "layer": [
            {"transform": [{"filter": "datum.alone"}], "mark": {"type": "line"}},
            {"mark": {"type": "point", "filled": True, "size": 40}},
        ],
        "config": {"view": {"stroke": None}},
    }  # fmt: skip
    return Chart(spec, max(0, len(chosen) - LINES))


def most_told(rows: Sequence[Row]) -> list[Row]:
    """The rows of the one key of comparison that has values in most bodies and years; empty where none has two years."""
    by_key: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        if row["comparison_key"] and row["value"]:
            by_key[row["comparison_key"]].append(row)
    fit = [found for found in by_key.values() if len({row["report_year"] for row in found}) > 1]
    return max(
        fit,
        key=lambda f: (len({(r["org_id"], r["report_year"]) for r in f}), f[0]["comparison_key"]),
        default=[],
    )


def _short(name: str) -> str:
    """As much of a name as a legend has room for; not by its width, which depends on fonts."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"


def _axis(values: Sequence[float], *, rate: bool) -> tuple[float, float]:
    """From zero for counts; of rates the stretch in which they differ, at least one point wide."""
    low, high = min(values), max(values)
    if not rate:
        return min(0.0, low), high or 1.0
    room = max((high - low) * 0.1, 0.5)
    return max(0.0, low - room), min(100.0, high + room) if high <= 100 else high + room
