"""The evidence reader on the Dashi report: nothing lost, nothing made up, every link leads; in a real browser, too."""

from __future__ import annotations

import functools
import hashlib
import http.server
import itertools
import json
import posixpath
import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat, Store
from selectolax.lexbor import LexborHTMLParser, LexborNode

from benchmarks.texts import text
from dashi_kg import pipeline
from dashi_kg.query.engines import EndpointEngine, OxigraphEngine, engine
from dashi_kg.query.result import Result
from dashi_kg.rdf.namespaces import FOREIGN
from dashi_kg.settings import DEFAULT_BASE
from dashi_kg.site.site import Site
from tests.axe import IN_TEXT, violations
from tests.browser import chromium
from tests.conftest import REPORT as REPORT_FILE
from tests.once import release_with_site

BASE = DEFAULT_BASE
REPORT = "report/cn-500117007-office/2023"
IRI = BASE + REPORT
PAGES = {"zh": f"{REPORT}.html", "en": f"{REPORT}.en.html"}
LANGUAGES = sorted(PAGES)


@pytest.fixture(scope="session")
def dashi_release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A release of the Dashi report with its site."""
    return release_with_site(tmp_path_factory, BASE)


@pytest.fixture(scope="session")
def graph(dashi_release: Path) -> Store:
    store = Store()
    store.bulk_load(path=str(dashi_release / "dashi-kg.nq"), format=RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def pages(dashi_release: Path) -> dict[str, LexborHTMLParser]:
    return {lang: LexborHTMLParser((dashi_release / path).read_bytes()) for lang, path in PAGES.items()}


def ask(graph: Store, query: str) -> list[tuple[str, ...]]:
    prefixes = {"fz": BASE + "ns#", "nif": FOREIGN["nif"], "sosa": "http://www.w3.org/ns/sosa/"}
    found: Any = graph.query(query, prefixes=prefixes, use_default_graph_as_union=True)
    return [tuple(t.value if t is not None else "" for t in row) for row in found]


def by_id(page: LexborHTMLParser, name: str) -> LexborNode | None:
    return page.css_first(f'[id="{name}"]')


def text_of(node: LexborNode | None) -> str:
    assert node is not None
    return node.text(deep=True)


def identity(iri: str) -> str:
    if iri == IRI:
        return ""
    return iri.removeprefix(IRI + "#") if iri.startswith(IRI + "#") else iri.removeprefix(BASE)


def card_of(node: LexborNode) -> LexborNode:
    while node.tag not in ("li", "section", "body"):
        assert node.parent is not None
        node = node.parent
    return node


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_text_is_the_archived_text(lang: str, pages: dict[str, LexborHTMLParser], graph: Store) -> None:
    ((text,),) = ask(graph, "SELECT ?t { ?s fz:text ?t }")
    assert text_of(by_id(pages[lang], "words")) == text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_anchored_fact_is_there_with_its_exact_quote(
    lang: str, pages: dict[str, LexborHTMLParser], graph: Store
) -> None:
    page = pages[lang]
    words = text_of(by_id(page, "words"))
    quotes = {text_of(q) for q in page.css(".cards q")}
    rows = ask(
        graph,
        "SELECT ?s ?exact { ?s fz:anchor ?a . ?a nif:anchorOf ?exact } ORDER BY ?s ?exact",
    )
    assert len(rows) > 280
    for iri, exact in rows:
        name = identity(iri)
        if not name:  # the report itself: in its words
            assert exact in words
            continue
        node = by_id(page, name)
        assert node is not None, name
        if name.startswith("s-"):  # a section: its words stand in the text
            assert exact in words, name
        elif re.match(
            r"(addresses|continues|tension|echo|q\d|candidate)", name
        ):  # about others: their cards quote
            assert exact in quotes or exact in words, name
        else:
            assert exact in {text_of(q) for q in card_of(node).css("q")}, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_has_no_words_is_there_too(lang: str, pages: dict[str, LexborHTMLParser], graph: Store) -> None:
    rows = ask(graph, f'SELECT DISTINCT ?s {{ ?s fz:basis ?b FILTER(STRSTARTS(STR(?s), "{IRI}#")) }}')
    assert len(rows) > 300
    assert [iri for (iri,) in rows if by_id(pages[lang], identity(iri)) is None] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_former_ids_stand_with_what_they_are_now(
    lang: str, pages: dict[str, LexborHTMLParser], graph: Store
) -> None:
    page = pages[lang]
    rows = ask(
        graph,
        "SELECT ?old ?new { ?old <http://purl.org/dc/terms/isReplacedBy> ?new "
        f'FILTER(STRSTARTS(STR(?old), "{IRI}#")) }}',
    )
    assert len(rows) > 250
    for old, new in rows:
        former, now = by_id(page, identity(old)), by_id(page, identity(new))
        assert former is not None, old
        if former.tag == "b":
            assert now is not None and card_of(former).html == card_of(now).html, old
        else:
            assert (former.attributes["href"] or "").endswith((f"#{identity(new)}", ".html")), old


def test_named_graphs_are_no_facts(pages: dict[str, LexborHTMLParser]) -> None:
    assert "命名图" not in text_of(by_id(pages["zh"], "facts"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_piece_leads_to_a_fact_and_each_quote_back_to_its_words(
    lang: str, pages: dict[str, LexborHTMLParser]
) -> None:
    page = pages[lang]
    text = text_of(by_id(page, "words"))
    ids = {n.attributes["id"] for n in page.css("[id]")}
    pieces = page.css("#words a")
    assert len(pieces) > 300
    for piece in pieces:
        start = int((piece.attributes["id"] or "")[1:])
        assert text[start:].startswith(text_of(piece))
        assert (piece.attributes["href"] or "")[1:] in ids
    links = page.css("q a")
    assert len(links) > 200
    for link in links:
        start = int((link.attributes["href"] or "")[2:])
        assert text[start:].startswith(text_of(link)) and f"t{start}" in ids


def test_ids_are_unique_on_every_evidence_page(dashi_release: Path) -> None:
    paths = [
        *dashi_release.glob(f"{REPORT}*.html"),
        *dashi_release.glob(f"{REPORT}/*.html"),
        *dashi_release.glob("source/*.html"),
    ]
    assert len(paths) == 6
    for path in paths:
        ids = [n.attributes["id"] for n in LexborHTMLParser(path.read_bytes()).css("[id]")]
        assert len(ids) == len(set(ids)), path.name


def test_every_link_of_every_evidence_page_leads_somewhere(dashi_release: Path) -> None:
    known: dict[Path, set[str | None]] = {}
    paths = [
        *dashi_release.glob(f"{REPORT}*.html"),
        *dashi_release.glob(f"{REPORT}/*.html"),
        *dashi_release.glob("source/*.html"),
    ]
    count = 0
    for path in paths:
        for node in LexborHTMLParser(path.read_bytes()).css("a[href], link[rel=stylesheet], script[src]"):
            href = node.attributes.get("href") or node.attributes.get("src") or ""
            parts = urlsplit(href)
            if parts.scheme:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
            assert target.is_file(), f"{path.name}: {href}"
            if parts.fragment and target.suffix == ".html":
                if target not in known:
                    known[target] = {
                        n.attributes["id"] for n in LexborHTMLParser(target.read_bytes()).css("[id]")
                    }
                assert unquote(parts.fragment) in known[target], f"{path.name}: {href}"
            count += 1
    assert count > 3000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_charts_show_each_observation_with_value_and_unit(
    lang: str, pages: dict[str, LexborHTMLParser], graph: Store
) -> None:
    rows = ask(
        graph,
        "PREFIX skos: <http://www.w3.org/2004/02/skos/core#> SELECT ?o ?value ?unit { ?o sosa:observedProperty ?i "
        "OPTIONAL { ?o sosa:hasSimpleResult ?value } OPTIONAL { ?o fz:classifier ?c . ?c skos:prefLabel ?unit "
        f'FILTER(LANG(?unit) = "{lang}") }} }}',
    )
    assert len(rows) == 31
    found = {
        (row.css_first("th a") or row).attributes["href"]: text_of(row.css_first("td"))
        for row in pages[lang].css("figure.chart tbody tr")
    }
    assert len(found) == 31
    for iri, number, unit in rows:
        shown = found["#" + identity(iri)]
        unit = "" if unit.startswith("counter word ") else unit  # which the indicator names in English
        assert unit in shown and (not number or f"{float(number):,.10g}" in shown.replace(" ", " ")), iri
    assert ("多于 50 次 50余次" if lang == "zh" else "more than 50 50余次") == found["#f-5d803836ef"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_bases_are_told_apart_by_mark_and_word(
    lang: str, pages: dict[str, LexborHTMLParser], graph: Store
) -> None:
    for iri, basis in ask(graph, "SELECT ?s ?b { ?s fz:basis ?b ; fz:anchor ?a }"):
        card = by_id(pages[lang], identity(iri))
        if card is None or card.tag != "li":
            continue
        name = basis.rpartition("#")[2]
        classes = (card.attributes.get("class") or "").split()
        assert (name in classes) != (name == "stated"), iri
    shown = text_of(by_id(pages[lang], "q10"))
    assert ("人工解读" if lang == "zh" else "Human interpretation") in shown
    assert ("机器候选" if lang == "zh" else "Machine suggestion") in text_of(
        pages[lang].css_first(".cards .candidate")
    )


def test_problems_left_open_are_those_of_the_saved_question(
    pages: dict[str, LexborHTMLParser], graph: Store
) -> None:
    result = OxigraphEngine(graph, BASE).run(pipeline.query_text("problems-without-plan", {}, BASE))
    at = result.variables.index("problem") if "problem" in result.variables else 0
    expected = {identity(row[at].value) for row in result.rows or () if row[at] is not None}  # type: ignore[union-attr]
    found = {
        (p.css_first("a") or p).attributes["href"]
        for p in pages["zh"].css(".problems .pair")
        if p.css_first(".state.open")
    }
    assert found == {f"#{name}" for name in expected} and len(found) == 6
    answers = pages["zh"].css(".answers > li.interpreted")
    assert len(answers) == 7
    assert all("本项目编者" in text_of(a) for a in answers)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_findings_stand_with_their_facts(
    lang: str, pages: dict[str, LexborHTMLParser], dashi_release: Path
) -> None:
    data = json.loads((dashi_release / "reports/cn-500117007-office/2023/validation.json").read_bytes())
    listed = pages[lang].css('li[id^="finding-"]')
    assert len(listed) == len(data["findings"]) == 29
    for f in data["findings"]:
        name = identity(f["focus"])
        node = by_id(pages[lang], name) if name else by_id(pages[lang], "checks")
        assert node is not None
        assert f["message"][lang] in text_of(node if name else by_id(pages[lang], "checks")), f["focus"]


def test_pages_are_light_and_keep_the_policy(dashi_release: Path) -> None:
    for path in PAGES.values():
        data = (dashi_release / path).read_text(encoding="utf-8")
        assert len(data.encode()) < 200_000
        assert "part-2" not in data
        assert " style=" not in data and "<style" not in data and " onclick" not in data
        assert all(
            'type="application/ld+json"' in s or "src=" in s for s in re.findall(r"<script[^>]*>", data)
        )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_others_show_of_a_link_to_a_report(pages: dict[str, LexborHTMLParser], lang: str) -> None:
    (seen,) = pages[lang].css('meta[property="og:description"]')
    (named,) = pages[lang].css("meta[name=description]")
    words = seen.attributes["content"] or ""
    assert words == named.attributes["content"]
    shown = text_of(pages[lang].css_first("header .counts"))
    assert (
        re.findall(r"\d+", words)[-3:-1] == re.findall(r"\d+", shown)[:2]
    )  # figures and problems, as on the page


def test_citations_are_exact(pages: dict[str, LexborHTMLParser], dashi_release: Path) -> None:
    cited = [text_of(n) for n in pages["zh"].css("pre.cite")]
    assert (
        cited[0]
        == f"大石街道办事处. 大石街道办事处2023年度法治政府建设情况报告[R/OL]. (2024-02-20)[引用日期]. {IRI}."
    )
    page = LexborHTMLParser((dashi_release / f"{REPORT}/cite.html").read_bytes())
    assert text_of((by_id(page, "f-5d803836ef") or page).css_first("pre")) == (
        "大石街道办事处. 开展各类宣传活动50余次[R/OL]//大石街道办事处. 大石街道办事处2023年度法治政府建设情况报告: 第2741—2753字. "
        f"(2024-02-20)[引用日期]. {IRI}#f-5d803836ef."
    )
    works = json.loads((dashi_release / f"{REPORT}/cite.csl.json").read_bytes())
    assert len(works) == len({w["id"] for w in works}) == 67
    assert (dashi_release / f"{REPORT}/cite.bib").read_text("utf-8").count("\n@") == 66


def test_the_panel_knows_which_facts_have_a_citation(
    pages: dict[str, LexborHTMLParser], dashi_release: Path
) -> None:
    script = (dashi_release / "assets/report.js").read_text("utf-8")
    (pattern,) = re.findall(
        r"if \(panel\.dataset\.cite && /(.+?)/\.test\(card\.id\)\) add\(`\$\{panel\.dataset\.cite", script
    )
    cited = LexborHTMLParser((dashi_release / f"{REPORT}/cite.html").read_bytes())
    ids = {n.attributes["id"] or "" for n in pages["zh"].css(".cards li[id]")}
    assert {i for i in ids if re.match(pattern, i)} == ids & {n.attributes["id"] for n in cited.css("[id]")}
    assert sum(bool(re.match(pattern, i)) for i in ids) == 66


def test_every_anchor_dereferences_to_its_words_on_the_source_page(dashi_release: Path, graph: Store) -> None:
    ((source, text, digest),) = ask(graph, "SELECT ?s ?t ?d { ?s fz:text ?t ; fz:sha256 ?d }")
    path = dashi_release / source.removeprefix(BASE)
    for suffix in (".html", ".en.html"):
        page = LexborHTMLParser(path.with_name(path.name + suffix).read_bytes())
        assert "".join(text_of(n) for n in page.css(".numbered li")) == text
        anchors = ask(graph, "SELECT ?a ?start { ?a nif:beginIndex ?start }")
        assert len(anchors) == 268
        for anchor, start in anchors:
            node = by_id(page, anchor.partition("#")[2])
            assert node is not None, anchor
            before = node.next
            while before is not None and before.tag == "span" and not before.text():
                before = before.next
            assert before is not None and before.attributes["id"] == f"c{start}", anchor
        assert digest in page.html  # type: ignore[operator]
    assert hashlib.sha256(path.with_name(path.name + ".txt").read_bytes()).hexdigest() == digest


TEXT = (
    "日期:2024-02-20来源:仁和镇人民政府\n2023年以来,仁和镇推进依法行政、法治政府建设,现将情况报告如下:\n"
    "一、2023年度法治政府建设的主要举措和成效\n(一)化解矛盾纠纷。调解矛盾纠纷1,234件,开展法治宣传50余次。\n"
    "二、存在的主要问题\n(一)执法队伍专业素养缺乏。\n三、2024年工作打算\n(一)加强执法队伍专业素养培训。\n"
)


def small_site(tmp_path: Path, spoil: str = "") -> Site:
    """A report that nobody has read, over a store without findings, as over a remote endpoint."""
    path = tmp_path / "r.txt"
    path.write_text(TEXT, encoding="utf-8")
    store = Store()
    store.bulk_extend([*pipeline.build(path, BASE).quads, *pipeline.shared_quads(BASE)])
    if spoil:
        store.update(spoil.replace("FZ", BASE + "ns#"))
    return Site(OxigraphEngine(store, BASE), BASE)


def page_of(site: Site, suffix: str = ".html") -> LexborHTMLParser:
    path = next(p for p in site.paths() if re.fullmatch(rf"report/[^/]+/2023{re.escape(suffix)}", p))
    data = site.file(path)
    assert data is not None
    return LexborHTMLParser(data)


def test_a_report_that_nobody_read_claims_no_open_problem(tmp_path: Path) -> None:
    page = page_of(small_site(tmp_path))
    assert not page.css(".state.open") and page.css(".state.unread")
    assert "尚无人" in text_of(by_id(page, "problems"))
    assert "这里没有" in text_of(by_id(page, "checks"))
    candidates = page.css(".answers > li.proposed")
    assert candidates and all("机器候选" in text_of(c) for c in candidates)


def test_the_home_page_calls_no_problem_open_that_nobody_judged(tmp_path: Path) -> None:
    site = small_site(tmp_path)
    for path, words in (("index.html", "尚未判断"), ("index.en.html", "not yet judged")):
        data = site.file(path)
        assert data is not None
        told = text_of(LexborHTMLParser(data).css_first("dl.numbers"))
        assert words in told and "没有对应的安排" not in told and "without a plan" not in told


def test_a_quote_that_is_gone_is_said_to_be_orphaned_and_not_marked(tmp_path: Path) -> None:
    gone = (
        f'PREFIX nif: <{FOREIGN["nif"]}> DELETE {{ GRAPH ?g {{ ?q nif:anchorOf ?e }} }} INSERT {{ GRAPH ?g {{ ?q nif:anchorOf "不在此处" }} }} '
        'WHERE { GRAPH ?g { ?q nif:anchorOf ?e FILTER(STRSTARTS(?e, "调解矛盾纠纷1,234件")) } }'
    )
    page = page_of(small_site(tmp_path, gone))
    card = next(q for q in page.css(".cards q") if text_of(q) == "不在此处")
    assert not card.css("a")
    assert "引文定位失效" in text_of(card.parent)
    assert text_of(by_id(page, "words")) == TEXT


def test_a_graph_without_the_text_still_has_a_page(tmp_path: Path) -> None:
    page = page_of(small_site(tmp_path, "DELETE WHERE { GRAPH ?g { ?s <FZtext> ?t } }"))
    assert "没有这份报告的存档原文" in text_of(page.body)
    assert page.css("figure.chart tbody tr")


class Backwards:
    """An engine whose rows come in the other order, where the query asks for none."""

    def __init__(self, store: Store) -> None:
        self.engine = OxigraphEngine(store, BASE)

    def run(self, text: str) -> Result:
        found = self.engine.run(text)
        if found.rows is None or "ORDER BY" in text:
            return found
        return Result(found.variables, rows=iter(list(found.rows)[::-1]))


def test_the_order_of_rows_changes_no_byte(graph: Store) -> None:
    one, other = Site(OxigraphEngine(graph, BASE), BASE), Site(Backwards(graph), BASE)
    for path in (PAGES["en"], f"{REPORT}.css", f"{REPORT}/cite.bib"):
        assert one.file(path) == other.file(path)


def test_a_remote_endpoint_gives_the_same_page(graph: Store) -> None:
    class Endpoint(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            query = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())["query"][0]
            found: Any = graph.query(query, use_default_graph_as_union=True)
            self.send_response(200)
            self.send_header("Content-Type", "application/sparql-results+json")
            self.end_headers()
            self.wfile.write(found.serialize(format=QueryResultsFormat.JSON))

        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        remote = Site(EndpointEngine(f"http://127.0.0.1:{server.server_port}/", BASE), BASE)
        near = Site(OxigraphEngine(graph, BASE), BASE)
        for path in (PAGES["zh"], f"{REPORT}.css"):
            assert remote.file(path) == near.file(path)
    finally:
        server.shutdown()
        server.server_close()


# in a real browser


@pytest.fixture(scope="session")
def address(dashi_release: Path) -> Iterator[str]:
    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None: ...

    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(Quiet, directory=str(dashi_release))
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")  # one at a time: each has an event loop
def browser() -> Iterator[Any]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as p:
        found = chromium(p)
        yield found
        found.close()


def opened(browser: Any, url: str, *, width: int = 1280, height: int = 900, scripts: bool = True) -> Any:
    context = browser.new_context(
        viewport={"width": width, "height": height}, reduced_motion="reduce", java_script_enabled=scripts
    )
    page = context.new_page()
    page.faults = []
    page.on("pageerror", lambda e: page.faults.append(str(e)))
    page.on("console", lambda m: page.faults.append(m.text) if m.type == "error" else None)
    page.goto(url)
    return page


@pytest.fixture(autouse=True)
def no_context_left(request: pytest.FixtureRequest) -> Iterator[None]:
    """Closes what a test opened."""
    yield
    if "browser" in request.fixturenames:
        for context in request.getfixturevalue("browser").contexts:
            context.close()


def test_a_number_leads_to_its_fact_its_iri_and_its_turtle(browser: Any, address: str) -> None:
    page = opened(browser, address + PAGES["zh"])
    page.locator("#words a", has_text="开展各类宣传活动50余次").click()
    marked = page.locator("#words a.on")
    assert "".join(marked.all_text_contents()) == "开展各类宣传活动50余次"
    first = page.locator("#panel li").first
    assert "多于 50 次" in first.text_content() and page.url.endswith("#f-5d803836ef")
    assert page.locator("#panel").get_attribute("aria-live") == "polite"
    assert page.locator("#panel li").nth(1).text_content().startswith("举措")
    source = first.get_by_role("link", name="原文页 2741–2753").get_attribute("href")
    assert source.endswith("#char=2741,2753")
    with page.context.expect_page() as other:
        first.get_by_role("link", name="#f-5d803836ef").click(modifiers=["Control"])
    assert other.value.url.endswith(f"{PAGES['zh']}#f-5d803836ef")
    assert first.locator("a[href$='2023/cite.html#f-5d803836ef']").count() == 1
    turtle = first.get_by_role("link", name="Turtle").get_attribute("href")
    data = page.request.get(f"{address}{REPORT.rpartition('/')[0]}/{turtle}").text()
    assert "r:f-5d803836ef" in data or "2023#f-5d803836ef" in data
    assert page.faults == []


def test_a_fact_leads_back_to_its_words(browser: Any, address: str) -> None:
    page = opened(browser, address + PAGES["en"])
    page.locator("#f-cb956a4173 q a").click()
    marked = page.locator("#words a.on").first
    assert marked.text_content() == "排查矛盾纠纷509起"
    assert marked.bounding_box()["y"] < 900 and marked.bounding_box()["y"] > 0
    assert page.evaluate("document.activeElement.id") == marked.get_attribute("id")


def test_a_deep_link_shows_the_sentence(browser: Any, address: str) -> None:
    page = opened(browser, f"{address}{PAGES['zh']}#f-e1204e452c")
    page.locator("#panel li").first.wait_for()
    box = page.locator("#words a.on").first.bounding_box()
    assert 0 < box["y"] < 900
    assert page.locator("#words a.on").first.text_content() == "化解508起"


def test_a_former_id_leads_to_the_sentence_too(browser: Any, address: str) -> None:
    page = opened(browser, f"{address}{PAGES['zh']}#o16")
    page.locator("#panel li").first.wait_for()
    assert page.locator("#words a.on").first.text_content() == "开展各类宣传活动50余次"


def test_by_keyboard_alone(browser: Any, address: str) -> None:
    page = opened(browser, address + PAGES["zh"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.locator("#words a", has_text="悬挂标语150余条").focus()
    page.keyboard.press("Tab")
    focused = page.evaluate(
        "[document.activeElement.textContent, getComputedStyle(document.activeElement).outlineStyle]"
    )
    assert focused == ["海报460余副", "solid"]
    page.keyboard.press("Enter")
    assert "多于 460 幅" in page.locator("#panel").text_content()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('#panel') !== null")
    page.keyboard.press("Escape")
    assert page.locator("#panel").is_hidden() and page.locator("#words .on, #words [class='']").count() == 0
    assert page.evaluate("document.activeElement.textContent") == "海报460余副"


def test_without_scripts_links_marks_and_filters_work(browser: Any, address: str) -> None:
    page = opened(browser, f"{address}{PAGES['zh']}#f-5d803836ef", scripts=False)
    words = page.locator("#words a", has_text="开展各类宣传活动50余次")
    marked, plain = (
        page.locator("#words a", has_text=text).evaluate("e => getComputedStyle(e).boxShadow")
        for text in ("开展各类宣传活动50余次", "印制张贴通告600余份")
    )
    assert marked != "none" and plain == "none"
    assert words.get_attribute("href") == "#f-5d803836ef"
    card = page.locator("#f-5d803836ef")
    assert 0 <= card.bounding_box()["y"] < 900
    card.locator("q a").click()
    assert page.url.endswith("#t2741")
    assert words.evaluate("e => getComputedStyle(e).boxShadow") != "none"
    for label in page.locator("label:has([id^=show-])").all():  # each kind beside its box
        box, name = label.locator("input").bounding_box(), label.locator("span").first.bounding_box()
        assert name["y"] - box["y"] == pytest.approx((box["height"] - name["height"]) / 2, abs=6)
    page.locator("#show-measure").uncheck()  # the figures within its card stay
    assert card.is_visible() and page.locator("#m-5d803836ef > p").first.is_hidden()
    page.locator("#show-measure").check()
    page.locator("#show-figure").uncheck()
    assert card.is_hidden() and page.locator("#m-5d803836ef").is_visible()
    page.locator("#show-stated").uncheck()
    assert page.locator("#m-5d803836ef").is_hidden() and page.locator("#q10").is_visible()


def test_on_a_phone(browser: Any, address: str) -> None:
    page = opened(browser, address + PAGES["zh"], width=390, height=844)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    assert page.locator("#outline").is_hidden()
    page.get_by_role("button", name="提纲").click()
    page.locator("#outline").get_by_text("培育法治理念").click()
    assert page.locator("#outline").is_hidden() and page.url.endswith("#s-b59d488358")
    page.locator("#words a", has_text="开展各类宣传活动50余次").click()
    panel, words = page.locator("#panel").bounding_box(), page.locator("#words a.on").first.bounding_box()
    assert panel["x"] == 0 and panel["width"] == 390 and round(panel["y"] + panel["height"]) == 844
    assert words["y"] + words["height"] <= panel["y"]


@pytest.mark.parametrize(
    ("path", "width", "scheme"),
    [(PAGES["zh"], 1280, "light"), (PAGES["en"], 390, "dark"), (f"{REPORT}/cite.en.html", 390, "light"), ("source", 390, "dark")],
)  # fmt: skip
def test_axe_finds_nothing(
    browser: Any, address: str, dashi_release: Path, path: str, width: int, scheme: str
) -> None:
    if path == "source":
        path = next(iter(sorted(dashi_release.glob("source/*.html")))).relative_to(dashi_release).as_posix()
    page = opened(browser, address + path, width=width)
    page.emulate_media(color_scheme=scheme)
    if path in PAGES.values():
        page.locator("#words a[href^='#f-']").first.click()
    assert violations(page, IN_TEXT) == []


@pytest.mark.parametrize("path", [PAGES["zh"], "index.html"])
def test_on_paper_there_is_the_text_and_no_control(browser: Any, address: str, path: str) -> None:
    page = opened(browser, address + path)
    page.emulate_media(media="print", color_scheme="dark")
    shown = page.locator("body").evaluate("b => getComputedStyle(b)['color']")
    paper = page.locator(":root").evaluate("r => getComputedStyle(r).getPropertyValue('--paper').trim()")
    assert (shown, paper) == ("rgb(0, 0, 0)", "#fff")
    assert page.locator("h1").is_visible() and page.locator("main").is_visible()
    for control in ("header nav", "header input[name=q]", "#panel", ".buttons"):
        assert not any(c.is_visible() for c in page.locator(control).all()), control
    if path in PAGES.values():
        assert page.locator("#words").is_visible() and page.locator("#f-5d803836ef").is_visible()


# ------------------------------------------------------------------ length


def longer(by: float) -> str:
    """The Dashi report with so much more text: its paragraphs again, without their numbers, amid the second part."""
    lines = REPORT_FILE.read_text("utf-8").split("\n")
    body = [re.sub(r"^[(（]?[一二三四五六七八九十]+[)）、.]", "", line) for line in lines if len(line) > 40]
    more = "\n".join(itertools.islice(itertools.cycle(body), 200))[: int(by * len("".join(lines)))]
    half = len(lines) // 2
    return "\n".join([*lines[:half], more, *lines[half:]])


@pytest.fixture(scope="module")
def long_site(tmp_path_factory: pytest.TempPathFactory) -> tuple[Site, str, set[str]]:
    """The site of a report twice as long, its text, and the IRIs of all that is said of it."""
    source = tmp_path_factory.mktemp("long") / "source.txt"
    source.write_text(longer(1.0), encoding="utf-8")
    found = pipeline.build(source, BASE)
    iris = {q.subject.value for q in found.quads if isinstance(q.subject, NamedNode)}
    site = Site(engine("pyoxigraph", [*pipeline.shared_quads(BASE), *found.quads], BASE), BASE)
    return site, source.read_text("utf-8"), iris


def test_a_long_report_comes_in_parts_and_every_address_within_leads_to_its_part(
    long_site: tuple[Site, str, set[str]],
) -> None:
    """No page is heavy; no word, fact, quote or address is lost; where no script runs, a fact's address leads to its part."""
    site, words, iris = long_site
    wanted = {i.removeprefix(IRI + "#") for i in iris if i.startswith(IRI + "#")}
    several = [f"{REPORT}/part-{n}" for n in range(2, 9) if site.file(f"{REPORT}/part-{n}.html")]
    assert 1 <= len(several) < 7
    documents = [REPORT, *several, f"{REPORT}/cite", f"{REPORT}/cite/part-2"]
    (text,) = {i.partition("#")[0].removeprefix(BASE) for i in iris if i.startswith(BASE + "source/")}
    documents += [text, f"{text}/part-2"]
    for suffix in (".html", ".en.html"):
        pages = {d + suffix: LexborHTMLParser(site.file(d + suffix) or b"") for d in documents}
        assert all(20_000 < len(site.file(path) or b"") < 172_000 for path in pages)
        ids = {path: {n.attributes["id"] or "" for n in page.css("[id]")} for path, page in pages.items()}
        assert wanted <= ids[REPORT + suffix]
        parts = [pages[d + suffix] for d in (REPORT, *several)]
        assert "".join(text_of(by_id(page, "words")) for page in parts) == words
        lines = [n for d in documents[-2:] for n in pages[d + suffix].css(".numbered li")]
        assert [n.attributes["id"] for n in lines] == [f"line={n}" for n in range(1, len(lines) + 1)]
        cards = [n.attributes["id"] for page in parts for n in page.css("#facts li[id]")]
        assert len(cards) == len(set(cards)) > 300
        dead = []
        for path, page in pages.items():
            for link in page.css(
                "a[href]:not(#former a)"
            ):  # ids of the report as it was, which this text has not all
                href, _, fragment = (link.attributes["href"] or "").partition("#")
                target = posixpath.normpath(posixpath.join(posixpath.dirname(path), href)) if href else path
                if fragment and target in ids and unquote(fragment) not in ids[target]:
                    dead.append((path, link.attributes["href"]))
        assert dead == []
        for none in ("part-0", "part-1", "part-01", "part-99"):
            assert site.file(f"{REPORT}/{none}{suffix}") is None


