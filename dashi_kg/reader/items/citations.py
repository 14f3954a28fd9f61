"""Documents that the report names: in title marks 《》, or bare behind a verb that takes a document.

Newspapers, programmes and certificates in title marks are not documents.
"""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.model import Citation, Mention, Span
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.items.beside_title import called, issuers
from dashi_kg.reader.items.short_forms import ShortForms
from dashi_kg.reader.rules.table import the_word, wordings
from dashi_kg.text.needed import Gate
from dashi_kg.text.segments import begin_after

_SAID = wordings("citations")
_REVISED, _STATE = the_word("citations", "revised"), the_word("citations", "state")
_ALONG_WITH, _DEMANDS = the_word("citations", "along-with"), the_word("citations", "demands")
_TITLES_BESIDE = _SAID["titles-beside"]

_MARKED = re.compile(r"《(?P<title>(?:[^《》\n]|《[^《》\n]{1,60}》){2,120})》")
_NO_DOCUMENT = _SAID["no-document"]
_NO_DOCUMENT_AFTER = _SAID["no-document-after"]
_NO_DOCUMENT_BEFORE = _SAID["no-document-before"]
_NUMBER = _SAID["number"]
_SHORT = _SAID["short"]

_BARE_LAW = _SAID["bare-law"]
_WELL_KNOWN = _SAID["well-known"]
_LOCAL = _SAID["local"]
_ABOUT = _SAID["about"]
_BY_NUMBER = _SAID["by-number"]
_PLAN = _SAID["plan"]
_NOT_A_LAW = _SAID["not-a-law"]
_BARE_POLICY = _SAID["bare-policy"]
_FORMULATED = _SAID["formulated"]
_NAMED = _SAID["named"]
_CONGRESS_REPORT = _SAID["congress-report"]

_KIND_BOOK = _SAID["kind-book"]
_KIND_LAW = _SAID["kind-law"]
_KIND_REGULATION = _SAID["kind-regulation"]
_KIND_PLAN = _SAID["kind-plan"]
_KIND_RULE = _SAID["kind-rule"]
_KIND_POLICY = _SAID["kind-policy"]
_KIND_REPORT = _SAID["kind-report"]
_KINDS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("book", _KIND_BOOK),
    ("law", _KIND_LAW),
    ("regulation", _KIND_REGULATION),
    ("plan", _KIND_PLAN),
    ("rule", _KIND_RULE),
    ("policy", _KIND_POLICY),
    ("report", _KIND_REPORT),
)
_MODE_FORMULATES = _SAID["mode-formulates"]
_MODE_IMPLEMENTS = _SAID["mode-implements"]
_MODE_STUDIES = _SAID["mode-studies"]
_MODE_IMPLEMENTS_TOO = _SAID["mode-implements-too"]
_MODES: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("formulates", _MODE_FORMULATES),
    ("implements", _MODE_IMPLEMENTS),
    ("studies", _MODE_STUDIES),
    ("implements", _MODE_IMPLEMENTS_TOO),
)
_READING = _SAID["reading"]
_LIST = 160  # characters that a list of titles may take
_BEHIND_SHORT = _SAID["behind-short"]
_TAKES = _SAID["takes"]
_ISSUED = _SAID["issued"]
_BY = _SAID["by"]
_QUOTES = _SAID["quotes"]


class _CitationDraft:
    def __init__(self, title: str, rule: str, mode: str, kind: str, marked: bool, number: str) -> None:
        self.title, self.rule, self.mode, self.kind = title, rule, mode, kind
        self.marked, self.number = marked, number
        self.issuers = self.called = ""
        self.mentions: list[Mention] = []


# titles without marks, in the order in which they are looked for, by which rule
_BARE = {
    _WELL_KNOWN: "well-known-law",
    _BARE_LAW: "law-without-marks",
    _PLAN: "policy-without-marks",
    _ABOUT: "policy-without-marks",
    _BY_NUMBER: "policy-without-marks",
    _LOCAL: "law-without-marks",
    _BARE_POLICY: "policy-without-marks",
    _FORMULATED: "formulated-without-marks",
    _CONGRESS_REPORT: "congress-report",
}


@cache
def _gate() -> Gate:
    return Gate(*_BARE)


