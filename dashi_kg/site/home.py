"""The home page: what this is, the numbers that matter, the reports, the board, the data."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from pyoxigraph import NamedNode

from dashi_kg.namespaces import curie
from dashi_kg.query import bind, question
from dashi_kg.site.book import Book
from dashi_kg.site.coverage import TEXTS, Board, Report, signs
from dashi_kg.site.ld import as_script
from dashi_kg.terms import value

_PATHS = {"index.html": "zh", "index.en.html": "en"}
REPORTS = 50  # on the home page, the latest first
BODIES = 20
WORDS = {
    **TEXTS,
    "what": (
        "中国各级机关的法治政府建设年度报告，读成关联数据：每个数值、举措、问题和打算都能点回陈述它的那句原文。",
        "Yearly rule-of-law reports of Chinese authorities, read as linked data: every figure, measure, problem and plan leads back to the sentence that states it.",
    ),
    "numbers": ("概览", "At a glance"),
    "n_reports": ("份报告", "reports"),
    "n_bodies": ("个组织", "organisations"),
    "n_observations": ("个数值", "figures"),
    "n_measures": ("项举措", "measures"),
    "n_open": ("个问题没有对应的打算", "problems without a plan"),
    "n_of": ("共 {}", "of {}"),
    "n_quotes": ("处引文与原文逐字相符", "quotes that match their text to the letter"),
    "reports": ("报告", "Reports"),
    "year": ("年度", "Year"),
    "report": ("报告", "Report"),
    "issued": ("公开日期", "Published"),
    "late": ("逾期", "late"),
    "all_reports": ("全部 {} 份报告见发布情况", "All {} reports: see coverage"),
    "all_bodies": ("全部 {} 个机关", "All {} organisations"),
    "explore": ("从哪里看起", "Where to start"),
    "start_indicator": ("指标：同一个数在各年各机关是多少", "Indicators: one figure over years and organisations"),
    "start_terms": ("术语：类、属性、代码表和约束", "Terms: classes, properties, code lists, shapes"),
    "start_domain": ("任务领域", "Task domains"),
    "downloads": ("数据下载", "Data"),
    "how": ("每个 IRI 都有网页，以及 Turtle、JSON-LD、N-Triples 三种数据（后缀 .ttl、.jsonld、.nt）。",
            "Every IRI has a page, and its data as Turtle, JSON-LD and N-Triples (suffix .ttl, .jsonld, .nt)."),
}  # fmt: skip


class Home:
    """``index.html`` and ``index.en.html``.

    Args:
        files: names of the release's files that the page offers, beside it.
    """

    def __init__(self, book: Book, board: Board, files: Sequence[str] = ()) -> None:
        self.book, self.board, self.files = book, board, tuple(files)

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.section.Section`."""
        return sorted(_PATHS)

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.section.Section`."""
        lang = _PATHS.get(path)
        if lang is None:
            return None
        book, board = self.book, self.board
        latest: list[Report] = sorted(board.reports, key=lambda r: (-int(r.year), r.iri))
        rows = board.coverage.rows[:BODIES]
        book.labels.need([*(r.iri for r in latest[:REPORTS]), *(r.body for r in latest[:REPORTS])])
        book.labels.need(board.iri(row.org_id) for row in rows)
        return book.pages.page(
            "home.html",
            path=path,
            lang=lang,
            title="",
            words=WORDS,
            description=WORDS["what"][lang == "en"],
            canonical=book.base if lang == "zh" else "",
            ld=as_script(self._ld(lang)),
            numbers=self.numbers,
            reports=latest[:REPORTS],
            total=len(latest),
            board=board,
            rows=rows,
            years=board.coverage.years,
            signs=signs(lang),
            counts=board.counts(),
            bodies=len(board.coverage.rows),
            files=self.files,
            starts=[
                (iri, WORDS[key][lang == "en"])
                for iri, key in (
                    (f"{book.base}indicator", "start_indicator"),
                    (f"{book.base}domain/outline-2021", "start_domain"),
                    (f"{book.base}ns", "start_terms"),
                )
                if iri.removeprefix(book.base) in book.documents
            ],
        )

    def _ld(self, lang: str) -> dict[str, object]:
        return {
            "@context": "https://schema.org/",
            "@id": f"{self.book.base}dataset/all",
            "@type": "Dataset",
            "name": ("法治政府建设年度报告知识图谱", "Rule-of-law reports as linked data")[lang == "en"],
            "description": WORDS["what"][lang == "en"],
            "url": self.book.base,
            "inLanguage": ["zh", "en"],
        }

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The counts of the page by key."""
        base = self.book.base
        open_problems = bind(question("problems-without-plan"), {}, base)
        part = curie("dct:isPartOf")

        def leaf(name: str) -> str:
            return f"?x a <{base}ns#{name}> FILTER NOT EXISTS {{ ?part a <{base}ns#{name}> ; {part} ?x }}"

        return {
            "reports": len(self.board.reports),
            "bodies": self._count(f"FILTER(STRSTARTS(STR(?x), '{base}org/')) ?x <{base}ns#bodyKind> ?k"),
            "observations": self._count(f"?x a <{base}ns#Observation>"),
            "measures": self._count(leaf("Measure")),
            "problems": self._count(leaf("Problem")),
            "open": sum(1 for _ in self.book.reader.rows(open_problems)),
            "quotes": self._matching(),
        }

    def _count(self, pattern: str) -> int:
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
        return sum(int(value(row[0])) for row in self.book.reader.rows(query))

    def _matching(self) -> int:
        """The anchors whose quote stands at its place in the archived text, letter by letter."""
        base, reader = self.book.base, self.book.reader
        texts = {
            value(s): value(t) for s, t in reader.rows(f"SELECT ?s ?t WHERE {{ ?s <{base}ns#text> ?t }}")
        }
        has, of = curie("oa:hasSelector"), curie("oa:hasSource")
        query = (
            f"SELECT DISTINCT ?a ?s ?b ?e ?q WHERE {{ ?a {of} ?s ; {has} ?p , ?w . "
            f"?p {curie('oa:start')} ?b ; {curie('oa:end')} ?e . ?w {curie('oa:exact')} ?q }}"
        )
        return sum(
            isinstance(s, NamedNode) and texts.get(s.value, "")[int(value(b)) : int(value(e))] == value(q)
            for _, s, b, e, q in reader.rows(query)
        )
