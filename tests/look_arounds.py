"""Where a pattern looks ahead or behind."""

from __future__ import annotations

import re

# an escaped sign, a class, a bracket: where groups begin and end in a pattern
_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]")
_LOOK = re.compile(r"\(\?<?[=!]")
# one class of the first characters before alternatives: it changes nothing, and the search is fast by it
_FOR_SPEED = re.compile(r"\(\?=\[[^\]]*\]\)(?=\(\?:)")


def look_arounds(pattern: str) -> list[tuple[int, int]]:
    """Where the look-aheads and look-behinds of a pattern stand, as it is written."""
    opened: list[int] = []
    found = []
    for sign in _SIGNS.finditer(pattern):
        if sign[0] == "(":
            opened.append(sign.start())
        elif sign[0] == ")":
            begin = opened.pop()
            if _LOOK.match(pattern, begin) and not _FOR_SPEED.match(pattern, begin):
                found.append((begin, sign.end()))
    return found
