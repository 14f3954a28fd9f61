"""The findings of the checks of one report, by what is to be done about them, each with its fact and its sentence.

``reports/{org}/{year}/validation.html``, ``.en.html``: beside the data files of the report.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from dashi_kg.site.evidence.evidence import Evidence, work_of
from dashi_kg.site.facts.card import Ref
from dashi_kg.site.facts.evidence_words import WORDS as EVIDENCE_WORDS
from dashi_kg.site.facts.facts_panel import Cards
from dashi_kg.site.facts.findings import ShownFinding
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import relative
from dashi_kg.site.layout.minify import minify_html
from dashi_kg.validation.finding import SEVERITIES, Shape

WORDS: dict[str, tuple[str, str]] = {
    **{key: EVIDENCE_WORDS[key] for key in ("copy", "copied", "back", "no_findings")},
    **{f"severity_{key}": EVIDENCE_WORDS[f"severity_{key}"] for key in SEVERITIES},
    "title": ("检查结果：{}", "Checks: {}"),
    "counts": ("{violation} 处错误，{warning} 处警告，{info} 处提示", "errors: {violation}, warnings: {warning}, notes: {info}"),
    "key": (
        "错误：必须改正。警告：请核对原文。提示：供阅读时参考。",
        "Error: must be corrected. Warning: check the text. Note: for information.",
    ),
    "new_count": ("上次发布以来新增 {} 处。", "New since the last release: {}."),
    "new": ("新增", "new"),
    "fact": ("条目", "Item"),
    "sentence": ("原句", "Sentence"),
    "line": ("第 {} 行", "line {}"),
    "files": ("数据", "Data"),
    "letter": ("可发给报告机关的文字", "A text for the reporting body"),
    "letter_note": ("只列需要请报告机关说明的；发出前请先核对原文。", "Only what the reporting body may be asked about; compare the text before you send it."),
    "letter_none": ("没有需要请报告机关说明的。", "There is nothing to ask the reporting body about."),
    "dear": ("{}：", "To {}:"),
    "ask": (
        "你单位《{title}》中，下列 {n} 处请核实：写得有误的，请更正；无误的，请说明。",
        "In your report “{title}”, please look at the following (places: {n}): correct what is wrong, or say why it is right.",
    ),
    "see": ("原文和每处的位置：{}", "The text, and where each of these stands: {}"),
    "described": ("{}：规则检查的结果，按处理办法分组，每处附原句。", "{}: what the checks found, by what to do about it, each with its sentence."),
}  # fmt: skip
LIMIT = 170_000  # bytes of a page without its style sheets (27 kB); beyond, findings have their words but not the sentence around
_ENDS = re.compile(r"[。；！？!?;\n]")
_LONG = 160  # characters beside the words that are shown of a sentence
_QUOTED = 60  # characters of a quote in the text to send


@dataclass(frozen=True, slots=True)
class Sentence:
    """The words of a finding with what stands before and behind them in their sentence; ``id``: of the words on the report's page."""

    before: str
    words: str
    after: str
    id: str


@dataclass(frozen=True, slots=True)
class Row:
    """One finding: its fact, message (empty where all of its shape say the same), sentence, line, whether it is new."""

    about: Ref
    message: str
    sentence: Sentence | None
    line: int | None
    new: bool


@dataclass(frozen=True, slots=True)
class ShapeRows:
    """The findings of one shape, with what it asks for and the message that they share."""

    shape: Shape
    href: str
    why: str
    message: str
    rows: tuple[Row, ...]


def validation_document(report: str) -> str:
    """The document of the findings of a report's document: ``report/x/2023`` → ``reports/x/2023/validation``."""
    return f"reports/{report.removeprefix('report/')}/validation"


