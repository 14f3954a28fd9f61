"""How the values of one sentence hang together: parts of totals, rates of counts, verbs without an object.

Links are kept as positions in the group (``@3``) until the observations have their numbers.
"""

from __future__ import annotations

import re
from dataclasses import replace

from dashi_kg.model import Measure, Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.measure_at import leaf_at

_SHARES = ("percent", "percentage-point", "fraction")
_BARE_VERB = re.compile(
    r"^(?:已|成功|及时|依法|按期|按时|决定|共)?(?:审结|变更|责令履行|确认无效|调撤|驳回申请|驳回请求|维持原决定|化解|办结|受理|完成|调解|审结|整改|处理|答复|办理|采纳|成功|调处|通过|解决|维持|撤销|驳回|终止|确认违法|责令履行|立案|查处|保留"
    r"|修改|修订|废止|清理|宣布失效|失效|调解成功|结案|执结|移送|纠正|备案|审核|审查|和解|撤回|不予受理|转送|败诉|胜诉|办复|回复|评查|抽查|问责|通报)(?:成功)?$"
)
_ACTION = re.compile(
    r"^(?:承办|查处|立案查处|新收|接收|调处|承接|审议|接待|排查|摸排|受理|收到|接到|办理|审查|审核|调解|化解|处理|开展|组织|举办|召开|发放|印发|制定|修订|清理|检查|出动|梳理|承办|评查|抽查)(?:出|了)?"
)


def related(ctx: Context, group: list[Observation], before: list[Observation]) -> list[Observation]:
    """The observations of one sentence (and of those that go on with 其中), linked.

    Args:
        before: those of the parts before the last semicolon: a bare verb may have its object there.
    """
    done = list(group)
    among = False  # behind 其中
    whole: list[int] = []
    part_open = False
    for i, item in enumerate(group):
        words = ctx.words(item.span)
        here = done[i]
        starts = ctx.view[max(item.span.start - 3, 0) : item.span.start + 2]
        if "其中" in starts:
            among = True
            whole = _wholes(done[:i], item)
        size = item.change is not None and not item.change.level
        if among and item.value is not None and item.unit not in _SHARES and not size:
            if words.startswith(("涉及", "惠及")):
                if part_open or len(whole) > 1:
                    here = replace(here, certainty="ambiguous")
            elif len(whole) == 1:
                here = replace(here, component_of=f"@{whole[0]}")
            elif len(whole) > 1:
                here = replace(here, certainty="ambiguous", possible_wholes=tuple(f"@{w}" for w in whole))
                part_open = True
        if _BARE_VERB.match(here.counted) and here.wording in ("", here.counted):
            noun = _object_before([*before, *done[:i]], here)
            if noun:  # 维持85件: the act is said, its object stands before
                here = replace(here, wording=here.counted + noun)
        if here.unit == "percent" and here.counted.endswith("率"):
            pair = _pair(done[:i], here.counted)
            if pair:
                here = replace(here, numerator=f"@{pair[0]}", denominator=f"@{pair[1]}")
        done[i] = here
    return [_anchored(item, done) for item in done]


def _wholes(before: list[Observation], part: Observation) -> list[int]:
    """Which earlier values can be the total that 其中 opens: the stated total, else those of the same kind."""
    counts = [i for i, o in enumerate(before) if o.value is not None and o.unit == "number"]
    totals = [i for i in counts if before[i].qualifier == "total"]
    if totals:
        return totals[-1:]
    same = [
        i
        for i in counts
        if before[i].classifier == part.classifier and (before[i].value or 0) >= (part.value or 0)
    ]
    return same or counts[-1:]


def _object_before(before: list[Observation], item: Observation) -> str:
    for other in reversed(before):
        verb = _ACTION.match(other.counted) if other.classifier == item.classifier else None
        if verb and (noun := other.counted[verb.end() :]):
            return noun
    return ""


def _pair(before: list[Observation], rate: str) -> tuple[int, int] | None:
    """Numerator and denominator of 化解率: 化解508起 over 排查…509起, both stated before it."""
    stem = rate[:-1][-2:]
    top = next((i for i in reversed(range(len(before))) if before[i].counted.startswith(stem)), None)
    if top is None:
        return None
    value = before[top].value
    for i in reversed(range(top)):
        other = before[i]
        if (
            other.unit == "number"
            and other.classifier == before[top].classifier
            and None not in (other.value, value)
            and (other.value or 0) >= (value or 0) > 0
        ):
            return top, i
    return None


def _anchored(item: Observation, group: list[Observation]) -> Observation:
    """Turn positions in the group into places in the text, which survive sorting."""

    def place(reference: str | None) -> str | None:
        return f"@{_key(group[int(reference[1:])])}" if reference else None

    return replace(
        item,
        component_of=place(item.component_of),
        numerator=place(item.numerator),
        denominator=place(item.denominator),
        possible_wholes=tuple(filter(None, (place(w) for w in item.possible_wholes))),
    )


def _key(item: Observation) -> str:
    return f"{item.span.start},{item.span.end},{item.counted}"


def numbered(ctx: Context, found: list[Observation], measures: list[Measure]) -> list[Observation]:
    """The observations with their ids (``o01`` …), the measure each is reported in, and links by id."""
    names: dict[str, str] = {}
    width = max(2, len(str(len(found))))
    for index, item in enumerate(found, start=1):
        names.setdefault(f"@{_key(item)}", f"o{index:0{width}d}")
    done = []
    for index, item in enumerate(found, start=1):
        leaf = leaf_at(measures, item.span)
        done.append(
            replace(
                item,
                id=f"o{index:0{width}d}",
                measure=leaf.id if leaf else None,
                component_of=names.get(item.component_of or ""),
                numerator=names.get(item.numerator or ""),
                denominator=names.get(item.denominator or ""),
                possible_wholes=tuple(names[w] for w in item.possible_wholes if w in names),
            )
        )
    return done
