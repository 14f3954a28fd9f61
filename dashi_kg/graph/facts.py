"""Measures, observations, periods, citations, events, mechanisms, problems, plans, other digits."""

from __future__ import annotations

import re

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.canvas import Canvas, value_literal
from dashi_kg.graph.derive import derive
from dashi_kg.knowledge.vocabulary import Concept
from dashi_kg.model import Observation, Period, PlanItem, Problem
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import curie, typed

_UNITS = {
    "number": "unit:NUM", "percent": "unit:PERCENT", "yuan": "unit:CCY_CNY", "hour": "unit:HR", "minute": "unit:MIN",
    "day": "unit:DAY", "month": "unit:MO", "year": "unit:YR", "square-metre": "unit:M2",
    "square-kilometre": "unit:KiloM2", "kilometre": "unit:KiloM", "metre": "unit:M", "hectare": "unit:HA", "tonne": "unit:TONNE",
    "kilogram": "unit:KiloGM", "kilowatt-hour": "unit:KiloW-HR", "second": "unit:SEC", "dollar": "unit:CCY_USD",
    "fraction": "unit:FRACTION", "one": "unit:UNITLESS",
}  # fmt: skip
_OWN_UNITS = {"class-hour": "unit/ClassHour", "percentage-point": "unit/PercentagePoint"}
# 开展各类宣传活动 → 各类宣传活动: verbs that a scheme's wording may leave out
_VERBS = (
    "组织开展", "协助开展", "共开展", "开展", "组织", "举办", "召开", "印发", "印制", "发放", "处理", "办理", "受理", "完成",
    "实现", "排查", "悬挂", "建立", "参与", "自发", "接受", "进行", "达到", "具有", "实施", "作出", "采取", "承办", "办结",
    "现有", "共有", "配备", "有", "建成", "建设", "打造", "设立", "成立", "组建", "聘请", "选聘", "培育", "培养", "创建",
    "发出", "下发", "制发", "下达", "提供", "出具", "收到",
)  # fmt: skip
# 化解各类矛盾纠纷 → 化解矛盾纠纷; “法律明白人” → 法律明白人
_LOOSE = re.compile("各类|[“”]")
# What a concept's Chinese name says it counts, and the counter words that count it: 行政处罚件数 is no number of powers
# (项) and none of persons; 法治培训场次 is none of persons who took part.
_COUNTERS = (
    (re.compile("(?<!文)件数$"), frozenset(("", *"件起宗例份次笔批", "件次", "宗次", "例次"))),
    (re.compile("文件数$"), frozenset(("", *"件份部项个"))),
    (
        re.compile("(?:场次|次数)$"),
        frozenset(("", *"次场期轮批回节堂个", "场次", "批次", "轮次", "频次", "户次", "家次", "期次")),
    ),
)
_COMPARED = {
    "year-on-year": "yearOnYear",
    "previous-period": "previousPeriod",
    "earlier-value": "earlierValue",
}
_KIND_EN = {"actual": "", "practice": " (practice)", "target": " (target)", "former": " (former value)"}


def write_measures(c: Canvas) -> None:
    """Measures with their label clause, section, doer."""
    for m in c.found.measures:
        node = c.item(m.id)
        c.types(node, c.kind("measure"))
        c.named(node, m.id, c.quote(m.label_span), f"Measure {m.id[1:]} ({c.year})")
        c.add(node, c.n.fz("inSection"), c.item(f"s{m.section}"))
        if c.found.metadata.issuer:
            c.add(node, c.n.fz("carriedOutBy"), c.issuer)
        if m.parent:
            c.add(node, curie("dct:isPartOf"), c.item(m.parent))
        c.stated_by(node, [m.span], m.rule)


def _write_periods(c: Canvas) -> None:
    """Each period once: OWL-Time interval, plain dates, EDTF."""
    periods = {o.period.key: o.period for o in c.found.observations}
    for key in sorted(periods):
        period = periods[key]
        node = c.n(f"period/{key}")
        c.types(node, curie("time:ProperInterval"))
        c.label(node, *_period_label(period))
        if period.begin:
            c.add(node, c.n.fz("beginDate"), typed(period.begin.isoformat(), "date"))
            c.add(node, curie("time:hasBeginning"), _instant(c, key, "begin", period.begin.isoformat()))
        if period.end:
            c.add(node, c.n.fz("endDate"), typed(period.end.isoformat(), "date"))
            c.add(node, curie("time:hasEnd"), _instant(c, key, "end", period.end.isoformat()))
        if period.end_not_after:
            c.add(node, c.n.fz("endNotAfter"), typed(period.end_not_after.isoformat(), "date"))
        if period.edtf:
            c.add(node, c.n.fz("edtf"), Literal(period.edtf))


