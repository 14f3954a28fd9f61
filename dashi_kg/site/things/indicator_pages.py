"""The page of an indicator: what it counts, and its values over years and bodies."""

from __future__ import annotations

from functools import lru_cache

from dashi_kg.rdf.namespaces import curie
from dashi_kg.site.charts.charts import Bar, bar_chart
from dashi_kg.site.facts.quantity import unit_name
from dashi_kg.site.shared.amounts import Amount
from dashi_kg.site.shared.document import Document
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.comparison import REPORT_YEAR, ROWS, Comparison, Figure, compare, grouped
from dashi_kg.site.things.resource_pages import ResourcePages
from dashi_kg.site.things.thing_pages import ThingPages

WORDS = {
    "compare": ("各年各机关的数值", "Values by year and organisation"),
    "year": ("年度", "Year"),
    "body": ("机关", "Organisation"),
    "figure": ("数值", "Value"),
    "period": ("时期", "Period"),
    "quote": ("原文", "The report's words"),
    "comparable": ("可比性", "Comparable"),
    "alike": ("可比", "yes"),
    "not_alike": ("不可比", "not comparable"),
    "differs_in": ("：", ": "),
    "qualifier": ("限定", "qualifier"),
    "in_report_year": ("报告年度", "the report's year"),
    "local": (
        "这是仅见于个别报告的指标：各机关的数值不宜相互比较。",
        "This indicator belongs to single reports: values of different organisations are not comparable.",
    ),
    "only": (
        "目前只有一个数值，没有可以比较的对象。没有报告不等于零。",
        "There is one value so far, and nothing to compare it with. Not reported is not zero.",
    ),
    "none": (
        "图中还没有报告陈述这个指标。没有报告不等于零。",
        "No report in the graph states this indicator. Not reported is not zero.",
    ),
    "measure": (
        "指标、角色、部分、单位、时段种类、限定都相同的数值可比，以多数数值为准；不可比的照样列出，并注明哪里不同。没有报告不等于零。",
        "Values compare where indicator, role, part, unit, kind of period and qualifier are the same as of most; others are listed too, with what is different. Not reported is not zero.",
    ),
    "more": (
        "只列出最近的 {shown} 个，共 {count} 个。要全部，请运行保存的查询 compare-indicator。",
        "The latest {shown} of {count}. For all of them run the saved question compare-indicator.",
    ),
    "chart": ("可比的数值", "The comparable values"),
}


class Indicators(ThingPages):
    """Pages below ``indicator/``."""

    start = "indicator/"

    def __init__(self, site_graph: SiteGraph, resources: ResourcePages) -> None:
        super().__init__(site_graph, resources)
        # the pages in both languages follow each other
        self.compared = lru_cache(maxsize=1)(lambda indicator: compare(site_graph, indicator))

    def _page(self, document: Document, path: str, lang: str) -> bytes:
        from markupsafe import Markup

        found = self.compared(document.iri)
        drawn = figures_drawn(found)
        self.site_graph.labels.need(
            i for f in found.figures for i in (f.iri, f.body, f.report, f.period, *(w for _, w in f.counted)) if ":" in i
        )  # fmt: skip
        return self.resources.render(
            document,
            path,
            lang,
            "indicator.html",
            words=WORDS,
            listed={curie("sosa:observedProperty").value},
            found=found,
            bars=len(drawn),
            chart=Markup(bar_chart([self._bar(f, path, lang) for f in drawn], lang)),
            number=lambda f: self._number(f, lang),
            qualified=lambda f: self._how(f, lang),
            shown=ROWS,
            report_year=REPORT_YEAR,
        )

    def _bar(self, f: Figure, path: str, lang: str) -> Bar:
        """The figure as a row of the chart, with its bounds: what has no upper one must not look as if it had."""
        labels = self.site_graph.labels
        body = labels.said(f.body, lang)
        amount = Amount(
            f.decimal(f.number),
            unit_name(labels, f.how("classifier"), f.how("unit"), lang),
            f.how("qualifier").rpartition("/")[2],
            f.decimal(f.low), f.low_open, f.decimal(f.high), f.high_open,
        )  # fmt: skip
        href = self.site_graph.links.href(f.iri, path, lang)
        return Bar(
            f"{f.year} {body.words}",
            amount,
            href=href,
            lang=body.lang if body.lang.split("-")[0] not in ("", lang) else "",
        )

    def _number(self, f: Figure, lang: str) -> str:
        """The value with its unit: ``50 次``, ``99.8%``, ``3–5 次``."""
        number = grouped(f.number) if f.number else f"{grouped(f.low) or '…'}–{grouped(f.high) or '…'}"
        if f.how("unit").endswith("/PERCENT"):
            return f"{number}%"
        if word := f.how("classifier"):
            return f"{number} {unit_name(self.site_graph.labels, word, '', lang)}".rstrip()
        unit = f.how("unit")
        if unit.startswith(self.site_graph.base):
            return f"{number} {self.site_graph.labels.said(unit, lang).words}"
        return number

    def _how(self, f: Figure, lang: str) -> str:
        """Qualifier and role in a change, where it is not simply an exact result."""
        keys = ("qualifier", "kind", "role", "compared", "per", "certainty")
        plain = ("/exact", "#actual", "/value")
        said = [f.how(k) for k in keys if f.how(k) and not f.how(k).endswith(plain)]
        return ("，".join if lang == "zh" else ", ".join)(
            self.site_graph.labels.said(i, lang).words for i in said
        )


def figures_drawn(found: Comparison) -> tuple[Figure, ...]:
    """The comparable figures that are drawn side by side; none where fewer than two can be compared."""
    kept = found.alike
    return () if len(kept) < 2 or not any(f.size for f in kept) else kept
