"""Who reports: from the title, the line above it, the fields of the page, the signature, the opening."""

from __future__ import annotations

import re

from dashi_kg.model import Section, Source, Span, Stated
from dashi_kg.reader.page.fields import lines_of
from dashi_kg.text import patterns
from dashi_kg.text.fold import fold
from dashi_kg.text.han import compiled

ORGANISATION = re.compile(
    r"(?:办事处|政府|政府办公室|办公室|委员会|工作委员会|局|厅|委|办|中心|支队|大队|总队|管委会|司法所|法院|检察院|学院|大学|医院|学校|公司|集团|海关|联合会|联合社|联社|总社|总会|红十字会|管理处|农场|牧场|监狱|戒毒所|兵团|师|[一二三四五六七八九十农牧滩湖山河泉]团|站|党委|党组|党工委|指挥部|部)$"
)
# what reports for a division that a title names alone
_GOVERNS = re.compile(
    r"(?:人民政府(?:办公[室厅])?|政府|办事处|管委会|管理委员会|行政公署|党委|党工委|委员会办公室|依法治.办)$"
)
_GENERAL_OFFICE = re.compile(r"办公[厅室]$")
_DIVISION = re.compile(r"(?:省|市|区|县|旗|州|盟|镇|乡|街道|自治区)$")
# 大石街道办事处关于2023年度… / 2023年合川区司法局… / 合川区司法局法治政府建设2023年…
_SUBJECT = r"(?:推进|推动|贯彻落实|落实|开展|加强|深入推进)?(?:法治政府|法治部门|法治建设|法治[\u4e00-\u9fff]{2}建设|依法行政|依法治)"
_TITLE_ISSUERS = (
    re.compile(rf"^(?:关于)?{patterns.YEAR}年度?(?:上半年|全年)?(?P<name>[^\d]{{3,40}}?)(?:关于)?{_SUBJECT}"),
    re.compile(
        rf"^(?:关于)?(?P<name>.{{2,40}}?)(?:关于)?(?:报送|上报|呈报|印发)?(?:{patterns.YEAR}|“?十[三四五]五”?|{_SUBJECT})"
    ),
)
_PREAMBLE_ISSUER = compiled(
    r"(?:年|年度|以来),(?P<name>[\u4e00-\u9fff]{2,24}?(?:人民政府|办事处|局|委员会|厅|管委会))(?=在|坚持|以|认真|深入|全面|紧|切实|始终|,)"
)


def issuers(
    source: Source,
    view: str,
    root: Section,
    head: Span,
    closing: Span,
    title: Stated | None,
    fields: list[Stated],
) -> tuple[Stated | None, tuple[Stated, ...]]:
    """Who reports, and who reports with them: from title, the line above it, the page's fields, signature, preamble."""
    stated = next((row for row in fields if row.rule == "source-in-head"), None)
    named = next((row for row in fields if row.rule == "office-in-head"), None)
    in_title, joint, division = _from_title(source, view, head, title)
    if (
        stated
        and ORGANISATION.search(fold(stated.value))
        and in_title
        and fold(stated.value).endswith(fold(in_title.value))
    ):
        return stated, joint
    signature = _signature(source, view, closing)
    if in_title:
        return (signature if signature and _office_of(in_title, signature) else in_title), joint
    for candidate in (stated, named, signature):
        if (
            candidate
            and ORGANISATION.search(fold(candidate.value))
            and (division is None or candidate is signature or _reports_for(division, candidate))
        ):
            return _government_of(source, candidate, division), joint
    for section in root.children:
        if section.role == "preamble" and (
            found := _PREAMBLE_ISSUER.search(view, section.span.start, section.span.end)
        ):
            span = Span(*found.span("name"))
            return Stated(source.quote(span), span, "issuer-in-preamble"), joint
    return division or named or signature or stated, joint


def _reports_for(division: Stated, candidate: Stated) -> bool:
    """Whether a body reports for the division that a title names alone: 青山县人民政府, but not 青山县司法局."""
    name = fold(candidate.value)
    return fold(division.value) in name and bool(_GOVERNS.search(name))


