"""The pages that ask and find in a real Chromium, served from a sub-path, with every request watched."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from dashi_kg.errors import DashiError
from dashi_kg.query.bind import bind, term
from dashi_kg.query.questions import Parameter, question
from dashi_kg.rdf.namespaces import prefixes
from dashi_kg.site.finding.searcher import Searcher
from tests.axe import violations
from tests.browser import chromium
from tests.site.cases import GUARDED, QUERIES, TEXTS, VALUES
from tests.site.conftest import BASE, Published

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
CROSS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
WAIT = 60_000


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as running:
        found = chromium(running)
        yield found
        found.close()


class Visit:
    """A page, and what went wrong on it: requests to elsewhere, refusals of the policy, errors of scripts."""

    def __init__(self, browser: Any, served: str, **options: Any) -> None:
        self.served = served
        self.context = browser.new_context(accept_downloads=True, **options)
        self.page = self.context.new_page()
        self.page.set_default_timeout(WAIT)
        self.foreign: list[str] = []
        self.errors: list[str] = []
        self.context.on("request", self._watch)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("console", lambda m: m.type == "error" and self._console(m))

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.served, "data:", "blob:")):
            self.foreign.append(request.url)

    def _console(self, message: Any) -> None:
        if "favicon" not in message.location.get("url", "") and "net::ERR_INTERNET" not in message.text:
            self.errors.append(message.text)

    def open(self, path: str) -> Any:
        self.page.goto(self.served + path)
        self.page.wait_for_selector("html[data-ready]")
        return self.page

    def write(self, text: str) -> None:
        """Another query, as a reader pastes it."""
        self.page.evaluate("text => document.querySelector('.CodeMirror').CodeMirror.setValue(text)", text)

    def run(self) -> None:
        self.page.click("#run")
        self.page.wait_for_selector("#answer:not([hidden]), #error:not([hidden])")


@pytest.fixture
def visit(browser: Any, served: str) -> Iterator[Visit]:
    found = Visit(browser, served)
    yield found
    found.context.close()
    assert found.foreign == []
    assert found.errors == []


def shows(page: Any, place: str, words: str) -> None:
    """Waits until the words stand there; asked from outside, since the policy forbids evaluating on the page."""
    playwright.expect(page.locator(place)).to_contain_text(words, timeout=WAIT)


# ------------------------------------------------------------------ asking


def test_a_saved_question_is_answered_without_the_network(visit: Visit, published: Published) -> None:
    page = visit.open("query.html#question=reconsideration-and-litigation")
    visit.run()
    visit.context.set_offline(True)
    page.select_option("#question", "measures-by-task")
    page.uncheck("#labels")
    visit.run()
    with page.expect_download() as waiting:
        page.click("#csv")
    assert waiting.value.suggested_filename == "measures-by-task.csv"
    assert (
        waiting.value.path().read_bytes() == (published.root / "questions/measures-by-task.csv").read_bytes()
    )
    with page.expect_download() as waiting:
        page.click("#json")
    assert (
        waiting.value.path().read_bytes() == (published.root / "questions/measures-by-task.json").read_bytes()
    )
    page.check("#bom")
    with page.expect_download() as waiting:
        page.click("#csv")
    assert waiting.value.path().read_bytes().startswith(b"\xef\xbb\xbftask,")


def test_the_question_of_the_address_is_in_the_form_and_the_form_is_in_view(visit: Visit) -> None:
    page = visit.open("query.html#question=reconsideration-and-litigation")
    page.wait_for_load_state("load")
    assert page.input_value("#question") == "reconsideration-and-litigation"
    page.select_option("#question", "measures-by-task")
    marks = page.locator(".asked li").evaluate_all(
        "all => all.map(li => getComputedStyle(li).backgroundColor)"
    )
    assert len(marks) > 30 and len(set(marks)) == 1  # the address still names the one of before
    in_view = (
        "e => { const box = e.getBoundingClientRect(); return box.top >= 0 && box.bottom <= innerHeight; }"
    )
    assert page.locator("#question").evaluate(in_view)
    page.locator("#share").evaluate("e => e.click()")  # a click of its own would scroll to the link
    assert page.url.endswith("#question=measures-by-task") and page.locator("#question").evaluate(in_view)


def test_stop_ends_a_query_and_the_next_one_is_answered_offline(visit: Visit) -> None:
    page = visit.open("query.en.html")
    visit.run()
    visit.context.set_offline(True)
    visit.write(CROSS)
    page.click("#run")
    shows(page, "#status", "Running")
    page.click("#stop")
    page.wait_for_selector("#error:not([hidden])")
    assert page.inner_text("#error") == "Stopped."
    visit.write("ASK { ?r a fz:Report }")
    visit.run()
    assert page.inner_text("#result") == "yes"


def test_the_time_limit_ends_a_query(visit: Visit) -> None:
    page = visit.open("query.html")
    page.evaluate(
        "document.querySelector('#seconds option').value = '1'; document.querySelector('#seconds').value = '1'"
    )
    visit.write(CROSS)
    visit.run()
    assert "1 秒到了" in page.inner_text("#error")


def test_an_answer_that_was_cut_says_so(visit: Visit) -> None:
    page = visit.open("query.en.html")
    page.select_option("#most", "100")
    visit.write("SELECT ?s WHERE { ?s ?p ?o }")
    visit.run()
    assert "the first 100 rows only" in page.inner_text("#cut")
    assert page.locator("#result tbody tr").count() == 100
    visit.write("SELECT ?s WHERE { ?s ?p ?o } LIMIT 100")
    visit.run()
    assert page.is_hidden("#cut")


WRONG = [
    ("SELECT * { SERVICE <http://127.0.0.1:9/> {} }", "SERVICE is refused"),
    ("LOAD <http://127.0.0.1:9/>", "An update (LOAD) is refused"),
    ("DELETE WHERE { ?s ?p ?o }", "An update (DELETE) is refused"),
    ("SELECT * FROM <http://127.0.0.1:9/> { ?s ?p ?o }", "no such graph"),
    (
        "SELECT *\nWHERE {\n  ?s ?p }",
        "line 3, column 9, at “}”. Here could stand: ( · [ · ?variable · an IRI",
    ),
    ("SELEC * { ?s ?p ?o }", "line 1, column 1, at “SELEC”"),
    ("SELECT * {\n ?s nope:x ?o }", "Line 2, column 5: the prefix “nope:” is not declared"),
    ("SELECT * { ?s ?p ?o", "ends too early"),
    ("", "ends too early"),
]


def test_what_is_refused_or_wrong_is_said(visit: Visit) -> None:
    page = visit.open("query.en.html")
    for text, words in WRONG:
        visit.write(text)
        visit.run()
        assert words in page.inner_text("#error"), text
    page.click("#error button")
    visit.page.goto(visit.served + "query.html#query=DROP%20ALL")
    page.wait_for_selector("html[data-ready]")
    visit.run()
    assert "拒绝更新（DROP）" in page.inner_text("#error")


def test_parameters_are_bound_and_the_address_holds_them(visit: Visit) -> None:
    page = visit.open("query.en.html#question=find-quote&p.words=%E7%9F%9B%E7%9B%BE%E7%BA%A0%E7%BA%B7")
    visit.run()
    assert "矛盾纠纷509起" in page.inner_text("#result")
    page.fill("#p-words", '" } DELETE')
    visit.run()
    assert page.inner_text("#result") == "No row fits."
    assert "p.words=%22+%7D+DELETE" in page.url
    page.select_option("#question", "report-metadata")
    page.fill("#p-year", "last year")
    assert "Write it like 2023" in page.inner_text("#error")
    assert page.get_attribute("#p-year", "aria-invalid") == "true"


def test_a_query_of_ones_own_can_be_shared(visit: Visit) -> None:
    page = visit.open("query.en.html")
    visit.write("SELECT (COUNT(*) AS ?reports) WHERE { ?r a fz:Report } # 报告")
    assert page.input_value("#question") == ""
    visit.run()
    address = page.url
    visit.page.goto("about:blank")
    page.goto(address)
    page.wait_for_selector("html[data-ready]")
    visit.run()
    assert page.inner_text("#result td") == "3"


def test_iris_lead_to_pages_and_columns_can_be_drawn(visit: Visit) -> None:
    page = visit.open("query.html#question=indicators-used")
    visit.run()
    href = page.get_attribute("#result tbody td a", "href")
    assert href.startswith("./indicator/") and href.endswith(".html")
    page.click("#draw")
    rows = page.locator("#result tbody tr").count()
    assert page.locator("#chart rect").count() == min(rows, 40)
    assert rows <= 40 or f"{rows - 40} 行没有画出" in page.inner_text("#chart p")
    assert page.get_attribute("#chart svg", "role") == "img"


def test_triples_are_shown(visit: Visit) -> None:
    page = visit.open("query.html")
    visit.write("CONSTRUCT { ?r a fz:Report } WHERE { ?r a fz:Report }")
    visit.run()
    assert page.inner_text("#result").count("ns#Report>") == 3


# ------------------------------------------------------------------ the same in both languages of program


def test_scripts_and_python_agree(visit: Visit) -> None:
    page = visit.open("query.html")
    guard, bound, words = (
        f"new URL('assets/ask/{n}.js', location.href).href" for n in ("guard", "bind", "tokens")
    )
    found = page.evaluate(
        f"""async texts => {{ const {{ checked }} = await import({guard});
        return texts.map(t => {{ try {{ checked(t); return null }} catch (e) {{ return e.key }} }}) }}""",
        [text for text, _ in GUARDED],
    )
    assert found == [key for _, key in GUARDED]
    found = page.evaluate(
        f"""async ([texts, queries]) => {{ const t = await import({words});
        return [texts.map(t.tokens), queries.map(t.queryTokens)] }}""",
        [[t for t, _ in TEXTS], [q for q, _ in QUERIES]],
    )
    assert found == [[e for _, e in TEXTS], [e for _, e in QUERIES]]
    found = page.evaluate(
        f"""async ([values, config]) => {{ const {{ term }} = await import({bound});
        return values.map(([type, v]) => {{ try {{ return term({{ name: 'x', type }}, v, config) }} catch (e) {{ return null }} }}) }}""",
        [VALUES, {"base": BASE, "prefixes": prefixes(BASE)}],
    )
    assert found == [_bound(type_, v) for type_, v in VALUES]
    asked = question("compare-indicator")
    found = page.evaluate(
        f"""async ([q, v, config]) => (await import({bound})).bind(q, v, config)""",
        [
            {"text": asked.text, "parameters": [{"name": "indicator", "type": "iri"}]},
            {"indicator": "ind:x"},
            {"base": BASE, "prefixes": prefixes(BASE), "lang": "en"},
        ],
    )
    assert found == bind(asked, {"indicator": "ind:x"}, BASE, "en")


def _bound(type_: str, text: str) -> str | None:
    try:
        return term(Parameter("x", type_, "", ""), text, BASE)
    except DashiError:
        return None


LIMITS = [
    ("SELECT * { ?s ?p ?o }", "SELECT * { ?s ?p ?o }\nLIMIT 9"),
    ("SELECT * { ?s ?p ?o } LIMIT 3", "SELECT * { ?s ?p ?o } LIMIT 3"),
    (
        "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 3 } }",
        "SELECT * { { SELECT ?s { ?s ?p ?o } LIMIT 3 } }\nLIMIT 9",
    ),
    ("SELECT * { ?s ?p ?o } # c", "SELECT * { ?s ?p ?o } # c\nLIMIT 9"),
    ("SELECT * { ?s ?p ?o } VALUES ?s { <u:a> }", "SELECT * { ?s ?p ?o } \nLIMIT 9\nVALUES ?s { <u:a> }"),
    ("SELECT * { ?s ?p 'LIMIT' } OFFSET 2", "SELECT * { ?s ?p 'LIMIT' } OFFSET 2\nLIMIT 9"),
]


def test_a_query_without_a_limit_gets_one(visit: Visit) -> None:
    page = visit.open("query.html")
    program = "async t => (await import(new URL('assets/ask/guard.js', location.href).href)).limited(t, 9)"
    for text, expected in LIMITS:
        assert page.evaluate(program, text) == expected


# ------------------------------------------------------------------ finding


@pytest.mark.parametrize(
    ("path", "words", "mark"),
    [("search.html", "调解", "调解"), ("search.html", "调", "调"), ("search.en.html", "mediation", "mediated"),
     ("search.en.html", "矛盾纠纷", "矛盾纠纷")],
)  # fmt: skip
def test_search_finds_and_marks(visit: Visit, path: str, words: str, mark: str) -> None:
    page = visit.open(path)
    page.fill("#q", words)
    page.press("#q", "Enter")
    page.wait_for_selector("#hits section")
    assert mark in [text.lower() for text in page.locator("#hits mark").all_inner_texts()]
    assert page.locator("#hits section h2").count() >= 1
    assert "q=" in page.url


def test_the_search_box_of_every_page_leads_to_an_item_of_a_report(visit: Visit) -> None:
    page = visit.page
    page.goto(visit.served + "questions/index.html")
    page.fill("header input[name=q]", "矛盾纠纷")
    page.press("header input[name=q]", "Enter")
    page.wait_for_selector("#k-measure")
    href = page.get_attribute("section[aria-labelledby=k-measure] a", "href")
    assert "/report/" in href and "#m" in href
    assert page.evaluate("href => fetch(href).then(a => a.status)", href) == 200


def test_the_browser_finds_what_the_server_finds(visit: Visit, published: Published) -> None:
    asked = [
        "调解",
        "调",
        "tiaojie",
        "tiao jie 2023",
        "dashi jiedao tiaojie",
        "大石街道辦事處",
        "mediation",
        "2023 法治",
        "法治 外星人",
        "法治大象",
        "xyzzy",
        "罚款",
        "xian",
        "mediaton",  # slips of the pen
        "medaition 2023",
        "pubilc legal goverment",
        "qqqqqqqq",
    ]
    page = visit.open("search.html")
    found = page.evaluate(
        """async asked => {
          const [{ Finder }, { learn }] = await Promise.all(["finding", "tokens"].map(n => import(new URL(`assets/ask/${n}.js`, location.href).href)));
          const get = async path => (await fetch(path)).json();
          learn(await get("search/folding.json"));
          const finder = new Finder(await get("search/catalogue.json"), n => get(`search/words/${String(n).padStart(3, "0")}.json`));
          const all = [];
          for (const q of asked) {
            const { numbers, whole, heard, meant } = await finder.find(q);
            const { counts } = finder.narrowed(numbers, { year: "2023" });
            all.push([numbers, whole, heard, meant, Object.fromEntries(Object.entries(counts).map(([f, c]) => [f, Object.fromEntries(c)]))]);
          }
          return all;
        }""",
        asked,
    )
    searcher = Searcher(lambda path: (published.root / path).read_bytes())
    for words, (numbers, whole, heard, meant, counts) in zip(asked, found, strict=True):
        same = searcher.search(words)
        assert (numbers, whole, heard) == (same.numbers, same.whole, same.heard), words
        assert meant == list(same.meant), words
        if words.split()[0] in ("mediaton", "medaition"):
            assert (
                meant == ["mediation"]
                and numbers == searcher.search(words.replace(words.split()[0], "mediation")).numbers
            )
        assert counts == searcher.search(words, {"year": "2023"}).counts, words


def test_hits_are_narrowed_in_the_page(visit: Visit) -> None:
    page = visit.open("search.en.html?q=mediation")
    page.wait_for_selector("#hits section")
    assert page.locator("#lead:visible").count() == 0 and page.locator("#narrow:visible").count() == 0
    page.select_option("select[name=group]", "figure")
    playwright.expect(page.locator("#hits section")).to_have_count(1)
    assert "group=figure" in page.url and page.locator("#hits .amount").count() >= 1
    page.go_back()
    page.wait_for_selector("#k-topic")
    assert page.input_value("select[name=group]") == ""


def test_search_says_when_nothing_is_found(visit: Visit) -> None:
    page = visit.open("search.en.html?q=xyzzyx")
    shows(page, "#status", "was not found")
    assert page.locator("#hits section").count() == 0


# ------------------------------------------------------------------ exploring


def test_neighbours_are_listed_and_walked_by_keyboard(visit: Visit) -> None:
    page = visit.open("explore.en.html")
    page.focus("#start")
    page.keyboard.press("Enter")
    page.wait_for_selector("#list button")
    assert "neighbours" in page.inner_text("#status")
    first = page.locator("#list button").first
    target = first.get_attribute("data-iri")
    first.focus()
    page.keyboard.press("Enter")
    playwright.expect(page.locator("#list-head")).to_be_focused()
    assert page.url.endswith("#iri=" + quote(target, safe="-_.!~*'()"))
    page.go_back()
    playwright.expect(first).to_have_attribute("data-iri", target)
    page.select_option("#property", index=1)
    assert page.locator("#list section").count() == 1
    page.wait_for_selector("#drawing canvas", state="attached")


def test_a_name_or_an_iri_begins_the_walk(visit: Visit) -> None:
    page = visit.open("explore.html")
    page.fill("#start", "大石街道办事处")
    page.press("#start", "Enter")
    page.wait_for_selector("#list button, #choices button")
    page.fill("#start", "org/cn-500117007-office")
    page.press("#start", "Enter")
    shows(page, "#here", "o:cn-500117007-office")
    page.fill("#start", "https://x.org/nobody")
    page.press("#start", "Enter")
    page.wait_for_selector("#error:not([hidden])")
    assert "数据里没有" in page.inner_text("#error")


# ------------------------------------------------------------------ for everybody

STATES = {
    "query": ("query{}#question=indicators-used", "#run", "#answer:not([hidden])"),
    "search": ("search{}?q=法治", "", "#hits section"),
    "explore": ("explore{}", "#form button", "#list button"),
    "questions": ("questions/index{}", "", "main"),
    "question": ("questions/values-with-quotes{}", "", "table"),
    "names": ("names/indicator{}", "", ".names"),
}


@pytest.mark.parametrize("name", STATES)
@pytest.mark.parametrize(("suffix", "scheme"), [(".html", "light"), (".en.html", "dark")])
def test_axe_finds_nothing(browser: Any, served: str, name: str, suffix: str, scheme: str) -> None:
    visit = Visit(
        browser, served, color_scheme=scheme, viewport={"width": 390, "height": 844}, reduced_motion="reduce"
    )
    path, click, seen = STATES[name]
    visit.page.goto(served + path.format(suffix))
    if click:
        visit.page.wait_for_selector("html[data-ready]")
        visit.page.click(click)
    visit.page.wait_for_selector(seen, state="attached")
    if name == "query":
        visit.page.click("#draw")
    assert visit.page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(visit.page) == []
    visit.context.close()
    assert visit.foreign == []


@pytest.mark.parametrize("name", ["query", "search", "explore"])
def test_without_scripts_the_page_says_what_to_do(browser: Any, served: str, name: str) -> None:
    visit = Visit(browser, served, java_script_enabled=False)
    visit.page.goto(served + name + ".en.html")
    assert visit.page.is_visible(".no-scripts")
    assert visit.page.locator("#ask:visible, #explore:visible").count() == 0
    visit.context.close()


def test_the_worker_that_cannot_fetch_says_so(visit: Visit) -> None:
    page = visit.page
    page.route("**/dashi-kg.nq", lambda route: route.fulfill(status=404, body=""))
    visit.open("query.en.html")
    visit.run()
    assert "was not fetched" in page.inner_text("#error")
    assert json.dumps(visit.errors).count("404") == 1
    visit.errors.clear()