def test_a_long_text_without_headings_has_parts_too(tmp_path: Path) -> None:
    """Its one section is anchored to all of it, and yet it is cut."""
    source = tmp_path / "source.txt"
    source.write_text(text(27, 7_500), encoding="utf-8")
    found = pipeline.build(source, BASE)
    (body,) = (s for s in found.extraction.outline.children if s.extent.start > 0)
    assert body.extent.end - body.extent.start > 5_000
    site = Site(engine("pyoxigraph", [*pipeline.shared_quads(BASE), *found.quads], BASE), BASE)
    document = "report/cn-331022-government/2020"
    style = len(site.file(f"{document}.css") or b"")
    pages = [site.file(f"{document}{part}.en.html") for part in ("", "/part-2")]
    assert all(page and 40_000 < len(page) < 172_000 - style for page in pages)
    assert site.file(f"{document}/part-3.en.html") is None


def test_the_parts_of_a_long_report_follow_and_an_address_finds_its_part(
    browser: Any, long_site: tuple[Site, str, set[str]]
) -> None:
    expect = pytest.importorskip("playwright.sync_api").expect
    site, words, _ = long_site

    class Host(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            data = site.file(unquote(urlsplit(self.path).path[1:]))
            self.send_response(200 if data else 404)
            kind = {"css": "text/css", "js": "text/javascript"}.get(
                self.path.rpartition(".")[2], "text/html; charset=utf-8"
            )
            self.send_header("Content-Type", kind)
            self.end_headers()
            self.wfile.write(data or b"")

        def log_message(self, *_: object) -> None: ...

    server = http.server.HTTPServer(("127.0.0.1", 0), Host)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        address = f"http://127.0.0.1:{server.server_port}/{PAGES['zh']}"
        later = LexborHTMLParser(site.file(f"{REPORT}/part-2.html") or b"")
        card = next(n for n in later.css("#facts li[id^='f-']") if n.css("q a"))
        fact, quote = card.attributes["id"], text_of(card.css_first("q a"))
        page = opened(browser, f"{address}#{fact}", scripts=False)  # the link to its part, marked
        link = page.locator("#parts a:has(:target)")
        assert (link.get_attribute("href") or "").endswith("2023/part-2.html") and link.bounding_box()[
            "y"
        ] < 900
        page = opened(browser, f"{address}#{fact}")
        page.wait_for_url(f"**/part-2.html#{fact}")
        page.locator("#panel li").first.wait_for()
        assert page.locator("#words a.on").first.text_content() == quote
        page = opened(browser, address)
        assert page.locator("#words").text_content() != words
        ahead = page.locator("#parts li:has(b)")
        assert ahead.count() == 1  # it comes as the reader gets to the link to it
        page.locator("#parts").scroll_into_view_if_needed()
        expect(ahead).to_have_count(0, timeout=30_000)
        page.locator(f"#facts li[id='{fact}']").wait_for(state="attached")
        assert page.locator("#words").text_content() == words
        page.locator(f"#words a[href='#{fact}']").first.click()
        assert quote in (page.locator("#panel li").first.text_content() or "")
        assert page.faults == []
    finally:
        server.shutdown()
        server.server_close()
