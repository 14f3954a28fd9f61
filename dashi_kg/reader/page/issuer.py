"""Who reports: from the title, the line above it, the fields of the page, the signature, the opening."""

from __future__ import annotations

import re

from dashi_kg.model import Section, Source, Span, Stated
from dashi_kg.reader.page.fields import lines_of
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text.fold import fold

_SAID = wordings("issuer")
_GOVERNMENT_OF_OFFICE = _SAID["government-of-office"]
_OFFICE = _SAID["office"]

ORGANISATION = _SAID["organisation"]
_GOVERNS = _SAID["governs"]
_GENERAL_OFFICE = _SAID["general-office"]
_DIVISION = _SAID["division"]
_BEHIND_THE_YEAR = _SAID["behind-the-year"]
_BEFORE_THE_YEAR = _SAID["before-the-year"]
_TITLE_ISSUERS = (_BEHIND_THE_YEAR, _BEFORE_THE_YEAR)
_PREAMBLE_ISSUER = _SAID["preamble-issuer"]


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
    found = _GOVERNMENT_OF_OFFICE.search(fold(office.value))
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
            own = next((r for r in rows if _OFFICE.search(r.value)), rows[0])
            return own, tuple(r for r in rows if r is not own), None
        if division is None and len(parts) == 1 and _DIVISION.search(view[parts[0].start : parts[0].end]):
            division = Stated(source.quote(parts[0]), parts[0], "division-in-title")
    parts = _above(view, head, title.span.start)
    if parts:
        rows = [Stated(source.quote(p), p, "issuer-above-title") for p in parts]
        own = next((r for r in rows if _OFFICE.search(r.value)), rows[0])
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


_GLUED_NAMES = _SAID["glued-names"]


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
