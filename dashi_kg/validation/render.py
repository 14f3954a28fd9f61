"""Findings for readers: text, JSON, Turtle (SHACL report), HTML; zh or en."""

from __future__ import annotations

import json
from collections.abc import Collection
from functools import partial
from itertools import groupby

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse

from dashi_kg.errors import DashiError
from dashi_kg.language import Both
from dashi_kg.rdf.namespaces import LABEL, RDF_TYPE, XSD, Names, curie
from dashi_kg.validation.engine import Outcome
from dashi_kg.validation.finding import Finding, Shape

FORMATS = ("text", "json", "turtle", "html")
_WORDS = {
    "zh": {
        "violation": "错误", "warning": "警告", "info": "提示", "conforms": "通过", "not": "未通过", "title": "规则检查",
        "summary": "{v} 处错误，{w} 处警告，{i} 处提示（{n} 条规则，{t} 条三元组）", "place": "第 {line} 行，第 {start}–{end} 字",
        "place_only": "第 {start}–{end} 字", "none": "没有发现问题。",
        "key": "错误：必须改正。警告：请核对原文。提示：供阅读时参考，不必处理。", "other": "English", "colon": "：", "count": "（{n}）",
    },
    "en": {
        "violation": "Error", "warning": "Warning", "info": "Note", "conforms": "Passed",
        "not": "Not passed", "title": "Checks",
        "summary": "{v} error{vs}, {w} warning{ws}, {i} note{is_} ({n} checks, {t} triples)",
        "place": "line {line}, characters {start}–{end}", "place_only": "characters {start}–{end}",
        "none": "Nothing was found.",
        "key": "Error: must be corrected. Warning: check the text. Note: for information; nothing needs to be done.",
        "other": "中文", "colon": ": ", "count": " ({n})",
    },
}  # fmt: skip


def render(
    outcome: Outcome,
    form: str,
    *,
    lang: str = "zh",
    base: str,
    about: str = "",
    other: str = "",
    new: Collection[Finding] | None = None,
) -> str:
    """The outcome in one format.

    Args:
        form: one of :data:`FORMATS`.
        lang: ``zh`` or ``en`` (text and HTML; JSON and Turtle carry both).
        about: what was checked, for the head of the HTML page.
        other: address of the HTML page in the other language, to which it then links.
        new: those that a former release had not, which JSON tells of these alone; ``None``: there is none to compare with.

    Raises:
        DashiError: the format is unknown.
    """
    if form == "text":
        return _text(outcome, lang)
    if form == "json":
        return _json(outcome, new)
    if form == "turtle":
        from dashi_kg.rdf.serialize import turtle  # here: most ask for text

        return turtle((q.triple for q in results_quads(outcome, base)), base).decode("utf-8")
    if form == "html":
        return _html(outcome, lang, about, other)
    raise DashiError(
        Both(f"没有格式“{form}”", f"unknown format “{form}”"),
        remedy=Both(f"请用其中之一：{'、'.join(FORMATS)}。", f"Use one of {', '.join(FORMATS)}."),
    )


def _summary(outcome: Outcome, lang: str) -> str:
    counts = outcome.counts()
    return _WORDS[lang]["summary"].format(
        v=counts["violation"],
        w=counts["warning"],
        i=counts["info"],
        vs="" if counts["violation"] == 1 else "s",
        ws="" if counts["warning"] == 1 else "s",
        is_="" if counts["info"] == 1 else "s",
        n=outcome.shapes,
        t=f"{outcome.triples:,}",
    )


def _place(f: Finding, lang: str) -> str:
    if f.start is None:
        return ""
    key = "place" if f.line else "place_only"
    return _WORDS[lang][key].format(start=f.start, end=f.end, line=f.line)


def _groups(outcome: Outcome) -> list[tuple[Shape, list[Finding]]]:
    """The findings by shape, in their order."""
    found = groupby(outcome.findings, key=lambda f: (f.severity, f.code))
    return [(rows[0].shape, rows) for _, group in found if (rows := list(group))]


def _common(rows: list[Finding], lang: str) -> str:
    """The message that all findings of a shape share, to be said once; empty where each has its own."""
    messages = {f.message(lang) for f in rows}
    return messages.pop() if len(messages) == 1 and len(rows) > 1 else ""


def _gloss(f: Finding, lang: str) -> str:
    """The English name, for a reader of English who is shown a Chinese quote."""
    return f.label(lang) if lang == "en" and f.label(lang) != f.quote else ""


