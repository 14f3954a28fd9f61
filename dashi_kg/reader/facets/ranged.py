"""Numbers whose topic is said behind them: what they range over, how often something is done, what they make up."""

from __future__ import annotations

from dashi_kg.model import Span
from dashi_kg.reader.facets.decision import Decision, Found, taken
from dashi_kg.reader.facets.evidence import FIRM, strongest, topic_of
from dashi_kg.reader.facets.learners import decided
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.steps import Said
from dashi_kg.reader.rules.table import word_class

_OCCASIONS = word_class("counters", "occasions")

_STRONG_SCOPE = 6


def scope(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """对41家企业免予处罚, 17个村法治宣传栏更新3次: what the number ranges over; its topic is said behind it."""
    if (
        place.item.number_span is None
        or place.item.unit not in ("number", "one")
        or desk.find("act", place.own)
    ):
        return None
    if said["holds"].search(desk.words(place.own)):
        return Decision("K1", "", 0)  # 全镇辖|18个行政村
    view = desk.ctx.view
    group = said["group"].match(view, place.end, place.part.end)
    if not group or topic_of(desk, place.own, place.start, FIRM):
        return None
    stop = view.find(",", group.end(), place.part.end)
    first = Span(group.end(), place.part.end if stop == -1 else stop)
    for span in (first, Span(first.end, place.part.end)):
        if ranked := strongest(view, desk.find("topic", span), span.start, _STRONG_SCOPE, backward=False):
            decision = decided(desk, place, ranked)
            if decision and decision.key == "D2" and said["villages"].search(group[0]):
                return Decision("G6", "", decision.margin)  # 9个村实现村村有法律顾问
            return decision
    return None


def times_of(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """先后7次听取法治工作汇报: the act stands behind how often it was done."""
    if place.item.classifier not in _OCCASIONS or topic_of(desk, place.own, place.start, FIRM):
        return None
    span = Span(place.end, place.clause.end)
    if not len(span) or desk.ctx.view[place.end] in ",、;:。":
        return None
    return decided(
        desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, FIRM, backward=False)
    )


def made_up_of(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """组建由|8名律师、15名骨干组成的普法宣讲队: what they make up decides, said behind, else before."""
    goes_on = place.mark and found.topics and found.topics[-1].rule == "made-up-of"
    if goes_on:
        return taken(found, place.previous)
    if not desk.words(place.own).endswith("由"):
        return None
    made = said["behind"].search(desk.ctx.view, place.end, place.part.end)
    if made is None:
        return None
    behind = Span(made.end(), place.clause.end if made.end() <= place.clause.end else place.part.end)
    ranked = strongest(desk.ctx.view, desk.find("topic", behind), made.end(), FIRM, backward=False)
    ranked = ranked if made[0].endswith("的") else None
    return decided(desk, place, ranked or topic_of(desk, place.own, place.start, FIRM))


def serves_as(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """9名“五老”人员受聘担任特约调解员, 3件案卷入选优秀案卷: what they are taken for says what they are about."""
    match = said["behind"].match(desk.ctx.view, place.end, place.behind.end)
    if match is None or topic_of(desk, place.own, place.start, FIRM):
        return None
    span = Span(match.end(), place.behind.end)
    return decided(
        desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.behind.end, FIRM, backward=True)
    )
