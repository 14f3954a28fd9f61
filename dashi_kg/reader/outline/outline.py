"""Source → the tree of sections. Total: any text gives a tree, and its extents tile the text.

Devices of the genre, outermost first: 一、 · (一) · 1. · (1) · 一是 (run in, inside a paragraph).
A device that is missing is skipped, so 「1.」 may stand directly under 「一、」.
"""

from __future__ import annotations

import re

from dashi_kg.model import Section, Source, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.outline.bare import bare_cuts
from dashi_kg.reader.outline.cuts import line_cuts, lines_of
from dashi_kg.reader.outline.frame import head_end_of, plain, tail_parts, tail_start
from dashi_kg.reader.outline.glued import glued_cuts
from dashi_kg.reader.outline.parts import report_year, with_the_years_work, with_unheaded_parts
from dashi_kg.reader.outline.tree import sections
from dashi_kg.text.fold import fold
from dashi_kg.text.line_ends.joined import joined_source, located
from dashi_kg.text.segments import trim
from dashi_kg.text.years import years_in_digits

__all__ = ["numbered", "outline", "outline_of", "view_of"]


def outline(source: Source) -> Section:
    """The tree of sections of a text.

    Args:
        source: any source.

    Returns:
        The root (number ``""``, role ``report``); its children are the head chrome ``0a``, the
        preamble ``0b``, the numbered parts ``1`` …, and what follows them. The extents of the
        children of any section, with its own head before them, tile its extent exactly.
    """
    read, joined = joined_source(source)
    return located(outline_of(read), joined)


def outline_of(source: Source) -> Section:
    """The tree of sections of a text without hard line ends (see :mod:`dashi_kg.text.line_ends.joined`)."""
    view = view_of(source)
    lines = lines_of(view)
    cuts = line_cuts(view, lines)
    if not any(cut.level <= 1 for cut in cuts) and (glued := glued_cuts(view)):
        cuts = glued
    year = report_year(view, lines, cuts)
    cuts = cuts or bare_cuts(view, lines, year)
    cuts = with_unheaded_parts(view, lines, cuts, year)
    cuts = with_the_years_work(view, cuts, year)
    first = cuts[0].start if cuts else len(view)
    above = [line for line in lines if line.end <= first] or [Span(0, first)][: first > 0]
    head_end = head_end_of(view, above)
    tail = tail_start(view, lines, cuts[-1].start if cuts else head_end)
    cuts = [cut for cut in cuts if cut.start < tail]
    first = cuts[0].start if cuts else tail
    if not len(trim(view, head_end, first)):  # a blank line makes no section
        if head_end:
            head_end = first
        elif cuts:
            cuts[0] = cuts[0]._replace(start=0)
            first = 0

    children: list[Section] = []
    if head_end:
        children.append(plain(view, "0a", Span(0, head_end), "chrome"))
    if first > head_end:
        children.append(plain(view, "0b", Span(head_end, first), "preamble"))
    children += [_quoted(source, section) for section in sections(view, cuts, tail, "", "", year)]
    number = sum(child.level == 1 for child in children)
    for part, role in tail_parts(view, lines, tail):
        number += 1
        children.append(plain(view, str(number), part, role))
    everything = Span(0, len(view))
    trimmed = trim(view, 0, len(view))
    return Section("", "", "", None, everything, trimmed, Span(0, 0), 0, "report", tuple(children))


def view_of(source: Source) -> str:
    """The text as the rules see it: one width of character, simplified, years in digits; as long as the text."""
    return years_in_digits(fold(source.text))


def _quoted(source: Source, section: Section) -> Section:
    """The section with marker and title as they stand in the text (rules see the folded view)."""
    heading = section.heading
    title = source.quote(Span(heading.end - len(section.title), heading.end)) if heading else ""
    start = heading.start if heading else section.span.start
    marker = source.quote(Span(start, start + len(section.marker)))
    return changed(
        section,
        marker=marker,
        title=re.sub(r"\s*\n\s*", "", title),
        children=tuple(_quoted(source, child) for child in section.children),
    )


def section_and_below(section: Section) -> list[Section]:
    """The section and all below it, in the order of the text."""
    found = [section]
    for child in section.children:
        found += section_and_below(child)
    return found


def numbered(root: Section) -> list[Section]:
    """All sections but the root, in the order of the text."""
    return section_and_below(root)[1:]
