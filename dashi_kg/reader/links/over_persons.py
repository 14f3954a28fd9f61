"""Rates over persons: of those who sat for an exam, of those who are on the staff."""

from __future__ import annotations

from dashi_kg.model import Observation
from dashi_kg.reader.links.rate import STEM, Base, Rate, done_already, possible
from dashi_kg.reader.rules.steps import Said
from dashi_kg.reader.rules.table import the_word, word_class
from dashi_kg.text.segments import begin_after

_ATTENDANCES = the_word("counters", "attendances")
_AGAIN = the_word("over-persons", "again")
_SINGLE_PERSONS = word_class("counters", "persons")
_PERSONS = (*_SINGLE_PERSONS, _ATTENDANCES)


def _at_exam(said: Said, rate: Rate) -> tuple[Observation, int] | None:
    """The persons who sat for the exam of a rate, and where their clause ends; ``None`` where there is none."""
    ctx, item = rate.ctx, rate.item
    persons = [o for o in rate.before if o.classifier in _PERSONS and o.number_span]
    exam = said["exam"].search
    sat = [o for o in persons if exam(o.counted) and _AGAIN not in o.counted]
    persons = sat or persons
    if not persons or item.number_span is None or not said["stem"].search(rate.stem):
        return None
    last = persons[-1].number_span
    assert last is not None
    start = begin_after(ctx.view, last.start, ",;。:\n")
    end = ctx.view.find(",", last.end, item.number_span.start)
    return (persons[-1], end) if end > 0 and exam(ctx.view, start, end) else None


def those_who_came(said: Said, rate: Rate) -> Base | None:
    """法治知识测试4120人|参加,参考率99%, 311名民警|通过…考试: they did it."""
    found = _at_exam(said, rate)
    if found is None:
        return None
    persons, end = found
    assert persons.number_span is not None
    behind = rate.ctx.view[persons.number_span.end : end]
    return (persons, None) if said["came"].match(f"{rate.stem[-STEM:]}|{behind}") else None


def examined(said: Said, rate: Rate) -> Base | None:
    """参加考试412人次,合格率98.3%: the persons who sat for it."""
    found = _at_exam(said, rate)
    if found is None or done_already(found[0], rate.stem) or not possible(found[0], rate.item):
        return None
    persons, _ = found
    assert persons.number_span is not None
    if said["not-between"].search(rate.ctx.view[persons.number_span.end : rate.item.span.start]):
        return None
    # 培训352人次,测试合格率98%: who came often is counted often, and not all are examined
    taught = persons.classifier == _ATTENDANCES and said["not-taught"].search(persons.counted)
    return None if taught else (None, persons)


def of_persons(said: Said, rate: Rate) -> Base | None:
    """在册执法人员仅31人,持证率为83.9%: of those persons; 法治宣传员218名轮训一遍,考核合格率95.4%."""
    last = rate.before[-1] if rate.before else None
    if last is None or last.number_span is None or last.classifier not in _SINGLE_PERSONS:
        return None
    between = rate.ctx.view[last.number_span.end : rate.item.span.end]
    if said["not-between"].search(between) or not possible(last, rate.item):
        return None
    held = said["held"].search(rate.stem) and said["staff"].search(last.counted)
    trained = said["trained"].search(rate.stem) and said["between"].match(between)
    return (None, last) if held or trained else None
