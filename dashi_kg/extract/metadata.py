"""What the page says about itself: date, source, host, codes, title, year. Found, never filled in."""

from __future__ import annotations

import re
from datetime import date

from dashi_kg import patterns
from dashi_kg.model import Metadata, Section, Source, Span, Stated
from dashi_kg.text.fold import fold

# 日期:2024-02-20 — one date on the page is the date of publication; 成文日期 is when it was signed.
_ISSUED = (
    r"发\s*布\s*(?:日\s*期|时\s*间)|公\s*开\s*日\s*期|发\s*文\s*时\s*间",
    r"(?<![\u4e00-\u9fff])(?:日\s*期|时\s*间)",
    r"成\s*文\s*日\s*期|生\s*成\s*日\s*期",
)
_VALUE_END = rf"(?=\s|\||{patterns.HEAD_LABEL}\s*:|$)"
_ORGANISATION = re.compile(
    r"(?:办事处|政府|政府办公室|办公室|委员会|局|厅|委|中心|支队|大队|管委会|司法所|院|公司|站)$"
)
_TITLE_ISSUER = re.compile(rf"^(?:关于)?(?P<name>.{{2,40}}?)(?:关于)?{patterns.YEAR}年")


def read_metadata(source: Source, view: str, root: Section) -> Metadata:
    """Metadata from head, title, preamble, headings and footer of one report."""
    head = next((c.extent for c in root.children if c.number == "0a"), Span(0, 0))
    foot = next((c.extent for c in reversed(root.children) if c.role == "chrome" and c.number != "0a"), None)
    foot = foot or Span(0, 0)
    title = _title(source, view, head)
    issued = next((d for d in (_date(source, view, head, label) for label in _ISSUED) if d), None)
    return Metadata(
        issuer=_issuer(source, view, root, head, title),
        year=_year(source, view, root, title, issued),
        issued=issued,
        title=title,
        publisher=_labelled(source, view, foot, r"主办(?:单位)?", "host-in-footer"),
        postcode=_labelled(source, view, foot, r"邮编|邮政编码", "postcode-in-footer"),
        address=_labelled(source, view, foot, r"(?:单位|联系)?地址", "address-in-footer"),
        website_id=_labelled(source, view, foot, r"网站标识码", "website-id-in-footer"),
        document_number=_labelled(
            source, view, head, r"发?\s*文\s*字?\s*号|文\s*号", "document-number-in-head"
        ),
        index_number=_labelled(source, view, head, r"索\s*引\s*号", "index-number-in-head"),
    )


def _labelled(source: Source, view: str, where: Span, label: str, rule: str) -> Stated | None:
    """``label: value`` up to white space or the next label; the span covers label and value."""
    pattern = re.compile(rf"(?:{label})\s*:\s*(?P<value>[^\s|]+?){_VALUE_END}", re.MULTILINE)
    found = pattern.search(view, where.start, where.end)
    if not found:
        return None
    return Stated(source.quote(Span(*found.span("value"))), Span(*found.span()), rule)


def _date(source: Source, view: str, where: Span, label: str) -> Stated | None:
    pattern = re.compile(rf"(?<!\S)(?:{label})\s*:\s*|(?:{label})\s*:\s*")
    for found in pattern.finditer(view, where.start, where.end):
        day = patterns.DATE.match(view, found.end(), where.end)
        if day:
            try:
                value = date(int(day["y"]), int(day["m"]), int(day["d"]))
            except ValueError:
                continue
            return Stated(value.isoformat(), Span(found.start(), day.end()), "date-in-head")
    return None


def _title(source: Source, view: str, head: Span) -> Stated | None:
    for found in re.finditer(r"[^\n]+", view[head.start : head.end]):
        words = found[0].strip()
        bare = re.sub(r"^(?:标\s*题|名\s*称)\s*:\s*", "", words)
        if len(bare) <= 60 and patterns.TITLE.search(bare) and not set("。,:;") & set(bare):
            start = head.start + found.start() + found[0].index(bare)
            span = Span(start, start + len(bare))
            return Stated(source.quote(span), span, "title-line")
    return None


def _issuer(source: Source, view: str, root: Section, head: Span, title: Stated | None) -> Stated | None:
    stated = _labelled(source, view, head, r"(?:信\s*息\s*)?来\s*源", "source-in-head")
    if stated and _ORGANISATION.search(fold(stated.value)):
        return stated
    if title and title.span and (found := _TITLE_ISSUER.match(fold(title.value))):
        span = Span(title.span.start + found.start("name"), title.span.start + found.end("name"))
        return Stated(source.quote(span), span, "issuer-in-title")
    office = r"发\s*布\s*机\s*构|发\s*文\s*机\s*(?:关|构)|作\s*者"
    if named := _labelled(source, view, head, office, "office-in-head"):
        return named
    closing = next((c for c in root.children if c.role == "closing"), None)
    if closing:
        for found in re.finditer(r"[^\n]+", view[closing.span.start : closing.span.end]):
            if len(found[0].strip()) <= 30 and _ORGANISATION.search(found[0].strip()):
                start = closing.span.start + found.start() + (len(found[0]) - len(found[0].lstrip()))
                span = Span(start, start + len(found[0].strip()))
                return Stated(source.quote(span), span, "signature")
    return stated


def _year(
    source: Source, view: str, root: Section, title: Stated | None, issued: Stated | None
) -> Stated | None:
    """The report year: from the title, a heading that looks back, the preamble, or the year before publication."""
    places: list[tuple[Span, str]] = []
    if title and title.span:
        places.append((title.span, "year-in-title"))
    for section in root.children:
        if section.heading and section.role in ("measures-results", "leader-duty", "shortcomings-causes"):
            places.append((section.heading, "year-in-heading"))
    places += [(c.span, "year-in-preamble") for c in root.children if c.role == "preamble"]
    for span, rule in places:
        if found := patterns.YEAR_WORD.search(view, span.start, span.end):
            return Stated(found["y"], Span(*found.span()), rule)
    plan = next((c for c in root.children if c.role == "next-year" and c.heading), None)
    if plan and plan.heading:
        found = patterns.YEAR_WORD.search(view, plan.heading.start, plan.heading.end)
        if found:
            return Stated(str(int(found["y"]) - 1), Span(*found.span()), "year-before-plan")
    if issued:
        return Stated(str(int(issued.value[:4]) - 1), issued.span, "year-before-publication")
    return None
