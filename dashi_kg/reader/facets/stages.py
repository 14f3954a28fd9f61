"""At which stage what is counted stands: the last act that governs the number in its own clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets.decision import Decider, Decision, Found
from dashi_kg.reader.facets.lexicon import Hit
from dashi_kg.reader.facets.place import Desk, Place

# what a stage can be said of: an event, a sum, a length has mostly none
_NEVER = ("change", "duration", "other")
_ONLY = {
    "occasion": ("accepted", "passed-on", "dropped"),
    "money": ("found",),
    "kind": ("dropped", "new", "issued"),
    "person-time": ("handled", "concluded", "accepted", "passed-on"),
    "rate": ("success", "failure", "concluded", "changed", "issued", "accepted"),
    "physical": ("found", "new", "handled", "dropped"),
}
_NOT = {
    "body": ("asked", "issued"),
    "person": ("issued", "found", "asked"),
    "copy": (),
    "place": ("asked", "issued"),
    "things": ("asked", "issued"),
}
_NEGATION = re.compile(r"(?:未|没有|尚未|还未|仍未|不能|未能|无)(?:能|被|经|按期|按时|及时)?$")
_NOUNS = ("申请", "调解", "审查", "审核", "反馈", "办件", "报告")
# acts that are as often the name of what a verb before them deals with: 取消|营业性演出审批材料, 受理|学校变更申请
_NOMINAL = frozenset(
    "申请 登记申请 审批 变更 变更登记 设立 成立 设置 注销 执行 修复 建设 延续 处置 处理 不合格".split()
)
_DEALS = frozenset(
    "受理 接收 收到 办理 办结 审批 审核 审查 审定 取消 精简 压减 清理 下放 承接 答复 准予 批准 处理 处置 查处 公布 公示 退回 移送 完成 通报 发现 查出 检出 曝光 处置不合格".split()
)
_ENDS = ("维持", "驳回", "终止", "撤回", "撤回申请")
_SUBMITTED = re.compile("提请[^,;]{0,16}(?:审议|审定|讨论)")
_NEGATED = {
    "concluded": "pending",
    "success": "failure",
    "accepted": "",
    "changed": "pending",
    "handled": "pending",
}
_SPREAD = re.compile("发放|张贴|悬挂|推送|播放|刊发|刊登|发送|投放|摆放|制作并发放")


def _none(desk: Desk, place: Place, found: Found) -> Decision | None:
    item = place.item
    kind = found.kinds[-1].key
    level = item.change is not None and (not item.change.level or item.change.previous is not None)
    if kind in _NEVER or item.kind == "former" or level:
        return Decision("", "", 1)
    return None


# 不合格9批次, 责令整改43家次: things that are dealt with, each time; no events of their own
_THINGS = ("批次", "份次", "家次", "户次", "件次", "宗次", "起次", "处次", "个次", "艘次", "辆次", "台次")


def _sort(place: Place, found: Found) -> str:
    """The kind of quantity that a stage is said of."""
    kind = found.kinds[-1].key
    return "things" if kind == "occasion" and place.item.classifier in _THINGS else kind


_DEALT_WITH = ("办理", "处理", "查处", "处置", "受理", "办结", "移送", "移送起诉")


def _fits(stage: str, kind: str) -> bool:
    if kind in _ONLY:
        return stage in _ONLY[kind]
    return stage not in _NOT.get(kind, ())


_DRAWN_UP = ("制发", "制作", "印发")
_TO_OTHERS = re.compile("[^,;、。]{0,10}(?:意见书|建议书?|通知书|告知书|决定书|督办函|提示函)")
# of a case these reverse an act; of anything else they end or change it
_REVERSED = {"撤销": "dropped", "变更": "changed"}
_CASES = ("G2", "G3", "E8", "E2", "C2", "C4")


_REFUSED = re.compile("(?<=不予)|(?<=暂缓)|(?<=暂不)|(?<=不再)")


@cache
def _no_stage() -> dict[str, list[tuple[str, str]]]:
    """Act → the topics and kinds of quantity in which it says no stage (``no_stage.tsv``); empty: any."""
    rows = _NO_STAGE.read_text(encoding="utf-8").splitlines()[1:]
    found: dict[str, list[tuple[str, str]]] = {}
    for form, topic, kind, _ in (row.split("\t") for row in rows):
        found.setdefault(form, []).append((topic, kind))
    return found


_NO_STAGE = Path(__file__).with_name("no_stage.tsv")


def says_none(form: str, topic: str, kind: str) -> bool:
    """Whether an act says no stage of a number of this topic and kind: 研究|议题19个 is what a meeting was about."""
    return any(t in ("", topic) and k in ("", kind) for t, k in _no_stage().get(form, ()))


def _stage(desk: Desk, hit: Hit, topic: str, kind: str) -> str:
    before = desk.ctx.view[max(0, hit.start - 5) : hit.start]
    stage = hit.entry.stage
    if topic not in _CASES:
        stage = _REVERSED.get(hit.entry.form, stage)
    if hit.entry.form in _DRAWN_UP and _TO_OTHERS.match(desk.ctx.view, hit.end):
        return "issued"  # 制发行政复议意见书4份: sent to somebody, no rule that is made
    if says_none(hit.entry.form, topic, kind):
        return ""
    if hit.entry.form == "清理":  # of people and papers: they are taken away; of streets and rivers: no stage
        stage = "dropped" if topic == "E6" else stage if topic[0] in "ABCH" or topic == "F3" else ""
    return _NEGATED.get(stage, stage) if _NEGATION.search(before) else stage


def _is_object(before: Sequence[Hit], hit: Hit, end: int) -> bool:
    """Whether an act is part of the name of what an act before it deals with, more than a few signs before the number."""
    if hit.entry.form not in _NOMINAL or not before or before[-1].entry.form not in _DEALS | _NOMINAL:
        return False
    return any(
        other.entry.form in _DEALS and (hit.start > other.end or end - hit.end >= _NOUN) for other in before
    )


_ATTRIBUTES = frozenset("印发 承接 报备 报送 报送备案 备案 制定 下放 下发 出台 发布 反馈 交办".split())
_AS_NOUNS, _LEAST_BEFORE = ("审批", "复核", "办件"), 4
_NOUN = 2  # code points of a noun behind an act


def _last(desk: Desk, place: Place, span: Span, kind: str, topic: str) -> str:
    """The last act of a span that can be said of this kind."""
    found = desk.find("act", span)
    for i, hit in reversed(list(enumerate(found))):
        if _is_object(found[:i], hit, span.end):
            continue
        if kind == "person-time" and hit.entry.form not in _DEALT_WITH:
            continue
        if kind == "person" and hit.entry.form == "划转":
            continue
        form = hit.entry.form
        if (form in _ATTRIBUTES and desk.ctx.view.startswith("的", hit.end)) or (i and form == "报备的"):
            continue  # 审查设区市报备的|26件, 对印发的|317件文件逐件清理: it says which, not what was done
        if form in _AS_NOUNS and hit.end == span.end and hit.start - span.start >= _LEAST_BEFORE:
            continue  # 洪水影响评价审批|12件: its name, not what was done
        if i and hit.entry.form in _NOUNS:
            continue  # 受理政府信息公开申请: what was accepted is an application
        if hit.entry.stage == "new" and _REFUSED.match(desk.ctx.view, hit.start):
            return ""  # 不予出台1件, 暂缓出台1件
        stage = _stage(desk, hit, topic, kind)
        batch = stage == "issued" and (
            place.item.classifier in ("批", "批次") or (form == "发布" and place.item.classifier == "期")
        )
        if stage and (batch or _fits(stage, kind)):
            if stage == "issued" and kind == "copy" and _SPREAD.search(desk.words(place.own)):
                continue
            return stage
    return ""


def _rate_word(desk: Desk, place: Place, found: Found) -> Decision | None:
    if _sort(place, found) != "rate":
        return None
    words = desk.words(place.own)
    at = words.rfind("率")
    if at != -1:
        end = place.own.start + at
        for hit in reversed(desk.find("act", Span(place.own.start, end + 1))):
            if hit.end >= end - 1:
                stage = _stage(desk, hit, found.topics[-1].key, found.kinds[-1].key)
                return Decision(stage if _fits(stage, "rate") else "", "", 1)
        return Decision("", "", 1)
    if (
        place.previous is not None
        and found.kinds[place.previous].key in ("rate", "change")
        and _GOES_ON.match(words)
    ):
        return Decision(_rate_before(desk, place, found), "", 0)
    return Decision("", "", 1)


_GOES_ON = re.compile(r"[、和与及]?(?:达到?|为|至)?$")


def _rate_before(desk: Desk, place: Place, found: Found) -> str:
    """Of 成功率提高1.7个百分点,达到|99.1%: what the words before say of the rate."""
    start = place.part.start
    at = desk.ctx.view.rfind("率", start, place.start)
    if at == -1:
        return ""
    for hit in reversed(desk.find("act", Span(start, at + 1))):
        if hit.end >= at - 1:
            return hit.entry.stage if _fits(hit.entry.stage, "rate") else ""
    return ""


def _own_act(desk: Desk, place: Place, found: Found) -> Decision | None:
    if _SUBMITTED.search(desk.words(place.own)):
        return Decision("issued" if _fits("issued", _sort(place, found)) else "", "", 1)
    acts = desk.find("act", place.own)
    if acts and acts[-1].entry.form in _ENDS and found.topics[-1].rule in ("whole", "enumeration"):
        return None  # 审结20件,其中维持12件: how it ended is not a stage of its own
    stage = _last(desk, place, place.own, _sort(place, found), found.topics[-1].key)
    return Decision(stage, "", 1) if stage else None


_STILL = re.compile(
    "(?:尚在|仍在|正在|在办|待(?!遇|业|岗)|未(?:办结|审结|结|落实|整改|化解|完成|处理)|处于|暂未|尚未)"
)
_LEFT = re.compile("(?:尚|仍|还|另)有?$|(?:其余|剩余|余下)的?$")


def _still_open(desk: Desk, place: Place, found: Found) -> Decision | None:
    """尚有6件在办, 2件尚在调查: what is still to be done, said behind the number."""
    words = desk.words(place.behind)
    if not _STILL.match(words) or not (_LEFT.search(desk.words(place.own)) or words[0] in "尚仍"):
        return None
    return Decision("pending", "", 1) if _fits("pending", _sort(place, found)) else None


_BEHIND = re.compile(r"^[^,、;:]{0,10}?(?=已|正在|尚未|未|均|全部|仍|被|不|基本|全面)")
_PASSED = re.compile(r"^[^,、;:]{0,6}?(?=通过|获得|考取|未通过)")
# 其余246件|转区级平台处理
_HANDED_ON = re.compile("(?:转|移交|移送|交由|转交)[^,;、了]{1,8}(?:处理|办理|处置|查处)$")
_ON = re.compile(r"(?:对|将|把)$")


def _act_behind(desk: Desk, place: Place, found: Found) -> Decision | None:
    kind = _sort(place, found)
    words = desk.words(place.behind)
    if _HANDED_ON.match(words):
        return Decision("passed-on", "", 1) if _fits("passed-on", kind) else None
    open_ = _BEHIND.match(words) or (_PASSED.match(words) if kind == "person" else None)
    if not open_:
        return None
    span = Span(place.behind.start + open_.end(), place.behind.end)
    for hit in desk.find("act", span)[:1]:
        stage = _stage(desk, hit, found.topics[-1].key, found.kinds[-1].key)
        of_objects = _OF_OBJECTS if kind in ("body", "place") else _MADE
        if stage in of_objects and span.end - hit.end > 1:
            return None  # 11个村全部修订村规民约: what was changed are the rules
        if stage and _fits(stage, kind):
            return Decision(stage, "", 1)
    return None


_OF_OBJECTS = ("changed", "issued", "found", "dropped")
_MADE = ("new", "issued", "found")  # 268项事项全部编制办事指南


def _done_to(desk: Desk, place: Place, found: Found) -> Decision | None:
    """对26件重大决策、58份合同进行审查: the act closes the clause."""
    words = desk.words(Span(place.clause.start, place.start))
    before = (
        place.mark and place.previous is not None and found.stages[place.previous].rule == "stage-done-to"
    )
    if not (_ON.search(words) or before):
        return None
    stage = _last(desk, place, Span(place.end, place.clause.end), _sort(place, found), found.topics[-1].key)
    return Decision(stage, "", 1) if stage else None


_THERE_IS = re.compile(
    r"(?:全[县市镇区街乡局系省州][^,]{0,3}|[所县市区镇乡会局共仅室站部])有[^,]{0,14}$|实有|现有|在册|仅有?$"
)


def _there_is(desk: Desk, place: Place, found: Found) -> Decision | None:
    if found.kinds[-1].key not in ("person", "body", "place") or desk.find("act", place.own):
        return None
    return Decision("stock", "", 1) if _THERE_IS.search(desk.words(Span(place.since, place.start))) else None


def _first_alike(place: Place, found: Found) -> int | None:
    """The first number of the sentence with the same counter word: what a list by types divides."""
    first = None
    for index in range(len(found.stages) - 1, -1, -1):
        if found.ends[index] < place.sentence.start:
            break
        if found.items[index].classifier == place.item.classifier:
            first = index
    return first


def _whole(desk: Desk, place: Place, found: Found) -> Decision | None:
    among = found.topics[-1].rule == "whole"
    index = place.whole if place.item.component_of is not None else place.previous if among else None
    if found.topics[-1].rule == "by-type":
        index = _first_alike(place, found)
    if index is None:
        return None
    stage = found.stages[index].key
    return Decision(stage, "", 0) if stage and _fits(stage, _sort(place, found)) else None


def _list(desk: Desk, place: Place, found: Found) -> Decision | None:
    if not place.mark or place.previous is None or _OF_ITS_OWN.match(desk.words(place.own)):
        return None
    stage = found.stages[place.previous].key
    return Decision(stage, "", 0) if stage and _fits(stage, _sort(place, found)) else None


# acts without a stage: 新发18本、延续|31本, 化解小区4个、惠及业主|2260户
_OF_ITS_OWN = re.compile("[、和及与,]?(?:延续|换发|补发|校验|换证|惠及|受益|覆盖|涉及|带动|服务)")
_AGAINST = re.compile("[比较]|日均|月均|年均|户均|人均")  # 比上年的49起: not one more of them


def _shared(desk: Desk, before: str, place: Place) -> bool:
    """Whether a number's own words go on with the thing before: 一般程序案件, 简易程序案件; no act follows it."""
    words = desk.words(place.own)
    if VERB.match(desk.words(place.behind)):
        return False
    return any(words[k : k + 2] in before for k in range(len(words) - 1))


