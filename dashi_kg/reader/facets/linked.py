"""Numbers that hang on another one and take its topic: parts, rates, changes, lists."""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets.decision import Decision, Found, taken
from dashi_kg.reader.facets.evidence import FIRM, behind, topic_of
from dashi_kg.reader.facets.place import Desk, Place

_SHARES = ("percent", "percentage-point", "fraction")


def _is_change(place: Place) -> bool:
    change = place.item.change
    return change is not None and not change.level


def _is_rate(place: Place) -> bool:
    return place.item.unit in _SHARES


def same_statement(desk: Desk, place: Place, found: Found) -> Decision | None:
    """The topic of the number that this one was changed from."""
    before = place.previous
    if before is None or place.item.number_span is None:
        return None
    other = found.items[before]
    change = place.item.change
    if change and change.previous_span and change.previous_span == other.number_span:
        return taken(found, before)
    return None


def whole(desk: Desk, place: Place, found: Found) -> Decision | None:
    """The topic of the number of which this one is a part."""
    among = _AMONG.search(desk.words(place.between)[:8])
    if place.item.component_of is not None and place.whole is not None:
        other = found.items[place.whole].classifier != place.item.classifier
        acts = VERB.search(desk.words(place.own)) is not None
        if not among and acts and topic_of(desk, place.own, place.start, FIRM if other else 8):
            return None  # 公开信息30条,其中决算6条,办理依申请公开|5件
        return taken(found, place.whole)
    return taken(found, place.previous) if among else None


_AMONG = re.compile(r"^[,;(。]?(?:其中|其余|剩余|余下|另有)|^[,;(]?(?:含|包括)")


_OF_IT = re.compile(r"^[,;、(]?(?:约|仅|共)?(?:占|占比|同比|环比|较|比|同|增幅|降幅|增长|下降|上升|减少)")


def rate_or_change(desk: Desk, place: Place, found: Found) -> Decision | None:
    """A rate or a change has the topic of the number that it belongs to."""
    if not (_is_rate(place) or _is_change(place)) or place.previous is None:
        return None
    if place.whole is not None and place.whole < len(found.topics):
        own = topic_of(desk, place.own, place.start, 9)
        return None if own else taken(found, place.whole)
    words = desk.words(place.between)
    if _ITS_RATE.fullmatch(words):
        return taken(found, place.previous)  # 仲裁委受理案件860件,调解和解率|46%
    if _OF_IT.match(words) or (_is_change(place) and not topic_of(desk, place.own, place.start, FIRM)):
        return taken(found, place.previous)
    own = topic_of(desk, Span(place.between.start, place.start), place.start, FIRM)
    if _OF_TASK.search(words):
        return taken(found, place.previous)  # 完成年度任务的|112%
    if _PLEASED.search(words) and found.topics[place.previous].key in _JUDGED_BY_OTHERS:
        return taken(found, place.previous)  # 办理人大代表建议131件,满意和基本满意率|99%
    if own is None and _PLEASED.search(words) and found.topics[place.previous].key in ("B1", "B2"):
        return Decision("B3", "", 10)
    return None if own else taken(found, place.previous, less=5)


# a rate by the name of an outcome alone: of what was counted before
_ITS_RATE = re.compile(
    "[,、;(和及]*(?:综合|平均|总体|按期|按时|及时|案件|其中)*"
    "(?:调解和解|调解成功|调处成功|调解|和解|化解|调撤|撤诉|结案|审结|办结|回复|答复|采纳|成功|满意|履行|合格|达标|整改|完成|处置|响应)率"
    "(?:均|达到?|为|至|提高到|升至|保持|[、和及])*"
)
_OF_TASK = re.compile("(?:任务|目标|计划)(?:数|量)?的?$")
# whose own people say how pleased they are, or whose own requests are settled
_JUDGED_BY_OTHERS = ("H3", "H5", "H2", "G1", "G2", "G5", "G6")
_PLEASED = re.compile("满意|好评|办结率")


def enumeration(desk: Desk, place: Place, found: Found) -> Decision | None:
    """Numbers of one list have one topic, unless words of another stand at the later one."""
    if not place.mark or place.previous is None:
        return None
    before = found.topics[place.previous]
    if before.rule in _OF_FORCE and place.item.classifier in (
        "人次",
        "台次",
        "台",
        "辆",
        "人",
        "艘次",
        "辆次",
    ):
        return taken(found, place.previous)  # 出动车辆30台次、执法人员|150人次
    if (
        before.rule in ("enumeration", "whole")
        and found.items[place.previous].classifier == place.item.classifier
    ):
        return taken(found, place.previous)
    if desk.find("act", place.own):
        return None
    if before.key == "H1" and place.mark == "、" and place.item.classifier in _SHOWN:
        return taken(found, place.previous)  # 公开部门预决算78份、行政许可结果|4312条
    own = topic_of(desk, place.own, place.start, 6)
    after = behind(desk, place, 6)
    other = found.topics[place.previous]
    same = found.items[place.previous].classifier == place.item.classifier
    if not (own or after) or (same and other.key in _HOLDS_OTHERS):
        return taken(found, place.previous)
    return None


_SHOWN = ("条", "份", "项", "篇", "件", "则")
_OF_FORCE = ("force-sent", "inspection-in-campaign", "enumeration")
# topics whose things are named by the words of other topics: 权责清单:行政许可12项、行政处罚|30项
_HOLDS_OTHERS = ("B1", "B5", "E8", "H1", "A5", "C3", "C4", "D1")
