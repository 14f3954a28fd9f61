"""Every fact of an extraction in one list: kind, words, values, rule — for eyes, for review, for corrections."""

from __future__ import annotations

from dataclasses import dataclass

from dashi_kg.model import Extraction, Observation, Span

KINDS = {
    "observation": "数值 value", "citation": "文件 document", "body": "机构 body", "measure": "举措 measure", "problem": "问题 problem",
    "plan-item": "计划 plan item", "event": "活动 event", "mechanism": "机制 mechanism", "place": "地点 place",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``values``: what can be corrected, field → value; ``of``: tells facts of one span apart."""

    kind: str
    id: str
    span: Span
    rule: str
    words: str
    values: tuple[tuple[str, str], ...] = ()
    of: str = ""


def facts(found: Extraction) -> list[Fact]:
    """All facts in the order of the text; at one place the larger first."""
    rows = [
        *(_observation(o) for o in found.observations),
        *(
            Fact(
                "citation",
                c.id,
                c.span,
                c.rule,
                f"{c.title} ({c.kind}, {c.mode})",
                (("title", c.title), ("kind", c.kind)),
            )
            for c in found.citations
        ),
        *(
            Fact(
                "body",
                b.id,
                b.span,
                b.rule,
                f"{b.name} ({b.kind})",
                (("name", b.name), ("kind", b.kind)),
                b.name,
            )
            for b in found.bodies
        ),
        *(Fact("measure", m.id, m.span, m.rule, found.source.quote(m.label_span)) for m in found.measures),
        *(Fact("problem", p.id, p.span, p.rule, found.source.quote(p.span)) for p in found.problems),
        *(
            Fact("plan-item", a.id, a.span, a.rule, f"{found.source.quote(a.span)} ({a.kind})")
            for a in found.plan_items
        ),
        *(Fact("event", e.id, e.span, e.rule, f"{e.name} ({e.kind})", (), e.name) for e in found.events),
        *(
            Fact("mechanism", k.id, k.span, k.rule, f"{k.name} ({k.kind})", (), k.name)
            for k in found.mechanisms
        ),
        *(Fact("place", p.id, p.span, p.rule, f"{p.name} ({p.kind})", (), p.name) for p in found.places),
    ]
    return sorted(rows, key=lambda f: (f.span.start, -f.span.end, f.kind, f.id))


def _observation(o: Observation) -> Fact:
    value = "" if o.value is None else format(o.value, "f")
    if o.value is None and o.min_inclusive is not None:
        value = f"{o.min_inclusive}–{o.max_inclusive}"
    unit = {"percent": "%", "yuan": "元", "percentage-point": "个百分点"}.get(o.unit, o.classifier)
    more = [o.qualifier, o.period.key, *([o.kind] if o.kind != "actual" else [])]
    if o.change:
        more.append(
            " ".join(
                filter(None, (o.change.direction, o.change.compared, "reached" if o.change.level else "by"))
            )
        )
    words = f"{o.counted} = {value} {unit} ({', '.join(more)})"
    values = (("value", value), ("unit", o.unit), ("classifier", o.classifier), ("qualifier", o.qualifier), ("counted", o.counted), ("period", o.period.edtf or o.period.key))  # fmt: skip
    return Fact("observation", o.id, o.span, o.rule, words, values, o.counted)
