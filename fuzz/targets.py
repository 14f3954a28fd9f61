"""The readers, each as a function of bytes: it answers, or refuses with one error of ours; what it gives is looked at."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import NamedNode, Quad, QueryBoolean, RdfFormat, Store

from dashi_kg.knowledge.reading import load_reading
from dashi_kg.pipeline.report import build
from dashi_kg.query.engines import OxigraphEngine
from dashi_kg.rdf.guarded import quads_of
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import decode
from fuzz import mutate, oracles
from fuzz.http import ask, head_of

BASE = "http://e/"
HERE = Path(__file__).parent
ROOT = HERE.parent
FRAME = "仁和镇人民政府2023年度法治政府建设情况报告\n2023年,仁和镇推进依法行政,建设法治政府。\n一、主要举措和成效\n(一)有关工作。"
_ROWS = 500  # of an answer that are looked at


@dataclass(frozen=True, slots=True)
class Target:
    """A reader under test.

    ``read``: raises :class:`~dashi_kg.errors.DashiError` for what it refuses; ``seeds``: files besides the kept corpus;
    ``words``: pieces of its language; ``part``: the part of an archive that matters; ``grows``: twice the bytes are
    about twice the work, which is tested too.
    """

    name: str
    read: Callable[[bytes], None]
    words: tuple[str, ...]
    seeds: tuple[str, ...] = ()
    part: str = ""
    grows: bool = False

    def corpus(self) -> list[bytes]:
        """The seeds, in the order of their names: those of the tests, and the kept corpus, which former failures are in."""
        kept = sorted((HERE / "corpus" / self.name).glob("*"))
        return [path.read_bytes() for path in (*(ROOT / seed for seed in self.seeds), *kept)]

    def case(self, seeds: Sequence[bytes], chance: random.Random) -> bytes:
        """The next case."""
        words = [word.encode() for word in self.words]
        if self.part:
            return mutate.mutated_archive(seeds, words, chance, self.part)
        return mutate.mutated(seeds, words, chance)


def _file(suffix: str) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        oracles.extraction(extract(decode(data, f"fuzz.{suffix}")))

    return read


def _text(data: bytes) -> None:
    """As a file, and as words inside a report; of short ones the graph, too."""
    oracles.extraction(extract(decode(data, "fuzz.txt")))
    within = (FRAME + data.decode("utf-8", "ignore").replace("\0", "")).encode()
    oracles.extraction(extract(decode(within, "fuzz.txt")))
    if len(within) < 3000:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "fuzz.txt"
            path.write_bytes(within)
            oracles.written(list(build(path, BASE).quads))


def _yaml(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "reading.yaml"
        path.write_bytes(data)
        load_reading(path)


def _rdf(form: RdfFormat) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        oracles.written(list(quads_of(data, form, BASE, f"fuzz.{form.file_extension}")))

    return read


def _sparql(data: bytes) -> None:
    store = Store()
    store.extend(
        Quad(NamedNode(f"{BASE}{n}"), NamedNode(f"{BASE}p"), NamedNode(f"{BASE}{n + 1}")) for n in range(3)
    )
    answer = OxigraphEngine(store, BASE).answer(data.decode("utf-8", "replace"))
    if not isinstance(answer, QueryBoolean):
        for _ in zip(range(_ROWS), answer, strict=False):
            pass


def _head(data: bytes) -> None:
    ask(data)


def _body(data: bytes) -> None:
    """The first line names the type, what follows is the body."""
    kind, _, body = data.partition(b"\n")
    ask(head_of(kind, len(body)) + body)


_PROSE = tuple(
    "。 , 、 ; : \n ( ) 《 》 “ ” | % 1 23 1,234 5件 共 其中 同比增长 一、 (一) 1. 一是 至 亿 万 年 月 日 2023年 镇 局 政府 法 办结 受理 张三 问题 下一步 \u3000 分别为 由5件增至6件".replace("\\n", "\n").split(" ")
)  # fmt: skip
_XML = (
    "<",
    ">",
    "</p>",
    "<p>",
    '"',
    "&",
    "&amp;",
    "&#x0;",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "<!DOCTYPE a [",
    "案件5件",
)
_TURTLE = ("<", ">", '"', '"""', "'", "[", "]", "(", ")", "{", "}", ".", ";", ",", "@prefix", "@zh", "^^", "_:a", "<<(", ")>>", "\\u0000", "\\uD800", "a", "e:", "<http://e/>", "true", "1e9")  # fmt: skip
TARGETS = (
    Target("text", _text, _PROSE, ("tests/reports/bureau.txt",), grows=True),
    Target("html", _file("html"), (*_XML, *_PROSE, "<div>", "<table>", "<tr>", "<td>", "<td rowspan=999>", "<span>", "<script>", " a=b", "<a href=x>"), ("tests/inputs/table.html", "tests/inputs/old.htm"), grows=True),
    Target("docx", _file("docx"), (*_XML, "<w:p>", "</w:p>", "<w:r><w:t>", "<w:tbl>", "<w:tr>", "<w:tc>", '<w:numId w:val="1"/>', '<w:ilvl w:val="9"/>', '<w:gridSpan w:val="99999999"/>', '<w:vMerge/>'), ("tests/inputs/report.docx",), part="word/document.xml"),
    Target("pdf", _file("pdf"), ("obj", "endobj", "stream", "endstream", "<<", ">>", "[", "]", "/Kids", "/Parent", "/Length", "/Filter /FlateDecode", "1 0 R", "(a) Tj", "BT", "ET", "q", "Q", "/Pages", "xref", "trailer", "/Count 99999999"), ("tests/inputs/report.pdf",)),
    Target("yaml", _yaml, (":", "- ", "[", "]", "{", "}", "&a", "*a", "<<: *a", "!!python/object:os.system", "|", ">", "'", '"', "\n", "  ", "#", "---", "...", "? ", "~", "2023-99-99", "items", "id", "quote"), ("data/reports/cn-500117007-office/2023/reading.yaml",)),
    Target("turtle", _rdf(RdfFormat.TURTLE), _TURTLE),
    Target("trig", _rdf(RdfFormat.TRIG), (*_TURTLE, "GRAPH")),
    Target("rdfxml", _rdf(RdfFormat.RDF_XML), (*_XML, "rdf:about", "rdf:parseType='Collection'", "rdf:parseType='Literal'", "<rdf:li>", "&a;", "xml:base='x'", "xml:lang='zh'")),
    Target("jsonld", _rdf(RdfFormat.JSON_LD), ("{", "}", "[", "]", ":", ",", '"', '"@id"', '"@context"', '"@graph"', '"@type"', '"@list"', '"@set"', '"@reverse"', '"@value"', '"@language"', '"@base"', '"@vocab"', '"@import":"http://e/x"', "null", "1e999")),
    Target("sparql", _sparql, (*_TURTLE, "SELECT", "*", "WHERE", "?a", "FILTER", "OPTIONAL", "UNION", "GRAPH", "FROM", "SERVICE", "BIND", "AS", "GROUP BY", "COUNT", "REGEX(?a,'(a+)+$')", "/", "|", "+", "!", "^", "VALUES", "LIMIT 1", "# ", "\\u0053ERVICE", "LOAD"), grows=True),
    Target("http-head", _head, ("GET", "POST", "HTTP/1.1", "\r\n", "\r\n\r\n", " ", ":", "Host: a", "Accept: text/turtle;q=0.5", "Content-Length: 5", "Content-Length: -1", "Transfer-Encoding: chunked", "Expect: 100-continue", "Upgrade: h2c", "?query=", "%", "%00", "&", "/sparql", "query=ASK{}", "*", ",", ";", "=", '"', "法")),
    Target("http-body", _body, ("query=", "&", "=", "%", "%FF", "+", "update=", "default-graph-uri=", "ASK {}", "SELECT * {?s ?p ?o}", "application/sparql-query", "application/x-www-form-urlencoded", ";charset=", "utf-16", "\ufeff", "\n")),
)  # fmt: skip
