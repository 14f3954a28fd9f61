"""Who learns: study and training of leaders (A2), of enforcement officers (E7), of all other staff (I4)."""

from __future__ import annotations

import re
from collections.abc import Iterator

from dashi_kg.model import Span
from dashi_kg.reader.facets.decision import Decision
from dashi_kg.reader.facets.evidence import Ranked
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.table import actions, word_class, wordings

_SAID = wordings("learners")

LEARNING = {"A2": "leaders", "E7": "officers", "I4": "staff"}
_TOPICS = {"leaders": "A2", "officers": "E7", "staff": "I4", "public": "I4"}


def learners(desk: Desk, place: Place, *, speaker: bool = False) -> str:
    """Who learns at a place: ``leaders``, ``officers``, ``staff``, ``public``, or ``""`` where nobody is named.

    Args:
        speaker: the words at the number name who speaks (邀请教授授课); those before them name who listens.
    """
    ctx = desk.ctx
    near = ctx.view[place.own.start : place.behind.end]
    before = nearest(ctx.view[place.part.start : place.own.start])
    if speaker:
        behind = ctx.view[place.behind.end : min(place.part.end, place.behind.end + _BEHIND)]
        before = named(behind) or before
    if who := (before or named(near)) if speaker else (named(near) or before):
        return who
    if who := nearest(ctx.view[place.sentence.start : place.part.start]):
        return who
    for title in place.titles[:2]:
        words = ctx.words(title)
        if actions("learners")["leaders"].search(words):
            return "leaders"
        if actions("learners")["officers"].search(words):
            return "officers"
    # 举办法治培训4期,覆盖全体干部职工: who is named behind learns, too
    behind = named(ctx.view[place.behind.end : min(place.part.end, place.behind.end + _BEHIND)])
    return behind if behind in ("staff", "public") else ""


def named(words: str) -> str:
    """The learner that some words name; the one nearest to their end where there are several."""
    officers = _last("officers", words)
    leaders = _last("leaders", words)
    staff = _last("staff", words)
    public = _last("public", words)
    if leaders >= 0 and leaders >= officers - 1:
        return "leaders"
    if officers >= 0:
        return "officers"
    if staff >= 0:
        return "staff"
    return "public" if public >= 0 else ""


_BEHIND = 30  # code points behind a lecture in which its listeners stand


def nearest(words: str) -> str:
    """The learner named last: 中心组学法4次,组织66名干部参加考试 speaks of the staff."""
    leaders, officers = _last_end("leaders", words), _last_end("officers", words)
    staff = _last("staff", words)
    if staff > max(leaders, officers) and staff >= 0:
        return "staff"
    return named(words)


def _last_end(learner: str, words: str) -> int:
    return max((m.end() for m in _all(learner, words)), default=-1)


def _last(learner: str, words: str) -> int:
    return max((m.start() for m in _all(learner, words)), default=-1)


def _all(learner: str, words: str) -> Iterator[re.Match[str]]:
    rule, at = actions("learners")[learner], 0
    while match := rule.search(words, at):
        yield match
        at = match.end()


def topic_of_learner(learner: str) -> str:
    """A2, E7 or I4; where no learner is named, I4."""
    return _TOPICS.get(learner, "I4")


def audience_of(topic: str, learner: str) -> str:
    """The audience of a topic of study and training, else ``""``; of training of staff only where somebody is named."""
    if topic == "I4":
        return learner if learner == "public" else "staff" if learner else ""
    return LEARNING.get(topic, "")


def near_span(place: Place) -> Span:
    """The clause of a number up to the next number."""
    return Span(place.clause.start, place.behind.end)


# a lecture is publicity, unless staff listen to it
_LECTURES = frozenset(word_class("learners", "lectures"))
_OUTSIDE = _SAID["outside"]


def decided(desk: Desk, place: Place, ranked: Ranked | None) -> Decision | None:
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
    return Decision(
        topic, "", ranked.margin, audience_of(topic, learners(desk, place) if topic == "I4" else "")
    )
