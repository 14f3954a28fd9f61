"""Where a pattern looks ahead or behind."""

from __future__ import annotations

import re

# an escaped sign, a class, a bracket: where groups begin and end in a pattern
_SIGNS = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|[()]")
_LOOK = re.compile(r"\(\?<?[=!]")
# what changes nothing, and makes the search fast: one class of first characters before alternatives; a run that is looked at from its begin alone
_FOR_SPEED = re.compile(
    r"\(\?=\[[^\]]*\]\)(?=\(\?:)|\(\?<!(?P<of>\\d|\[[^\]]*\])\)(?=(?:\(\?P<\w+>)?(?P=of)\+)"
)


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
