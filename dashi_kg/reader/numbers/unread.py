"""Numerals in words that were seen and not read, each with its reason: no number of a report is lost in silence.

A numeral counts as seen before a counter word: 数十件, 若干次, 第三批, 三项制度. 一 alone is left out: it is an article
(一名党员) far more often than a count.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from dashi_kg.model import Span
from dashi_kg.reader.numbers.masks import Masks
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns

_SAID = wordings("unread")

_ANY = _SAID["any"]
_BEHIND = _SAID["behind"]
LISTED = _SAID["listed"]
_NUMERAL = _SAID["numeral"]
_INDEFINITE = _SAID["indefinite"]


def unread(view: str, taken: Sequence[Span], masked: Masks) -> Iterator[tuple[Span, str]]:
    """Each numeral in words with its counter word that overlaps none of the read spans, and why it was not read.

    Args:
        view: the folded text.
        taken: spans of the numbers that were read, in any order.
        masked: spans in which no statistic stands, with the reason.
    """
    if _ANY.search(view) is None:
        return
    spans = sorted(taken)
    starts = [t.start for t in spans]
    reach = list(accumulate((t.end for t in spans), max))
    for match in _NUMERAL.finditer(view):
        span = Span(*match.span())
        at = bisect_right(starts, span.end - 1)
        if (at and reach[at - 1] > span.start) or _BEHIND.search(view, max(span.start - 4, 0), span.start):
            continue
        if match["words"] in "一零〇" and not match["ordinal"]:
            continue
        yield span, _reason(view, match, masked.reason(span))


def _reason(view: str, match: re.Match[str], mask: str) -> str:
    words, start, end = match["words"], match.start(), match.end()
    if mask:
        return mask
    if match["ordinal"] or LISTED.search(view, max(0, start - 12), start):
        return "ordinal"
    if _INDEFINITE.search(words):
        return "indefinite"
    quoted = view[max(start - 1, 0) : start] == "“" or view[end : end + 1] == "“"
    return "slogan-code" if quoted or patterns.SLOGAN_TAIL.match(view, end) else "other"
