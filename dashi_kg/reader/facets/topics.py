"""Which topic a number speaks of: an ordered list of deciders, the first that has an answer decides.

The order is that of the design: rulings, the whole of a part, enumeration, words of its own, the noun behind, the
clauses and numbers before, the heading, the sentence before, and at last ``L1``.
"""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets import going_on
from dashi_kg.reader.facets.decision import Decider, Decision, Found, taken
from dashi_kg.reader.facets.evidence import FIRM, WEAK, Ranked, strongest, topic_of
from dashi_kg.reader.facets.learners import LEARNING, audience_of, learners, named, topic_of_learner
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.facets.rulings import ruled

_SURE = 40  # margin of a decision that rests on a rule of its own
_HEADING_FIRM = 6
_SHARES = ("percent", "percentage-point", "fraction")


# a lecture is publicity, unless staff listen to it
_LECTURES = frozenset("授课 讲座 专题讲座 上课 讲授 法治讲座 法律讲座".split())
_OUTSIDE = re.compile("学校|校园|学生|师生|村|社区|群众|企业|居民|小学|中学|副校长|宣传")


def _ranked(desk: Desk, place: Place, ranked: Ranked | None) -> Decision | None:
    """The decision of a word; one of study and training by who learns."""
    if ranked is None:
        return None
    topic = ranked.topic
    if ranked.hit.entry.form in _LECTURES:
        learner = learners(desk, place, speaker=True)
        if learner in ("staff", "officers", "leaders") and not _OUTSIDE.search(desk.words(place.part)):
            topic = topic_of_learner(learner)
            return Decision(topic, "", ranked.margin, audience_of(topic, learner))
    if topic in LEARNING and ranked.hit.entry.strength <= 8 and topic != "E7":
        learner = learners(desk, place)
        if topic == "I4" or learner in ("officers", "staff"):
            topic = topic_of_learner(learner) if learner else topic
        return Decision(topic, "", ranked.margin, audience_of(topic, learner))
    return Decision(topic, "", ranked.margin, audience_of(topic, ""))


def _is_change(place: Place) -> bool:
    change = place.item.change
    return change is not None and not change.level


def _is_rate(place: Place) -> bool:
    return place.item.unit in _SHARES


# ------------------------------------------------------------------ the deciders, in their order


def _same_statement(desk: Desk, place: Place, found: Found) -> Decision | None:
    before = place.previous
    if before is None or place.item.number_span is None:
        return None
    other = found.items[before]
    change = place.item.change
    if change and change.previous_span and change.previous_span == other.number_span:
        return taken(found, before)
    return None


def _ruling(desk: Desk, place: Place, found: Found) -> Decision | None:
    ruling = ruled(desk, place)
    return Decision(ruling.topic, ruling.id, _SURE, audience_of(ruling.topic, "")) if ruling else None


def _whole(desk: Desk, place: Place, found: Found) -> Decision | None:
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


def _rate_or_change(desk: Desk, place: Place, found: Found) -> Decision | None:
    if not (_is_rate(place) or _is_change(place)) or place.previous is None:
        return None
    if place.whole is not None and place.whole < len(found.topics):
        own = topic_of(desk, place.own, place.start, 9)
        return None if own else taken(found, place.whole)
    words = desk.words(place.between)
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


_OF_TASK = re.compile("(?:任务|目标|计划)(?:数|量)?的?$")
# whose own people say how pleased they are, or whose own requests are settled
_JUDGED_BY_OTHERS = ("H3", "H5", "H2", "G1", "G2", "G5", "G6")
_PLEASED = re.compile("满意|好评|办结率")


def _enumeration(desk: Desk, place: Place, found: Found) -> Decision | None:
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
    behind = _behind(desk, place, 6)
    other = found.topics[place.previous]
    same = found.items[place.previous].classifier == place.item.classifier
    if not (own or behind) or (same and other.key in _HOLDS_OTHERS):
        return taken(found, place.previous)
    return None


_SHOWN = ("条", "份", "项", "篇", "件", "则")
_OF_FORCE = ("force-sent", "inspection-in-campaign", "enumeration")
# topics whose things are named by the words of other topics: 权责清单:行政许可12项、行政处罚|30项
_HOLDS_OTHERS = ("B1", "B5", "E8", "H1", "A5", "C3", "C4", "D1")