def _instant(c: Canvas, key: str, side: str, day: str) -> NamedNode:
    node = c.n(f"period/{key}/{side}")
    c.types(node, curie("time:Instant"))
    c.label(node, day, day)
    c.add(node, curie("time:inXSDDate"), typed(day, "date"))
    return node


_EACH = {
    "each-year": ("每年", "each year"),
    "each-half-year": ("每半年", "each half-year"),
    "each-term": ("每学期", "each term"),
    "each-quarter": ("每季度", "each quarter"),
    "each-month": ("每月", "each month"),
    "each-week": ("每周", "each week"),
    "each-day": ("每日", "each day"),
}


def _period_label(period: Period) -> tuple[str, str]:
    key = period.key
    if key.isdigit():
        return f"{key}年", f"year {key}"
    if key.startswith("since-"):
        return f"{key[6:]}年以来", f"since {key[6:]}"
    if key in _EACH:
        return _EACH[key]
    if key.startswith("as-of-"):
        return f"截至{key[6:]}", f"as of {key[6:]}"
    if key.startswith("until-"):
        return f"{key[6:]}年变化之前", f"before a change in {key[6:]} or earlier"
    if "_" in key:
        begin, _, end = key.partition("_")
        return f"{begin}至{end}", f"{begin} to {end}"
    if key[:1].isdigit():
        return key, key
    return "时期不详", "period unknown"


def write_observations(c: Canvas) -> None:
    """Observations (SOSA) and targets; each has exactly one indicator, of a scheme or minted here; and their periods."""
    _write_periods(c)
    for o in c.found.observations:
        node = c.item(o.id)
        if o.kind == "target":
            c.types(node, c.kind("target"))
        else:
            c.types(node, c.kind("observation"), curie("sosa:Observation"))
        indicator, concept = _indicator(c, o)
        generated = (concept.labels["en"] if concept else f"Statement {o.id}") + _KIND_EN[o.kind]
        c.named(node, o.id, c.quote(o.span), generated)
        c.add(node, curie("sosa:observedProperty"), indicator)
        c.add(node, curie("sosa:hasFeatureOfInterest"), c.node(o.about) if o.about else c.issuer)
        c.add(node, curie("sosa:phenomenonTime"), c.n(f"period/{o.period.key}"))
        c.add(node, c.n.fz("periodBasis"), c.n.fz(o.period_basis))
        if o.value is not None:
            c.add(node, curie("sosa:hasSimpleResult"), value_literal(o.value, o.unit))
            c.add(node, curie("qudt:hasUnit"), unit(c, o.unit))
        if o.classifier and (word := c.vocabulary.find("classifier", o.classifier)):
            c.add(node, c.n.fz("classifier"), NamedNode(word.iri))
        c.add(node, c.n.fz("qualifier"), c.n(f"qualifier/{o.qualifier}"))
        for term, bound in (
            ("minInclusive", o.min_inclusive),
            ("minExclusive", o.min_exclusive),
            ("maxInclusive", o.max_inclusive),
            ("maxExclusive", o.max_exclusive),
            ("statedPrecision", o.stated_precision),
        ):
            if bound is not None:
                c.add(node, c.n.fz(term), value_literal(bound, o.unit))
        c.add(node, c.n.fz("countedThing"), Literal(o.counted, language="zh"))
        if o.decimals is not None:
            c.add(node, c.n.fz("decimals"), typed(o.decimals, "integer"))
        if change := o.change:
            c.add(node, c.n.fz("changeRole"), c.n.fz("reached" if change.level else "amount"))
            if change.direction:
                c.add(node, c.n.fz("changeDirection"), c.n.fz(change.direction))
            if change.compared:
                c.add(node, c.n.fz("comparedWith"), c.n.fz(_COMPARED[change.compared]))
            if change.previous is not None:
                c.add(node, c.n.fz("previousValue"), value_literal(change.previous, o.unit))
        for term, other in (
            ("componentOf", o.component_of),
            ("numerator", o.numerator),
            ("denominator", o.denominator),
        ):
            if other:
                c.add(node, c.n.fz(term), c.item(other))
        for whole in o.possible_wholes:
            c.add(node, c.n.fz("possibleComponentOf"), c.item(whole))
        if o.per:
            c.add(node, c.n.fz("per"), c.n.fz(o.per))
        c.add(node, c.n.fz("certainty"), c.n.fz(o.certainty))
        c.add(node, c.n.fz("statementKind"), c.n.fz("requirement" if o.kind == "target" else o.kind))
        if o.measure:
            c.add(node, c.n.fz("reportedIn"), c.item(o.measure))
        c.add(node, c.n.fz("inSection"), c.item(f"s{o.section}"))
        c.stated_by(node, [o.span], o.rule)