def _several(outcome: Outcome) -> bool:
    """Whether the findings are of more than one report: each has an ``o01``."""
    return len({report for f in outcome.findings if (report := _report_of(f))}) > 1


def _report_of(f: Finding) -> str:
    """``org/year`` of the report that the node is of, or ``""``."""
    return f.focus.partition("#")[0].rpartition("/report/")[2] if "/report/" in f.focus else ""


def _name(f: Finding, several: bool) -> str:
    item = f.focus.partition("#")[2]
    return f"{_report_of(f)}#{item}".lstrip("#") if item and several else item or f.focus


def _text(outcome: Outcome, lang: str) -> str:
    words = _WORDS[lang]
    several = _several(outcome)
    lines = [
        f"{words['conforms'] if outcome.conforms else words['not']}{words['colon']}{_summary(outcome, lang)}"
    ]
    for shape, rows in _groups(outcome):
        common = _common(rows, lang)
        lines += [
            "",
            f"{words[shape.severity]} {shape.code} {shape.label[lang]}{words['count'].format(n=len(rows))}",
        ]
        lines += [f"  {said}" for said in (common, shape.comment[lang]) if said]
        for f in rows:
            name = _name(f, several)
            own = "" if common else f.message(lang)
            said = words["colon"].join(part for part in (_gloss(f, lang), own) if part)
            lines.append(f"  - {name}  {said}".rstrip())
            if f.quote:
                lines.append(f"    「{_shortened(f.quote)}」 {_place(f, lang)}")
    return "\n".join(lines) + "\n"


def _shortened(quote: str, most: int = 80) -> str:
    quote = quote.replace("\n", " ")
    return quote if len(quote) <= most else quote[: most - 1] + "…"


