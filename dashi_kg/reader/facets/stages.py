"""At which stage what is counted stands: the last act that governs the number in its own clause."""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.facets.decision import Decider, Decision, Found
from dashi_kg.reader.facets.lexicon import Hit
from dashi_kg.reader.facets.place import Desk, Place

# what a stage can be said of: an event, a sum, a length has mostly none
_NEVER = ("change", "duration", "other")
_ONLY = {
    "occasion": ("accepted", "issued", "passed-on", "dropped"),
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
    "place": ("handled", "asked", "issued"),
}
_NEGATION = re.compile(r"(?:未|没有|尚未|还未|仍未|不能|未能|无)(?:能|被|经|按期|按时|及时)?$")
_NEGATED = {"concluded": "pending", "success": "failure", "accepted": "", "changed": "pending", "handled": "pending"}
_SPREAD = re.compile("发放|张贴|悬挂|推送|播放|刊发|刊登|发送|投放|摆放|制作并发放")


def _none(desk: Desk, place: Place, found: Found) -> Decision | None:
    item = place.item
    kind = found.kinds[-1].key
    level = item.change is not None and (not item.change.level or item.change.previous is not None)
    if kind in _NEVER or item.kind == "former" or level:
        return Decision("", "", 1)
    return None


def _fits(stage: str, kind: str) -> bool:
    if kind in _ONLY:
        return stage in _ONLY[kind]
    return stage not in _NOT.get(kind, ())


def _stage(desk: Desk, hit: Hit) -> str:
    before = desk.ctx.view[max(0, hit.start - 5) : hit.start]
    stage = hit.entry.stage
    return _NEGATED.get(stage, stage) if _NEGATION.search(before) else stage


def _last(desk: Desk, place: Place, span: Span, kind: str) -> str:
    """The last act of a span that can be said of this kind."""
    for hit in reversed(desk.find("act", span)):
        stage = _stage(desk, hit)
        if stage and _fits(stage, kind):
            if stage == "issued" and kind == "copy" and _SPREAD.search(desk.words(place.own)):
                continue
            return stage
    return ""


def _rate_word(desk: Desk, place: Place, found: Found) -> Decision | None:
    if found.kinds[-1].key != "rate":
        return None
    words = desk.words(place.own)
    at = words.rfind("率")
    if at == -1:
        return Decision("", "", 1)
    stage = _last(desk, place, Span(place.own.start, place.own.start + at + 1), "rate")
    return Decision(stage, "", 1)


def _own_act(desk: Desk, place: Place, found: Found) -> Decision | None:
    stage = _last(desk, place, place.own, found.kinds[-1].key)
    return Decision(stage, "", 1) if stage else None


_BEHIND = re.compile(r"^[^,、;:]{0,10}?(?=已|正在|尚未|未|均|全部|仍|被|不)")


def _act_behind(desk: Desk, place: Place, found: Found) -> Decision | None:
    kind = found.kinds[-1].key
    words = desk.words(place.behind)
    open_ = _BEHIND.match(words)
    if not open_:
        return None
    span = Span(place.behind.start + open_.end(), place.behind.end)
    for hit in desk.find("act", span)[:1]:
        stage = _stage(desk, hit)
        if stage and _fits(stage, kind):
            return Decision(stage, "", 1)
    return None


def _whole(desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.component_of is None or place.whole is None:
        return None
    stage = found.stages[place.whole].key
    return Decision(stage, "", 0) if stage and _fits(stage, found.kinds[-1].key) else None


def _list(desk: Desk, place: Place, found: Found) -> Decision | None:
    if not place.mark or place.previous is None:
        return None
    stage = found.stages[place.previous].key
    return Decision(stage, "", 0) if stage and _fits(stage, found.kinds[-1].key) else None


def _same_thing(desk: Desk, place: Place, found: Found) -> Decision | None:
    """发现问题8个方面43项: no word of its own at all."""
    if place.previous is None or len(place.own) > 1 or not place.same_part or place.behind.start > place.own.end + 12:
        return None
    stage = found.stages[place.previous].key
    return Decision(stage, "", 0) if stage and _fits(stage, found.kinds[-1].key) and not desk.words(place.own).strip() else None


def _unsaid(desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("", "", 0)


STAGES = (
    Decider("stage-of-none", _none, ("案件由46件减少到[16件]", ""), "办结[16件]"),
    Decider("stage-of-rate", _rate_word, ("化解率达[98%]", "success"), "化解纠纷[98件]"),
    Decider("stage-of-act", _own_act, ("受理行政复议案件[12件]", "accepted"), "行政复议案件[12件]"),
    Decider("stage-behind", _act_behind, ("有[3起]纠纷正在调处", "pending"), "有[3起]纠纷"),
    Decider("stage-of-whole", _whole, ("受理案件30件,其中劳动争议[12件]", "accepted"), "受理案件30件,劳动争议[12件]"),
    Decider("stage-of-list", _list, ("办理人大建议12件、政协提案[8件]", "handled"), "办理人大建议12件,政协提案[8件]"),
    Decider("stage-of-same-thing", _same_thing, ("审结案件12件[8宗]", "concluded"), "审结案件12件,案卷[8宗]"),
    Decider("stage-unsaid", _unsaid, ("行政复议案件[12件]", ""), "受理行政复议案件[12件]"),
)  # fmt: skip
