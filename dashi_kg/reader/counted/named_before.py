"""The thing that a clause without a number names, before a bare act is counted: 草场边界纠纷历来多发,全年|调处|37起."""

from __future__ import annotations

from dashi_kg.model import Observation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import table, word_class
from dashi_kg.text.segments import begin_after

_MARKS = ",:;、"
_MATTER, _BODY = "matter", "body"
_KINDS = {word: kind for kind in (_MATTER, _BODY) for word in word_class("named-before", f"counted-as-{kind}")}
_FARTHEST = 90  # code points: what is named further off is no longer spoken of


def named_before(ctx: Context, item: Observation) -> str:
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
