"""Numbers that go on with another one and take its topic: parts, rates, changes, lists; outcomes, kinds, losses of what was counted
before them, whom it reached, what a platform holds.
"""

from __future__ import annotations

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets.decision import Decision, Found, taken
from dashi_kg.reader.facets.evidence import FIRM, behind, topic_of
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.steps import Said
from dashi_kg.reader.rules.table import Rule, actions, word_class

_PERSONS = (*word_class("counters", "persons"), *word_class("counters", "attendances"))

_SHARES = ("percent", "percentage-point", "fraction")


def _is_change(place: Place) -> bool:
    change = place.item.change
    return change is not None and not change.level


def _is_rate(place: Place) -> bool:
    return place.item.unit in _SHARES


def same_statement(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """The topic of the number that this one was changed from."""
    before = place.previous
    if before is None or place.item.number_span is None:
        return None
    other = found.items[before]
    change = place.item.change
    if change and change.previous_span and change.previous_span == other.number_span:
        return taken(found, before)
    return None


def whole(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """The topic of the number of which this one is a part."""
    among = said["among"].search(desk.words(place.between)[:8])
    if place.item.component_of is not None and place.whole is not None:
        other = found.items[place.whole].classifier != place.item.classifier
        acts = VERB.search(desk.words(place.own)) is not None
        if not among and acts and topic_of(desk, place.own, place.start, FIRM if other else 8):
            return None  # 公开信息30条,其中决算6条,办理依申请公开|5件
        return taken(found, place.whole)
    return taken(found, place.previous) if among else None


def rate_or_change(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """A rate or a change has the topic of the number that it belongs to."""
    if not (_is_rate(place) or _is_change(place)) or place.previous is None:
        return None
    if place.whole is not None and place.whole < len(found.topics):
        own = topic_of(desk, place.own, place.start, 9)
        return None if own else taken(found, place.whole)
    words = desk.words(place.between)
    if said["its-rate"].fullmatch(words):
        return taken(found, place.previous)  # 仲裁委受理案件860件,调解和解率|46%
    if said["of-it"].match(words) or (_is_change(place) and not topic_of(desk, place.own, place.start, FIRM)):
        return taken(found, place.previous)
    own = topic_of(desk, Span(place.between.start, place.start), place.start, FIRM)
    if said["of-task"].search(words):
        return taken(found, place.previous)  # 完成年度任务的|112%
    if said["pleased"].search(words) and said["judged-by-others"].fullmatch(found.topics[place.previous].key):
        return taken(found, place.previous)  # 办理人大代表建议131件,满意和基本满意率|99%
    if (
        own is None
        and said["pleased"].search(words)
        and said["of-service"].fullmatch(found.topics[place.previous].key)
    ):
        return Decision("B3", "", 10)
    return None if own else taken(found, place.previous, less=5)


def enumeration(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """Numbers of one list have one topic, unless words of another stand at the later one."""
    if not place.mark or place.previous is None:
        return None
    before = found.topics[place.previous]
    if said["of-force"].fullmatch(before.rule) and said["sent"].fullmatch(place.item.classifier):
        return taken(found, place.previous)  # 出动车辆30台次、执法人员|150人次
    if (
        before.rule in ("enumeration", "whole")
        and found.items[place.previous].classifier == place.item.classifier
    ):
        return taken(found, place.previous)
    if desk.find("act", place.own):
        return None
    if before.key == "H1" and place.mark == "、" and said["shown"].fullmatch(place.item.classifier):
        return taken(found, place.previous)  # 公开部门预决算78份、行政许可结果|4312条
    own = topic_of(desk, place.own, place.start, 6)
    after = behind(desk, place, 6)
    other = found.topics[place.previous]
    same = found.items[place.previous].classifier == place.item.classifier
    if not (own or after) or (same and said["holds-others"].fullmatch(other.key)):
        return taken(found, place.previous)
    return None


def _rule(action: str) -> Rule:
    return actions("going-on")[action]


_SURE = 40  # margin of a decision that rests on a rule of its own


def by_type(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """按案件类型分,安全生产类|83件: what was counted before, by its kinds."""
    if place.previous is None or desk.find("act", place.own):
        return None
    typed = _rule("by-type").search(desk.words(place.own))
    listed = typed or _rule("listed-by-type").search(desk.ctx.view, place.sentence.start, place.start)
    if not listed:
        return None
    for index in range(place.previous, max(-1, place.previous - 8), -1):
        if found.items[index].classifier == place.item.classifier:
            return taken(found, index)
    return None


def reached(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """发放折页1.8万张,受益职工逾|2万人: whom publicity reaches."""
    if place.previous is None:
        return None
    words = desk.words(place.own)
    if place.item.classifier not in _PERSONS:
        return None
    if not (_rule("reached").search(words) or _rule("listens").search(words)):
        return None
    return Decision("I3", "", _SURE)


def found_there(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """检查企业43家,发现环境问题|26个: what an inspection finds, whatever its field."""
    if place.previous is None or not place.same_part:
        return None
    if not _rule("inspected").search(desk.words(place.own)) or topic_of(desk, place.own, place.start, 9):
        return None
    return taken(found, place.previous)


def settled(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """召开党组会8次,解决执法用房等问题|13件: what the meetings dealt with."""
    if place.previous is None:
        return None
    words = desk.ctx.view[place.between.start : place.start]
    if not _rule("settled").search(words):
        return None
    before = taken(found, place.previous)
    return before if before and before.key == "A1" else Decision("A1", "", _SURE)


def outcome(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """Of a case in reconsideration or court: 审结20件,调解和解|12件, 公安类|58件."""
    if place.previous is None:
        return None
    words = desk.words(place.own)
    if not _rule("outcome").search(words) or len(words) > _LONGEST_OUTCOME:
        return None
    return None if topic_of(desk, place.own, place.start, 8) else taken(found, place.previous)


_LONGEST_OUTCOME = 18


def loss(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """办理法律援助案件20件,为困难群众挽回损失|12万元: what it came to in money."""
    if place.item.unit != "yuan" or place.previous is None or not place.same_part:
        return None
    if said["not-before"].fullmatch(found.topics[place.previous].key) or not _rule("loss").search(
        desk.words(place.own)
    ):
        return None
    return None if topic_of(desk, place.own, place.start, 8) else taken(found, place.previous)


def on_platform(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """建成行政执法监督平台,接入执法主体|520个: what a platform holds."""
    if place.previous is None:
        before = topic_of(desk, Span(place.part.start, place.own.start), place.start, 8)
        key = before.topic if before else ""
    else:
        key = found.topics[place.previous].key
    words = desk.words(place.own)
    if not said["platform"].fullmatch(key) or not (
        _rule("on-platform").search(words) or (place.mark and found.topics[-1].rule == "on-platform")
    ):
        return None
    if place.previous is None:
        return Decision("J1", "", 10)
    return taken(found, place.previous)


def after_transfer(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """移送涉嫌犯罪案件9件,公安机关立案|7件: what became of the cases."""
    if place.previous is None or not place.same_part:
        return None
    return taken(found, place.previous) if _rule("after-transfer").search(desk.words(place.own)) else None