def _behind(desk: Desk, place: Place, least: int) -> Ranked | None:
    """The noun right behind the number: up to the first mark, and the words that are counted there."""
    end = place.behind.end
    counted = place.item.counted_span
    if counted is not None and counted.start >= place.end - 1:
        end = min(counted.end, end) if counted.end > place.end + 1 else end
    stop = _STOP.search(desk.ctx.view, place.behind.start, end)
    span = Span(place.behind.start, stop.start() if stop else end)
    return strongest(desk.ctx.view, desk.find("topic", span), place.end, least, backward=False, counted=True)


_STOP = re.compile(r"[,、;:(]|(?:开展|参加|组织|进行|全部|均|已|被|在|为|对|与|签订|通过|取得|达到|占)")


_GROUP = re.compile(
    r"[^,、;:(]{0,14}?(?:村|社区|居\)|镇|乡|街道\)?|县|区|市|州|旗|部门|单位|企业|公司|学校|中学|小学|中小学|机构|派出所|队伍|所队|站所|科室|事务所|商户|门店|组织|调委会|执法队|人员|民警|干部|律师|农民工|调解员|群众|居民|教师|学生|师生|同志|队员|青年|党员|代表|委员|法官|检察官|职工|老人|志愿者|监督员|站|门户|工地|主体|项目|行业|户|市\)|市、区\))(?=[^,、;:]|、|,)"
)
_STRONG_SCOPE = 6
_HOLDS = re.compile("(?:辖|下辖|管辖|辖区|辖区内?有)$")


def _scope(desk: Desk, place: Place, found: Found) -> Decision | None:
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
            decision = _ranked(desk, place, ranked)
            if decision and decision.key == "D2" and _VILLAGES.search(group[0]):
                return Decision("G6", "", decision.margin)  # 9个村实现村村有法律顾问
            return decision
    return None


_VILLAGES = re.compile("村|社区|居")


def _times_of(desk: Desk, place: Place, found: Found) -> Decision | None:
    """先后7次听取法治工作汇报: the act stands behind how often it was done."""
    if place.item.classifier not in ("次", "场", "场次", "期", "轮") or topic_of(
        desk, place.own, place.start, FIRM
    ):
        return None
    span = Span(place.end, place.clause.end)
    if not len(span) or desk.ctx.view[place.end] in ",、;:。":
        return None
    return _ranked(
        desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, FIRM, backward=False)
    )


def _counted_behind(desk: Desk, place: Place, found: Found) -> Decision | None:
    counted = place.item.counted_span
    if counted is None or counted.start < place.end - 1:
        return None
    ranked = _behind(desk, place, FIRM)
    own = topic_of(desk, place.own, place.start, FIRM)
    if ranked and own and own.hit.entry.strength > ranked.hit.entry.strength + 2:
        return None
    return _ranked(desk, place, ranked)


def _own_head(desk: Desk, place: Place, found: Found) -> Decision | None:
    ranked = topic_of(desk, place.own, place.start, FIRM)
    if ranked is not None and ranked.topic == "C1" and _STUDIED.search(desk.words(place.own)):
        learner = learners(desk, place)  # 组织干部学习《…条例》等法规|12部
        topic = topic_of_learner(learner)
        return Decision(topic, "", ranked.margin, audience_of(topic, learner))
    before = found.topics[place.previous].key if place.previous is not None and place.same_part else ""
    if ranked is not None and before == "D2" and ranked.topic == "G6" and ranked.hit.entry.form == "律师":
        return taken(found, place.previous)  # 聘请法律顾问1人、律师|3人
    if (
        ranked is not None
        and before == "C4"
        and ranked.topic == "D2"
        and _OPINION.search(ranked.hit.entry.form)
    ):
        return taken(found, place.previous)  # 审查合同96份,出具法律意见书|108份
    if ranked is not None and ranked.topic == "B2" and before in _OF_THEIR_OWN_TIME:
        return taken(found, place.previous)
    if (
        ranked is not None and ranked.topic in LEARNING and place.previous is not None and place.same_part
        and found.topics[place.previous].key in LEARNING and ranked.hit.entry.strength <= 8 and len(place.own) <= 8
        and not named(desk.words(place.own))
    ):  # fmt: skip
        return taken(found, place.previous)  # 参训|1460人次 goes with the training before it
    return _ranked(desk, place, ranked)


