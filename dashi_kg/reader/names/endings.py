"""Where names of bodies end for sure: a department's field with its ending, a level with a short ending, an ending alone.

An ending that stands behind a body as its unit (县公安局|交通警察大队) is one name with it.
"""

from __future__ import annotations

from typing import NamedTuple

from dashi_kg.model import Span
from dashi_kg.reader.names.bodies import ENDINGS, breaks, kind_by_ending, kind_by_way
from dashi_kg.reader.names.placed import Placed
from dashi_kg.reader.rules.table import wordings

_SAID = wordings("endings")
BREAK = breaks("in-name")
BREAK_GROUP = breaks("in-name", "in-name-of-group")  # names of groups hold more verbs: 深化改革|领导小组
ONE_NAME = Placed("one-name", few=("owner", "ending", "sure"))
_LONGEST_GAP = 8


class Core(NamedTuple):
    """A place where a name ends for sure: ``begin`` is where its core begins, ``strict``: by its ending alone."""

    begin: int
    end: int
    ending: str
    kind: str
    strict: bool
    joined: bool = False


def body_endings(view: str, where: Span) -> list[Core]:
    """Every place where a name of a body ends, in the order of the text; they may overlap."""
    found: list[Core] = []
    for match in _SAID["department"].finditer(view, where.start, where.end):
        ending = match["ending"]
        found.append(Core(*match.span(), ending, kind_by_way("department", match[0]), False))
    for match in _SAID["any-department"].finditer(view, where.start, where.end):
        if not BREAK.search(match["field"]) and not _SAID["and-the-county"].search(match["field"]):
            found.append(Core(*match.span(), match["ending"], _kind_of_any(match[0]), True))
    for match in _SAID["unit-of-a-town"].finditer(view, where.start, where.end):
        found.append(Core(*match.span(), match["ending"], "office", True))
    for match in _SAID["national"].finditer(view, where.start, where.end):
        found.append(Core(*match.span(), match[0], kind_by_way("national", match[0]), False))
    for match in _SAID["short"].finditer(view, where.start, where.end):
        found.append(
            Core(*match.span(), match["ending"] or match["head"], kind_by_way("short", match[0]), True)
        )
    for match in _SAID["named"].finditer(view, where.start, where.end):
        ending = match["ending"]
        found.append(Core(*match.span(), ending, ENDINGS.get(ending, "association"), True))
    for match in _SAID["inner"].finditer(view, where.start, where.end):
        ending = match["ending"]
        found.append(Core(*match.span(), ending, kind_by_way("inner", ending), False))
    for match in _SAID["set-up"].finditer(view, where.start, where.end):
        found.append(Core(*match.span(), match["ending"], "office", True, True))
    found.sort(key=lambda c: (c.begin, -c.end, c.strict))
    return found


def _kind_of_any(words: str) -> str:
    """县葡萄酒产业局 is a bureau, 镇党政办 a general office, 县营商办 an office."""
    told = "" if _SAID["bureau"].search(words) else kind_by_ending(words)
    return told or kind_by_way("any", words)


def joined(view: str, cores: list[Core]) -> list[Core]:
    """The longer of two that overlap; and a body with the unit behind it (县公安局|交通警察|大队) as one."""
    kept: list[Core] = []
    for item in cores:
        last = kept[-1] if kept else None
        if last and item.begin < last.end:
            if item.end > last.end:
                # 司法局|…委员会: the later ending closes the name
                kept[-1] = Core(
                    last.begin, item.end, item.ending, item.kind, last.strict and item.strict, last.joined
                )
            continue
        owns = last is not None and _SAID["owner"].search(last.ending)
        if last and owns and item.begin - last.end <= _LONGEST_GAP and _goes_on(view, last, item):
            kept[-1] = Core(last.begin, item.end, item.ending, item.kind, last.strict, True)
            continue
        kept.append(item)
    return [_with_unit(view, core) for core in kept]


def _with_unit(view: str, core: Core) -> Core:
    """A bureau and the unit right behind it, whose name no list knows."""
    if not _SAID["bureau"].search(core.ending) or _SAID["whole"].search(view, core.begin, core.end):
        return core
    unit = _SAID["unit"].match(view, core.end)
    if (
        not unit
        or _SAID["no-field"].search(_SAID["number-of-unit"].sub("", unit["field"]))
        or BREAK.search(unit["field"])
    ):
        return core
    return Core(
        core.begin, unit.end(), unit["ending"], kind_by_way("unit", unit["ending"]), core.strict, True
    )


def _goes_on(view: str, owner: Core, unit: Core) -> bool:
    """Whether nothing but a name stands between a body and the unit behind it."""
    gap = view[owner.end : unit.begin]
    # 政协|社会和|法制委员会
    joins = gap.replace("和", "") if _SAID["assembly"].fullmatch(owner.ending) else gap
    group = _SAID["group"].search(unit.ending)  # 市委|党史学习教育|领导小组办公室
    if not all("\u4e00" <= c <= "\u9fff" for c in gap) or (BREAK_GROUP if group else BREAK).search(joins):
        return False
    found = ONE_NAME.deciding(
        {
            "owner": owner.ending,
            "gap": gap,
            "unit": view[unit.begin : unit.end],
            "ending": unit.ending,
            "sure": "" if unit.strict else "sure",
        }
    )
    return found is None or found.key == "one"
