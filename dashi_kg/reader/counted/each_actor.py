"""Several who act, each with a number of its own: 县司法局、县财政局分别审查合同35份、28份."""

from __future__ import annotations

from dashi_kg.model import Observation, Span
from dashi_kg.model.changed import changed
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import the_word, wordings

_SAID = wordings("each-actor")
_EACH = the_word("each-actor", "each")

_LIST = _SAID["list"]


def each_by_one(ctx: Context, clause: Span, own: list[Observation]) -> list[Observation]:
    """县司法局、县财政局分别审查合同|35份、28份: the first is of the first, the second of the second."""
    words = own[0].actor if own else ""
    named = _LIST.split(words)
    if (
        len(named) != len(own)
        or len(named) == 1
        or any(o.actor != words or o.counted != own[0].counted or o.component_of for o in own)
        or _EACH not in ctx.words(clause)
    ):
        return own
    done, at = [], own[0].actor_span.start if own[0].actor_span else 0
    for item, one in zip(own, named, strict=True):
        done.append(changed(item, actor=one, actor_span=Span(at, at + len(one))))
        at += len(one) + 1
    return done
