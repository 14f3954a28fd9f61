"""What a number without words of its own speaks of: a share of what was counted before, an average of it, the size of
its change; several values dealt out over several heads or years."""

from __future__ import annotations

import re

from dashi_kg.model import Change, Observation, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.word_lists import VERB
from dashi_kg.reader.counted.counted import counted_words
from dashi_kg.reader.counted.objects import act_length
from dashi_kg.reader.links.changes import dealt_out_over
from dashi_kg.reader.numbers.numbers import Number
from dashi_kg.reader.numbers.periods import year_period
from dashi_kg.reader.numbers.pieces import Piece
from dashi_kg.reader.rules.table import word_class, wordings

_SAID = wordings("dependent")
_SAYS_NOTHING = word_class("dependent", "says-nothing")
_AND = _SAID["and"]
_NAMED = _SAID["named"]
_MORE, _LESS = word_class("dependent", "more"), word_class("dependent", "less")

_SHARES = ("percent", "percentage-point", "fraction")
_RATES = _SAID["rates"]


_APART = _SAID["apart"]
COMPARES = _SAID["compares"]


def apart(words: str) -> bool:
    """The words say that several values belong to several things, one each."""
    return _APART.search(words) is not None


def respective(
    ctx: Context,
    clause: Span,
    pieces: list[Piece],
    whole: list[Observation],
    found: list[Observation],
    own: list[Observation],
    *,
    change: bool,
) -> Observation | None:
    """分别同比下降8.4%、上升21.7%: the first is about the first of the values before, the second about the second.

    Args:
        change: the number is the size of a change.
        whole: the values of the sentence before the last semicolon, for where those behind it are too few.
    """
    before = found[: len(found) - len(own)]
    if len(before) < len(pieces):
        before = whole + before
    if own and own[0].counted_span and clause.contains(own[0].counted_span):
        return own[-1]  # 整改完成率分别为98.9%和|100%, 来访867批|1320人次
    if not apart(ctx.words(clause)) or len(before) < len(pieces) or len(own) >= len(pieces):
        return None
    last = before[-len(pieces) :]
    of = dealt_out_over(before, [piece.number.unit for piece in pieces]) if change else last
    return of[len(own)] if of else None


def topic(ctx: Context, earlier: Span | None, said: str) -> Span | None:
    """What the clause before names: 法治培训覆盖面扩大:2021年举办|6期; a bare verb behind a comma is its own."""
    if earlier is None or (said and ctx.view[earlier.end : earlier.end + 1] != ":"):
        return None
    found = counted_words(ctx, earlier, Span(earlier.end, earlier.end), classifier="", percent=False)
    return found.span if found else None


_TAKE_PART = _SAID["take-part"]


def gathered_for(ctx: Context, earlier: Span | None, found: list[Observation], piece: Piece) -> Span | None:
    """The act of the clause before that says what persons took part in: 组织执法资格考试,|312人参加."""
    if earlier is None or not _TAKE_PART.match(ctx.words(piece.right)):
        return None
    if found and found[-1].number_span and found[-1].number_span.end > earlier.start:
        return None  # 举办培训班6期,300人参加: carried with its number
    return topic(ctx, earlier, "") if VERB.match(ctx.words(earlier)) else None


def shared(item: Observation, *, apart: bool) -> list[Observation]:
    """One value over several rates is one observation each; a number that counts nothing nameable is none."""
    if not apart and (rates := _RATES.match(item.counted)) and item.counted_span:
        found, at = [], item.counted_span.start
        for rate in _AND.split(rates["list"]):
            found.append(changed(item, counted=rate, counted_span=Span(at, at + len(rate)), wording=rate))
            at += len(rate) + 1
        return found
    return [item] if item.counted.strip() else []


_CONTENT = re.compile(r"[\u4e00-\u9fff“”《》]{2,16}")
RELATES = _SAID["relates"]


def like(item: Observation, kin: Observation) -> Observation:
    """The observation with the counted words of another."""
    return changed(item, counted=kin.counted, counted_span=None, wording=of_change(kin.wording, item))


_REST = _SAID["rest"]
_STILL = _SAID["still"]
_LEVELS = word_class("dependent", "levels")


def rests(words: str) -> bool:
    """The words speak of what is left: 其余, 剩余."""
    return _REST.fullmatch(words.strip()) is not None


def still(words: str) -> str:
    """What is said of a number that stands first: 正在调处, 未结; else ""."""
    match = _STILL.match(words)
    return match[0] if match else ""


def rest_of(words: str, found: list[Observation], item: Observation) -> str:
    """The wording of what is left of the whole: another indicator than the whole itself (其余 → 其余整改问题).

    The whole is what the value and another one make up; where there is none, the largest of the same counter word.
    """
    same = [o for o in found if o.classifier == item.classifier and o.value is not None and o.change is None]
    for i, total in enumerate(same):
        if any(total.value == (part.value or 0) + (item.value or 0) for part in same[i + 1 :]):
            return words + total.wording
    return words + (max(same, key=lambda o: o.value or 0) if same else found[-1]).wording


def above(ctx: Context, kin: Observation, pieces: list[Piece], item: Piece) -> Span | None:
    """发现问题8个方面43项: the words before a number of headings, which the number behind it speaks of too."""
    before = next((p for p in pieces if kin.number_span == p.number.number_span), None)
    if before is None or kin.counted not in _LEVELS or item.left.end - before.right.end > 1:
        return None
    found = counted_words(
        ctx, before.left, Span(before.left.end, before.left.end), classifier="", percent=False
    )
    return found.span if found else None


