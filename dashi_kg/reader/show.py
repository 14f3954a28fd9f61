"""What was read, for eyes and for programs: a tree of sections, a list of facts, JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from dashi_kg.language import Both, said
from dashi_kg.model import Extraction, Section, Source, Span, Stated
from dashi_kg.model.kind_words import Label
from dashi_kg.model.kinds import by_kind

_ROLE_WORDS = {
    "chrome": Both("网页头尾", "head and foot of the page"),
    "preamble": Both("引言", "preamble"),
    "leader-duty": Both("第一责任人履职", "principal leaders' duties"),
    "measures-results": Both("主要举措和成效", "main measures and results"),
    "shortcomings-causes": Both("存在的不足和原因", "shortcomings and causes"),
    "next-year": Both("下一年度主要安排", "plans for next year"),
    "overview": Both("总体情况", "overview"),
    "closing": Both("落款", "closing"),
    "other": Both("其他", "other"),
}
_FIELDS = {
    "issuer": Both("报告机关", "reporting body"),
    "year": Both("报告年度", "report year"),
    "issued": Both("公开日期", "made public on"),
    "title": Both("标题", "title"),
    "publisher": Both("公开者", "made public by"),
    "source": Both("来源", "source named on the page"),
    "host": Both("网站主办", "host of the website"),
    "postcode": Both("邮政编码", "postcode"),
    "address": Both("地址", "address"),
    "website_id": Both("网站标识码", "website code"),
    "document_number": Both("文号", "document number"),
    "index_number": Both("索引号", "index number"),
    "signed": Both("成文日期", "dated"),
    "joint": Both("联合报告机关", "reporting jointly"),
    "addressee": Both("主送机关", "addressed to"),
    "topic": Both("主题分类", "topic"),
    "covers": Both("报告期间", "period covered"),
    "uscc": Both("统一社会信用代码", "credit code"),
}


def outline_text(root: Section, source: Source) -> str:
    """One line a section: number, marker and title, role, span; children indented."""

    def lines(section: Section, depth: int) -> Iterator[str]:
        title = f"{section.marker}{section.title}" or _opening(source, section.span)
        role = said(_ROLE_WORDS.get(section.role, section.role))
        yield f"{'  ' * depth}{section.number:<8}{title}  [{role}]  {section.span.start}–{section.span.end}"
        for child in section.children:
            yield from lines(child, depth + 1)

    return "\n".join(line for child in root.children for line in lines(child, 0))


def outline_json(root: Section, source: Source) -> str:
    """The tree as JSON: number, marker, title, role, start, end, children."""

    def node(section: Section) -> dict[str, Any]:
        return {
            "number": section.number,
            "marker": section.marker,
            "title": section.title,
            "role": section.role,
            "start": section.span.start,
            "end": section.span.end,
            "children": [node(child) for child in section.children],
        }

    tree = {"source": source.name, "sha256": source.sha256, "sections": [node(c) for c in root.children]}
    return json.dumps(tree, ensure_ascii=False, indent=2)


def extraction_json(found: Extraction) -> str:
    """Everything that was read as JSON; each span as ``{"start", "end", "quote"}``."""

    def plain(value: Any) -> Any:
        if isinstance(value, Span):
            return {"start": value.start, "end": value.end, "quote": found.source.quote(value)}
        if isinstance(value, Decimal):
            return format(value, "f")
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, tuple):
            return [plain(item) for item in value]
        if is_dataclass(value):
            return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
        return value

    whole = {"sha256": found.source.sha256, "source": found.source.name, "steps": list(found.source.steps)}
    for field in fields(found):
        if field.name not in ("source", "outline"):
            whole[field.name] = plain(getattr(found, field.name))
    return json.dumps(whole, ensure_ascii=False, indent=2)


def extraction_text(found: Extraction, label: Label = str) -> str:
    """Everything that was read, grouped by kind: id, span, quote and what was understood.

    Args:
        label: how the keys of code lists are said.
    """
    quote = found.source.quote
    out: list[str] = []

    def group(title: Both, rows: list[str]) -> None:
        if rows:
            out.extend(
                (
                    said(Both(f"{title.zh}（{len(rows)}）", f"{title.en} ({len(rows)})")),
                    *(f"  {row}" for row in rows),
                    "",
                )
            )

    def row(item: Any, more: str = "") -> str:
        words = quote(item.span).replace("\n", " ")
        words = words if len(words) <= 60 else words[:57] + "…"
        return f"{item.id:<9}{item.span.start}–{item.span.end}  「{words}」{'  ' + more if more else ''}"

    meta = found.metadata
    stated = [
        f"{said(_FIELDS[name])}{said(Both('：', ': '))}{value.value}{f'  {value.span.start}–{value.span.end}' if value.span else ''}"
        for name in (f.name for f in fields(meta))
        for value in _each(getattr(meta, name))
    ]
    group(Both("报告信息", "about the report"), stated)
    for kind, items in by_kind(found):
        heading = kind.printed.heading or kind.name
        rows = [row(item, kind.printed.details(item, label)) for item in items]
        group(Both(heading.zh, heading.en), rows)
    group(
        Both("非统计数字", "digits that are not a figure"),
        [f"{n.span.start}–{n.span.end}  {quote(n.span)}  {label(n.reason)}" for n in found.not_statistics],
    )
    group(Both("警告", "warnings"), [said(words) for words in found.warnings])
    return "\n".join(out).rstrip()


def _each(value: Stated | tuple[Stated, ...] | None) -> tuple[Stated, ...]:
    """The values of a piece of metadata: of who reports together with the issuer there are several."""
    return value if isinstance(value, tuple) else (value,) if value else ()


def _opening(source: Source, span: Span) -> str:
    words = source.quote(span).replace("\n", " ")
    return words if len(words) <= 24 else words[:23] + "…"
