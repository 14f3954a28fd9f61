"""Who learns: study and training of leaders (A2), of enforcement officers (E7), of all other staff (I4)."""

from __future__ import annotations

import re

from dashi_kg.model import Span
from dashi_kg.reader.facets.place import Desk, Place

LEARNING = {"A2": "leaders", "E7": "officers", "I4": "staff"}
_TOPICS = {"leaders": "A2", "officers": "E7", "staff": "I4", "public": "I4"}

# 党委理论学习中心组, 局党组会, 新任科级领导干部; but not 领导干部职工
_LEADERS = re.compile(
    r"领导干部(?!职工)|(?:提拔|提任|拟任|任前|中层)[^,;]{0,4}干部|领导班子|班子成员|中心组|党组(?!织)|党委会|党委(?:班子|领导|书记|理论)|党工委(?!组织)|常务会|会前学法|[县处科厅局]级(?:以上)?(?:领导|干部)|(?:县处|乡科)级"
    r"|主要负责人|关键少数|一把手|读书班|局长办公会|局务会|办公会|书记讲|(?:镇|乡|局|街道)党委(?!政府各)|政府党组"
)
_OFFICERS = re.compile(
    r"执法人员|执法队员|执法队伍|执法骨干|执法干部|执法民警|民警|执法监督人员|法制审核人员|执法培训|执法业务|执法轮训|执法资格|法制员|执法能力|辅警|协管员|执法大练兵|队员|执法专题|执法案卷|执法规范化?培训|执法"
)
_STAFF = re.compile(
    r"干部|职工|工作人员|公务员|机关|全员|人员|调解员|网格员|联络员|窗口|业务骨干|普法骨干|党员|村\(?居?\)?两委|教师|教职工|医务|学员|律师|法律明白人|全体|顾问"
)
_PUBLIC = re.compile(
    r"群众|学生|师生|村民|居民|青少年|企业负责人|企业人员|经营者|从业人员|经营户|农民|商户|市民|驾驶员|妇女|老人|未成年人"
)


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
        if _LEADERS.search(words):
            return "leaders"
        if _OFFICERS.search(words):
            return "officers"
    return ""


def named(words: str) -> str:
    """The learner that some words name; the one nearest to their end where there are several."""
    officers = _last(_OFFICERS, words)
    leaders = _last(_LEADERS, words)
    staff = _last(_STAFF, words)
    public = _last(_PUBLIC, words)
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
    leaders, officers = _last_end(_LEADERS, words), _last_end(_OFFICERS, words)
    staff = _last(_STAFF, words)
    if staff > max(leaders, officers) and staff >= 0:
        return "staff"
    return named(words)


def _last_end(pattern: re.Pattern[str], words: str) -> int:
    return max((m.end() for m in pattern.finditer(words)), default=-1)


def _last(pattern: re.Pattern[str], words: str) -> int:
    return max((m.start() for m in pattern.finditer(words)), default=-1)


def topic_of_learner(learner: str) -> str:
    """A2, E7 or I4; where no learner is named, I4."""
    return _TOPICS.get(learner, "I4")


def audience_of(topic: str, learner: str) -> str:
    """The audience of a topic of study and training, else ``""``."""
    if topic == "I4" and learner == "public":
        return "public"
    return LEARNING.get(topic, "")


def near_span(place: Place) -> Span:
    """The clause of a number up to the next number."""
    return Span(place.clause.start, place.behind.end)
