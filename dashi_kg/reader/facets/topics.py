"""Which topic a number speaks of: steps in the order of ``reader/steps/topic.yaml``, the first that has an answer decides.

The order is that of the design: rulings, the whole of a part, enumeration, words of its own, the noun behind, the
clauses and numbers before, the heading, the sentence before, and at last ``L1``.
"""

from __future__ import annotations

from collections.abc import Callable

from dashi_kg.model import Span
from dashi_kg.reader.facets import going_on, ranged
from dashi_kg.reader.facets.decision import Decision, Found, taken
from dashi_kg.reader.facets.evidence import FIRM, WEAK, behind, strongest, topic_of
from dashi_kg.reader.facets.learners import LEARNING, audience_of, decided, learners, named, topic_of_learner
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.facets.rulings import ruled
from dashi_kg.reader.rules.steps import Said, Steps

_SURE = 40  # margin of a decision that rests on a rule of its own


# ------------------------------------------------------------------ the actions, in the order of the steps


def _ruling(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    ruling = ruled(desk, place)
    if ruling is None:
        return None
    learner = learners(desk, place) if ruling.topic == "I4" else ""
    audience = "" if ruling.speaks else audience_of(ruling.topic, learner)
    return Decision(ruling.topic, ruling.id, _SURE, audience)


def _counted_behind(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    counted = place.item.counted_span
    if counted is None or counted.start < place.end - 1:
        return None
    ranked = behind(desk, place, FIRM)
    own = topic_of(desk, place.own, place.start, FIRM)
    if ranked and own and own.hit.entry.strength > ranked.hit.entry.strength + 2:
        return None
    return decided(desk, place, ranked)


def _studied(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """组织干部学习《…条例》等法规|12部: not the making of rules, but who learns of them."""
    if not said["own"].search(desk.words(place.own)):
        return None
    ranked = topic_of(desk, place.own, place.start, FIRM)
    if ranked is None or not said["topic"].fullmatch(ranked.topic):
        return None
    learner = learners(desk, place)
    topic = topic_of_learner(learner)
    return Decision(topic, "", ranked.margin, audience_of(topic, learner))


def _as_before(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """审查合同96份,出具法律意见书|108份: a word of another topic that goes with the number before it."""
    if place.previous is None or not place.same_part:
        return None
    ranked = topic_of(desk, place.own, place.start, FIRM)
    if (
        ranked is None
        or not said["topic"].fullmatch(ranked.topic)
        or not said["form"].search(ranked.hit.entry.form)
    ):
        return None
    return taken(found, place.previous)


def _learning_goes_on(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """举办培训4期,参训|1460人次 goes with the training before it."""
    if place.previous is None or not place.same_part or found.topics[place.previous].key not in LEARNING:
        return None
    ranked = topic_of(desk, place.own, place.start, FIRM)
    if ranked is None or ranked.topic not in LEARNING or ranked.hit.entry.strength > 8:
        return None
    return taken(found, place.previous) if len(place.own) <= 8 and not named(desk.words(place.own)) else None


def _own_head(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    return decided(desk, place, topic_of(desk, place.own, place.start, FIRM))


def _noun_behind(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if ranked := behind(desk, place, FIRM):
        return decided(desk, place, ranked)
    if said["behind"].match(desk.words(place.behind)) and not topic_of(desk, place.own, place.start, FIRM):
        span = place.behind  # 班子成员7人全部完成年度述法
        return decided(
            desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, FIRM, backward=False)
        )
    return None


def _money_spent(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.item.unit != "yuan" or not said["own"].search(desk.words(place.own)):
        return None
    rest = Span(place.end, place.part.end)
    return decided(
        desk, place, strongest(desk.ctx.view, desk.find("topic", rest), place.end, FIRM, backward=False)
    )


def _between(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.previous is None or not place.same_part:
        return None
    return decided(desk, place, topic_of(desk, place.between, place.start, 6))


def _previous(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if not place.same_part:
        return None
    # 滞留船舶|4艘 may be of another matter, 办结|4件 is not
    longer = len(said["before-acts"].sub("", desk.words(place.own))) > _BARE
    return taken(found, place.previous, less=_UNSURE if longer else 10)


_BARE = 3  # code points of an act without an object
_UNSURE = 99  # less than any margin: nothing is named by such a topic


def _clauses_before(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    return decided(desk, place, topic_of(desk, Span(place.part.start, place.start), place.start, FIRM))


def _previous_part(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    if place.previous is None or topic_of(desk, place.own, place.start, WEAK) or behind(desk, place, WEAK):
        return None
    return taken(found, place.previous, less=20)


def _weak_head(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    return decided(desk, place, topic_of(desk, place.own, place.start, WEAK) or behind(desk, place, WEAK))


def _next_number(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """明确10大类37项重点工作: the noun stands behind the next number."""
    if len(place.behind) > _ADJACENT:
        return None
    span = Span(place.end, place.clause.end)
    return decided(
        desk, place, strongest(desk.ctx.view, desk.find("topic", span), place.end, WEAK, backward=False)
    )


_ADJACENT = 4


def _heading(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    for title in place.titles:
        if ranked := topic_of(desk, title, title.end, FIRM):
            return Decision(ranked.topic, "", ranked.margin // 3)
    return None


def _clause_behind(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """举办品牌活动17场,覆盖企业1500家次: what follows says what it was about."""
    span = Span(place.end, place.part.end)
    ranked = strongest(desk.ctx.view, desk.find("topic", span), place.end, WEAK, backward=False)
    return Decision(ranked.topic, "", ranked.margin // 3) if ranked and not place.same_part else None


def _weakest(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    span = Span(place.sentence.start, place.start)
    return decided(desk, place, topic_of(desk, span, place.start, WEAK) or behind(desk, place, WEAK))


def _sentence_before(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    """Only a number that says no more than an outcome goes with the sentence before."""
    if not found.topics or place.previous is not None or not desk.find("act", place.own):
        return None
    if found.items[len(found.topics) - 1].section != place.item.section:
        return None  # another heading: another matter
    if "\n" in desk.ctx.view[found.ends[len(found.topics) - 1] : place.start] or _names(said, desk, place):
        return None
    return taken(found, len(found.topics) - 1, less=30)


_LEAST_NAME = 5  # code points that acts leave of a number's words where these name a matter of their own


def _names(said: Said, desk: Desk, place: Place) -> bool:
    """受理|民办学校设立申请: words of a matter of its own, more than an outcome of the one before."""
    words = said["generic"].sub("", desk.words(place.own))
    return len(words) - sum(h.end - h.start for h in desk.find("act", place.own)) >= _LEAST_NAME


def _other(said: Said, desk: Desk, place: Place, found: Found) -> Decision | None:
    return Decision("L1", "", 0)


ACTIONS: dict[str, Callable[[Said, Desk, Place, Found], Decision | None]] = {
    "same-statement": going_on.same_statement, "ruling": _ruling, "whole": going_on.whole, "rate-or-change": going_on.rate_or_change,
    "enumeration": going_on.enumeration, "serves-as": ranged.serves_as, "scope": ranged.scope, "times-of": ranged.times_of,
    "made-up-of": ranged.made_up_of, "counted-behind": _counted_behind, "by-type": going_on.by_type, "reached": going_on.reached,
    "found-there": going_on.found_there, "settled": going_on.settled, "outcome": going_on.outcome, "loss": going_on.loss,
    "on-platform": going_on.on_platform, "after-transfer": going_on.after_transfer, "studied": _studied, "as-before": _as_before,
    "learning-goes-on": _learning_goes_on, "own-head": _own_head, "noun-behind": _noun_behind,
    "money-spent": _money_spent, "between": _between, "previous": _previous, "clauses-before": _clauses_before,
    "previous-part": _previous_part, "weak-head": _weak_head, "next-number": _next_number, "heading": _heading, "weakest": _weakest,
    "sentence-before": _sentence_before, "clause-behind": _clause_behind, "other": _other,
}  # fmt: skip
TOPICS: Steps[Decision] = Steps("topic", ACTIONS)
