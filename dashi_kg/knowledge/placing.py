"""Which division an organisation belongs to, by its name and by what the page says around it.

A name gives a chain (重庆市 › 合川区 › 大石街道). Among namesakes the page decides: the divisions that its head,
opening, addressee, signature and footer name, and less so its body. Where that leaves several, none is taken.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import NamedTuple

from dashi_kg.knowledge.reference import Division, Reference
from dashi_kg.model import Extraction, Place, Span

_LONGEST = 15
_ENDINGS = frozenset("省市区县旗州盟镇乡道木场")
# what may stand before a division inside a name: 中共|平江县, 国家税务总局|重庆市, 长春市公安局|朝阳区分局
_ANCHOR = re.compile(r"中共|国家[\u4e00-\u9fff]{2,8}?总局|新疆生产建设兵团|第[一二三四五六七八九十]+师|局|厅")
# a zone has no code of its own: 两江新区管委会, 烟台高新技术产业开发区
_ZONE = re.compile(
    r"(?:开发|新|高新|示范|保税|综保|度假|风景|名胜|产业|园|合作|试验|自贸|工业园|实验)区?[\u4e00-\u9fff]{0,6}(?:管委会|管理委员会)|管委会|(?:开发|度假|保税|工业园|产业园|示范|合作|试验)区"
)
_NATIONAL = re.compile(
    r"^(?:国务院|国家|中国|中华人民共和国|最高人民|[\u4e00-\u9fff]{2,8}部$|海关总署|审计署|中央|全国)"
)
# 市司法局, 区教育局: the page says which
_SHORT = re.compile(
    r"^(?P<level>省|市|区|县|州|旗|镇|乡)(?=[\u4e00-\u9fff]{0,20}(?:局|厅|委|办|政府|中心|委员会|办公室|支队|大队|院)$)"
)
_GOVERNMENT = re.compile(r"(?:^|人民政府|政府|办事处|委员会)$")
_LEAST_SUPPORT = 2


class Placement(NamedTuple):
    """Where a body belongs.

    ``division``: ``None`` where it is not certain, or where there is none (ministries, zones). ``candidates``: the
    namesakes that remain. ``level``: national, province, prefecture, county, township, zone, or ``""`` (not
    known). ``rest``: the name without the divisions. ``department``: whether it is a part of a government. ``official``:
    the name with its own division only, in full: 合川区司法局 for 重庆市合川区司法局 and 区司法局; empty without one.
    """

    division: Division | None
    candidates: tuple[Division, ...]
    level: str
    rest: str
    department: bool
    official: str = ""


class _Part(NamedTuple):
    span: Span
    rows: tuple[Division, ...]


def place_of(name: str, found: Extraction, reference: Reference) -> Placement:
    """Where the body of this name belongs, on the page of ``found``."""
    parts = _chain(name, reference)
    rest = _without(name, parts)
    zone = bool(_ZONE.search(rest))
    department = not _GOVERNMENT.search(rest.removeprefix("中共"))
    if zone:
        return Placement(None, (), "zone", rest, department)
    if parts:
        candidates = list(parts[-1].rows)
        above = [part.rows for part in parts[:-1]]
        fits = [d for d in candidates if _lies_in(d, above, reference)]
        sure = _decided(fits, found, reference)
        level = next(iter({d.kind for d in fits}), "") if len({d.kind for d in fits}) == 1 else ""
        if len(sure) == 1:
            return Placement(sure[0], (), sure[0].kind, rest, department, _official(name, parts, sure[0]))
        return Placement(None, tuple(sure or fits or candidates), level, rest, department)
    if short := _SHORT.match(name):
        rest = name[short.end() :]
        sure = _meant(short["level"], found, reference)
        if len(sure) == 1:
            return Placement(sure[0], (), sure[0].kind, rest, department, sure[0].zh + rest)
        return Placement(None, tuple(sure), "", rest, department)
    return Placement(None, (), "national" if _NATIONAL.match(name) else "", rest, department)


def with_levels(found: Extraction, reference: Reference) -> Extraction:
    """What was read, its divisions with the level that the table gives their names: 华蓥市 is of county level.

    A name that the table does not know, or knows on several levels, keeps the level that its ending says.
    """
    places = tuple(_levelled(place, reference) for place in found.places)
    return found if places == found.places else replace(found, places=places)


def _levelled(place: Place, reference: Reference) -> Place:
    if place.kind not in ("province", "prefecture", "county", "township"):
        return place
    kinds = {division.kind for division in reference.named(place.name)}
    return replace(place, kind=next(iter(kinds))) if len(kinds) == 1 else place


def _chain(name: str, reference: Reference) -> list[_Part]:
    """The divisions along a name, outermost first; the longest name at each place."""
    parts: list[_Part] = []
    at, begins = 0, True
    provinces = reference.province_names()
    while at < len(name):
        part = _longest(name, at, reference) if begins else None
        if part is None and at == 0:
            short = next((p for p in provinces if name.startswith(p)), "")
            rows = reference.called(short) if short else []
            part = _Part(Span(0, len(short)), tuple(rows)) if rows else None
        if part:
            parts.append(part)
            at = part.span.end
            continue
        anchor = _ANCHOR.match(name, at)
        begins = anchor is not None
        at = anchor.end() if anchor else at + 1
    return parts


def _longest(name: str, at: int, reference: Reference) -> _Part | None:
    for end in range(min(len(name), at + _LONGEST), at + 1, -1):
        if name[end - 1] not in _ENDINGS:
            continue
        rows = reference.called(name[at:end])
        if _ZONE.search(name[at:end]):  # the statistics bureau numbers some zones as if they were townships
            rows = [row for row in rows if row.kind != "township"]
        if rows:
            return _Part(Span(at, end), tuple(rows))
    return None


def _without(name: str, parts: list[_Part]) -> str:
    kept, at = "", 0
    for part in parts:
        kept += name[at : part.span.start]
        at = part.span.end
    return kept + name[at:]


def _official(name: str, parts: list[_Part], division: Division) -> str:
    """The name with its innermost division alone, written in full: 国家税务总局|重庆市|合川区|税务局."""
    before = _without(name[: parts[-1].span.start], parts[:-1])
    return before + division.zh + name[parts[-1].span.end :]


def _lies_in(division: Division, above: list[tuple[Division, ...]], reference: Reference) -> bool:
    codes = {a.code for a in reference.ancestors(division)}
    return all(codes & {row.code for row in rows} for rows in above)


def _zones(found: Extraction) -> str:
    """What the page says around the report: head, opening, footer, signature."""
    text = found.source.text
    words = [
        text[c.extent.start : c.extent.end]
        for c in found.outline.children
        if c.role in ("chrome", "preamble", "closing")
    ]
    for stated in (found.metadata.addressee, found.metadata.title, found.metadata.issuer):
        if stated and stated.span:
            words.append(text[stated.span.start : stated.span.end])
    return "\n".join(words)


def _decided(fits: list[Division], found: Extraction, reference: Reference) -> list[Division]:
    """The candidates that the page speaks for.

    A name that one division alone bears is decided; among namesakes a province alone decides nothing, unless the
    body's own name gives it (then it has narrowed ``fits`` before).
    """
    if len(fits) <= 1:
        return fits
    if any(not d.parent for d in fits):  # 重庆市, 北京市: provinces before counties that are called alike
        return [d for d in fits if not d.parent]
    zones, text = _zones(found), found.source.text

    def support(d: Division) -> int:
        total = 0
        for a in reference.ancestors(d):
            if a.kind == "province":
                total += a.zh in text
            else:
                total += 4 if a.zh in zones else 2 if a.zh in text else 0
        return total

    best = max(support(d) for d in fits)
    return [d for d in fits if support(d) == best] if best >= _LEAST_SUPPORT else []


def _meant(level: str, found: Extraction, reference: Reference) -> list[Division]:
    """The division that 市司法局 or 区教育局 means: the only one of this level around the report."""
    if level in "省镇乡":
        return []
    zones = _zones(found)
    known = reference.upper_names()
    names: dict[str, None] = {}
    for at in range(len(zones)):
        for end in range(min(len(zones), at + _LONGEST), at + 1, -1):
            if zones[end - 1] == level and zones[at:end] in known:
                names[zones[at:end]] = None
                break
    longest = [n for n in names if not any(n != other and n in other for other in names)]
    if len(longest) != 1:
        return []
    return _decided(reference.named(longest[0]), found, reference)
