"""What a number without words of its own speaks of: a share of what was counted before, an average of it, the size of
its change; several values dealt out over several heads or years."""

from __future__ import annotations

import re
from dataclasses import replace

from dashi_kg.extract.context import Context
from dashi_kg.extract.counted import counted_words
from dashi_kg.extract.numbers import Number
from dashi_kg.extract.periods import year_period
from dashi_kg.extract.pieces import Piece
from dashi_kg.model import Change, Observation, Span

# 参考率、合格率均达100%
_RATES = re.compile(r"^(?P<list>[^、和,]{1,12}率(?:(?:、|和|及(?!时|格))[^、和,]{1,12}率)+)(?:均|都|全部)?$")


def respective(
    ctx: Context, clause: Span, pieces: list[Piece], found: list[Observation], own: list[Observation]
) -> Observation | None:
    """分别同比下降8.4%、上升21.7%: the first is about the first of the values before, the second about the second."""
    before = found[: len(found) - len(own)]
    if own and own[0].counted_span and clause.contains(own[0].counted_span):
        return own[0]  # 整改完成率分别为98.9%和|100%
    if "分别" not in ctx.words(clause) or len(before) < len(pieces) or len(own) >= len(pieces):
        return None
    return before[len(before) - len(pieces) + len(own)]


def topic(ctx: Context, earlier: Span | None, said: str) -> Span | None:
    """What the clause before names: 法治培训覆盖面扩大:2021年举办|6期; a bare verb behind a comma is its own."""
    if earlier is None or (said and ctx.view[earlier.end : earlier.end + 1] != ":"):
        return None
    return counted_words(ctx, earlier, Span(earlier.end, earlier.end), classifier="", percent=False)


def shared(item: Observation, *, apart: bool) -> list[Observation]:
    """One value over several rates is one observation each; a number that counts nothing nameable is none."""
    if not apart and (rates := _RATES.match(item.counted)) and item.counted_span:
        found, at = [], item.counted_span.start
        for rate in re.split("、|和|及(?!时|格)", rates["list"]):
            found.append(replace(item, counted=rate, counted_span=Span(at, at + len(rate)), wording=rate))
            at += len(rate) + 1
        return found
    return [item] if item.counted.strip() else []


_CONTENT = re.compile(r"[\u4e00-\u9fff“”《》]{2,16}")
# words that say nothing of their own: what was counted before is meant
RELATES = re.compile(
    r"(?:约|仅)?占(?:到|了|比)?|占比|比重|比例|增幅|降幅|增速|减幅|涨幅|总数|总量|数量|人数|规模|其中|其余|剩余|另有?|同|人均(?:完成)?|每人"
    r"|(?:较|比|与|同比|环比|低于|高于|优于|高出|(?:仅|约)?是)[^,。]{0,14}"
    r"|(?:全年|累计)?(?:增长|下降|举办|召开|开展|组织|新增|增加|减少|净增|增至|达)"
)


def like(item: Observation, kin: Observation) -> Observation:
    """The observation with the counted words of another."""
    return replace(item, counted=kin.counted, counted_span=None, wording=of_change(kin.wording, item))


def remains(ctx: Context, item: Piece) -> Span | None:
    """What stands beside a number that nothing else explains: a number that the text counts is not lost."""
    for side in (item.left, item.right):
        for found in ctx.find(_CONTENT, side):
            if found[0] not in ("其中", "其余", "共有", "共计", "累计"):
                return Span(*found.span())
    return None


def turned(change: Change, words: str) -> Change:
    """The change of the value before, in the other direction where a word says so."""
    direction = (
        "increase" if words.startswith(("增", "升")) else "decrease" if words.startswith(("减", "降")) else ""
    )
    return replace(change, direction=direction or change.direction)


_SHARES = ("percent", "percentage-point", "fraction")


def nearest_kin(found: list[Observation], number: Number, *, change: bool) -> Observation:
    """The value before that a number without words of its own speaks of: the last of the same counter word, else
    the last that is not itself the size of a change."""
    same = [o for o in found if o.classifier == number.classifier]
    if change and number.unit not in _SHARES and same:
        return same[-1]
    if not change and number.unit not in ("percent", "percentage-point") and found[-1].unit == "percent":
        counts = [o for o in found if o.unit not in ("percent", "percentage-point", "fraction")]
        return next((o for o in reversed(same) if o.unit == number.unit), (counts or found)[-1])
    levels = [o for o in found if o.change is None or o.change.level] if change else []
    return levels[-1] if levels else found[-1]


def dealt_out(ctx: Context, clause: Span, own: list[Observation]) -> list[Observation]:
    """起数、死亡人数分别下降25%、33.3%: one head for each value, in order."""
    if len(own) < 2 or "分别" not in ctx.words(clause) or own[0].counted_span is None:
        return own
    head = own[0].counted_span
    parts = [Span(*m.span()) for m in ctx.find(re.compile("[^、和及与]{2,}"), head)]
    if len(parts) != len(own) or not all(o.counted == own[0].counted for o in own):
        return own
    return [
        replace(o, counted=ctx.words(p), counted_span=p, wording=of_change(ctx.words(p), o))
        for o, p in zip(own, parts, strict=True)
    ]


_YEAR_LIST = re.compile(r"(?:(?:19|20)\d\d年?度?[、和及至]*){2,}年?")
_SO_MANY_YEARS = re.compile("([两三四五])年")


def by_years(
    ctx: Context, clause: Span, own: list[Observation], before: list[Observation]
) -> list[Observation]:
    """2021年、2022年分别受理56件、78件: one year for each value, in order; 三年分别为…: those named before."""
    words = ctx.words(clause)
    if len(own) < 2 or "分别" not in words:
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
        replace(o, period=year_period(int(y)), period_basis="explicit")
        for o, y in zip(own, years, strict=True)
    ]


def of_change(words: str, item: Observation) -> str:
    """The size of a change is another indicator than what has changed: 受理案件 → 受理案件同比变化率."""
    if not words or item.change is None or item.change.level:
        return words
    unit = {"percent": "变化率", "percentage-point": "变化百分点"}.get(item.unit, "变化量")
    return words + ("同比" if item.change.compared == "year-on-year" else "") + unit
