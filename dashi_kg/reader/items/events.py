"""Campaigns, activities, days and meetings that the report names.

Three ways to be an event: a quoted name with a word of activity, a named day, or one of the genre's own
kinds of activity (专题学习, 专项整治, 院坝会 …) behind a verb.
"""

from __future__ import annotations

import re

from dashi_kg.model import Event, Mention, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.text.han import compiled
from dashi_kg.text.needed import Gate

# “进机关、进社区、进农村”宣讲   “法律七进”主题活动
_QUOTED = re.compile(
    r"“[^”\d]{2,24}”(?P<what>(?:主题|系列|专项|普法|宣传|集中)*(?:宣讲|活动|行动|宣传月|宣传周|竞赛|比赛))"
)
# “法治文化进校园”、“青少年法制教育宣传周”等系列活动
_LIST = re.compile(r"(?P<list>“[^”]{2,24}”(?:[、和]“[^”]{2,24}”)+)等?(?:系列|主题|普法|宣传)*活动")
_ITEM = re.compile(r"“[^”]+”")
# “12.4”全国法制宣传日   12·4国家宪法日   国家宪法日
# but not a time limit: 0.5个工作日
_DATE = r"(?<![\d.·・])“?(?:1[0-2]|0?[1-9])[.·・](?:[12]\d|3[01]|0?[1-9])(?!\d)”?"
_DAY = compiled(
    rf"(?:{_DATE})?(?:全国|国家|国际|世界)[\u4e00-\u9fff]{{2,8}}日|{_DATE}(?!个)[\u4e00-\u9fff]{{2,10}}(?<!工作)(?<!自然)日"
)
# 党的二十大   党的二十届三中全会
_CONGRESS = re.compile(
    r"(?:党的)?(?:(?:十[一二三四五六七八九]|二十(?:[一二三四五六七八九])?)(?:大|届[一二三四五六七]中全会))(?!报告)"
)

# the genre's own kinds; the words before them belong to the name
_KINDS: tuple[tuple[str, str], ...] = (
    ("专题学习", "study-session"), ("集体学法", "study-session"), ("院坝会", "meeting"), ("坝坝会", "meeting"),
    ("专项整治", "rectification"), ("专项行动", "rectification"), ("专项治理", "rectification"),
    ("联合执法", "joint-enforcement"), ("联合检查", "joint-enforcement"), ("集中宣传", "publicity"),
    ("法律咨询", "publicity"), ("知识竞赛", "campaign"), ("演讲比赛", "campaign"), ("模拟法庭", "campaign"),
    ("法制讲座", "lecture"), ("法治讲座", "lecture"), ("法律讲座", "lecture"), ("专题讲座", "lecture"),
)  # fmt: skip
_KIND_OF = dict(_KINDS)
_HEAD = "|".join(head for head, _ in _KINDS)
_GENRE = compiled(
    rf"(?:协助开展|组织开展|大力开展|定期开展|广泛开展|深入开展|开展了?|举办了?|举行了?|召开了?|组织了?|(?<=,)开(?!展)|办(?=法|专))"
    rf"(?P<name>[\u4e00-\u9fff“”]{{0,16}}?(?P<head>{_HEAD})(?:和[\u4e00-\u9fff]{{2,6}}培训)?)"
)  # fmt: skip
_SAME = str.maketrans({"制": "治"})


_GATE = Gate(_LIST, _DAY, _QUOTED, _GENRE, _CONGRESS)


def read_events(ctx: Context) -> list[Event]:
    """Events in the order of their first mention, one for each name; later mentions are kept with it."""
    hits: list[tuple[Span, str, str, str, str]] = []  # span, name, kind, rule, key
    taken: list[Span] = []

    def add(span: Span, name: str, kind: str, rule: str, key: str = "") -> None:
        if not any(t.overlaps(span) for t in taken):
            taken.append(span)
            hits.append((span, name, kind, rule, key or name))

    for _, sentence in ctx.own_sentences(*REPORTED, "preamble"):
        if not _GATE.fitting(ctx.words(sentence)):
            continue
        for match in ctx.find(_LIST, sentence):
            for item in _ITEM.finditer(ctx.view, *match.span("list")):
                add(Span(*item.span()), item[0], "series-activity", "list-of-series")
        for match in ctx.find(_DAY, sentence):
            add(Span(*match.span()), match[0], "day", "named-day")
        for match in ctx.find(_QUOTED, sentence):
            kind = "talk" if "宣讲" in match["what"] else "campaign"
            add(Span(*match.span()), match[0], kind, "quoted-name-and-activity")
        for match in ctx.find(_GENRE, sentence):
            head = match["head"]
            key = head.translate(_SAME)[-2:] if _KIND_OF[head] == "lecture" else match["name"]
            span = Span(*match.span("name"))
            add(span, match["name"], _KIND_OF[head], "activity-of-the-genre", key)
        for match in ctx.find(_CONGRESS, sentence):
            name = match[0].removeprefix("党的")
            add(Span(*match.span()), match[0], "congress", "congress", name)
    hits.sort()
    mentions: dict[tuple[str, str], list[Mention]] = {}
    first: dict[tuple[str, str], tuple[Span, str, str, str]] = {}
    for span, name, kind, rule, key in hits:
        identity = (kind, key)
        first.setdefault(identity, (span, name, kind, rule))
        mentions.setdefault(identity, []).append(Mention(ctx.source.quote(span), span))
    return [
        Event(f"e{i}", name, span, rule, kind, tuple(mentions[identity]))
        for i, (identity, (span, name, kind, rule)) in enumerate(first.items(), start=1)
    ]