def read_citations(ctx: Context) -> list[Citation]:
    """Cited documents in the order of their first mention; one entry for each title."""
    hits: list[tuple[Span, Span, str, bool]] = []  # span, title span, rule, marked
    taken = bytearray(len(ctx.view))  # 1: the character belongs to a title that was read
    short: dict[str, str] = {}  # 《纲要》 → the title that it was said to be short for
    numbers: dict[str, str] = {}
    for _, stretch in ctx.prose():
        for match in ctx.find(_MARKED, stretch):
            title = match["title"]
            after = ctx.view[match.end() : match.end() + 12]
            before = ctx.view[max(stretch.start, match.start() - 8) : match.start()]
            if (
                _NO_DOCUMENT.search(title)
                or _NO_DOCUMENT_AFTER.match(after)
                or _NO_DOCUMENT_BEFORE.search(before)
            ):
                taken[match.start() : match.end()] = b"\1" * len(
                    match[0]
                )  # 快板《说说民法典》 names no law either
                continue
            span = Span(*match.span())
            taken[span.start : span.end] = b"\1" * len(span)
            hits.append((span, Span(*match.span("title")), "title-marks", True))
            end = match.end()
            if number := _NUMBER.match(ctx.view, end):
                numbers.setdefault(title, "".join(number["number"].split()))
                end = number.start("rest") - 1 if number["rest"] else number.end()
            if shortened := _SHORT.match(ctx.view, end):
                name = Span(*shortened.span("short"))
                short.setdefault(ctx.words(name), title)
                if ctx.view[name.start - 1] != "《":  # in title marks it is found as any title is
                    taken[name.start : name.end] = b"\1" * len(name)
                    hits.append((name, name, "title-marks", False))
    roles = (*REPORTED, "preamble", "shortcomings-causes", "next-year", "other")
    for _, sentence in ctx.own_sentences(*roles):
        for pattern in _gate().fitting(ctx.words(sentence)):
            rule = _BARE[pattern]
            for match in ctx.find(pattern, sentence):
                span = Span(*match.span("title"))
                if any(taken[span.start : span.end]):
                    continue
                if rule == "law-without-marks" and _NOT_A_LAW.search(match["title"]):
                    continue
                if rule == "well-known-law" and _quoted_word(ctx, span):
                    continue
                if rule == "formulated-without-marks" and not _NAMED.search(match["title"]):
                    continue
                taken[span.start : span.end] = b"\1" * len(span)
                hits.append((span, span, rule, False))
    if short:  # 对照纲要: behind a verb that takes a document
        names = "|".join(re.escape(name) for name in sorted(short, key=lambda n: (-len(n), n)))
        again = re.compile(
            rf"(?:{_TAKES.pattern})[“]?(?P<title>{names})(?={_BEHIND_SHORT.pattern})", re.VERBOSE
        )
        for _, stretch in ctx.prose():
            for match in ctx.find(again, stretch):
                span = Span(*match.span("title"))
                if not any(taken[span.start : span.end]):
                    taken[span.start : span.end] = b"\1" * len(span)
                    hits.append((span, span, "title-marks", False))
    hits.sort(key=lambda h: h[0])
    drafts: dict[str, _CitationDraft] = {}
    short_forms = ShortForms(ctx.view)
    for span, title_span, rule, is_marked in hits:
        title = short.get(ctx.words(title_span), ctx.words(title_span))
        title = short_forms.full(title, span.start)
        short_forms.named(title, span.start)
        draft = drafts.get(title)
        if draft is None:
            kind = next((k for k, p in _KINDS if p.search(title)), "other")
            draft = drafts[title] = _CitationDraft(
                title,
                rule,
                _mode(ctx, span),
                kind,
                is_marked,
                numbers.get(title, "")
                or (title if title.endswith("号") and rule == "policy-without-marks" else ""),
            )
        if is_marked:
            before, after = _beside(ctx, span)
            draft.issuers = draft.issuers or issuers(before)
            draft.called = draft.called or called(before, after)
        draft.mentions.append(Mention(ctx.source.quote(title_span), span))
    return [
        Citation(
            f"c{i}",
            d.title,
            d.mentions[0].span,
            d.rule,
            d.mode,
            d.kind,
            d.marked,
            tuple(d.mentions),
            d.number,
            d.issuers,
            d.called,
        )
        for i, d in enumerate(drafts.values(), start=1)
    ]


def _quoted_word(ctx: Context, span: Span) -> bool:
    """“12·4”宪法…, 国家宪法日, 与宪法同行: the law's name inside a slogan."""
    before, after = ctx.view[max(0, span.start - 12) : span.start], ctx.view[span.end : span.end + 2]
    # “学宪法 讲宪法”演讲比赛, “美好生活·民法典相伴”
    inside = before.rfind("“") > before.rfind("”") and not before.endswith(("、", "和", _REVISED))
    return inside or before.endswith((_STATE, "·")) or after.startswith((_ALONG_WITH, "”"))


def _beside(ctx: Context, span: Span) -> tuple[str, str]:
    """The words before and behind a title within its sentence, as far as a list of titles goes."""
    start, end = max(0, span.start - _LIST), min(len(ctx.view), span.end + _LIST)
    before, after = ctx.view[start : span.start], ctx.view[span.end : end]
    return re.split("[。;\n]", before)[-1], re.split("[。;\n]", after)[0]


def _mode(ctx: Context, span: Span) -> str:
    """How the document is cited: by the words before the list it stands in, or after it."""
    start = begin_after(ctx.view, span.start, "。;\n")
    before = _TITLES_BESIDE.sub("", ctx.view[start : span.start].rstrip("、和与及"))
    end = min((e for e in (ctx.view.find(m, span.end) for m in "。;\n") if e != -1), default=len(ctx.view))
    after = ctx.view[span.end : end]
    if _BY.search(before):  # 按照《…》要求
        return "implements"
    quotes = _QUOTES.match(after)
    if quotes and quotes[0] != _DEMANDS:
        return "quotes"
    if _READING.search(after):
        return "required-reading"
    before = _ISSUED.sub("", before) if before.endswith("的") else before
    return next(
        (mode for mode, pattern in _MODES if pattern.search(before)), "quotes" if quotes else "mentions"
    )