def _office_of(office: Stated, signature: Stated) -> bool:
    """青海省人民政府办公厅 stands above a report that 青海省人民政府 signs: the government reports."""
    name = fold(office.value)
    return bool(_GENERAL_OFFICE.search(name)) and _GENERAL_OFFICE.sub("", name) == fold(signature.value)


def _government_of(source: Source, office: Stated, division: Stated | None) -> Stated:
    """西林区人民政府办公室 published what 西林区 reports: the reporting body is the government in its name."""
    found = re.search(r"人民政府(?=办公[室厅]$)", fold(office.value))
    if division is None or found is None or office.span is None:
        return office
    start = office.span.end - len(office.value)
    span = Span(start, start + found.end())
    if source.quote(span) != office.value[: found.end()]:
        return office
    return Stated(source.quote(span), span, office.rule)


def _from_title(
    source: Source, view: str, head: Span, title: Stated | None
) -> tuple[Stated | None, tuple[Stated, ...], Stated | None]:
    """The issuer in the title, those who sign with it, and the division where the title names only that."""
    if not title or not title.span:
        return None, (), None
    words = view[title.span.start : title.span.end]
    division: Stated | None = None
    for pattern in _TITLE_ISSUERS:
        found = pattern.match(words)
        if not found:
            continue
        start = title.span.start + found.start("name")
        parts = _parts(view, Span(start, start + len(found["name"])))
        organisations = [p for p in parts if ORGANISATION.search(view[p.start : p.end])]
        if organisations:
            rows = [Stated(source.quote(p).replace("\n", ""), p, "issuer-in-title") for p in organisations]
            own = next((r for r in rows if re.search("政府|办事处|局|厅", r.value)), rows[0])
            return own, tuple(r for r in rows if r is not own), None
        if division is None and len(parts) == 1 and _DIVISION.search(view[parts[0].start : parts[0].end]):
            division = Stated(source.quote(parts[0]), parts[0], "division-in-title")
    parts = _above(view, head, title.span.start)
    if parts:
        rows = [Stated(source.quote(p), p, "issuer-above-title") for p in parts]
        own = next((r for r in rows if re.search("政府|办事处|局|厅", r.value)), rows[0])
        return own, tuple(r for r in rows if r is not own), None
    return None, (), division


def _above(view: str, head: Span, title: int) -> list[Span]:
    """The bodies on the lines right above a title: 中共河东镇委员会 ⏎ 河东镇人民政府 ⏎ 关于…的报告."""
    found: list[Span] = []
    for line in reversed([line for line in lines_of(view, head) if line.end <= title]):
        parts = _parts(view, line)
        words = view[line.start : line.end]
        if (
            len(line) > 40
            or ":" in words
            or not all(ORGANISATION.search(view[p.start : p.end]) for p in parts)
        ):
            break
        if any(view[p.start : p.end] == view[f.start : f.end] for p in parts for f in found):
            break
        found = parts + found
    return found


# 中共青山县委员会|青山县人民政府: two names with nothing between them
_GLUED_NAMES = compiled(
    r"中共[\u4e00-\u9fff]{2,16}?(?:委员会|委)(?=[\u4e00-\u9fff]{2,16}(?:人民政府|办事处)$)"
)


def _parts(view: str, span: Span) -> list[Span]:
    """The names in a stretch: 中共X委员会 X人民政府 are two."""
    found: list[Span] = []
    for match in re.compile(r"[^\s、]{2,}").finditer(view, span.start, span.end):
        both = _GLUED_NAMES.match(match[0])
        if both:
            found += [
                Span(match.start(), match.start() + both.end()),
                Span(match.start() + both.end(), match.end()),
            ]
        else:
            found.append(Span(*match.span()))
    return found


def _signature(source: Source, view: str, closing: Span) -> Stated | None:
    for line in lines_of(view, closing):
        if len(line) <= 30 and ORGANISATION.search(view[line.start : line.end]):
            return Stated(source.quote(line), line, "signature")
    return None