def reached(item: Observation, own: list[Observation]) -> Observation:
    """由2021年的312件、2022年的298件下降到267件: what was before stands in pieces of its own."""
    if item.change is None or not item.change.level or item.change.previous is not None or not own:
        return item
    last = own[-1]
    if last.kind != "former" or last.value is None or item.value is None:
        return item
    direction = "increase" if item.value > last.value else "decrease"
    change = changed(
        item.change,
        direction=direction,
        compared="earlier-value",
        previous=last.value,
        previous_span=last.number_span,
    )
    return changed(item, change=change)


def remains(ctx: Context, item: Piece) -> Span | None:
    """What stands beside a number that nothing else explains: a number that the text counts is not lost."""
    for side in (item.left, item.right):
        for found in ctx.find(_CONTENT, side):
            if found[0] not in _SAYS_NOTHING:
                return Span(*found.span())
    return None


def turned(change: Change, words: str) -> Change:
    """The change of the value before, in the other direction where a word says so."""
    direction = "increase" if words.startswith(_MORE) else "decrease" if words.startswith(_LESS) else ""
    return changed(change, direction=direction or change.direction)


def nearest_kin(found: list[Observation], number: Number, *, change: bool) -> Observation:
    """The value before that a number without words of its own speaks of: the last of the same counter word, else
    the last that is not itself the size of a change."""
    same = [o for o in found if o.classifier == number.classifier]
    if number.unit not in _SHARES and same and (change or number.classifier != found[-1].classifier):
        return same[-1]  # 培育“法律明白人”102名、示范户51户,每村不少于|6名
    if not change and number.unit not in ("percent", "percentage-point") and found[-1].unit == "percent":
        counts = [o for o in found if o.unit not in ("percent", "percentage-point", "fraction")]
        return next((o for o in reversed(same) if o.unit == number.unit), (counts or found)[-1])
    levels = [o for o in found if o.change is None or o.change.level] if change else []
    if levels and (last := found[-1]).change and not last.change.level:  # 案件数量增加137件,|增长13.88%
        same = [o for o in levels if o.counted == last.counted]
        return same[-1] if same else changed(last, wording=last.counted, change=None)
    return levels[-1] if levels else found[-1]


def dealt_out(ctx: Context, clause: Span, own: list[Observation]) -> list[Observation]:
    """起数、死亡人数分别下降25%、33.3%: one head for each value, in order."""
    shares = all(o.unit in _SHARES for o in own)  # 环节、材料、时限压减28%、35%、41%
    if len(own) < 2 or own[0].counted_span is None or not (shares or apart(ctx.words(clause))):
        return own
    named = own[0].counted_span
    parts = [Span(*m.span()) for m in ctx.find(_NAMED, named)]
    if len(parts) != len(own) or not all(o.counted == own[0].counted for o in own):
        return own
    words = [ctx.words(p) for p in parts]
    head = _head_of_all(words)
    return [
        _named_alone(changed(o, counted=said, counted_span=p, wording=of_change(said, o)), words[-1], head)
        for o, p, said in zip(own, parts, words, strict=True)
    ]


_SHORT_MARK = 6  # code points of what tells one of several things from the others


def _head_of_all(words: list[str]) -> str:
    """进口、出口整体通关时间: what stands behind the last of several marks that end alike; else ``""``."""
    *first, last = words
    for said in first:
        at = last.find(said[-1], 1) if len(said) <= _SHORT_MARK else -1
        if 0 < at < min(len(last) - 1, _SHORT_MARK):
            return last[at + 1 :]
    return ""


_OF_LEVEL = _SAID["of-level"]


def _named_alone(item: Observation, last: str, head: str) -> Observation:
    """制定、修改、废止规范性文件分别为6件、4件、9件: 制定|规范性文件; 省级、市级示范村: 省级|示范村."""
    shared = ""
    if VERB.fullmatch(item.counted):
        shared = last[act_length(last) :]
    elif item.counted.endswith("级") and (level := _OF_LEVEL.match(last)):
        shared = last[level.end() :]
    elif head and not item.counted.endswith(head):
        shared = head  # 进口|整体通关时间
    if not shared or item.counted == last:
        return item
    words = item.counted + shared
    return changed(
        item,
        counted=words,
        wording=of_change(words, item),
        rules=(*item.rules, ("counted-joined", "shared-head")),
    )


_YEAR_LIST = _SAID["year-list"]
_SO_MANY_YEARS = _SAID["so-many-years"]


def by_years(
    ctx: Context, clause: Span, own: list[Observation], before: list[Observation]
) -> list[Observation]:
    """2021年、2022年分别受理56件、78件: one year for each value, in order; 三年分别为…: those named before."""
    words = ctx.words(clause)
    if len(own) < 2 or not apart(words):
        return own
    listed = _YEAR_LIST.search(
        words[: max(own[0].number_span.start - clause.start, 0)] if own[0].number_span else ""
    )
    years = re.findall(r"(?:19|20)\d\d", listed[0]) if listed else []
    if not listed and (many := _SO_MANY_YEARS.search(words)):
        named = list(dict.fromkeys(o.period.key for o in before if o.period_basis == "explicit"))
        count = "两三四五".index(many[1]) + 2
        years = named if len(named) == count and all(n.isdigit() for n in named) else []
    if len(years) != len(own):
        return own
    return [
        changed(o, period=year_period(int(y)), period_basis="explicit")
        for o, y in zip(own, years, strict=True)
    ]


def of_change(words: str, item: Observation) -> str:
    """The size of a change is another indicator than what has changed: 受理案件 → 受理案件同比变化率."""
    if not words or item.change is None or item.change.level:
        return words
    unit = {"percent": "变化率", "percentage-point": "变化百分点"}.get(item.unit, "变化量")
    return words + ("同比" if item.change.compared == "year-on-year" else "") + unit
