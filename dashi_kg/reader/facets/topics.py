"""Which topic a number speaks of: an ordered list of deciders, the first that has an answer decides.

The order is that of the design: rulings, the whole of a part, enumeration, words of its own, the noun behind, the
clauses and numbers before, the heading, the sentence before, and at last ``L1``.
"""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.facets import going_on, linked, ranged
from dashi_kg.reader.facets.decision import Decider, Decision, Found, taken
from dashi_kg.reader.facets.evidence import FIRM, WEAK, behind, strongest, topic_of
from dashi_kg.reader.facets.learners import LEARNING, audience_of, decided, learners, named, topic_of_learner
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.facets.rulings import ruled

_SURE = 40  # margin of a decision that rests on a rule of its own


# ------------------------------------------------------------------ the deciders, in their order


def _ruling(desk: Desk, place: Place, found: Found) -> Decision | None:
    ruling = ruled(desk, place)
    if ruling is None:
        return None
    learner = learners(desk, place) if ruling.topic == "I4" else ""
    audience = "" if ruling.speaks else audience_of(ruling.topic, learner)
    return Decision(ruling.topic, ruling.id, _SURE, audience)


def _counted_behind(desk: Desk, place: Place, found: Found) -> Decision | None:
    counted = place.item.counted_span
    if counted is None or counted.start < place.end - 1:
        return None
    ranked = behind(desk, place, FIRM)
    own = topic_of(desk, place.own, place.start, FIRM)
    if ranked and own and own.hit.entry.strength > ranked.hit.entry.strength + 2:
        return None
    return decided(desk, place, ranked)


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
    return decided(desk, place, ranked)


_OPINION = re.compile("意见|建议")
_STUDIED = re.compile("学习|学法")
# 答复工单231件,平均办理时长|2.6天: how long that took
_OF_THEIR_OWN_TIME = ("H5", "G2", "G3", "G5", "H2", "E2", "E8")


def _noun_behind(desk: Desk, place: Place, found: Found) -> Decision | None:
    if ranked := behind(desk, place, FIRM):
        return decided(desk, place, ranked)
    if _ALL_DID.match(desk.words(place.behind)) and not topic_of(desk, place.own, place.start, FIRM):
        span = place.behind  # 班子成员7人全部完成年度述法
        return decided(
            desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, FIRM, backward=False)
        )
    return None


_ALL_DID = re.compile("(?:全部|全员|均|都|已)")


_SPENT = re.compile(r"投入|投资|安排|拨付|筹集|筹措|资金|经费")


