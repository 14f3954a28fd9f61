"""How paragraphs and headings look in one text: indents, empty lines, the width of a full line, headings that run in."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from dashi_kg.text.line_ends.lines import LONGEST_HEADING, PROSE, Line

WRAPPED = 60  # characters: no site wraps a line later


class Style(NamedTuple):
    """How paragraphs look in this text."""

    indented: bool  # paragraphs begin with an indent, and only they
    spaced: bool  # an empty line stands between paragraphs, and only there
    width: int  # the number of characters of a full line, where the text was wrapped; else 0
    parts: list[int]  # the part (一、) in which each line stands
    run_in: Counter[tuple[int, str]]  # part and device of numbering → how many have their text right behind
    bare: bool  # headings without a number stand on lines of their own
    pairs: Counter[str]
    over_text: bool = False  # headings stand right above lines that are too long to be wrapped


def device(words: str) -> str:
    """一、 (一) 1. (1): the kind of number at the head of a line."""
    head = words[:2]
    if head[:1] == "(":
        return "(1)" if head[1:].isdigit() else "(一)"
    return "1." if head[:1].isdigit() else "一、"


def _share(part: int, whole: int, least: int) -> bool:
    return whole >= least and 5 * part >= 4 * whole


def style_of(lines: list[Line]) -> Style:
    """What most paragraphs and headings of a text have in common."""
    begins = [line for before, line in pairwise(lines) if before.ended or line.marked]
    goes = [line for before, line in pairwise(lines) if not (before.ended or line.new)]
    own: Counter[tuple[int, str]] = Counter()
    run_in: Counter[tuple[int, str]] = Counter()
    parts: list[int] = []
    part = 0
    for line in lines:
        part += line.marked and device(line.words) == "一、"
        parts.append(part)
        if line.marked:
            full = len(line.words) > LONGEST_HEADING or "。" in line.words[:-1] or line.ended
            (run_in if full else own)[0 if device(line.words) == "一、" else part, device(line.words)] += 1
    bare = sum(
        4 <= len(a.words) <= 30 and not a.new and not a.ended and not re.search("[,。;:|>]", a.words)
        and len(b.words) > PROSE and "。" in b.words and not b.marked
        for a, b in pairwise(lines)
    )  # fmt: skip
    lengths = sorted(len(line.words) for line in lines)
    width = 0
    if lengths:
        longest = lengths[int(0.95 * (len(lengths) - 1))]
        near = sum(longest - 4 <= length <= longest + 2 for length in lengths)
        running = sum(not line.ended for line in lines)
        if 15 <= longest <= 60 and 5 * near >= 2 * len(lengths) and 2 * running >= len(lengths) and near >= 5:
            width = longest
    return Style(
        indented=_share(sum(line.indent >= 2 for line in begins), len(begins), 5)
        and 3 * sum(line.indent >= 2 for line in goes) <= len(goes) + 3,
        spaced=_share(sum(line.blank for line in begins), len(begins), 5),
        width=width,
        parts=parts,
        run_in=Counter({key: n for key, n in run_in.items() if own[key] < 2}),
        bare=bare >= 3,
        pairs=Counter(),
        over_text=any(
            a.marked
            and not a.ended
            and len(a.words) <= LONGEST_HEADING
            and len(b.words) > WRAPPED
            and b.ended
            and not (b.blank or b.marked)
            for a, b in pairwise(lines)
        ),
    )