def _run(desk: Desk, place: Place, found: Found) -> Decision | None:
    """办理一般程序案件12件,简易程序案件|65件: a clause without a verb goes on with the one before."""
    before = place.previous
    if before is None or not place.same_part or VERB.search(desk.words(place.own)):
        return None
    same = found.items[before].classifier == place.item.classifier
    alike = found.topics[before].key == found.topics[-1].key and found.kinds[before].key == _sort(
        place, found
    )
    bare = (
        not desk.words(place.own).strip("共计约,、() ")
        and place.own.start - found.ends[before] <= 1
        and len(place.behind) <= 1
    )
    goes_on = same and alike and _shared(desk, found.items[before].counted, place)
    if not (goes_on or bare) or _AGAINST.search(desk.words(place.own)):
        return None
    stage = found.stages[before].key
    return Decision(stage, "", 0) if stage and _fits(stage, _sort(place, found)) else None


def _unsaid(desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("", "", 0)


STAGES = (
    Decider("stage-of-none", _none, ("案件由46件减少到[16件]", ""), "办结[16件]"),
    Decider("stage-of-rate", _rate_word, ("化解率达[98%]", "success"), "化解纠纷[98件]"),
    Decider("stage-still-open", _still_open, ("办结21件,尚有[2件]在办", "pending"), "办结21件,受理[2件]"),
    Decider("stage-of-act", _own_act, ("受理行政复议案件[12件]", "accepted"), "行政复议案件[12件]"),
    Decider("stage-behind", _act_behind, ("有[3起]纠纷正在调处", "pending"), "有[3起]纠纷"),
    Decider("stage-done-to", _done_to, ("对[26份]合同进行审查", "handled"), "[26份]合同的审查"),
    Decider("stage-there-is", _there_is, ("全县有执法人员[26人]", "stock"), "全县派出执法人员[26人]"),
    Decider("stage-of-whole", _whole, ("受理案件30件,其中劳动争议[12件]", "accepted"), "受理案件30件,劳动争议[12件]"),
    Decider("stage-of-list", _list, ("办理人大建议12件、政协提案[8件]", "handled"), "办理人大建议12件,政协提案[8件]"),
    Decider("stage-of-run", _run, ("办理一般程序案件12件,简易程序案件[65件]", "handled"), "办理一般程序案件12件,制作[65件]"),
    Decider("stage-unsaid", _unsaid, ("行政复议案件[12件]", ""), "受理行政复议案件[12件]"),
)  # fmt: skip