def unit(c: Canvas, key: str) -> NamedNode:
    """The unit of a key of the model: QUDT's, or our own where QUDT has none."""
    return c.n(_OWN_UNITS[key]) if key in _OWN_UNITS else curie(_UNITS[key])


# What is no count of things: the key of a unit → the unit that a concept must have, none for points.
_UNITS_APART = {"percent": "PERCENT", "fraction": "PERCENT", "yuan": "CCY_CNY", "percentage-point": ""}


def match_indicator(c: Canvas, counted: str, unit: str = "", classifier: str = "") -> Concept | None:
    """The concept whose wording these counted words are: as they stand, without 各类, without a leading verb.

    Args:
        unit: the key of the value's unit; a share is no count, an amount of money is none either. ``""``: any.
        classifier: the counter word; persons who took part (320人次) are not the occasions (6期) of the same words.
    """
    plain = _LOOSE.sub("", counted)
    tried = [counted, plain, *(plain[len(verb) :] for verb in _VERBS if plain.startswith(verb))]
    for words in dict.fromkeys(tried):
        if classifier == "人次" and (concept := c.vocabulary.find("indicator", words + "人次")):
            return concept
        concept = c.vocabulary.find("indicator", words)
        if concept and _measures(concept, unit, classifier):
            return concept
    return None


def _measures(concept: Concept, key: str, classifier: str) -> bool:
    """Whether a value of this unit and counter word can be one of the concept."""
    own = concept.extra.get("defaultUnit", ("",))[0].rpartition("/")[2]
    wanted = _UNITS_APART.get(key)
    if key and (own in ("PERCENT", "CCY_CNY") or wanted is not None) and own != wanted:
        return False
    if classifier == "倍":  # 是2023年的2.16倍: how many times, not how many
        return False
    allowed = next((words for name, words in _COUNTERS if name.search(concept.labels["zh"])), None)
    return allowed is None or re.sub(r"\(.*\)$", "", classifier) in allowed


def _indicator(c: Canvas, o: Observation) -> tuple[NamedNode, Concept | None]:
    wording = o.wording or o.counted
    concept = match_indicator(c, wording, o.unit, o.classifier)
    if concept:
        return NamedNode(concept.iri), concept
    node = c.n("indicator/" + iris.slug(wording))
    c.types(node, c.kind("indicator"), curie("skos:Concept"))
    for language, words in (("zh", wording), ("en", f"Local indicator {iris.slug(wording)}")):
        c.add(node, curie("skos:prefLabel"), Literal(words, language=language))
    c.add(node, curie("skos:definition"), Literal(f"报告所述“{wording}”的数值。", language="zh"))
    c.add(
        node,
        curie("skos:definition"),
        Literal("A value that only this wording of a report names.", language="en"),
    )
    c.add(node, curie("skos:inScheme"), c.n("indicator"))
    c.add(node, c.n.fz("scope"), c.n.fz("local"))
    c.add(node, c.n.fz("translationBasis"), c.n.fz("generated"))
    return node, None


def write_citations(c: Canvas) -> None:
    """Citations: who cites which document, how, where. A document known only from here is a node of the report."""
    for citation in c.found.citations:
        node = c.item(citation.id)
        law = c.reference.law(citation.title)
        gloss_en = law.en if law else f"Document {citation.id[1:]}"
        c.types(node, c.kind("citation"))
        zh = f"《{citation.title}》" if citation.marked else citation.title
        c.named(node, citation.id, zh, gloss_en)
        document = c.n(law.path) if law else c.item(f"doc{citation.id[1:]}")
        c.add(node, c.n.fz("cites"), document)
        c.add(node, c.n.fz("citedBy"), c.report)
        c.add(node, c.n.fz("citationMode"), c.n(f"citation-mode/{citation.mode}"))
        c.add(node, c.n.fz("titleMarked"), typed("true" if citation.marked else "false", "boolean"))
        spans = list(dict.fromkeys([citation.span, *(m.span for m in citation.mentions)]))
        c.stated_by(node, spans, citation.rule)
        if not law:
            c.types(document, document_type(citation.kind))
            c.named(document, citation.id, citation.title, gloss_en)
            c.add(document, c.n.fz("documentKind"), c.n(f"document-kind/{citation.kind}"))
            if citation.number:
                c.add(document, c.n.fz("documentNumber"), Literal(citation.number))
            c.stated_by(document, [citation.span], citation.rule)


def document_type(kind: str) -> NamedNode:
    """schema.org's class for a kind of document."""
    if kind in ("law", "regulation", "rule"):
        return curie("schema:Legislation")
    return curie({"book": "schema:Book", "report": "schema:Report"}.get(kind, "schema:CreativeWork"))


