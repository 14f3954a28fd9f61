"""What looks like the name of a body and is none: counted, collective or generic ones, posts, meetings, papers."""

from __future__ import annotations

from dashi_kg.reader.names.bodies import SORTS
from dashi_kg.reader.names.endings import Core
from dashi_kg.reader.names.placed import Placed

NO_NAME = Placed("no-name", few=("ending", "kind", "sort"))
_NONE = "none"  # the key of steps after which it is no name
_BEFORE, _AFTER = 5, 16  # characters that are looked at


def is_class(view: str, start: int, core: Core) -> bool:
    """Counted, collective or generic: no name of one body. Also posts and meetings (镇党委书记, 局党组会)."""
    strict, joins = " strict" if core.strict else "", " joined" if core.joined else ""
    found = NO_NAME.deciding(
        {
            "before": view[max(0, start - _BEFORE) : start].rstrip(" "),
            "prefix": view[start : core.begin],
            "name": view[start : core.end],
            "rest": view[core.begin : core.end].removesuffix(core.ending),
            "ending": core.ending,
            "after": view[core.end : core.end + _AFTER],
            "kind": core.kind,
            "sort": strict + joins + SORTS.get(core.ending, ""),
        }
    )
    return found is not None and found.key == _NONE
