"""Numbers that go on with what was counted before them: outcomes, kinds, losses, whom it reached, what a platform holds."""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.facets.decision import Decision, Found, taken
from dashi_kg.reader.facets.evidence import topic_of
from dashi_kg.reader.facets.place import Desk, Place

_SURE = 40  # margin of a decision that rests on a rule of its own
_OUTCOME = re.compile(
    r"调解|和解|撤回|撤诉|终止|维持|撤销|确认|驳回|纠错|结案|履行|变更|审结|办结|受理|自愿|不予|支持|类$|纠正|化解"
)


_TYPE = re.compile("类$|类(?:案件|纠纷)$")
_BY_TYPE = re.compile("案件类[别型]|按[^,;]{0,6}类[别型]|类别上|分类[看型]")


def by_type(desk: Desk, place: Place, found: Found) -> Decision | None:
    """按案件类型分,安全生产类|83件: what was counted before, by its kinds."""
    if place.previous is None or desk.find("act", place.own):
        return None
    typed = _TYPE.search(desk.words(place.own))
    listed = typed or _BY_TYPE.search(desk.ctx.view, place.sentence.start, place.start)
    if not listed:
        return None
    for index in range(place.previous, max(-1, place.previous - 8), -1):
        if found.items[index].classifier == place.item.classifier:
            return taken(found, index)
    return None


_REACHED = re.compile("(?:受益|惠及|参与|参加|覆盖|受教育|吸引|辐射|服务)[^,;]{0,10}$")


def reached(desk: Desk, place: Place, found: Found) -> Decision | None:
    """发放折页1.8万张,受益职工逾|2万人: whom publicity reaches."""
    if place.previous is None or found.topics[place.previous].key not in ("I1", "I2", "I5"):
        return None
    if place.item.classifier not in ("人", "人次", "名") or not _REACHED.search(desk.words(place.own)):
        return None
    return Decision("I3", "", _SURE)


_SETTLED = re.compile("(?:解决|协调)[^;]{0,30}(?:问题|事项|困难|难题)[^,;]{0,2}$")


def settled(desk: Desk, place: Place, found: Found) -> Decision | None:
    """召开党组会8次,解决执法用房等问题|13件: what the meetings dealt with."""
    if place.previous is None or found.topics[place.previous].key != "A1":
        return None
    words = desk.ctx.view[place.between.start : place.start]
    return taken(found, place.previous) if _SETTLED.search(words) else None


def outcome(desk: Desk, place: Place, found: Found) -> Decision | None:
    """Of a case in reconsideration or court: 审结20件,调解和解|12件, 公安类|58件."""
    if place.previous is None or found.topics[place.previous].key not in ("G2", "G3", "G1", "G5"):
        return None
    words = desk.words(place.own)
    if not _OUTCOME.search(words) or len(words) > _LONGEST_OUTCOME:
        return None
    return None if topic_of(desk, place.own, place.start, 8) else taken(found, place.previous)


_LONGEST_OUTCOME = 18
_LOSSES = re.compile(
    r"(?:挽回|追回|追缴|追讨|追发|追偿|避免|减免|减少|涉案|涉及|标的|案值|赔偿|兑付|核减|退还|节约|止付|追赃)[^,;]{0,16}$"
)
_OF_BODIES = ("A1", "A2", "A3", "A4", "A5", "I4", "E7")


def loss(desk: Desk, place: Place, found: Found) -> Decision | None:
    """办理法律援助案件20件,为困难群众挽回损失|12万元: what it came to in money."""
    if place.item.unit != "yuan" or place.previous is None or not place.same_part:
        return None
    if found.topics[place.previous].key in _OF_BODIES or not _LOSSES.search(desk.words(place.own)):
        return None
    return None if topic_of(desk, place.own, place.start, 8) else taken(found, place.previous)


_ONLINE = re.compile(r"接入|归集|访问|注册|预警|派单|上线|入驻|入库|汇聚|存储|浏览|下载|点击|用户")


def on_platform(desk: Desk, place: Place, found: Found) -> Decision | None:
    """建成行政执法监督平台,接入执法主体|520个: what a platform holds."""
    if place.previous is None:
        before = topic_of(desk, Span(place.part.start, place.own.start), place.start, 8)
        key = before.topic if before else ""
    else:
        key = found.topics[place.previous].key
    words = desk.words(place.own)
    if key != "J1" or not (_ONLINE.search(words) or (place.mark and found.topics[-1].rule == "on-platform")):
        return None
    if place.previous is None:
        return Decision("J1", "", 10)
    return taken(found, place.previous)


_BY_POLICE = re.compile(
    r"(?:公安机关|检察机关|司法机关|法院)?[^,;]{0,2}(?:已|未)?(?:立案|采纳|受理|刑拘|逮捕|批捕|起诉|判决|拘留|刑事拘留|行政拘留)[^,;]{0,3}$"
)


def after_transfer(desk: Desk, place: Place, found: Found) -> Decision | None:
    """移送涉嫌犯罪案件9件,公安机关立案|7件: what became of the cases."""
    if place.previous is None or not place.same_part or found.topics[place.previous].key != "E9":
        return None
    return taken(found, place.previous) if _BY_POLICE.match(desk.words(place.own).lstrip(",、和及")) else None