_OPINION = re.compile("意见|建议")
_STUDIED = re.compile("学习|学法")
# 答复工单231件,平均办理时长|2.6天: how long that took
_OF_THEIR_OWN_TIME = ("H5", "G2", "G3", "G5", "H2", "E2", "E8")


def _noun_behind(desk: Desk, place: Place, found: Found) -> Decision | None:
    if ranked := _behind(desk, place, FIRM):
        return _ranked(desk, place, ranked)
    if _ALL_DID.match(desk.words(place.behind)) and not topic_of(desk, place.own, place.start, FIRM):
        span = place.behind  # 班子成员7人全部完成年度述法
        return _ranked(
            desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, FIRM, backward=False)
        )
    return None


_ALL_DID = re.compile("(?:全部|全员|均|都|已)")


_SPENT = re.compile(r"投入|投资|安排|拨付|筹集|筹措|资金|经费")


def _money_spent(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.unit != "yuan" or not _SPENT.search(desk.words(place.own)):
        return None
    rest = Span(place.end, place.part.end)
    return _ranked(
        desk, place, strongest(desk.ctx.view, desk.find("topic", rest), place.end, FIRM, backward=False)
    )


def _between(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.previous is None or not place.same_part:
        return None
    return _ranked(desk, place, topic_of(desk, place.between, place.start, 6))


def _previous(desk: Desk, place: Place, found: Found) -> Decision | None:
    return taken(found, place.previous, less=10) if place.same_part else None


def _clauses_before(desk: Desk, place: Place, found: Found) -> Decision | None:
    return _ranked(desk, place, topic_of(desk, Span(place.part.start, place.start), place.start, FIRM))


def _previous_part(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.previous is None or topic_of(desk, place.own, place.start, WEAK) or _behind(desk, place, WEAK):
        return None
    return taken(found, place.previous, less=20)


def _weak_head(desk: Desk, place: Place, found: Found) -> Decision | None:
    return _ranked(desk, place, topic_of(desk, place.own, place.start, WEAK) or _behind(desk, place, WEAK))


def _next_number(desk: Desk, place: Place, found: Found) -> Decision | None:
    """明确10大类37项重点工作: the noun stands behind the next number."""
    if len(place.behind) > _ADJACENT:
        return None
    span = Span(place.end, place.clause.end)
    return _ranked(
        desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, WEAK, backward=False)
    )


_ADJACENT = 4


def _heading(desk: Desk, place: Place, found: Found) -> Decision | None:
    for title in place.titles:
        if ranked := topic_of(desk, title, title.end, FIRM):
            return Decision(ranked.topic, "", ranked.margin // 3)
    return None


def _clause_behind(desk: Desk, place: Place, found: Found) -> Decision | None:
    """举办品牌活动17场,覆盖企业1500家次: what follows says what it was about."""
    span = Span(place.end, place.part.end)
    ranked = strongest(desk.ctx.view, desk.find("topic", span), place.end, WEAK, backward=False)
    return Decision(ranked.topic, "", ranked.margin // 3) if ranked and not place.same_part else None


def _weakest(desk: Desk, place: Place, found: Found) -> Decision | None:
    span = Span(place.sentence.start, place.start)
    return _ranked(desk, place, topic_of(desk, span, place.start, WEAK) or _behind(desk, place, WEAK))


def _sentence_before(desk: Desk, place: Place, found: Found) -> Decision | None:
    """Only a number that says no more than an outcome goes with the sentence before."""
    if not found.topics or place.previous is not None or not desk.find("act", place.own):
        return None
    if found.items[len(found.topics) - 1].section != place.item.section:
        return None  # another heading: another matter
    return taken(found, len(found.topics) - 1, less=30)


def _other(desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("L1", "", 0)


DECIDERS = (
    Decider("same-statement", _same_statement, ("行政许可事项由46项减少到[16项]", "B1"), "办理46件,减少到[16件]"),
    Decider("ruling", _ruling, ("下放县级执法权限[26项]", "B1"), "行政处罚[26件]"),
    Decider("whole", _whole, ("受理行政复议案件20件,其中维持[12件]", "G2"), "受理行政复议案件20件,调解纠纷[12件]"),
    Decider("rate-or-change", _rate_or_change, ("受理行政复议案件20件,同比增长[12%]", "G2"), "受理行政复议案件20件,宣传资料知晓率[12%]"),
    Decider("enumeration", _enumeration, ("公示行政许可27条、行政处罚[36条]", "E8"), "公布权责清单事项26项、调解纠纷[6件]"),
    Decider("scope", _scope, ("对[41家]企业免予行政处罚", "E2"), "走访[41家]企业"),
    Decider("times-of", _times_of, ("每季度开展[1次]普法宣传", "I1"), "普法宣传[1次]"),
    Decider("counted-behind", _counted_behind, ("组建[22支]普法小分队", "I5"), "开展普法宣传活动[22场]"),
    Decider("by-type", going_on.by_type, ("立案204件,安全生产类[83件]", "E2"), "立案204件,审结[83件]"),
    Decider("reached", going_on.reached, ("发放宣传折页1.8万张,受益职工[2万人]", "I3"), "受理信访事项3件,涉及职工[20人]"),
    Decider("settled", going_on.settled, ("召开党组会8次,解决执法用房等问题[13件]", "A1"), "走访企业8家,解决问题[13件]"),
    Decider("outcome", going_on.outcome, ("受理行政复议申请20件,调解和解[12件]", "G2"), "受理行政复议申请20件,调解矛盾纠纷[12件]"),
    Decider("loss", going_on.loss, ("办理法律援助案件20件,为困难群众挽回损失[12万元]", "G6"), "办理法律援助案件20件,罚款[12万元]"),
    Decider("on-platform", going_on.on_platform, ("平台注册用户418万人,上线服务事项[65项]", "J1"), "平台注册用户418万人,调解纠纷[65件]"),
    Decider("after-transfer", going_on.after_transfer, ("移送涉嫌犯罪案件9件,公安机关立案[7件]", "E9"), "移送涉嫌犯罪案件9件,审结复议案件[7件]"),
    Decider("own-head", _own_head, ("开展法治文艺演出[22场]", "I1"), "开展各类活动[22场]"),
    Decider("noun-behind", _noun_behind, ("成立由[13人]组成的疫情防控法律服务队", "G6"), "成立由[13人]组成的小队"),
    Decider("money-spent", _money_spent, ("投入[30万元],建成法治文化广场", "I5"), "罚款[30万元],建成法治文化广场"),
    Decider("between", _between, ("受理信访事项3件,做好法律援助工作,办理[6件]", "G6"), "受理信访事项3件,办理[6件]"),
    Decider("previous", _previous, ("受理行政复议申请20件,办理[18件]", "G2"), "办理[18件]"),
    Decider("clauses-before", _clauses_before, ("做好行政复议工作,办理[18件]", "G2"), "做好各项工作,办理[18件]"),
    Decider("previous-part", _previous_part, ("受理行政复议申请20件;办理[18件]", "G2"), "受理行政复议申请20件;走访企业[18家]"),
    Decider("weak-head", _weak_head, ("全年开展走访[22次]", "K1"), "全年开展[22次]"),
    Decider("next-number", _next_number, ("明确[10大类]37项重点任务", "A5"), "明确[10大类],37项重点任务"),
    Decider("heading", _heading, ("(一)加强行政复议\n办理[18件]", "G2"), "(一)加强各项工作\n办理[18件]"),
    Decider("weakest", _weakest, ("加强对企业的指导,全年[22次]", "B4"), "加强指导,全年[22次]"),
    Decider("sentence-before", _sentence_before, ("办理行政复议案件23件。已办结[20件]", "G2"), "办理行政复议案件23件。走访企业[20家]"),
    Decider(
        "clause-behind", _clause_behind, ("举办品牌活动[17场],走访企业1500家次", "B4"), "举办品牌活动[17场],效果良好"
    ),
    Decider("other", _other, ("在编行政人员[41人]", "L1"), "受理行政复议申请[41件]"),
)  # fmt: skip
