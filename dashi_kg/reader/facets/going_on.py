"""Numbers that go on with what was counted before them: outcomes, kinds, losses, whom it reached, what a platform holds."""

from __future__ import annotations

from dashi_kg.model import Span
from dashi_kg.reader.facets.decision import Decision, Found, taken
from dashi_kg.reader.facets.evidence import topic_of
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.table import Rule, actions


def _rule(action: str) -> Rule:
    return actions("going-on")[action]


_SURE = 40  # margin of a decision that rests on a rule of its own


def by_type(desk: Desk, place: Place, found: Found) -> Decision | None:
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


def reached(desk: Desk, place: Place, found: Found) -> Decision | None:
    """发放折页1.8万张,受益职工逾|2万人: whom publicity reaches."""
    if place.previous is None or found.topics[place.previous].key not in ("I1", "I2", "I5"):
        return None
    words = desk.words(place.own)
    if place.item.classifier not in ("人", "人次", "名"):
        return None
    if not (_rule("reached").search(words) or _rule("listens").search(words)):
        return None
    return Decision("I3", "", _SURE)


def found_there(desk: Desk, place: Place, found: Found) -> Decision | None:
    """检查企业43家,发现环境问题|26个: what an inspection finds, whatever its field."""
    if place.previous is None or not place.same_part or found.topics[place.previous].key not in _LOOKED_INTO:
        return None
    if not _rule("inspected").search(desk.words(place.own)) or topic_of(desk, place.own, place.start, 9):
        return None
    return taken(found, place.previous)


_LOOKED_INTO = ("E1", "E5", "E8", "A4", "H4")


def settled(desk: Desk, place: Place, found: Found) -> Decision | None:
    """召开党组会8次,解决执法用房等问题|13件: what the meetings dealt with."""
    if place.previous is None or found.topics[place.previous].key not in ("A1", "A2"):
        return None
    words = desk.ctx.view[place.between.start : place.start]
    if not _rule("settled").search(words):
        return None
    before = taken(found, place.previous)
    return before if before and before.key == "A1" else Decision("A1", "", _SURE)


def outcome(desk: Desk, place: Place, found: Found) -> Decision | None:
    """Of a case in reconsideration or court: 审结20件,调解和解|12件, 公安类|58件."""
    if place.previous is None or found.topics[place.previous].key not in ("G2", "G3", "G1", "G5"):
        return None
    words = desk.words(place.own)
    if not _rule("outcome").search(words) or len(words) > _LONGEST_OUTCOME:
        return None
    return None if topic_of(desk, place.own, place.start, 8) else taken(found, place.previous)


_LONGEST_OUTCOME = 18
_OF_BODIES = ("A1", "A2", "A3", "A4", "A5", "I4", "E7")


def loss(desk: Desk, place: Place, found: Found) -> Decision | None:
    """办理法律援助案件20件,为困难群众挽回损失|12万元: what it came to in money."""
    if place.item.unit != "yuan" or place.previous is None or not place.same_part:
        return None
    if found.topics[place.previous].key in _OF_BODIES or not _rule("loss").search(desk.words(place.own)):
        return None
    return None if topic_of(desk, place.own, place.start, 8) else taken(found, place.previous)


def on_platform(desk: Desk, place: Place, found: Found) -> Decision | None:
    """建成行政执法监督平台,接入执法主体|520个: what a platform holds."""
    if place.previous is None:
        before = topic_of(desk, Span(place.part.start, place.own.start), place.start, 8)
        key = before.topic if before else ""
    else:
        key = found.topics[place.previous].key
    words = desk.words(place.own)
    if key != "J1" or not (
        _rule("on-platform").search(words) or (place.mark and found.topics[-1].rule == "on-platform")
    ):
        return None
    if place.previous is None:
        return Decision("J1", "", 10)
    return taken(found, place.previous)


def after_transfer(desk: Desk, place: Place, found: Found) -> Decision | None:
    """移送涉嫌犯罪案件9件,公安机关立案|7件: what became of the cases."""
    if place.previous is None or not place.same_part or found.topics[place.previous].key != "E9":
        return None
    return taken(found, place.previous) if _rule("after-transfer").search(desk.words(place.own)) else None
