"""Measures: what the report says was done.

One sentence is one measure. An item (一是 …, 1. …) is a measure; with three sentences or more it is the
head of a group and each sentence a measure of its own. Sentences that belong together are joined.
"""

from __future__ import annotations

from typing import NamedTuple

from dashi_kg.model import Measure, Section, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.context.statements import SHORTCOMING
from dashi_kg.reader.numbers.tables import tables
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.segments import clauses, sentences

_SAID = wordings("measures")

_SMALLEST_GROUP = 3
_CONTINUES = _SAID["continues"]
_OUTCOME = _SAID["outcome"]
_IDEA = _SAID["idea"]
_NAMED_ARRANGEMENT = _SAID["named-arrangement"]
_ACT = _SAID["act"]
_NAME_GOES_ON = _SAID["name-goes-on"]
_CIRCUMSTANCE = _SAID["circumstance"]


class _Unit(NamedTuple):
    span: Span
    label: Span


def read_measures(ctx: Context) -> list[Measure]:
    """Measures of the parts that look back, in the order of the text; heads before their parts."""
    found: list[Measure] = []
    for section in ctx.sections(*REPORTED):
        units = list(_units(ctx, section.body))
        if section.children and units and _only_opens(ctx, units[-1].span, section):
            units.pop()
        if _is_item(section):
            found += _item(ctx, section, units)
        else:
            before = sum(_is_item(child) for child in section.children)
            for index, unit in enumerate(units, start=before + 1):
                identity = f"m{section.number}.{index}"
                found.append(Measure(identity, unit.span, unit.label, section.number, "sentence-is-measure"))
    return sorted(found, key=lambda m: (m.span.start, -m.span.end, m.id))


_OPENS = _SAID["opens"]


def _only_opens(ctx: Context, unit: Span, section: Section) -> bool:
    """Whether the last words before the items of a section only head them."""
    words = ctx.words(unit).rstrip(":,")
    colon = ctx.view[unit.end - 1 : unit.end + 1].find(":") != -1 or words != ctx.words(unit)
    return bool(_OPENS.search(words)) and (colon or unit.end <= section.children[0].span.start)


def _is_item(section: Section) -> bool:
    return section.marker.endswith("是") or section.level >= 3


def _item(ctx: Context, section: Section, units: list[_Unit]) -> list[Measure]:
    identity = f"m{section.number}"
    heading = section.heading
    if section.children and not units:
        if not heading:
            return []
        parts = tuple(f"m{child.number}" for child in section.children if _is_item(child))
        return [Measure(identity, heading, _bare(section), section.number, "item-heading", None, parts)]
    if heading and len(units) >= _SMALLEST_GROUP:
        parts = tuple(f"{identity}{letters(i)}" for i in range(len(units)))
        head = Measure(identity, heading, _bare(section), section.number, "item-heading", None, parts)
        rule = "sentence-of-item"
        return [head] + [
            Measure(part, unit.span, unit.label, section.number, rule, identity)
            for part, unit in zip(parts, units, strict=True)
        ]
    if not units and (not heading or len(section.body)):
        return []  # words that only head what is no act: a table, a shortcoming
    start = heading.start if heading else units[0].span.start
    end = units[-1].span.end if units else (heading.end if heading else start)
    label = _bare(section) if heading else units[0].label
    return [Measure(identity, Span(start, end), label, section.number, "item-is-measure")]


def _bare(section: Section) -> Span:
    """The heading without its marker."""
    assert section.heading is not None
    return Span(section.heading.end - len(section.title), section.heading.end)


def letters(index: int) -> str:
    """a, b … z, aa, ab …"""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(97 + rest) + name
    return name


def _units(ctx: Context, body: Span) -> list[_Unit]:
    """Sentences of a body, joined and split as the rules at the top of this module say."""
    groups: list[list[Span]] = []
    leading = False
    rows = [table.span for table in tables(ctx.view, body)]
    for sentence in sentences(ctx.view, body):
        if any(row.overlaps(sentence) for row in rows):
            continue  # a row of figures is no act
        words = ctx.words(sentence)
        if not clauses(ctx.view, sentence):  # marks without words: “:,”
            continue
        if SHORTCOMING.match(words):  # what is wanting was not done
            continue
        joined = bool(groups) and bool(
            leading
            or _CONTINUES.match(words)
            or _only_outcome(ctx, sentence)
            or _repeats(ctx, groups[-1][-1], sentence)
        )
        if joined:
            groups[-1].append(sentence)
        else:
            groups.append([sentence])
        leading = not joined and bool(_IDEA.search(words)) and len(clauses(ctx.view, sentence)) <= 2
    units = []
    for group in groups:
        for part in _split(ctx, Span(group[0].start, group[-1].end), group):
            units.append(_Unit(part, _label(ctx, part)))
    return units


def _only_outcome(ctx: Context, sentence: Span) -> bool:
    return all(_OUTCOME.match(ctx.words(clause)) for clause in clauses(ctx.view, sentence))


def _repeats(ctx: Context, before: Span, sentence: Span) -> bool:
    """成立了法治政府建设工作领导小组。成立了以…的法治政府建设领导小组 — the same act told again."""
    first = _ACT.match(ctx.words(clauses(ctx.view, sentence)[0]))
    if not first:
        return False
    for clause in clauses(ctx.view, before):
        act = _ACT.match(ctx.words(clause))
        if act and act["verb"] == first["verb"] and ctx.words(sentence)[:120].find(act["object"][-4:]) != -1:
            return True
    return False


def _split(ctx: Context, whole: Span, group: list[Span]) -> list[Span]:
    """A sentence that names two arrangements is cut before the clause that names the second."""
    if len(group) != 1:
        return [whole]
    starts = [whole.start]
    seen = False
    for clause in clauses(ctx.view, whole):
        if _NAMED_ARRANGEMENT.search(ctx.words(clause)):
            if seen:
                starts.append(clause.start)
            seen = True
    ends = [start - 1 for start in starts[1:]] + [whole.end]
    return [Span(start, end) for start, end in zip(starts, ends, strict=True)]


def _label(ctx: Context, unit: Span) -> Span:
    """The first clause that names an act, without the issuer's own name before it."""
    first = sentences(ctx.view, unit)[0]
    parts = clauses(ctx.view, first)
    for clause in parts:
        bare = without_subject(ctx, clause)
        if not _CIRCUMSTANCE.match(ctx.words(bare)):
            return bare
    return parts[0] if parts else first


def without_subject(ctx: Context, clause: Span) -> Span:
    """The clause without the reporting body's own name at its start."""
    words = ctx.words(clause)
    for name in ctx.self_names if words[:1] in ctx.initials else ():
        if (
            words.startswith(name)
            and len(words) - len(name) >= 4
            and not _NAME_GOES_ON.match(words, len(name))
        ):
            return Span(clause.start + len(name), clause.end)
    return clause
