"""Source → :class:`~dashi_kg.model.Extraction`: everything that the report states, each with its span.

The order of the steps is the order in which they need each other: first what needs the text only, then bodies, then
numbers (a number may be about a body or place, and is reported in a measure).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import Any

from dashi_kg.language import Both
from dashi_kg.model import Extraction, Source
from dashi_kg.model.kinds import kind
from dashi_kg.reader.context.context import Context, context
from dashi_kg.reader.facets.facets import with_facets
from dashi_kg.reader.items.citations import read_citations
from dashi_kg.reader.items.events import read_events
from dashi_kg.reader.items.measures import read_measures
from dashi_kg.reader.items.mechanisms import read_mechanisms
from dashi_kg.reader.items.plans import read_plan_items
from dashi_kg.reader.items.problems import read_problems
from dashi_kg.reader.items.relations import read_measure_relations
from dashi_kg.reader.names.organisations import read_organisations
from dashi_kg.reader.names.places import read_places
from dashi_kg.reader.numbers.digits import masks, not_statistics
from dashi_kg.reader.numbers.quantities import read_observations
from dashi_kg.text.line_ends.joined import joined_source, located

__all__ = ["extract"]

# Kind → its reader, where the report is all that it needs. Bodies and posts need the places, observations all of these,
# mechanisms the events: see below.
READERS: dict[str, Callable[[Context], list[Any]]] = {
    "place": read_places,
    "measure": read_measures,
    "citation": read_citations,
    "event": read_events,
    "problem": read_problems,
    "plan-item": read_plan_items,
}


def extract(source: Source, given: Mapping[str, str] | None = None) -> Extraction:
    """Read one report.

    Args:
        source: the text of a report (any text is accepted).
        given: what a person says of the report (issuer, year, dates …), before what is read.

    Returns:
        Everything found. A text that is no report gives an outline, perhaps nothing else, and a warning
        that says so; facts are never invented.
    """
    read, joined = joined_source(source)
    found = located(_read(read, given or {}), joined)
    return found if joined.whole else replace(found, source=source)


def _read(source: Source, given: Mapping[str, str]) -> Extraction:
    """Everything found in a text without hard line ends."""
    ctx = context(source, given)
    if _announces(ctx):
        warning = Both(
            "这是工作要点、方案或通知，不是年度报告：没有读出任何条目",
            "a plan of work or a notice, not an annual report: nothing was read from it",
        )
        return Extraction(source, ctx.root, ctx.metadata, warnings=(*source.warnings, warning))
    if not _is_report(ctx):
        warning = Both(
            "这不像一份法治政府建设年度报告：没有读出任何条目",
            "not a rule-of-law report: nothing was read from it",
        )
        return Extraction(source, ctx.root, ctx.metadata, warnings=(*source.warnings, warning))
    masked = masks(ctx)
    alone = {kind(key).field: read(ctx) for key, read in READERS.items()}
    places, measures = alone["places"], alone["measures"]
    organisations = read_organisations(ctx, places)
    observations = with_facets(ctx, read_observations(ctx, masked, measures, organisations.bodies, places))
    mechanisms = read_mechanisms(ctx, alone["events"], places)
    relations = organisations.relations + read_measure_relations(
        ctx, measures, mechanisms, organisations.bodies, places
    )
    return Extraction(
        source=source,
        outline=ctx.root,
        metadata=ctx.metadata,
        bodies=tuple(organisations.bodies),
        posts=tuple(organisations.posts),
        relations=tuple(relations),
        observations=tuple(observations),
        mechanisms=tuple(mechanisms),
        not_statistics=tuple(not_statistics(ctx, masked, observations)),
        warnings=tuple(_warnings(ctx)),
        **{field: tuple(items) for field, items in alone.items()},
    )


# Words that a report on rule-of-law government cannot do without; two of them make one.
_SUBJECT = ("法治政府", "依法行政", "法治建设", "依法治")


_LEAST_SUBJECT, _LEAST_SUBJECT_WITHOUT_PARTS = 2, 5
# 白河县2023年法治政府建设工作要点 / …关于报送…年度报告的通知: says what is to be done, states nothing that was
_ANNOUNCEMENT = re.compile(
    r"(?:要点|方案|工作计划|工作安排|任务分[解工]表?|任务清单|的通知|的公告|的函|的(?:实施|指导)?意见|规划(?:\([^()]*\))?|暂行办法|实施办法)$"
)
_ABOVE_THE_TEXT = 6  # lines
_LONGEST_TITLE = 60


def _announces(ctx: Context) -> bool:
    """A plan of work or a notice: its title says so, and no line is the title of a report."""
    if ctx.metadata.title:
        return False
    lines = [line.strip() for line in ctx.view.split("\n") if line.strip()]
    above = lines[:_ABOVE_THE_TEXT]
    titles = [*above, *(a + b for a, b in pairwise(above))]
    return any(
        len(words) <= _LONGEST_TITLE
        and not set("。;>|") & set(words)
        and _ANNOUNCEMENT.search(words)
        and any(s in words for s in _SUBJECT)
        for words in titles
    )


def _is_report(ctx: Context) -> bool:
    """By its title and its parts, or by its words."""
    parts = [s for s in ctx.root.children if s.level == 1 and s.role not in ("closing", "chrome")]
    headed = any(s.heading for s in parts)
    if ctx.metadata.title and parts:
        return True
    subject = sum(ctx.view.count(word) for word in _SUBJECT)
    return subject >= _LEAST_SUBJECT and (headed or subject >= _LEAST_SUBJECT_WITHOUT_PARTS)


def _warnings(ctx: Context) -> list[Both]:
    """What a reader of the result should know about the text, in zh and en."""
    found = list(ctx.source.warnings)
    roles = {s.role for s in ctx.sections()}
    meta = ctx.metadata
    for missing, words in (
        (meta.issuer is None, Both("没有找到报告机关", "no reporting organisation was found")),
        (meta.year is None, Both("没有找到报告年度", "no report year was found")),
        (meta.issued is None, Both("没有找到公开日期", "no date of publication was found")),
        ("measures-results" not in roles, Both("没有举措和成效部分", "no part on measures and results")),
        ("shortcomings-causes" not in roles, Both("没有问题和不足部分", "no part on shortcomings")),
        ("next-year" not in roles, Both("没有下一年度安排部分", "no part on next year")),
    ):
        if missing:
            found.append(words)
    text = ctx.view.rstrip()
    if (
        text
        and all(c.role != "chrome" or c.number == "0a" for c in ctx.root.children)
        and text[-1] not in "。!?”》)日"
    ):
        last = ctx.root.children[-1] if ctx.root.children else None
        if last and last.role not in ("closing", "chrome"):
            found.append(
                Both(
                    "文本似乎不完整：最后一句没有结束",
                    "the text seems cut off: its last sentence does not end",
                )
            )
    titles = [s.title for s in ctx.root.children if s.title]
    for title in sorted({t for t in titles if titles.count(t) > 1}):
        found.append(Both(f"标题重复：“{title}”", f"the heading “{title}” occurs more than once"))
    return found
