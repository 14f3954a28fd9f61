"""A person's corrections, applied after every new extraction.

A correction is tied to the text by its quote and the words around it (W3C Web Annotation, TextQuoteSelector), never
by an id or an offset. Where the quote is gone, or stands in several places and the words around do not decide, the
correction is *orphaned*: told, kept in the file, not applied.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any, NamedTuple

from dashi_kg.knowledge.corrections import FACETS, HEAD, Correction, period
from dashi_kg.knowledge.indicators import facets_of
from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.model import (
    Body,
    Citation,
    Extraction,
    Facets,
    Observation,
    Period,
    PlanItem,
    Problem,
    Section,
    Span,
)
from dashi_kg.model.fact_list import LINKS, referred
from dashi_kg.model.kinds import by_kind, kind
from dashi_kg.model.page import ADDED, BY_PERSON
from dashi_kg.settings import DEFAULT_BASE

CORRECTED = BY_PERSON


class Corrected(NamedTuple):
    """The extraction after a person's corrections; the ids that were accepted; what found no place any more."""

    found: Extraction
    accepted: frozenset[str]
    orphaned: tuple[Correction, ...]


def locate(text: str, correction: Correction) -> Span | None:
    """Where the quote of a correction stands: once in the text, or once with the words around it."""
    quote = correction.quote
    starts = list(_all(text, quote))
    near = [
        at
        for at in starts
        if text[:at].endswith(correction.prefix) and text[at + len(quote) :].startswith(correction.suffix)
    ]
    if len(near) != 1:
        near = starts
    return Span(near[0], near[0] + len(quote)) if len(near) == 1 else None


def _all(text: str, words: str) -> Iterable[int]:
    at = text.find(words)
    while at != -1:
        yield at
        at = text.find(words, at + 1)


def correct(found: Extraction, corrections: Iterable[Correction]) -> Corrected:
    """Apply corrections.

    ``accept`` keeps a fact and marks it as reviewed; ``reject`` takes it out, with the links to it; ``correct`` gives
    it other words or values (rule ``reader-correction``); ``add`` puts in one that the reader missed
    (``reader-addition``).
    """
    accepted: set[str] = set()
    orphaned: list[Correction] = []
    read = found  # figures are named by their words as they were read
    gone: set[str] = set()
    for correction in corrections:
        if correction.kind == HEAD:  # was heeded when the report was read
            continue
        span = locate(found.source.text, correction)
        if span is None:
            orphaned.append(correction)
            continue
        row = kind(correction.kind)
        name = row.field
        items = list(getattr(found, name))
        if correction.decision == "add":
            items.append(_added(found, correction, span))
            items.sort(key=lambda item: (item.span.start, item.span.end))
            found = _with(found, name, items)
            continue
        at = matching(items, correction, span, row.form.apart if row.form else "")
        if at is None:
            orphaned.append(correction)
        elif correction.decision == "accept":
            accepted.add(items[at].id)
        elif correction.decision == "reject":
            gone.add(items.pop(at).id)
            found = _with(found, name, items)
        elif (links := _links(read, correction)) is None:
            orphaned.append(correction)
        else:
            items[at] = _changed(found, items[at], correction, row.form.corrects if row.form else ())
            if links:
                items[at] = _linked(items[at], links)
            found = _with(found, name, items)
    for identity in sorted(gone):
        found = _without(found, identity)
    return Corrected(found, frozenset(accepted), tuple(orphaned))


def _with(found: Extraction, name: str, items: list[Any]) -> Extraction:
    changes: dict[str, Any] = {name: tuple(items)}
    return replace(found, **changes)


def matching(items: list[Any], correction: Correction, span: Span, apart: str) -> int | None:
    """The fact of this kind at this span; of several (a list of rates) the one with the words in ``of``."""
    fits = [i for i, item in enumerate(items) if item.span == span]
    if len(fits) > 1 and correction.of:
        fits = [i for i in fits if apart and getattr(items[i], apart) == correction.of]
    return fits[0] if len(fits) == 1 else None


def _links(read: Extraction, correction: Correction) -> dict[str, str | None] | None:
    """The ids of the figures that a correction names by their words; ``None`` where one is not found."""
    links: dict[str, str | None] = {}
    for name, words in correction.values:
        if name in LINKS:
            other = referred(read, words) if words else None
            if words and other is None:
                return None
            links[name] = other
    return links


def _linked(o: Observation, links: dict[str, str | None]) -> Observation:
    """A figure with other links; what is part of another has that role."""
    changes: dict[str, Any] = dict(links)
    if "component_of" in links:
        changes |= {"possible_wholes": (), "certainty": "clear"}
        if links["component_of"] and o.role == "value":
            changes["role"] = "part"
        elif not links["component_of"] and o.role == "part":
            changes["role"] = "value"
    return replace(o, **changes)


def _changed(found: Extraction, item: Any, correction: Correction, corrects: tuple[str, ...]) -> Any:
    values = dict(correction.values)
    changes: dict[str, Any] = {"rule": CORRECTED}
    if words := values.get("words"):
        at = found.source.text.find(words, max(0, item.span.start - 200), item.span.end + 200)
        if at != -1:
            changes["span"] = Span(at, at + len(words))
    if isinstance(item, Observation):
        changes |= _observation(values, item)
    else:
        changes |= {name: values[name] for name in corrects if name in values}
    return replace(item, **changes)


