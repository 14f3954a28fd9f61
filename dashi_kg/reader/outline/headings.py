"""What of a section is its heading, and where its text begins: on a line of its own, or run in before the text."""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.outline.cuts import RUN_IN_LEVEL, Cut
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.segments import trim

_SAID = wordings("headings")

LONGEST_HEADING = 80
_LONGEST_RUN_IN_TITLE = 40
# A heading and its text with nothing but a space between them.
_GAP = re.compile(r"(?P<title>[^\s。,;:]{4,30}(?:,[^\s。,;:]{4,20})?)[ \t]+(?=[\u4e00-\u9fff\d“《][^\n]{20})")
_STATEMENT = _SAID["statement"]


def read_heading(view: str, cut: Cut, end: int, *, holds: bool = False) -> tuple[Span | None, str, Span]:
    """Heading span (marker included), title, body; ``holds``: numbered items follow, whatever its own text is."""
    if cut.role:
        return None, "", trim(view, cut.start, end)
    if cut.title_end:
        title = trim(view, cut.marker.end, cut.title_end)
        after = cut.title_end + (view[cut.title_end : cut.title_end + 1] in ("。", ";", ":"))
        return (
            Span(cut.marker.start, title.end),
            view[title.start : title.end],
            trim(view, min(after, end), end),
        )
    begin = cut.marker.end
    while (begin < end and view[begin] in " \t.、") or (cut.level == 0 and view[begin : begin + 1] == ":"):
        begin += 1
    while cut.level == RUN_IN_LEVEL and begin < end and view[begin] in ",: ":
        begin += 1  # 一是,法治意识不强
    line_end = view.find("\n", begin, end)
    line_end = end if line_end == -1 else line_end
    line = trim(view, begin, line_end)
    stop = view.find("。", line.start, line.end)
    run_in = cut.level == RUN_IN_LEVEL
    longest = _LONGEST_RUN_IN_TITLE if run_in else LONGEST_HEADING
    rest_follows = trim(view, line_end, end)
    colon = view.find(":", line.start, min(line.end - 1, line.start + 30))
    gap = None if run_in else _GAP.match(view, line.start, line.end)
    if colon != -1 and (stop == -1 or colon < stop) and not run_in:  # 「(一)深化改革:加强…」
        title, after = trim(view, line.start, colon), colon + 1
    elif gap and stop > gap.end("title") and not view[gap.end("title") : line.end].startswith("\n"):
        title, after = Span(*gap.span("title")), gap.end("title")  # 「(一)加强组织领导 我局高度重视…。」
    elif not run_in and stop != -1 and _STATEMENT.search(view[line.start : stop]):
        return None, "", trim(view, begin, end)
    elif stop == -1:  # a heading on its own line, or an item that is all one clause
        if run_in or len(line) > longest or (cut.level > 2 and not len(rest_follows) and not holds):
            return None, "", trim(view, begin, end)
        if ";" in view[line.start : line.end - 1] and not len(rest_follows) and not holds:
            return None, "", trim(view, begin, end)  # 深化改革;优化流程: items, not a heading
        title, after = line, line_end
    elif stop - line.start > longest:
        return None, "", trim(view, begin, end)
    elif stop + 1 < line.end or len(rest_follows):  # 「(一)强化政治引领。大石街道…」
        title, after = trim(view, line.start, stop), stop + 1
    elif (
        run_in or ";" in view[line.start : stop] or stop - line.start > 30 or cut.level > 2
    ):  # one sentence and nothing else: it is the item, not its heading
        return None, "", trim(view, begin, end)
    else:
        title, after = trim(view, line.start, stop), stop + 1
    while len(title) and view[title.end - 1] in ",;:. ":
        title = Span(title.start, title.end - 1)
    if not len(title):
        return None, "", trim(view, begin, end)
    heading = Span(cut.marker.start, title.end)
    return heading, view[title.start : title.end], trim(view, after, end)
