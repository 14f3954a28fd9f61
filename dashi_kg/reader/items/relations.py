"""How measures hang together with mechanisms, bodies and places: by standing in the same words."""

from __future__ import annotations

from dashi_kg.model import Body, Measure, Mechanism, Place, Relation
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.context.measure_at import Leaves
from dashi_kg.reader.rules.table import the_word, wordings

_SAID = wordings("relations")
_ESTABLISHED = the_word("relations", "established")

_SET_UP = _SAID["set-up"]


def read_measure_relations(
    ctx: Context,
    measures: list[Measure],
    mechanisms: list[Mechanism],
    bodies: list[Body],
    places: list[Place],
) -> list[Relation]:
    """``sets-up``, ``uses`` (mechanisms and bodies), ``partner-in`` (bodies) and ``at-place`` (sites, villages)."""
    found: list[Relation] = []
    leaves = Leaves(measures)
    for mechanism in mechanisms:
        measure = leaves.at(mechanism.span) or next(
            (m for m in measures if m.span.contains(mechanism.span)), None
        )
        if measure:
            before = ctx.view[max(measure.span.start, mechanism.span.start - 14) : mechanism.span.start]
            predicate = "sets-up" if _SET_UP.search(before) else "uses"
            found.append(Relation(measure.id, predicate, mechanism.id, mechanism.span, "same-statement"))
    for body in bodies:
        measure = leaves.at(body.span)
        if not measure:
            continue
        before = ctx.view[max(measure.span.start, body.span.start - 6) : body.span.start]
        if body.kind == "law-firm":
            found.append(Relation(body.id, "partner-in", measure.id, body.span, "same-statement"))
        elif body.kind in ("leading-group", "joint-conference", "resident-committee") and (
            _SET_UP.search(before) or _ESTABLISHED in ctx.words(body.span)
        ):
            found.append(Relation(measure.id, "sets-up", body.id, body.span, "same-statement"))
    for place in places:
        if place.kind not in ("site", "village"):
            continue
        spans = [place.span] + [m.span for m in place.mentions]
        seen: set[str] = set()
        for span in spans:
            measure = leaves.at(span)
            if measure and measure.id not in seen:
                seen.add(measure.id)
                found.append(Relation(measure.id, "at-place", place.id, span, "same-statement"))
    return found
