"""What an act says of a number: which stage, of what; and the last act of a stretch that says one.

The acts are words of ``lexicon.tsv``; in which topics they say something else is ``act_stages.tsv``, in which nothing ``no_stage.tsv``;
which sorts of things a stage can be said of ``stage_fits.tsv``.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from dashi_kg.model import Span
from dashi_kg.reader.facets.decision import Found
from dashi_kg.reader.facets.lexicon import Hit
from dashi_kg.reader.facets.place import Desk, Place
from dashi_kg.reader.rules.table import patterns, the_word, word_class, words

_REPORTED = the_word("acts", "reported")
_BATCHES = word_class("acts", "batches")
_PUBLISHED = the_word("acts", "published")

_HERE = Path(__file__).parent
_LEXICON, _NONE = "=", "-"  # the stage that the lexicon gives; no stage
_LEAST_BEFORE = 4  # code points before an act that closes a name
_NOUN = 2  # code points of a noun behind an act


def sort_of(place: Place, found: Found) -> str:
    """The kind of quantity that a stage is said of: a kind, or ``things`` that are dealt with each time (责令整改43家次), no events of their own."""
    kind = found.kinds[-1].key
    return "things" if kind == "occasion" and place.item.classifier in _acts("thing-each-time") else kind


def fits(stage: str, sort: str) -> bool:
    """Whether a stage can be said of a sort of thing."""
    only, never = _fits().get(sort, ((), ()))
    return stage in only if only else stage not in never


def says_none(form: str, topic: str, kind: str) -> bool:
    """Whether an act says no stage of a number of this topic and kind: 研究|议题19个 is what a meeting was about."""
    return any(t in ("", topic) and k in ("", kind) for t, k in _no_stage().get(form, ()))


def stage_of_act(desk: Desk, hit: Hit, topic: str, kind: str) -> str:
    """The stage that an act says of a number of a topic and kind, ``""``: none."""
    form, stage = hit.entry.form, hit.entry.stage
    if form in _acts("drawn-up") and patterns("stage")["to-others"].match(desk.ctx.view, hit.end):
        return "issued"  # 制发行政复议意见书4份: sent to somebody, no rule that is made
    if says_none(form, topic, kind):
        return ""
    said = next(
        (s for topics, s in _act_stages().get(form, ()) if not topics or topic.startswith(topics)), _LEXICON
    )
    if said != _LEXICON:
        stage = "" if said == _NONE else said
    before = desk.ctx.view[max(0, hit.start - 5) : hit.start]
    return _negated().get(stage, stage) if patterns("stage")["negation"].search(before) else stage


def last_act(desk: Desk, place: Place, span: Span, sort: str, topic: str) -> str:
    """The stage by the last act of a span that can be said of this sort of thing, ``""``: none."""
    found = desk.find("act", span)
    for i, hit in reversed(list(enumerate(found))):
        form = hit.entry.form
        if _is_object(found[:i], hit, span.end):
            continue
        if sort == "person-time" and form not in _acts("of-persons-each-time"):
            continue
        if sort == "person" and form in _acts("not-of-persons"):
            continue
        if (form in _acts("attribute") and desk.ctx.view.startswith("的", hit.end)) or (
            i and form == _REPORTED
        ):
            continue  # 审查设区市报备的|26件, 对印发的|317件文件逐件清理: it says which, not what was done
        if form in _acts("closes-a-name") and hit.end == span.end and hit.start - span.start >= _LEAST_BEFORE:
            continue  # 洪水影响评价审批|12件: its name, not what was done
        if i and form in _acts("object-too"):
            continue  # 受理政府信息公开申请: what was accepted is an application
        if hit.entry.stage == "new" and patterns("stage")["refused"].match(desk.ctx.view, hit.start):
            return ""  # 不予出台1件, 暂缓出台1件
        stage = stage_of_act(desk, hit, topic, sort)
        batch = stage == "issued" and (
            place.item.classifier in _BATCHES or (form == _PUBLISHED and place.item.classifier == "期")
        )
        if stage and (batch or fits(stage, sort)):
            if (
                stage == "issued"
                and sort == "copy"
                and patterns("stage")["spread"].search(desk.words(place.own))
            ):
                continue
            return stage
    return ""


def _is_object(before: Sequence[Hit], hit: Hit, end: int) -> bool:
    """Whether an act is part of the name of what an act before it deals with (取消|营业性演出审批材料, 受理|学校变更申请), more than a few
    signs before the number.
    """
    nominal, deals = _acts("nominal"), _acts("deals")
    if hit.entry.form not in nominal or not before:
        return False
    if before[-1].entry.form not in deals and before[-1].entry.form not in nominal:
        return False
    return any(
        other.entry.form in deals and (hit.start > other.end or end - hit.end >= _NOUN) for other in before
    )


@cache
def _acts(kind: str) -> frozenset[str]:
    """The words of one class of ``words/stage.tsv``."""
    return frozenset(words("stage")[kind])


def _rows(name: str) -> list[list[str]]:
    return [line.split("\t") for line in (_HERE / name).read_text(encoding="utf-8").splitlines()[1:]]


@cache
def _no_stage() -> dict[str, list[tuple[str, str]]]:
    """Act → the topics and kinds of quantity in which it says no stage (``no_stage.tsv``); empty: any."""
    found: dict[str, list[tuple[str, str]]] = {}
    for form, topic, kind, _ in _rows("no_stage.tsv"):
        found.setdefault(form, []).append((topic, kind))
    return found


@cache
def _act_stages() -> dict[str, list[tuple[tuple[str, ...], str]]]:
    """Act → beginnings of topics (none: all others), and the stage that it says there."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for form, topics, stage, _ in _rows("act_stages.tsv"):
        found.setdefault(form, []).append((tuple(topics.split()), stage))
    return found


@cache
def _fits() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """Sort of thing → the only stages that it has, or those that it never has."""
    return {
        sort: (frozenset(only.split()), frozenset(never.split()))
        for sort, only, never, _ in _rows("stage_fits.tsv")
    }


@cache
def _negated() -> dict[str, str]:
    """Stage → what is said by its act with a negation before it: 未审结 is pending."""
    return {stage: negated for stage, negated, _ in _rows("negated.tsv")}
