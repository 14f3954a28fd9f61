"""What a bare act is done to, from the numbers before it or from what a clause without a number names: 草场边界纠纷历来多发,全年|调处|37起."""

from __future__ import annotations

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.counted.objects import object_of
from dashi_kg.reader.rules.table import table, the_word, word_class
from dashi_kg.text.segments import begin_after

_WITH_SUCCESS = the_word("alone", "with-success")
_MATTER, _BODY = "matter", "body"
_KINDS = {
    word: kind for kind in (_MATTER, _BODY) for word in word_class("named-before", f"counted-as-{kind}")
}
_FARTHEST = 90  # code points: what is named further off is no longer spoken of


def done_to(ctx: Context, item: Observation, before: list[Observation]) -> str:
    """What a bare act is done to: as a number before it counts, else as a clause without a number names it; ``""`` for neither."""
    noun = object_of(item, before)
    if noun and may_be_done_to(item, noun):
        return noun
    noun = _named_before(ctx, item)
    return noun if noun and may_be_done_to(item, noun) else ""


def may_be_done_to(item: Observation, noun: str) -> bool:
    """Whether the act of an observation may be done to a thing: no lawyer appears in court for a document."""
    found = table("done-to").first(f"{item.classifier}◇{item.counted}◇{noun}")
    return found is None or found[0].action != "not"


def said_with(item: Observation, noun: str, twice: int = 0) -> str:
    """审结|行政复议申请; but 矛盾|成功, 寄递企业|立案. ``twice``: how many characters the noun shares with the end of the act."""
    found = table("done-to").first(f"{item.classifier}◇{item.counted}◇{noun}")
    if item.counted.endswith(_WITH_SUCCESS) or (found and found[0].action == "behind"):
        return noun + item.counted
    return item.counted + noun[twice:]


def _named_before(ctx: Context, item: Observation) -> str:
    """What the clauses before in the sentence say the act is about, the nearest first; ``""`` where none says it.

    Args:
        item: an observation whose counted words are a bare act.
    """
    kind = _KINDS.get(item.classifier)
    if kind is None or item.counted_span is None:
        return ""
    at = item.counted_span.start
    begin = begin_after(ctx.view, at, "。;\n", max(0, at - _FARTHEST))
    end = begin_after(ctx.view, at, ",:", begin) - 1
    while end > begin:
        start = begin_after(ctx.view, end, ",:", begin)
        if found := table("named-before").first(f"{kind}◇{ctx.view[start:end]}"):
            return found[1]["thing"]
        end = start - 1
    return ""