def _json(outcome: Outcome, new: Collection[Finding] | None) -> str:
    document = {
        "conforms": outcome.conforms,
        "counts": outcome.counts(),
        "shapes": outcome.shapes,
        "triples": outcome.triples,
        "findings": [
            {
                "code": f.code,
                "shape": f.shape.iri,
                "severity": f.severity,
                "focus": f.focus,
                "label": {"zh": f.label_zh, "en": f.label_en},
                "message": {"zh": f.message_zh, "en": f.message_en},
                "value": f.value or None,
                "quote": f.quote or None,
                "start": f.start,
                "end": f.end,
                "line": f.line,
                "source": f.source or None,
                "new": True if new and f in new else None,
            }
            for f in outcome.findings
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=1) + "\n"


def results_quads(outcome: Outcome, base: str) -> list[Quad]:
    """The W3C SHACL validation report (Recommendation 2017, section 3.6), with IRIs instead of blank nodes.

    ``sh:conforms`` is false as soon as there is any result, as the standard says; severity tells the rest.
    """
    n = Names(base)
    report = n("validation#report")
    boolean = NamedNode(XSD + "boolean")
    quads = [
        Quad(report, RDF_TYPE, curie("sh:ValidationReport")),
        Quad(report, LABEL, Literal("校验报告", language="zh")),
        Quad(report, LABEL, Literal("Validation report", language="en")),
        Quad(report, curie("sh:conforms"), Literal(str(not outcome.findings).lower(), datatype=boolean)),
    ]
    for number, f in enumerate(outcome.findings, start=1):
        node = n(f"validation#r{number}")
        quads.append(Quad(report, curie("sh:result"), node))
        quads += [
            Quad(node, RDF_TYPE, curie("sh:ValidationResult")),
            Quad(node, LABEL, Literal(f"结果 {number}:{f.code}", language="zh")),
            Quad(node, LABEL, Literal(f"Result {number}: {f.code}", language="en")),
            Quad(node, curie("sh:resultSeverity"), curie(f"sh:{f.severity.capitalize()}")),
            Quad(node, curie("sh:sourceShape"), NamedNode(f.shape.iri)),
            Quad(node, curie("sh:sourceConstraintComponent"), curie("sh:SPARQLConstraintComponent")),
            Quad(node, curie("sh:resultMessage"), Literal(f.message_zh, language="zh")),
            Quad(node, curie("sh:resultMessage"), Literal(f.message_en, language="en")),
        ]
        if "://" in f.focus:
            quads.append(Quad(node, curie("sh:focusNode"), NamedNode(f.focus)))
            if f.shape.select:  # what a check of the program calls its value is part of a quote
                quads.append(Quad(node, curie("sh:value"), _value(f)))
        if f.shape.constraint:
            quads.append(Quad(node, curie("sh:sourceConstraint"), NamedNode(f.shape.constraint)))
    return quads


def _value(f: Finding) -> NamedNode | Literal | BlankNode:
    """The value of the solution, else the focus node (SHACL, section 5.3.2)."""
    if not f.value:
        return NamedNode(f.focus)
    (quad,) = parse(f"<urn:s> <urn:p> {f.value} .".encode(), format=RdfFormat.N_TRIPLES)
    assert isinstance(quad.object, (NamedNode, Literal, BlankNode))
    return quad.object


STYLE = """
:root { color-scheme: light dark; --ink: #1c2430; --dim: #55606e; --paper: #fff; --line: #d5dbe3;
  --violation: #b3261e; --warning: #8a5300; --info: #1d5fa8; --quote: #f3f5f8; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --dim: #a7b1bf; --paper: #14181e; --line: #333c48;
  --violation: #ff8a80; --warning: #ffc46b; --info: #8ec2ff; --quote: #1d232c; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 60rem; padding: 1.25rem; background: var(--paper); color: var(--ink);
  font: 1rem/1.65 system-ui, "Noto Sans CJK SC", "Microsoft YaHei", sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.5rem; margin: 0 0 .5rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; }
p { margin: .25rem 0; } .dim { color: var(--dim); }
.violation { color: var(--violation); } .warning { color: var(--warning); } .info { color: var(--info); }
header { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 1rem; }
a { color: var(--info); }
ul { list-style: none; padding: 0; margin: .75rem 0 0; }
li { border-top: 1px solid var(--line); padding: .6rem 0; break-inside: avoid; }
.row { display: flex; flex-wrap: wrap; justify-content: space-between; gap: 0 1rem; }
blockquote { margin: .35rem 0 0; padding: .4rem .75rem; background: var(--quote); border-left: 3px solid var(--line); }
code { font: .9em ui-monospace, monospace; }
@media print { body { max-width: none; } }
"""
_PAGE = (
    """<!doctype html>
<html lang="{{ 'zh-Hans' if lang == 'zh' else 'en' }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>{{ w.title }}{% if about %} · {{ about }}{% endif %}</title>
<style>"""
    + STYLE
    + """</style>
</head>
<body>
<main>
<header><h1>{{ w.title }}</h1>{% if other %}<a href="{{ other }}" lang="{{ 'en' if lang == 'zh' else 'zh-Hans' }}">{{ w.other }}</a>{% endif %}</header>
{% if about %}<p class="about">{{ about }}</p>{% endif %}
<p><strong>{{ w.conforms if outcome.conforms else w["not"] }}</strong> — {{ summary }}</p>
{% if outcome.findings %}<p class="dim">{{ w.key }}</p>{% else %}<p>{{ w.none }}</p>{% endif %}
{% for shape, rows in groups %}
<section>
{% set common = common_of(rows) %}
<h2><span class="{{ shape.severity }}">{{ w[shape.severity] }}</span> {{ shape.code }} {{ shape.label[lang] }} <span class="dim">({{ rows|length }})</span></h2>
{% if common %}<p>{{ common }}</p>{% endif %}
<p class="dim">{{ shape.comment[lang] }}</p>
<ul>
{% for f in rows %}<li><div class="row"><span><code>{{ name(f) }}</code>{% if gloss(f) %} {{ gloss(f) }}{% endif %}{% if not common %}{{ ': ' if gloss(f) else ' ' }}{{ f.message(lang) }}{% endif %}</span>
{% if place(f) %}<span class="dim">{{ place(f) }}</span>{% endif %}</div>
{% if f.quote %}<blockquote lang="zh-Hans">{{ f.quote }}</blockquote>{% endif %}</li>
{% endfor %}</ul>
</section>
{% endfor %}
</main>
</body>
</html>
"""
)


def _html(outcome: Outcome, lang: str, about: str, other: str) -> str:
    """One page that needs nothing else: no scripts, no fonts, no requests."""
    from jinja2 import Environment

    page = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True).from_string(_PAGE)
    return page.render(
        w=_WORDS[lang],
        lang=lang,
        about=about,
        other=other,
        outcome=outcome,
        groups=_groups(outcome),
        summary=_summary(outcome, lang),
        common_of=lambda rows: _common(rows, lang),
        gloss=lambda f: _gloss(f, lang),
        place=lambda f: _place(f, lang),
        name=partial(_name, several=_several(outcome)),
    )