def _observation(values: dict[str, str], item: Observation | None) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if "value" in values:
        changes["value"] = Decimal(values["value"])
    for key in ("unit", "classifier", "qualifier", "counted"):
        if key in values:
            changes[key] = values[key]
    if "counted" in values:
        changes |= {"counted_span": None, "wording": values["counted"]}
    if key_of := values.get("indicator"):
        named = vocabulary(DEFAULT_BASE).concept("indicator", key_of)
        changes["indicator"] = key_of
        if about := facets_of(named):
            values = {**dict(zip(("topic", "quantity_kind", "stage"), about, strict=True)), **values}
    if any(key in values for key in FACETS):
        changes["facets"] = _facets(values, item.facets if item else None)
    if "period" in values:
        changes |= {"period": period(values["period"]), "period_basis": "explicit"}
    if item is not None and ("value" in values or "qualifier" in values):
        value, qualifier = changes.get("value", item.value), changes.get("qualifier", item.qualifier)
        changes |= {
            "min_inclusive": value if qualifier == "at-least" else None,
            "min_exclusive": value if qualifier == "more-than" else None,
            "max_inclusive": value if qualifier == "at-most" else None,
            "max_exclusive": value if qualifier == "below" else None,
        }
    return changes


def _facets(values: dict[str, str], read: Facets | None) -> Facets:
    """The facets with those that a person set, which are sure."""
    known = read or Facets("L1", "", "other", "", 0, CORRECTED, CORRECTED, CORRECTED)
    changes: dict[str, Any] = {key: values[key] for key in FACETS if key in values}
    for key, rule in (("topic", "topic_rule"), ("quantity_kind", "kind_rule"), ("stage", "stage_rule")):
        if key in values:
            changes[rule] = CORRECTED
    if "topic" in values:
        changes["margin"] = _SURE
    return replace(known, **changes)


_SURE = 99  # the widest margin


def _added(found: Extraction, correction: Correction, span: Span) -> Any:
    values = dict(correction.values)
    section = _section(found.outline, span)
    number = section.number or "0"
    quote = found.source.quote(span)
    if correction.kind == "observation":
        year = found.metadata.year.value if found.metadata.year else ""
        about = (
            period(values.get("period", year))
            if (values.get("period") or year)
            else Period("unknown", None, None, "")
        )
        fields = _observation(values, None)
        fields.setdefault("value", None)
        row: dict[str, Any] = {
            "unit": "number", "classifier": "", "qualifier": "exact", "counted": quote, "counted_span": None,
            "period": about, "period_basis": "explicit" if "period" in values else "implied", **fields,
        }  # fmt: skip
        width = max(2, len(str(len(found.observations) + 1)))
        return Observation(
            id=f"o{len(found.observations) + 1:0{width}d}", span=span, rule=ADDED, number_span=None, kind="actual", about="",
            section=number, **row,
        )  # fmt: skip
    if correction.kind == "problem":
        return Problem(f"p{number}.x{span.start}", span, number, ADDED)
    if correction.kind == "plan-item":
        year_of = int(found.metadata.year.value) + 1 if found.metadata.year else None
        return PlanItem(f"a{number}.x{span.start}", span, number, ADDED, "action", year_of)
    if correction.kind == "citation":
        title = values.get("title", quote.strip("《》"))
        return Citation(
            f"c{len(found.citations) + 1}",
            title,
            span,
            ADDED,
            "mentions",
            values.get("kind", "other"),
            quote.startswith("《"),
        )
    return Body(
        f"b{len(found.bodies) + 1}", values.get("name", quote), values.get("kind", "other"), span, ADDED
    )


def _section(section: Section, span: Span) -> Section:
    inner = next((c for c in section.children if c.extent.contains(span)), None)
    return _section(inner, span) if inner else section


def _without(found: Extraction, gone: str) -> Extraction:
    """The extraction without any reference to a fact that was taken out."""

    def clean(o: Observation) -> Observation:
        changes: dict[str, Any] = {
            name: None
            for name in ("component_of", "numerator", "denominator", "measure")
            if getattr(o, name) == gone
        }
        if gone in o.possible_wholes:
            changes["possible_wholes"] = tuple(w for w in o.possible_wholes if w != gone)
        if o.about == gone:
            changes["about"] = ""
        return replace(o, **changes) if changes else o

    def childless(item: Any) -> Any:
        changes: dict[str, Any] = {}
        if getattr(item, "parent", None) == gone:
            changes["parent"] = None
        if gone in getattr(item, "children", ()):
            changes["children"] = tuple(c for c in item.children if c != gone)
        return replace(item, **changes) if changes else item

    lists: dict[str, Any] = {
        row.field: tuple(childless(item) for item in items) for row, items in by_kind(found)
    }
    lists["observations"] = tuple(clean(o) for o in found.observations)
    lists["posts"] = tuple(replace(p, body=None) if p.body == gone else p for p in found.posts)
    lists["relations"] = tuple(r for r in found.relations if gone not in (r.subject, r.object))
    return replace(found, **lists)
