"""At which stage what is counted stands: the last act that governs the number in its own clause.

The steps stand in ``reader/steps/stage.yaml``; what an act says of a number is :mod:`dashi_kg.reader.facets.acts`.
"""

from __future__ import annotations

from collections.abc import Callable

from dashi_kg.model import Span
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.facets.acts import fits, last_act, sort_of, stage_of_act
from dashi_kg.reader.facets.decision import Decision, Found
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.steps import Said, Steps
from dashi_kg.reader.rules.table import word_class

_NOTHING_SAID = "".join((*word_class("stages", "nothing-said"), ",、() "))


def _none(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """An event, a sum, a length, a change has mostly none."""
    item = place.item
    level = item.change is not None and (not item.change.level or item.change.previous is not None)
    if said["kind"].fullmatch(found.kinds[-1].key) or item.kind == "former" or level:
        return Decision("", "", 1)
    return None


def _rate_word(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if sort_of(place, found) != "rate":
        return None
    words = desk.words(place.own)
    at = words.rfind("率")
    if at != -1:
        end = place.own.start + at
        for hit in reversed(desk.find("act", Span(place.own.start, end + 1))):
            if hit.end >= end - 1:
                stage = stage_of_act(desk, hit, found.topics[-1].key, found.kinds[-1].key)
                return Decision(stage if fits(stage, "rate") else "", "", 1)
        return Decision("", "", 1)
    if done := _done_share(said, desk, place, words):
        return done
    before = found.kinds[place.previous].key if place.previous is not None else ""
    if before in ("rate", "change") and said["own"].match(words):
        return Decision(_rate_before(desk, place), "", 0)
    return Decision("", "", 1)


def _done_share(said: Said, desk: Desk, place: Place, words: str) -> Decision | None:
    """被采纳的占|九成, 街道层面办结|九成五: what was done with so many of them."""
    tail = said["share"].search(words)
    if tail is None:
        return None  # 任务完成|82%: how far it is
    end = place.own.start + tail.start()
    hit = next((h for h in reversed(desk.find("act", Span(place.own.start, end))) if h.end == end), None)
    stage = hit.entry.stage if hit else ""
    return Decision(stage, "", 1) if stage not in ("", "issued") and fits(stage, "rate") else None


def _rate_before(desk: Desk, place: Place) -> str:
    """Of 成功率提高1.7个百分点,达到|99.1%: what the words before say of the rate."""
    start = place.part.start
    at = desk.ctx.view.rfind("率", start, place.start)
    if at == -1:
        return ""
    for hit in reversed(desk.find("act", Span(start, at + 1))):
        if hit.end >= at - 1:
            return hit.entry.stage if fits(hit.entry.stage, "rate") else ""
    return ""


def _still_open(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """尚有6件在办, 2件尚在调查: what is still to be done, said behind the number."""
    words = desk.words(place.behind)
    if not said["behind"].match(words) or not (
        said["own"].search(desk.words(place.own)) or words[0] in "尚仍"
    ):
        return None
    return Decision("pending", "", 1) if fits("pending", sort_of(place, found)) else None


def _submitted(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """提请市人大常委会审议|2件: it goes out of the house, whatever is done with it there."""
    if not said["own"].search(desk.words(place.own)):
        return None
    return Decision("issued" if fits("issued", sort_of(place, found)) else "", "", 1)


def _told_to(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """告知向其他机关提出|2件: who asked is sent elsewhere; what is done there is no act of this body."""
    return Decision("", "", 1) if said["own"].search(desk.words(place.own)) else None


def _dealt_out(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """取消、下放行政权力事项分别为5项、|12项: each of several acts has a number of its own, in their order."""
    counted = place.item.counted_span
    if counted is None or counted.end > place.start or not place.item.rules_of("counted-joined"):
        return None
    if not said["between"].match(desk.words(Span(counted.end, place.start))):
        return None
    stage = last_act(desk, place, counted, sort_of(place, found), found.topics[-1].key)
    return Decision(stage, "", 1) if stage else None


def _own_act(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    stage = last_act(desk, place, place.own, sort_of(place, found), found.topics[-1].key)
    return Decision(stage, "", 1) if stage else None


def _handed_on(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """其余246件|转区级平台处理."""
    if not said["behind"].match(desk.words(place.behind)):
        return None
    return Decision("passed-on", "", 1) if fits("passed-on", sort_of(place, found)) else None


def _act_behind(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    kind = sort_of(place, found)
    words = desk.words(place.behind)
    open_ = said["behind"].match(words) or (said["passed"].match(words) if kind == "person" else None)
    if not open_:
        return None
    span = Span(place.behind.start + open_.end(), place.behind.end)
    for hit in desk.find("act", span)[:1]:
        stage = stage_of_act(desk, hit, found.topics[-1].key, found.kinds[-1].key)
        of_objects = said["not-of-bodies" if kind in ("body", "place") else "not-of-things"]
        if of_objects.fullmatch(stage) and span.end - hit.end > 1:
            return None  # 11个村全部修订村规民约: what was changed are the rules
        if stage and fits(stage, kind):
            return Decision(stage, "", 1)
    return None


def _done_to(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """对26件重大决策、58份合同进行审查: the act closes the clause."""
    words = desk.words(Span(place.clause.start, place.start))
    before = (
        place.mark and place.previous is not None and found.stages[place.previous].rule == "stage-done-to"
    )
    if not (said["before"].search(words) or before):
        return None
    stage = last_act(
        desk, place, Span(place.end, place.clause.end), sort_of(place, found), found.topics[-1].key
    )
    return Decision(stage, "", 1) if stage else None


def _there_is(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if not said["kind"].fullmatch(found.kinds[-1].key) or desk.find("act", place.own):
        return None
    return (
        Decision("stock", "", 1)
        if said["before"].search(desk.words(Span(place.since, place.start)))
        else None
    )


def _first_alike(place: Place, found: Found) -> int | None:
    """The first number of the sentence with the same counter word: what a list by types divides."""
    first = None
    for index in range(len(found.stages) - 1, -1, -1):
        if found.ends[index] < place.sentence.start:
            break
        if found.items[index].classifier == place.item.classifier:
            first = index
    return first


def _same(place: Place, found: Found, index: int) -> Decision | None:
    """The stage of another number, if it can be said of this one."""
    stage = found.stages[index].key
    return Decision(stage, "", 0) if stage and fits(stage, sort_of(place, found)) else None


def _whole(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    among = found.topics[-1].rule == "whole"
    index = place.whole if place.item.component_of is not None else place.previous if among else None
    if found.topics[-1].rule == "by-type":
        index = _first_alike(place, found)
    return None if index is None else _same(place, found, index)


def _list(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if not place.mark or place.previous is None or said["not-own"].match(desk.words(place.own)):
        return None
    return _same(place, found, place.previous)


def _shared(desk: Desk, before: str, place: Place) -> bool:
    """Whether a number's own words go on with the thing before: 一般程序案件, 简易程序案件; no act follows it."""
    words = desk.words(place.own)
    if VERB.match(desk.words(place.behind)):
        return False
    return any(words[k : k + 2] in before for k in range(len(words) - 1))


def _run(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """办理一般程序案件12件,简易程序案件|65件: a clause without a verb goes on with the one before."""
    before = place.previous
    if before is None or not place.same_part or VERB.search(desk.words(place.own)):
        return None
    same = found.items[before].classifier == place.item.classifier
    alike = found.topics[before].key == found.topics[-1].key and found.kinds[before].key == sort_of(
        place, found
    )
    bare = (
        not desk.words(place.own).strip(_NOTHING_SAID)
        and place.own.start - found.ends[before] <= 1
        and len(place.behind) <= 1
    )
    goes_on = same and alike and _shared(desk, found.items[before].counted, place)
    if not (goes_on or bare) or said["not-own"].search(desk.words(place.own)):
        return None
    return _same(place, found, before)


def _unsaid(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("", "", 0)


ACTIONS: dict[str, Callable[[Said, Desk, Place, Found], Decision | None]] = {
    "none": _none, "rate-word": _rate_word, "still-open": _still_open, "submitted": _submitted, "told-to": _told_to, "dealt-out": _dealt_out,
    "own-act": _own_act,
    "handed-on": _handed_on, "act-behind": _act_behind, "done-to": _done_to, "there-is": _there_is, "whole": _whole, "list": _list,
    "run": _run, "unsaid": _unsaid,
}  # fmt: skip
STAGES: Steps[Decision] = Steps("stage", ACTIONS)
