"""``programs.html``: how a program gets the data: addresses, tables, questions, SPARQL, files, Python."""

from __future__ import annotations

from collections.abc import Collection

from dashi_kg.export.tables.listed import kinds
from dashi_kg.query.questions import questions
from dashi_kg.rdf.namespaces import curie
from dashi_kg.rdf.terms import value
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.typeset import typeset
from dashi_kg.site.shared.site_graph import SiteGraph

_NAME = "programs"
_FORMS = ("json", "csv", "xlsx")
WORDS = {
    "title": ("接口和数据", "API and data"),
    "lead": (
        "给写程序的人：怎样取到这里的数据。每个条目都有永久网址；表格、预设问题和 SPARQL 由 dashi-kg serve 提供，普通网站空间上用数据文件。",
        "For those who write programs: how to get what is here. Every item has a permanent address; tables, saved questions and SPARQL are given by dashi-kg serve; on a plain web host, there are the data files.",
    ),
    "iris": ("一个条目", "One item"),
    "iris_about": (
        "网址（IRI）后面加后缀，或者按 Accept 请求头协商（需要服务器）：",
        "Put a suffix behind its address (IRI), or ask by the header Accept (with a server):",
    ),
    "suffix": ("后缀", "Suffix"),
    "type": ("媒体类型", "Media type"),
    "framed": ("报告的树形 JSON，键名是短词", "a report as a tree of JSON with short keys"),
    "negotiated": ("按 Accept 给出", "by Accept"),
    "tables": ("表格", "Tables"),
    "tables_about": (
        "每张表有 {0} 三种格式，可以筛选；JSON 按页给出（limit、offset），CSV 和 XLSX 给出全部。",
        "Each table comes as {0} and is filtered by fields; JSON comes by pages (limit, offset), CSV and XLSX whole.",
    ),
    "search": ("搜索：数值、举措、问题、机关和文件", "Search: figures, measures, problems, bodies, documents"),
    "words": ("要找的词", "words to find"),
    "openapi": ("完整说明（每个字段和错误）：", "The whole description, with each field and error:"),
    "asked": ("预设问题", "Saved questions"),
    "asked_about": (
        "{0} 个问题各有一个网址，参数可以写名称：",
        "Each of {0} questions has an address, and its parameters take names:",
    ),
    "sparql": ("SPARQL", "SPARQL"),
    "sparql_about": ("SPARQL 1.1 协议，只读：", "The SPARQL 1.1 protocol, read-only:"),
    "to_query": ("在网页里写查询", "Write a query in the page"),
    "files": ("全部数据", "All the data"),
    "files_about": ("不用服务器：下载数据文件，在自己的机器上读。", "Without a server: download the files of data and read them at home."),
    "to_files": ("数据下载", "Data"),
    "terms": ("词汇表", "the vocabulary"),
}  # fmt: skip


class ProgramsPage(Bilingual):
    """``programs.html`` and ``programs.en.html``."""

    start = _NAME

    def __init__(self, site_graph: SiteGraph) -> None:
        self.site_graph = site_graph

    def documents(self) -> Collection[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (_NAME,)

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        english = lang == "en"
        return self.site_graph.pages.page(
            "programs.html",
            path=path,
            lang=lang,
            title=WORDS["title"][english],
            words=WORDS,
            description=WORDS["lead"][english],
            report=self._report(),
            tables=[
                *(
                    (k.name, k.en if english else k.zh, [(key, en if english else typeset(zh)) for key, zh, en in k.filters])
                    for k in kinds()
                ),
                ("search", WORDS["search"][english], [("q", WORDS["words"][english])]),
            ],
            forms=_FORMS,
            questions=len(questions()),
        )  # fmt: skip

    def _report(self) -> str:
        """The IRI of a report, for examples: the last by name; the base where there is none."""
        ns = f"{self.site_graph.base}ns#"
        query = f"SELECT (MAX(STR(?r)) AS ?last) WHERE {{ ?r a <{ns}Report> ; {curie('dct:creator')} ?b }}"
        rows = [value(row[0]) for row in self.site_graph.reader.rows(query) if row[0] is not None]
        return rows[0] if rows and rows[0] else self.site_graph.base
