"""What stands around the text: chrome and title above it, signature and footer below."""

from __future__ import annotations

from dashi_kg.model import Section, Span
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns
from dashi_kg.text.han import compiled
from dashi_kg.text.segments import trim

_SAID = wordings("frame")

LONGEST_CHROME_LINE = 60
_DATE_LINE = _SAID["date-line"]
_FAREWELL = _SAID["farewell"]
# 行政处罚 | 1 286 | 12.5%: a row of a table of figures is text
_ROW = compiled(r"\|\s*[-−]?\d[\d,. ]*(?:%|[\u4e00-\u9fff]{1,3})?\s*(?:\||$)")
_UNSTOPPED = _SAID["unstopped"]
_GLUED_TITLE = _SAID["glued-title"]
_NO_REPORT = _SAID["no-report"]


def is_title(words: str) -> bool:
    """Whether a line of the folded view is the title of a report on rule-of-law government."""
    return (
        len(words) <= LONGEST_CHROME_LINE
        and bool(patterns.TITLE.search(words))
        and not set("。,:;>") & set(words)
        and not _NO_REPORT.search(words)
    )


def plain(view: str, number: str, extent: Span, role: str) -> Section:
    """A part without heading: chrome, opening, signature. ``extent``: all of it."""
    span = trim(view, extent.start, extent.end)
    return Section(number, "", "", None, extent, span, span, 1 if role == "closing" else 0, role)


def is_prose(line: str) -> bool:
    """Whether a line is running text."""
    return len(line) >= 30 and ("。" in line or len(line) > 100)


def head_end_of(view: str, lines: list[Span]) -> int:
    """Where the page's chrome and title above the text end."""
    end, titled = 0, False
    for line in lines:
        words = view[line.start : line.end].strip()
        chrome = patterns.CHROME_HEAD.search(words) and len(words) <= 4 * LONGEST_CHROME_LINE
        title = is_title(words)
        glued = (
            None
            if chrome or title or titled
            else _GLUED_TITLE.match(view, trim(view, line.start, line.end).start, line.end)
        )
        if glued:
            end = glued.end()
            break
        if is_prose(words) and not chrome:
            break
        if chrome or title:
            end, titled = line.end, titled or title
    return end


def tail_start(view: str, lines: list[Span], after: int) -> int:
    """Where what follows the text (signature, footer) begins: the end of the last line of prose.

    Behind the date of a signature, a farewell or the foot of the page, prose is not the report's any more.
    """
    last = after
    for line in lines:
        words = view[line.start : line.end].strip()
        if line.end <= after or not words:
            continue
        foot = patterns.CHROME_FOOT.search(words)
        # The line that holds the last heading is text whatever its length.
        own = line.start <= after
        if not own and last > after and (foot or _DATE_LINE.match(words) or _FAREWELL.match(words)):
            break
        if own or (
            not foot
            and (
                is_prose(words)
                or words.endswith(("。", ";", ":"))
                or _ROW.search(words)
                or _UNSTOPPED.search(words)
            )
        ):
            last = line.end
    return last if len(trim(view, last, len(view))) else len(view)


def tail_parts(view: str, lines: list[Span], start: int) -> list[tuple[Span, str]]:
    """Signature (``closing``) and footer (``chrome``), each one part, together the rest of the text."""
    if start >= len(view):
        return []
    foot = len(view)
    for line in lines:
        words = view[line.start : line.end].strip()
        if line.start < start:
            continue
        if patterns.CHROME_FOOT.search(words):
            foot = line.start
            break
        if _DATE_LINE.match(words) and len(trim(view, line.end, len(view))):
            foot = line.end
            break
    parts = []
    if len(trim(view, start, foot)):
        parts.append((Span(start, foot), "closing"))
    else:
        foot = start
    if foot < len(view):
        parts.append((Span(foot, len(view)), "chrome"))
    return parts
