"""The home page: what this is, by one sentence and its fact; what the data show, the board, the reports, the data."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cached_property

from pyoxigraph import NamedNode

from dashi_kg.export.tables.observations import NUMBERS
from dashi_kg.query.bind import bind
from dashi_kg.query.questions import question, questions
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.facts.told_by_report import ToldByReports
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.shared.amounts import plain
from dashi_kg.site.shared.ld import as_script
from dashi_kg.site.shared.site_graph import SiteGraph
from dashi_kg.site.things.coverage import TEXTS, Board, Report, signs
from dashi_kg.site.things.findings_at_home import AtHome, at_home
from dashi_kg.site.things.sample_fact import SampleFact, sample_fact
from dashi_kg.site.things.told_at_home import WORDS as SHOWN
from dashi_kg.site.things.told_at_home import Sentences, Told

REPORTS = 12  # on the home page, the latest first
BODIES = 10
WORDS = {
    **TEXTS,
    "what": (
        "中国各级机关的法治政府建设年度报告，逐句读成数据：每个数值、举措、问题和安排都能点回陈述它的那句原文。",
        "Yearly rule-of-law reports of Chinese authorities, read sentence by sentence as linked data: every figure, measure, problem and plan leads back to the sentence that states it.",
    ),
    "sample": ("一句原文，和从中读出的数据", "A sentence, and what was read from it"),
    "sample_says": ("报告写的", "The report says"),
    "sample_read": ("读出的数据", "Read from it"),
    "sample_see": ("看它在报告里的位置", "See it in the report"),
    "do": ("可以在这里做什么", "What you can do here"),
    "do_compare": ("比较", "Compare"),
    "do_compare_more": ("选一个事项，各机关各年的数值放在一张表里", "Choose a topic: its figures over bodies and years in one table"),
    "do_read": ("读报告", "Read a report"),
    "do_read_more": ("点一句话，看读出了什么；点一个数，看它出自哪句", "Choose a sentence to see what was read from it; choose a figure to see its sentence"),
    "do_ask": ("问问题", "Ask"),
    "do_ask_more": ("{} 个预设问题，答案已经算好", "{} saved questions, answered"),
    "do_search": ("搜索", "Search"),
    "do_search_more": ("按词找数值、举措、问题、机关和文件", "Find figures, measures, problems, bodies and documents by word"),
    "do_query": ("自己查询", "Query"),
    "do_query_more": ("写 SPARQL，在浏览器里算", "Write SPARQL, answered in your browser"),
    "do_download": ("下载", "Download"),
    "do_download_more": ("每份报告的数值表（Excel、CSV）和全部数据", "A table of figures for each report (Excel, CSV), and all the data"),
    "do_cite": ("引用", "Cite"),
    "do_cite_more": ("报告和每个数值的 GB/T 7714、BibTeX、RIS 格式", "GB/T 7714, BibTeX and RIS for a report and for each figure"),
    "table": ("数值表", "Figures"),
    "numbers": ("概览", "At a glance"),
    "n_reports": ("份报告", "report|reports"),
    "n_bodies": ("个组织", "organisation|organisations"),
    "n_observations": ("个数值", "figure|figures"),
    "n_measures": ("项举措", "measure|measures"),
    "n_open": ("个问题没有对应的安排", "problem without a plan|problems without a plan"),
    "n_of": ("共 {}", "of {}"),
    "n_of_unread": ("共 {}，其中 {} 个尚未判断", "of {}, {} of them not yet judged"),
    "n_unread": ("个问题，尚未判断有无对应的安排", "problem, not yet judged whether a plan addresses it|problems, not yet judged whether plans address them"),
    "n_quotes": ("处引文与原文逐字相符", "quote that matches its text to the letter|quotes that match their text to the letter"),
    "shows": ("数据里看得到什么", "What the data show"),
    **{f"shows_{key}": words for key, words in SHOWN.items()},
    "shows_range": ("{0}（{1} 个机关）", "{0} ({1} bodies)"),
    "reports": ("报告", "Reports"),
    "year": ("年度", "Year"),
    "report": ("报告", "Report"),
    "issued": ("公开日期", "Published"),
    "late": ("逾期公开", "published late"),
    "after": ("4 月 1 日后公开", "after 1 April"),
    "find_report": ("筛选报告", "Filter the reports"),
    "f_words": ("名称或地区", "Name or place"),
    "f_year": ("年度", "Year"),
    "f_all": ("全部", "all"),
    "f_go": ("筛选", "Filter"),
    "all_reports": ("全部 {} 份报告，可按名称、地区、层级和年度筛选", "All {} reports, filtered by name, place, level and year"),
    "all_bodies": ("全部 {} 个机关", "All {} bodies"),
    "explore": ("从哪里看起", "Where to start"),
    "start_indicator": ("指标：同一个数在各年各机关是多少", "Indicators: one figure over years and organisations"),
    "start_terms": ("术语：类、属性、代码表和检查规则", "Terms: classes, properties, code lists, checks"),
    "start_domain": ("任务领域：《法治政府建设实施纲要》的各项任务", "Task domains: the tasks of the Outline for building a law-based government"),
    "downloads": ("数据下载", "Data"),
    "f_ttl": ("全部数据，Turtle", "all data, Turtle"),
    "f_jsonld": ("全部数据，JSON-LD", "all data, JSON-LD"),
    "f_nt": ("全部数据，N-Triples", "all data, N-Triples"),
    "f_nq": ("全部数据，按依据和来源分开存放（命名图），N-Quads", "all data, kept apart by basis and source (named graphs), N-Quads"),
    "f_nq.gz": ("全部数据，按依据和来源分开存放（命名图），N-Quads，gzip 压缩", "all data, kept apart by basis and source (named graphs), N-Quads, packed with gzip"),
    "f_trig": ("全部数据，按依据和来源分开存放（命名图），TriG", "all data, kept apart by basis and source (named graphs), TriG"),
    "f_catalog": ("数据目录，DCAT", "catalogue, DCAT"),
    "f_void": ("数据统计，VoID", "statistics, VoID"),
    "f_SHA256SUMS": ("校验和", "checksums"),
    "how": ("每个条目都有永久网址（IRI），打开是网页，也给 Turtle、JSON-LD、N-Triples 三种数据（后缀 .ttl、.jsonld、.nt）。",
            "Every item has a permanent address (IRI): it opens as a page, and is there as data in Turtle, JSON-LD and N-Triples (suffix .ttl, .jsonld, .nt)."),
}  # fmt: skip


def _key(name: str) -> str:
    """The key of the words for a file: ``dashi-kg.ttl`` → ``f_ttl``; the small ones go by their name."""
    stem, _, suffix = name.partition(".")
    return f"f_{suffix}" if stem == "dashi-kg" else f"f_{stem}"


class Home(Bilingual):
    """``index.html`` and ``index.en.html``.

    Args:
        files: names of the release's files that the page offers, beside it.
        told: what the reports tell, where somebody has it ready.
    """

    def __init__(
        self,
        site_graph: SiteGraph,
        board: Board,
        files: Sequence[str] = (),
        told: ToldByReports | None = None,
    ) -> None:
        self.site_graph, self.board, self.files, self._ready = site_graph, board, tuple(files), told

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return ("index",)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        site_graph, board = self.site_graph, self.board
        latest: list[Report] = sorted(board.reports, key=lambda r: (-int(r.year), r.iri))
        rows = board.coverage.rows[:BODIES]
        site_graph.labels.need([*(r.iri for r in latest[:REPORTS]), *(r.body for r in latest[:REPORTS])])
        site_graph.labels.need(board.iri(row.org_id) for row in rows)
        return site_graph.pages.page(
            "home.html",
            path=path,
            lang=lang,
            title="",
            words=WORDS,
            description=WORDS["what"][lang == "en"],
            canonical=site_graph.base if lang == "zh" else "",
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
            files=[(name, WORDS[_key(name)][lang == "en"]) for name in self.files],
            doable=self._doable(lang, latest),
            shows=self.shows,
            told=[
                (
                    one.key,
                    WORDS[f"shows_{one.key}"][lang == "en"].format(f"{one.number:,}", f"{one.of:,}"),
                    one.page and page_path(one.page, lang) + one.query,
                )
                for one in self.told
            ],
            sample=self.sample,
            sample_amount=self.sample.said(site_graph, lang) if self.sample else "",
            report_years=sorted({report.year for report in latest}, reverse=True),
            plain=plain,
            number_columns=" ".join(sorted(NUMBERS)),
            starts=[
                (iri, WORDS[key][lang == "en"])
                for iri, key in (
                    (f"{site_graph.base}indicator", "start_indicator"),
                    (f"{site_graph.base}domain/outline-2021", "start_domain"),
                    (f"{site_graph.base}ns", "start_terms"),
                )
                if iri.removeprefix(site_graph.base) in site_graph.documents
            ],
        )

    def _doable(self, lang: str, latest: Sequence[Report]) -> list[tuple[str, str, str]]:
        """Address, words and more words of everything that a reader can do here."""
        base = self.site_graph.base
        if latest:
            report = latest[0].iri.removeprefix(base)
            read, cite = page_path(report, lang), page_path(f"{report}/cite", lang)
        else:
            read = cite = page_path("coverage", lang)
        places = {
            "do_compare": page_path("topic", lang),
            "do_read": read,
            "do_ask": page_path("questions/index", lang),
            "do_search": page_path("search", lang),
            "do_query": page_path("query", lang),
            "do_download": "#downloads",
            "do_cite": cite,
        }
        english = lang == "en"
        return [
            (place, WORDS[key][english], WORDS[f"{key}_more"][english].format(len(questions())))
            for key, place in places.items()
        ]

    def _ld(self, lang: str) -> dict[str, object]:
        return {
            "@context": "https://schema.org/",
            "@id": f"{self.site_graph.base}dataset/all",
            "@type": "Dataset",
            "name": ("法治政府建设年度报告知识图谱", "Rule-of-law reports as linked data")[lang == "en"],
            "description": WORDS["what"][lang == "en"],
            "url": self.site_graph.base,
            "inLanguage": ["zh", "en"],
        }

    @cached_property
    def shows(self) -> AtHome:
        """What the data show."""
        found = at_home(self.site_graph, self._ready)
        self.site_graph.labels.need(i for c in found.changes for i in (c.body, c.indicator))
        if found.spread:
            self.site_graph.labels.need(
                (found.spread.indicator, found.spread.lowest[0], found.spread.highest[0])
            )
        return found

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """What is said of them."""
        numbers = self.numbers
        return Sentences(
            self.site_graph,
            self.board,
            self.shows,
            numbers["problems"] - numbers["unread"],
            numbers["open"],
            self._ready,
        ).told

    @cached_property
    def sample(self) -> SampleFact | None:
        """A sentence and its fact."""
        latest = sorted(self.board.reports, key=lambda r: (-int(r.year), r.iri))
        found = sample_fact(self.site_graph, ((r.iri, r.body, r.year) for r in latest[:REPORTS]))
        if found:
            self.site_graph.labels.need((found.body, found.indicator))
        return found

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The counts of the page by key; of a graph that is too large, its quotes are not compared one by one."""
        base = self.site_graph.base
        judged = self._judged()
        part = curie("dct:isPartOf")

        def leaf(name: str) -> str:
            # not FILTER NOT EXISTS: a store looks at all of the class for each of them
            return f"?x a <{base}ns#{name}> MINUS {{ ?part a <{base}ns#{name}> ; {part} ?x }}"

        problems = self._count(leaf("Problem"))
        return {
            "reports": len(self.board.reports),
            "bodies": self._count(f"FILTER(STRSTARTS(STR(?x), '{base}org/')) ?x <{base}ns#bodyKind> ?k"),
            "observations": self._count(f"?x a <{base}ns#Observation>"),
            "measures": self._count(leaf("Measure")),
            "problems": problems,
            "open": self._left() if judged else 0,
            "unread": sum(
                value(row[0]).partition("#")[0] not in judged
                for row in self.site_graph.reader.rows(f"SELECT DISTINCT ?x WHERE {{ {leaf('Problem')} }}")
            )
            if judged
            else problems,
            **({"quotes": self._matching()} if self.site_graph.listable else {}),
        }

    def _judged(self) -> set[str]:
        """The reports of which a person has judged whether plans answer problems: elsewhere none is “open”."""
        fz = f"{self.site_graph.base}ns#"
        query = f"SELECT DISTINCT ?x WHERE {{ ?link <{fz}problem> ?x ; <{fz}basis> <{fz}interpreted> }}"
        return {value(row[0]).partition("#")[0] for row in self.site_graph.reader.rows(query)}

    def _left(self) -> int:
        """How many problems no plan answers, as somebody judged."""
        query = bind(question("problems-without-plan"), {"judged": "true"}, self.site_graph.base)
        return sum(1 for _ in self.site_graph.reader.rows(query))

    def _count(self, pattern: str) -> int:
        query = f"SELECT (COUNT(DISTINCT ?x) AS ?n) WHERE {{ {pattern} }}"
        return sum(int(value(row[0])) for row in self.site_graph.reader.rows(query))

    def _matching(self) -> int:
        """The anchors whose quote stands at its place in the archived text, letter by letter."""
        if self._ready:
            return self._ready.quotes
        base, reader = self.site_graph.base, self.site_graph.reader
        texts = {
            value(s): value(t) for s, t in reader.rows(f"SELECT ?s ?t WHERE {{ ?s <{base}ns#text> ?t }}")
        }
        query = (
            f"SELECT DISTINCT ?a ?s ?b ?e ?q WHERE {{ ?a {curie('nif:referenceContext')} ?s ; "
            f"{curie('nif:beginIndex')} ?b ; {curie('nif:endIndex')} ?e ; {curie('nif:anchorOf')} ?q }}"
        )
        return sum(
            isinstance(s, NamedNode) and texts.get(s.value, "")[int(value(b)) : int(value(e))] == value(q)
            for _, s, b, e, q in reader.rows(query)
        )