def write_events(c: Canvas) -> None:
    """Events and campaigns with their kind."""
    for event in c.found.events:
        node = c.item(event.id)
        c.types(node, c.kind("event"), curie("schema:Event"))
        kind = c.vocabulary.concept("event-kind", event.kind)
        c.named(node, event.id, event.name, f"{kind.labels['en'].capitalize()} {event.id[1:]} ({c.year})")
        c.add(node, c.n.fz("eventKind"), NamedNode(kind.iri))
        for name in sorted({m.name for m in event.mentions} - {event.name}):
            c.add(node, curie("skos:altLabel"), Literal(name, language="zh"))
        c.stated_by(node, list(dict.fromkeys([event.span, *(m.span for m in event.mentions)])), event.rule)


def write_mechanisms(c: Canvas) -> None:
    """Mechanisms and slogans, with the count in the name and the count of what is listed."""
    for mechanism in c.found.mechanisms:
        node = c.item(mechanism.id)
        c.types(node, c.kind("mechanism"))
        kind = c.vocabulary.concept("mechanism-kind", mechanism.kind)
        c.named(
            node,
            mechanism.id,
            mechanism.name,
            f"{kind.labels['en'].capitalize()} {mechanism.id[1:]} ({c.year})",
        )
        c.add(node, c.n.fz("mechanismKind"), NamedNode(kind.iri))
        if mechanism.stated_count is not None:
            c.add(node, c.n.fz("statedCount"), typed(mechanism.stated_count, "integer"))
        if mechanism.stated_count is not None or mechanism.listed:
            c.add(node, c.n.fz("listedCount"), typed(len(mechanism.listed), "integer"))
        spans = list(dict.fromkeys([mechanism.span, *(m.span for m in mechanism.mentions)]))
        c.stated_by(node, spans, mechanism.rule)


def write_problems(c: Canvas) -> None:
    """Problems and their parts; all are open until a later report says otherwise."""
    for p in c.found.problems:
        node = c.item(p.id)
        c.types(node, c.kind("problem"))
        c.named(node, p.id, c.quote(p.span), f"Problem {p.id[1:]} ({c.year})")
        _part(c, node, p)
        c.stated_by(node, [p.span], p.rule)


def write_plan_items(c: Canvas) -> None:
    """Plan items: heads, actions, goals, for the coming year."""
    for a in c.found.plan_items:
        node = c.item(a.id)
        c.types(node, c.kind("plan-item"))
        c.named(node, a.id, c.quote(a.span), f"Plan {a.id[1:]} ({a.for_year or c.year})")
        c.add(node, c.n.fz("planKind"), c.n.fz(a.kind))
        if a.for_year:
            c.add(node, c.n.fz("forYear"), typed(a.for_year, "gYear"))
        _part(c, node, a)
        c.stated_by(node, [a.span], a.rule)


def _part(c: Canvas, node: NamedNode, item: Problem | PlanItem) -> None:
    if item.parent:
        c.add(node, curie("dct:isPartOf"), c.item(item.parent))
    c.add(node, c.n.fz("inSection"), c.item(f"s{item.section}"))
    c.add(node, c.n.fz("status"), c.n("status/unknown"))


def write_not_statistics(c: Canvas) -> None:
    """Digits that count nothing, each with the reason."""
    for number, entry in enumerate(c.found.not_statistics, start=1):
        node = c.item(f"n{number}")
        words = c.quote(entry.span)
        c.types(node, c.kind("not-statistic"))
        c.label(node, words, words)
        c.add(node, c.n.fz("translationBasis"), c.n.fz("generated"))
        c.add(node, c.n.fz("reason"), c.n(f"not-statistic/{entry.reason}"))
        c.stated_by(node, [entry.span], "digits-outside-statements")


def write_derived(c: Canvas) -> None:
    """Derived values in their own graph."""
    graph = c.graph("derived")
    for number, value in enumerate(derive(c.found.observations), start=1):
        node = c.item(f"d{number}")
        c.types(node, c.kind("derived"), graph=graph)
        c.label(node, value.zh, value.en, graph)
        c.add(node, c.n.fz("translationBasis"), c.n.fz("generated"), graph)
        c.add(node, c.n.fz("derivationRule"), Literal(value.rule), graph)
        for source in value.inputs:
            c.add(node, curie("prov:wasDerivedFrom"), c.item(source), graph)
        for term, number_value in (
            ("value", value.value),
            ("minInclusive", value.min_inclusive),
            ("maxInclusive", value.max_inclusive),
            ("maxExclusive", value.max_exclusive),
        ):
            if number_value is not None:
                c.add(node, c.n.fz(term), value_literal(number_value, value.unit), graph)
        c.add(node, curie("qudt:hasUnit"), unit(c, value.unit), graph)
        for language, words in (("zh", value.condition_zh), ("en", value.condition_en)):
            if words:
                c.add(node, c.n.fz("condition"), Literal(words, language=language), graph)
        c.basis(node, "derived", graph)