def _money_spent(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.unit != "yuan" or not _SPENT.search(desk.words(place.own)):
        return None
    rest = Span(place.end, place.part.end)
    return decided(
        desk, place, strongest(desk.ctx.view, desk.find("topic", rest), place.end, FIRM, backward=False)
    )


def _between(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.previous is None or not place.same_part:
        return None
    return decided(desk, place, topic_of(desk, place.between, place.start, 6))


def _previous(desk: Desk, place: Place, found: Found) -> Decision | None:
    if not place.same_part:
        return None
    # 滞留船舶|4艘 may be of another matter, 办结|4件 is not
    longer = len(_BEFORE_ACTS.sub("", desk.words(place.own))) > _BARE
    return taken(found, place.previous, less=_UNSURE if longer else 10)


_BEFORE_ACTS = re.compile("^[,、:(]*(?:(?:其中|全年|共计?|累计|依法|已经?|另有?|均|全部|当年)[,:]?)*")
_BARE = 3  # code points of an act without an object
_UNSURE = 99  # less than any margin: nothing is named by such a topic


def _clauses_before(desk: Desk, place: Place, found: Found) -> Decision | None:
    return decided(desk, place, topic_of(desk, Span(place.part.start, place.start), place.start, FIRM))


def _previous_part(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.previous is None or topic_of(desk, place.own, place.start, WEAK) or behind(desk, place, WEAK):
        return None
    return taken(found, place.previous, less=20)


def _weak_head(desk: Desk, place: Place, found: Found) -> Decision | None:
    return decided(desk, place, topic_of(desk, place.own, place.start, WEAK) or behind(desk, place, WEAK))


def _next_number(desk: Desk, place: Place, found: Found) -> Decision | None:
    """明确10大类37项重点工作: the noun stands behind the next number."""
    if len(place.behind) > _ADJACENT:
        return None
    span = Span(place.end, place.clause.end)
    return decided(
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
    return decided(desk, place, topic_of(desk, span, place.start, WEAK) or behind(desk, place, WEAK))


def _sentence_before(desk: Desk, place: Place, found: Found) -> Decision | None:
    """Only a number that says no more than an outcome goes with the sentence before."""
    if not found.topics or place.previous is not None or not desk.find("act", place.own):
        return None
    if found.items[len(found.topics) - 1].section != place.item.section:
        return None  # another heading: another matter
    if "\n" in desk.ctx.view[found.ends[len(found.topics) - 1] : place.start] or _names(desk, place):
        return None
    return taken(found, len(found.topics) - 1, less=30)


_LEAST_NAME = 5  # code points that acts leave of a number's words where these name a matter of their own


def _names(desk: Desk, place: Place) -> bool:
    """受理|民办学校设立申请: words of a matter of its own, more than an outcome of the one before."""
    words = _GENERIC.sub("", desk.words(place.own))
    return len(words) - sum(h.end - h.start for h in desk.find("act", place.own)) >= _LEAST_NAME


_GENERIC = re.compile("其中|全年|全部|共计?|累计|已经?|均|依法|按期|按时|案件|事项|申请|问题|[,、:()的约]")


def _other(desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("L1", "", 0)


DECIDERS = (
    Decider("same-statement", linked.same_statement, ("行政许可事项由46项减少到[16项]", "B1"), "办理46件,减少到[16件]"),
    Decider("ruling", _ruling, ("下放县级执法权限[26项]", "B1"), "行政约谈[26件]"),
    Decider("whole", linked.whole, ("受理行政复议案件20件,其中维持[12件]", "G2"), "受理行政复议案件20件,调解纠纷[12件]"),
    Decider("rate-or-change", linked.rate_or_change, ("受理行政复议案件20件,同比增长[12%]", "G2"), "受理行政复议案件20件,宣传资料知晓率[12%]"),
    Decider("enumeration", linked.enumeration, ("公示行政许可27条、行政处罚[36条]", "E8"), "公布权责清单事项26项、调解纠纷[6件]"),
    Decider("serves-as", ranged.serves_as, ("有[9名]“五老”人员受聘担任特约调解员", "G1"), "有[9名]“五老”人员参加宣讲"),
    Decider("scope", ranged.scope, ("组织[41名]干部旁听庭审3次", "I4"), "走访[41家]企业"),
    Decider("times-of", ranged.times_of, ("每季度开展[1次]普法宣传", "I1"), "普法宣传[1次]"),
    Decider("made-up-of", ranged.made_up_of, ("组建由[8名]律师、15名骨干组成的普法宣讲队", "I5"), "组建[8名]律师服务队"),
    Decider("counted-behind", _counted_behind, ("组建[22支]普法小分队", "I5"), "开展普法宣传活动[22场]"),
    Decider("by-type", going_on.by_type, ("立案204件,安全生产类[83件]", "E2"), "立案204件,审结[83件]"),
    Decider("reached", going_on.reached, ("发放宣传折页1.8万张,受益职工[2万人]", "I3"), "受理信访事项3件,涉及职工[20人]"),
    Decider("found-there", going_on.found_there, ("检查企业43家,发现环境问题[26个]", "E1"), "检查企业43家,发现火灾隐患[26处]"),
    Decider("settled", going_on.settled, ("召开党组会8次,解决执法用房等问题[13件]", "A1"), "走访企业8家,解决问题[13件]"),
    Decider("outcome", going_on.outcome, ("受理行政复议申请20件,调解和解[12件]", "G2"), "受理行政复议申请20件,调解矛盾纠纷[12件]"),
    Decider("loss", going_on.loss, ("办理法律援助案件20件,为困难群众挽回损失[12万元]", "G6"), "办理法律援助案件20件,罚款[12万元]"),
    Decider("on-platform", going_on.on_platform, ("平台注册用户418万人,上线服务事项[65项]", "J1"), "平台注册用户418万人,调解纠纷[65件]"),
    Decider("after-transfer", going_on.after_transfer, ("移送涉嫌犯罪案件9件,公安机关立案[7件]", "E9"), "移送涉嫌犯罪案件9件,审结复议案件[7件]"),
    Decider("own-head", _own_head, ("开展法治文艺演出[22场]", "I1"), "开展各类活动[22场]"),
    Decider("noun-behind", _noun_behind, ("班子成员[7人]全部完成年度述法", "A3"), "班子成员[7人]全部到位"),
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
