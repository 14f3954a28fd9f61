"""Numbers whose topic is said behind them: what they range over, how often something is done, what they make up."""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.facets.decision import Decision, Found, taken
from dashi_kg.reader.facets.evidence import FIRM, strongest, topic_of
from dashi_kg.reader.facets.learners import decided
from dashi_kg.reader.facets.place import Desk, Place

_GROUP = re.compile(
    r"[^,、;:(]{0,14}?(?:村|社区|居\)|镇|乡|街道\)?|县|区|市|州|旗|部门|单位|企业|公司|学校|中学|小学|中小学|机构|派出所|队伍|所队|站所|科室|事务所|商户|门店|组织|调委会|执法队|人员|民警|干部|律师|农民工|调解员|群众|居民|教师|学生|师生|同志|队员|青年|党员|代表|委员|法官|检察官|职工|老人|志愿者|监督员|站|门户|工地|主体|项目|行业|户|市\)|市、区\))(?=[^,、;:]|、|,)"
)
_STRONG_SCOPE = 6
_HOLDS = re.compile("(?:辖|下辖|管辖|辖区|辖区内?有)$")


def scope(desk: Desk, place: Place, found: Found) -> Decision | None:
    """对41家企业免予处罚, 17个村法治宣传栏更新3次: what the number ranges over; its topic is said behind it."""
    if (
        place.item.number_span is None
        or place.item.unit not in ("number", "one")
        or desk.find("act", place.own)
    ):
        return None
    if _HOLDS.search(desk.words(place.own)):
        return Decision("K1", "", 0)  # 全镇辖|18个行政村
    view = desk.ctx.view
    group = _GROUP.match(view, place.end, place.part.end)
    if not group or topic_of(desk, place.own, place.start, FIRM):
        return None
    stop = view.find(",", group.end(), place.part.end)
    first = Span(group.end(), place.part.end if stop == -1 else stop)
    for span in (first, Span(first.end, place.part.end)):
        if ranked := strongest(view, desk.find("topic", span), span.start, _STRONG_SCOPE, backward=False):
            decision = decided(desk, place, ranked)
            if decision and decision.key == "D2" and _VILLAGES.search(group[0]):
                return Decision("G6", "", decision.margin)  # 9个村实现村村有法律顾问
            return decision
    return None


_VILLAGES = re.compile("村|社区|居")


def times_of(desk: Desk, place: Place, found: Found) -> Decision | None:
    """先后7次听取法治工作汇报: the act stands behind how often it was done."""
    if place.item.classifier not in ("次", "场", "场次", "期", "轮") or topic_of(
        desk, place.own, place.start, FIRM
    ):
        return None
    span = Span(place.end, place.clause.end)
    if not len(span) or desk.ctx.view[place.end] in ",、;:。":
        return None
    return decided(
        desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, FIRM, backward=False)
    )


_MADE_UP = re.compile("组成的?")


def made_up_of(desk: Desk, place: Place, found: Found) -> Decision | None:
    """组建由|8名律师、15名骨干组成的普法宣讲队: what they make up decides, said behind, else before."""
    goes_on = place.mark and found.topics and found.topics[-1].rule == "made-up-of"
    if goes_on:
        return taken(found, place.previous)
    if not desk.words(place.own).endswith("由"):
        return None
    made = _MADE_UP.search(desk.ctx.view, place.end, place.part.end)
    if made is None:
        return None
    behind = Span(made.end(), place.clause.end if made.end() <= place.clause.end else place.part.end)
    ranked = strongest(desk.ctx.view, desk.find("topic", behind), made.end(), FIRM, backward=False)
    ranked = ranked if made[0].endswith("的") else None
    return decided(desk, place, ranked or topic_of(desk, place.own, place.start, FIRM))


_AS = re.compile("[^,;、:]{0,14}?(?:担任|受聘为|兼任|聘为|当选为?|获评|被评为|入选|命名为|认定为)")


def serves_as(desk: Desk, place: Place, found: Found) -> Decision | None:
    """9名“五老”人员受聘担任特约调解员, 3件案卷入选优秀案卷: what they are taken for says what they are about."""
    match = _AS.match(desk.ctx.view, place.end, place.behind.end)
    if match is None or topic_of(desk, place.own, place.start, FIRM):
        return None
    span = Span(match.end(), place.behind.end)
    return decided(
        desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.behind.end, FIRM, backward=True)
    )
