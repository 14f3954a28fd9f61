"""Rates over persons: of those who sat for an exam, of those who are on the staff."""

from __future__ import annotations

import re

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.links.rate import STEM, Found, possible
from dashi_kg.text.han import compiled

_EXAM = re.compile("考试|测试|考核|测验|竞赛|培训")


def examined(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """参加考试412人次,合格率98.3%: the persons who sat for it."""
    persons = [o for o in before if o.classifier in ("人", "名", "人次") and o.number_span]
    sat = [o for o in persons if _EXAM.search(o.counted) and "补考" not in o.counted]
    persons = sat or persons
    if (
        not persons
        or item.number_span is None
        or not re.search("合格|优秀|及格|通过|参考|参训|持有|优良", stem)
    ):
        return None
    last = persons[-1].number_span
    assert last is not None
    start = max(ctx.view.rfind(mark, 0, last.start) for mark in ",;。:\n") + 1
    end = ctx.view.find(",", last.end, item.number_span.start)
    found = end > 0 and _EXAM.search(ctx.view, start, end)
    if not found:
        return None
    came = _CAME[stem[-STEM:]].match(ctx.view, last.end, end) if stem[-STEM:] in _CAME else None
    return (persons[-1], None, "those-who-came") if came else (None, persons[-1], "examined")


# 法治知识测试4120人|参加, 311名民警|通过…考试: they did it
_CAME = {
    "参考": compiled(r" ?[余多]?[名人](?:次)?(?:参加|参考|到考)"),
    "参训": compiled(r" ?[余多]?[名人](?:次)?(?:参加|参训|到训)"),
    "通过": compiled(r" ?[余多]?[名人][\u4e00-\u9fff]{0,6}通过"),
}


_STAFF = re.compile("(?:人员|队员|干部|民警|职工|教师|员工|编制)$")


def of_persons(ctx: Context, item: Observation, stem: str, before: list[Observation]) -> Found | None:
    """在册执法人员仅31人,持证率为83.9%: of those persons; 法治宣传员218名轮训一遍,考核合格率95.4%."""
    last = before[-1] if before else None
    if last is None or last.number_span is None or last.classifier not in ("人", "名"):
        return None
    between = ctx.view[last.number_span.end : item.span.end]
    if re.search("[;。]", between) or not possible(last, item):
        return None
    held = stem.endswith(("持证", "上岗")) and _STAFF.search(last.counted)
    trained = stem.endswith(("合格", "优秀")) and re.match(".?[^,]{0,4}(?:轮训|培训|受训|参训)", between)
    return (None, last, "of-persons") if held or trained else None