class ValidationPages(Bilingual):
    """The section of all pages of findings."""

    start = "reports/"

    def __init__(self, evidence: Evidence) -> None:
        self.evidence, self.site_graph = evidence, evidence.site_graph

    @cached_property
    def _documents(self) -> dict[str, str]:
        known = self.evidence.findings or {}
        return {validation_document(d): d for d, (iri, _) in self.evidence.reports.items() if iri in known}

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return self._documents

    def write(self, document: str, path: str, lang: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        report = self._documents[document]
        graph = self.evidence.report(report)
        if graph is None:
            return None
        findings = (self.evidence.findings or {})[graph.report.iri]
        cards = Cards(self.site_graph, graph, path, lang, findings)
        title = self.site_graph.labels.said(graph.report.iri, lang).words
        en = lang == "en"
        new = [f for f in findings if f.new]
        letters = [_letter(findings, cards, title, tag) for tag in (("en", "zh") if en else ("zh",))]

        def made(whole: bool) -> bytes:
            page = self.site_graph.pages.page(
                "validation.html",
                path=path,
                lang=lang,
                title=WORDS["title"][en].format(title),
                words=WORDS,
                description=WORDS["described"][en].format(title),
                report=graph.report.iri,
                counts=WORDS["counts"][en].format_map(_counts(findings)),
                n_new=len(new),
                findings=findings,
                groups=_groups(cards, findings, whole),
                at=lambda place: relative(self.evidence.page_at(report, int(place[1:]), lang), path),
                letters=letters,
            )
            return minify_html(page.decode("utf-8")).encode("utf-8")

        page = made(True)
        return page if len(page) <= LIMIT else made(False)


def _counts(findings: Sequence[ShownFinding]) -> dict[str, int]:
    return {severity: sum(f.severity == severity for f in findings) for severity in SEVERITIES}


def _groups(cards: Cards, findings: Sequence[ShownFinding], whole: bool) -> list[tuple[str, list[ShapeRows]]]:
    """What is to be done, and the findings by shape: the gravest first."""
    by_shape: dict[str, list[ShownFinding]] = defaultdict(list)
    for one in findings:
        by_shape[one.code].append(one)
    groups: dict[str, list[ShapeRows]] = defaultdict(list)
    for rows in by_shape.values():
        why, what = rows[0].shape.told(cards.lang)
        messages = {f.message(cards.lang) for f in rows}
        common = messages.pop() if len(messages) == 1 else ""
        shown = tuple(
            Row(
                _fact(cards, f.focus, whole),
                "" if common else f.message(cards.lang),
                _sentence(cards, f, whole),
                None if f.focus == cards.graph.report.iri else f.line,  # what a report lacks is on no line
                bool(f.new),
            )
            for f in rows
        )
        href = cards.site_graph.links.href(rows[0].shape.iri, cards.path, cards.lang)
        groups[what].append(ShapeRows(rows[0].shape, href, why, common, shown))
    return list(groups.items())


def _fact(cards: Cards, iri: str, whole: bool) -> Ref:
    """What a finding is about, with the address of its card on the page of the report."""
    known = cards.ref(iri, whole=whole)
    return Ref(known.words, known.lang, cards.site_graph.links.href(iri, cards.path, cards.lang))


def _sentence(cards: Cards, finding: ShownFinding, whole: bool) -> Sentence | None:
    """The words that a finding is about within their sentence; ``None`` where it is about no words."""
    text, start, end = cards.graph.source.text, finding.start, finding.end
    if start is None or end is None or not text[start:end].strip() or finding.focus == cards.graph.report.iri:
        return None
    first, last = start, end
    if whole:
        low = max(0, start - _LONG)
        ends = [m.end() for m in _ENDS.finditer(text, low, start)]
        first = ends[-1] if ends else low
        behind = _ENDS.search(text, max(end - 1, start), end + _LONG)
        last = max(end, behind.end() if behind else min(len(text), end + _LONG))
    return Sentence(text[first:start].lstrip(), text[start:end], text[end:last].rstrip(), f"t{start}")


def _letter(findings: Sequence[ShownFinding], cards: Cards, title: str, lang: str) -> str:
    """A text to send to the body that reports: what it may be asked about; empty where there is nothing."""
    asked = [f for f in findings if f.shape.asks_author]
    if not asked:
        return ""
    en = lang == "en"
    work = work_of(cards.site_graph, cards.graph)
    creator = cards.graph.report.iri_of("dct:creator")
    body = cards.site_graph.labels.said(creator, lang).words if creator else work.author
    lines = [
        WORDS["dear"][en].format(body),
        WORDS["ask"][en].format(title=title if en else work.title, n=len(asked)),
    ]
    for number, finding in enumerate(asked, start=1):
        of_words = finding.line and finding.focus != cards.graph.report.iri
        where = [WORDS["line"][en].format(finding.line)] if of_words else []
        if (sentence := _sentence(cards, finding, False)) is not None:
            words = " ".join(sentence.words.split()).strip("“”")
            where.append(f"“{words if len(words) <= _QUOTED else words[: _QUOTED - 1] + '…'}”")
        comma, stop, colon = (" ", ". ", ": ") if en else ("", "。", "：")
        said = finding.message(lang).rstrip("。.")
        place = f"{comma.join(where)}{colon}" if where else ""
        lines.append(f"{number}. {place}{said}{stop.strip()}")
    lines.append(WORDS["see"][en].format(cards.graph.report.iri))
    return "\n".join(lines)
