"""Where organisations are named: by what their names are made of, not by a list of names.

A name has a core (司法局, 人民政府, 法律援助中心; see :mod:`endings`), and before it the divisions or the owner that it
belongs to: as far back as no verb or particle breaks the run of words. What is no name of one body is left out (see
:mod:`classes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.model import Span
from dashi_kg.reader.names.bodies import kind_by_ending, kind_by_way
from dashi_kg.reader.names.classes import is_class
from dashi_kg.reader.names.endings import BREAK, BREAK_GROUP, Core, body_endings, joined
from dashi_kg.reader.rules.table import table, wordings

_SAID = wordings("names")
_GROUPS = ("leading-group", "joint-conference")
_FIRMS = ("law-firm", "company")
_LONGEST_PREFIX = 26
_LONGEST_GAP = 5  # 县|国有|公路管理局
_LONGEST_ALONE, _LONGEST_BEHIND_A_VERB = 6, 4  # 、长江|海事局, 指导|珠江|航务管理局


def names(view: str, where: Span) -> Iterator[tuple[Span, str, str]]:
    """Names of bodies inside a stretch of the folded text.

    Yields:
        The span, the kind (key of ``body-kind``) and the ending that betrayed it; spans never overlap, and
        come in the order of the text.
    """
    taken = where.start
    for core in joined(view, body_endings(view, where)):
        if core.begin < taken:
            continue
        group = core.kind in _GROUPS or _SAID["group"].search(core.ending)
        start = _start(view, taken, core, BREAK_GROUP if group else BREAK)
        if _SAID["assembly"].fullmatch(core.ending):  # 人大监督和|政协
            start = max(start, view.rfind("和", start, core.begin) + 1)
        if is_class(view, start, core):
            continue
        yield Span(start, core.end), of_level(core.kind, view[start : core.end]), core.ending
        taken = core.end


def kind_of(name: str) -> str:
    """The kind (key of ``body-kind``) of a whole name, by its ending; empty where none is known.

    >>> kind_of("大石街道办事处"), kind_of("合川区司法局"), kind_of("青海省人民政府"), kind_of("天书")
    ('subdistrict-office', 'bureau', 'provincial-government', '')
    """
    return of_level(kind_by_ending(name) or kind_by_way("whole", name), name)


def kind_of_issuer(name: str) -> str:
    """The kind of a body that reports; a division alone stands for its government: 大马营镇."""
    found = kind_of(name)
    if found:
        return found
    if _SAID["subdistrict"].search(name):
        return "subdistrict-office"
    if _SAID["township"].search(name):
        return "township-government"
    return of_level("county-government", name) if _SAID["division"].search(name) else "office"


def of_level(kind: str, name: str) -> str:
    """The kind of a government or party committee by the level that its name says; other kinds as they are.

    A city of county level is not told from others by its name: 市政府 is the government of a city.

    >>> [of_level("county-government", n) for n in ("省政府", "重庆市人民政府", "州政府", "合川区人民政府")]
    ['provincial-government', 'provincial-government', 'municipal-government', 'county-government']
    >>> [of_level("party-committee", n) for n in ("自治区党委", "大石街道党工委", "县公安局党委")]
    ['provincial-party-committee', 'party-committee', 'party-organ']
    """
    if kind == "other" and _SAID["party"].match(name):
        kind = "party-committee" if _SAID["committee-of-a-town"].search(name) else "county-party-committee"
    if kind == "party-committee":
        if _SAID["committee-of-a-town"].search(name):
            return kind
        if not _SAID["committee-of-a-level"].search(name):
            return "party-organ"
    elif kind not in ("county-government", "county-party-committee"):
        return kind
    what = "government" if kind == "county-government" else "party-committee"
    found = table("level-of-body").first(name)
    return f"{found[0].action if found else 'county'}-{what}"


def _start(view: str, low: int, core: Core, breaks: re.Pattern[str]) -> int:
    """Where the name of a core begins."""
    begin = max(low, core.begin - _LONGEST_PREFIX)
    run = core.begin
    while run > begin and (_is_han(view[run - 1]) or view[run - 1] in "()"):
        run -= 1
    if (
        run < core.begin
        and _SAID["unit-of-a-number"].match(view, run)
        and view[max(0, run - 3) : run].strip()[-1:].isdigit()
    ):
        run += 1
    words = view[run : core.begin]
    firm = core.kind in _FIRMS
    if firm and (branch := _SAID["branch"].search(words)):
        words = view[run : run + branch.start()]
        core = core._replace(begin=run + branch.start())
    if ")" in words or "(" in words:
        opened = max(words.rfind("("), words.rfind(")"))
        run += opened + 1
    last = None
    for broken in breaks.finditer(view[run : core.end]):  # 律师|协会 is seen whole
        if broken.end() <= core.begin - run:
            if firm and broken.start() and _SAID["within-a-firm"].fullmatch(broken[0]):
                continue
            last = broken
    start = run + (last.end() if last else 0)
    if core.kind not in _GROUPS and (leads := _SAID["leads"].match(view[start : core.end])):
        start = min(start + leads.end(), core.begin)
    verb = _SAID["verb-of-one-sign"].match(view, start)
    if verb and start + 1 == core.begin:
        return core.begin  # 获|市委依法治市委员会
    if verb and start + 1 < core.begin and not _SAID["county-of-one-sign"].match(view, start):
        start += 1  # 接|区城管局
    if start < core.begin and _SAID["and-the-county"].match(view, start):
        start += 1
    prefix = view[start : core.begin]
    if core.strict or not prefix or _SAID["behind-an-owner"].search(prefix):
        return start
    level = _SAID["behind-a-level"].match(prefix)
    if level and len(prefix) - level.end() < _LONGEST_GAP:
        return start
    known_before = last is not None or start > run or start == 0 or _SAID["mark"].fullmatch(view[start - 1])
    if known_before and len(prefix) <= (_LONGEST_ALONE if last is None else _LONGEST_BEHIND_A_VERB):
        return start
    return core.begin


def _is_han(sign: str) -> bool:
    return "\u4e00" <= sign <= "\u9fff"
