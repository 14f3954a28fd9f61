"""What an extractor says of a text, in the terms of the labels; and our reader's answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any

from dashi_kg.model import Observation, Section
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text
from evaluation.labels import Labelled


@dataclass(frozen=True, slots=True)
class Guess:
    """One number that an extractor found; fields that it does not offer are ``None``."""

    start: int
    end: int
    value: Decimal | None
    unit: str
    qualifier: str | None = None
    period: str | None = None
    counted: str | None = None
    change: str | None = None
    low: Decimal | None = None
    high: Decimal | None = None
    topic: str | None = None
    kind: str | None = None
    stage: str | None = None
    audience: str | None = None
    stretches: tuple[
        str, ...
    ] = ()  # of joined counted words: the act and its object, each a stretch of the text
    role: str | None = None
    actor: str | None = None
    wording: str = ""
    id: str = ""
    rules: tuple[tuple[str, str], ...] = ()
    links: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Answer:
    """Everything an extractor says of one text; ``None``: it does not offer the field."""

    numbers: list[Guess] = field(default_factory=list)
    documents: list[str] | None = None
    organisations: list[str] | None = None
    problems: list[str] | None = None
    plans: list[str] | None = None
    headings: list[tuple[int, str, str]] | None = None
    roles: dict[str, str] | None = None
    heads: list[str] = field(default_factory=list)
    # each problem and plan item that heads no others: field, words, rule, role of the part that it stands in
    items: list[tuple[str, str, str, str]] = field(default_factory=list)


def ours(labelled: Labelled) -> Answer:
    """Our reader's answer."""
    found = extract(from_text(labelled.text, name=labelled.name))
    inside = range(labelled.begin, labelled.end)
    text = found.source.text
    answer = Answer()
    issued = found.metadata.issued.value if found.metadata.issued else "unknown"
    now = {o.span: o.period.key for o in found.observations if o.kind != "former"}
    # what was joined stands where the number before has it, from which a share took it over
    mains = {
        o.counted: text[o.counted_span.start : o.counted_span.end]
        for o in found.observations
        if o.counted_span and o.rules_of("counted-joined")
    }
    for o in found.observations:
        if o.number_span is None or o.number_span.start not in inside:
            continue
        # what was before a change and has no time of its own: the labels give it the time of its clause
        key = now.get(o.span, o.period.key) if o.period.key.startswith("until-") else o.period.key
        guess = replace(_guess(o, period_name(key, issued)), **_relations(o, text, mains))
        if answer.numbers and answer.numbers[-1].start == guess.start:
            # 参考率、合格率均达100%: two facts, one number of the text; the labels have the words of both
            first = answer.numbers.pop()
            at = text.rfind(first.counted or "", o.span.start, guess.start)
            end = text.find(o.counted, at) + len(o.counted)
            guess = replace(guess, counted=text[at:end]) if 0 <= at < end else first
        answer.numbers.append(guess)
    # named as the text has it: of a traditional text, in traditional characters
    answer.documents = list(
        dict.fromkeys(m.name for c in found.citations for m in c.mentions if m.span.start in inside)
    )
    names = [
        text[m.span.start : m.span.end]
        for b in found.bodies
        if b.named
        for m in b.mentions
        if m.span.start in inside
    ]
    # 我局 is a mention of the issuer; the labels name no pronouns
    answer.organisations = [n for n in dict.fromkeys(names) if not n.startswith(("我", "本"))]
    answer.heads += [
        text[span.start : span.end]
        for span in (
            *(p.span for p in found.problems if p.children),
            *(a.span for a in found.plan_items if a.children),
        )
        if span.start in inside
    ]
    answer.problems = [
        text[p.span.start : p.span.end] for p in found.problems if not p.children and p.span.start in inside
    ]
    answer.plans = [
        text[a.span.start : a.span.end] for a in found.plan_items if not a.children and a.span.start in inside
    ]
    sections = list(_sections(found.outline))
    roles = {s.number: s.role for s in sections}
    answer.items = [
        (name, text[item.span.start : item.span.end], item.rule, roles.get(item.section, ""))
        for name, items in (("problem", found.problems), ("plan item", found.plan_items))
        for item in items
        if not item.children and item.span.start in inside
    ]
    answer.headings = [(s.level, s.marker, s.title) for s in sections if s.heading and s.marker]
    answer.roles = {s.marker: s.role for s in sections if s.level == 1 and s.marker}
    return answer


def _sections(section: Section) -> list[Section]:
    found = [section]
    for child in section.children:
        found += _sections(child)
    return found


def _guess(o: Observation, period: str) -> Guess:
    assert o.number_span is not None
    unit = {"percent": "%", "percentage-point": "百分点", "fraction": "分之"}.get(o.unit, o.classifier)
    if o.unit == "yuan":
        unit = "元"
    change = o.change.direction if o.change and (not o.change.level or o.change.previous is not None) else ""
    return Guess(
        o.number_span.start, o.number_span.end, o.value, unit, o.qualifier, period, o.counted,
        change, o.min_inclusive if o.value is None else None, o.max_inclusive if o.value is None else None,
        **_facets(o), wording=o.wording or o.counted,
    )  # fmt: skip


def _facets(o: Observation) -> dict[str, Any]:
    facets = o.facets
    if facets is None:
        return {}
    return {
        "topic": facets.topic,
        "kind": facets.quantity_kind,
        "stage": facets.stage,
        "audience": facets.audience,
    }


def _deciders(o: Observation) -> tuple[tuple[str, str], ...]:
    """By which decider each facet was read."""
    facets = o.facets
    if facets is None:
        return ()
    return (("topic", facets.topic_rule), ("kind", facets.kind_rule), ("stage", facets.stage_rule))


def _relations(o: Observation, text: str, mains: Mapping[str, str]) -> dict[str, Any]:
    """The role, the actor, the stretches of joined counted words, and the links by id."""
    main = (
        text[o.counted_span.start : o.counted_span.end]
        if o.counted_span and o.rules_of("counted-joined")
        else mains.get(o.counted, "")
        if o.rules_of("counted-joined")
        else ""
    )
    links = {
        "part_of": o.component_of or (o.possible_wholes[-1] if o.possible_wholes else o.denominator if o.role == "part" else None), "change_of": o.change_of,
        "changed_from": o.changed_from, "numerator": o.numerator, "denominator": o.denominator,
    }  # fmt: skip
    rest = "".join(o.counted.rsplit(main, 1)) if main else ""
    inner = mains.get(
        rest, ""
    )  # the subject of a share may be joined itself: 调解和解|行政复议申请|占审结数的
    return {
        "stretches": tuple(filter(None, (main, rest, "".join(rest.rsplit(inner, 1)) if inner else ""))),
        "role": o.role, "actor": o.actor, "id": o.id, "rules": (*o.rules, *_deciders(o)), "links": {k: v for k, v in links.items() if v},
    }  # fmt: skip


def period_name(key: str, issued: str) -> str:
    """The labels' name of a period: the day of writing is “as-of”, spans are written with a slash.

    >>> period_name("2022-01_2022-11", ""), period_name("as-of-2023-02-20", "2023-02-20")
    ('2022-01/2022-11', 'as-of')
    """
    if key in (f"as-of-{issued}", "as-of-unknown"):
        return "as-of"
    return re.sub("_", "/", key)
