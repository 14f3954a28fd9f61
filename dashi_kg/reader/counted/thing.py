"""The thing that a clause names before what was done with it: 纠纷排查|286起, 行政复议案件全年收到|68件, 税费争议就地解决|63起."""

from __future__ import annotations

import re
from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import table

_LONGEST = 24
_MARK = re.compile(r"[,;:。(\n\d%]")


class Thing(NamedTuple):
    """A thing, what was done with it, and the rule that told them apart. ``span``: where the thing stands."""

    words: str
    done: str
    span: Span
    rule: str


def thing_of(said: str) -> str:
    """The thing in counted words that end with what was done with it; ``""`` where they do not.

    >>> thing_of("行政处罚案件立案"), thing_of("矛盾纠纷排查化解"), thing_of("受理案件")
    ('行政处罚案件', '矛盾纠纷', '')
    """
    found = table("thing").first(said)
    return found[1]["thing"] if found else ""


def thing_length(said: str) -> int:
    """How many characters of counted words are a thing that they name before what was done with it; 0 where none are.

    >>> thing_length("双语折页发出"), thing_length("水事违法案件立案"), thing_length("县公安局立案")
    (4, 6, 0)
    """
    found = table("thing-then-act").first(said)
    return len(found[1]["thing"]) if found else 0


def thing_and_act(ctx: Context, counted: Span) -> Thing | None:
    """The thing before an act, where something stands between them that is none of what is counted.

    Args:
        counted: the counted words; the thing may stand before them in their clause.
    """
    floor = max(0, counted.start - _LONGEST)
    begin = max((m.end() for m in _MARK.finditer(ctx.view, floor, counted.start)), default=floor)
    found = next(
        (f for f in table("thing").all(ctx.view[begin : counted.end]) if f[0].action == "whole"), None
    )
    if not found:
        return None
    rule, match = found
    span = Span(begin + match.start("thing"), begin + match.end("thing"))
    return Thing(match["thing"], match["done"], span, rule.id)
