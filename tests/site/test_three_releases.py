"""Releases of one, nine and more than a hundred reports in a real Chromium: a visitor finds, an analyst takes, nothing is heavy."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from selectolax.lexbor import LexborHTMLParser

from dashi_kg.api import open as open_graph
from dashi_kg.settings import DEFAULT_BASE as BASE
from tests.axe import violations
from tests.browser import chromium
from tests.once import once
from tests.serve.running import Running, running
from tests.site import towns

playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
SIZES = (1, 9, 102)
LANGUAGES = ("zh", "en")
RATE = {"zh": "矛盾纠纷化解率", "en": "Dispute resolution rate"}
TWO = {
    "zh": ("沙鱼镇人民政府", "涞滩镇人民政府"),
    "en": (
        "People's Government of Shayu Town, Hechuan District",
        "People's Government of Laitan Town, Hechuan District",
    ),
}
ORG = "org/cn-500117100-government"
REPORT = "report/cn-500117100-government/2023"
# a page of each kind whose weight grows with the number of reports, or that a visitor meets first
PAGES = (
    "index", "reports", "bodies", "coverage", "topic", "topic/G1", "topic/G", "indicator/dispute-resolution-rate", ORG, REPORT,
    f"{REPORT}/cite", "place/cn-500117", "questions/index", "questions/values-with-quotes", "search",
    "place/cn-500000", "explore", "names/organisation", "names/indicator", "indicator", "query", "questions/topic-over-years", "period/2022",
    "body-kind", "shapes", "ns", "programs", "graph/meta", f"graph/stated/{REPORT.removeprefix('report/')}",
)  # fmt: skip
# cells of more than three characters that are seen, in whose width there is no room for three: one is read letter by letter
NARROW = """() => [...document.querySelectorAll("main :is(td, th):not(.number)")].filter(cell => {
  const style = getComputedStyle(cell), hidden = [...cell.querySelectorAll("*")].filter(e => getComputedStyle(e).clipPath != "none");
  const words = hidden.reduce((said, e) => said.replace(e.innerText, ""), cell.innerText).trim();
  const room = cell.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return words.length > 3 && cell.offsetParent && cell.clientHeight > 4 * parseFloat(style.fontSize) && room < 2.9 * parseFloat(style.fontSize);
}).map(cell => cell.innerText)"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    def make(folder: Path) -> None:
        (folder / "texts").mkdir()
        towns.write(folder / "texts", {size: folder / f"{size}.nq" for size in SIZES}, BASE)

    folder = once(tmp_path_factory, "towns", make)
    return {size: folder / f"{size}.nq" for size in SIZES}


@pytest.fixture(scope="module")
def servers(files: dict[int, Path]) -> Iterator[dict[int, Running]]:
    with ExitStack() as stack:
        yield {
            size: stack.enter_context(running(file, "--no-access-log", base=BASE))
            for size, file in files.items()
        }


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as p:
        found = chromium(p)
        yield found
        found.close()


def at(server: Running, document: str, lang: str = "zh") -> str:
    return f"http://127.0.0.1:{server.port}/{document}{'.html' if lang == 'zh' else '.en.html'}"


class Visitor:
    """Somebody who clicks, and counts."""

    def __init__(self, page: Any) -> None:
        self.page, self.clicks = page, 0

    def click(self, what: Any) -> None:
        what.click()
        self.clicks += 1


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("width", [1280, 390])
def test_a_visitor_finds_a_rate_of_two_towns_over_three_years(
    browser: Any, servers: dict[int, Running], size: int, lang: str, width: int
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 850})
    page.goto(at(servers[size], "index", lang))
    visitor = Visitor(page)
    if width == 390:
        visitor.click(page.locator(".to-menu"))
    visitor.click(
        page.locator("#menu").get_by_role("link", name="事项" if lang == "zh" else "Topics", exact=True)
    )
    visitor.click(
        page.locator("main").get_by_role("link", name="调解" if lang == "zh" else "mediation", exact=True)
    )
    if size == 1:  # nothing to compare with yet, and the page says so at once of the one rate that there is
        row = page.locator("section[aria-labelledby=apart] tr").filter(has_text="调解成功率")
        assert f"{towns.rate(0, 2021)}%" in row.inner_text()
    else:
        table = page.locator("details.matrix").filter(has_text=RATE[lang])
        if table.get_attribute("open") is None:
            visitor.click(table.locator("summary"))
        assert "调解成功率" in table.locator("summary").inner_text()  # as the reports say
        for number, town in ((0, TWO[lang][0]), (2, TWO[lang][1])):
            cells = (
                table.locator("tr")
                .filter(has=page.get_by_role("link", name=town, exact=True))
                .locator("td[data-year]")
            )
            wanted = [f"{towns.rate(number, year)}%" for year in towns.YEARS]
            assert [text.strip() for text in cells.all_inner_texts()] == wanted
    assert visitor.clicks <= 4
    page.close()


@pytest.mark.browser  # with the others: its servers take their time
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("size", SIZES)
def test_the_home_page_tells_three_or_four_things_that_can_be_checked(
    servers: dict[int, Running], size: int, lang: str
) -> None:
    server = servers[size]
    page = LexborHTMLParser(server.get("/index.html" if lang == "zh" else "/index.en.html").body)
    told = page.css("section[aria-labelledby=shows] > ul > li")
    assert 3 <= len(told) <= 4
    for one in told:
        links = [a.attributes["href"] or "" for a in one.css("a")]
        assert links, one.text()
        assert {server.get(f"/{link.partition('#')[0]}").status for link in links} == {200}


def rows_of(table: str) -> list[dict[str, str]]:
    return sorted(csv.DictReader(io.StringIO(table.lstrip("\ufeff"))), key=lambda row: row["iri"])


def test_an_analyst_gets_the_same_rows_from_the_page_by_curl_and_in_pandas(
    browser: Any, servers: dict[int, Running], files: dict[int, Path]
) -> None:
    """Mediation cases and success rates by year and place: of the towns, without the bureaus of counties."""
    server = servers[102]
    page = browser.new_page()
    page.goto(at(server, "topic/G1"))
    page.get_by_label("层级").select_option("township")

    def taken(name: str) -> bytes:
        with page.expect_download() as waiting:
            page.get_by_role("button", name=f"下载这些行 {name}").click()
        return Path(waiting.value.path()).read_bytes()

    rows = rows_of(taken("CSV").decode())
    assert len(rows) == 22 * 3 * 2 and {row["county"] for row in rows} == {"合川区"}
    seen = {
        (
            row["organisation_zh"],
            row["report_year"],
            row["indicator_zh"],
        ): row["value"]
        for row in rows
    }
    assert seen["沙鱼镇人民政府", "2022", "矛盾纠纷化解率"] == towns.rate(0, 2022)
    assert seen["沙鱼镇人民政府", "2022", "调解矛盾纠纷数"] == str(towns.cases(0, 2022))

    address = f"http://127.0.0.1:{server.port}/api/observations.csv?topic=G1&level=township"
    if curl := shutil.which("curl"):
        told = subprocess.run([curl, "-sS", address], capture_output=True, check=True).stdout
    else:
        told = server.get("/" + address.split("/", 3)[3]).body
    assert rows_of(told.decode()) == rows

    pytest.importorskip("pandas", reason="pandas is not installed")
    frame = open_graph(files[102]).observations(topic="G1", level="township").to_pandas()
    assert sorted(frame["iri"]) == [row["iri"] for row in rows]
    by_iri = frame.set_index("iri")
    assert all(f"{float(by_iri.loc[row['iri'], 'value']):g}" == row["value"] for row in rows)

    assert len(json.loads(taken("JSON"))) == len(rows)
    with zipfile.ZipFile(io.BytesIO(taken("XLSX"))) as archive:
        assert archive.testzip() is None
        sheet = ElementTree.fromstring(archive.read("xl/worksheets/sheet1.xml"))
    own = {"x": "http://schemas.openxmlformats.org/spreadsheetml/2006/main"}
    head, *cells = [
        ["".join(c.itertext()) for c in row.findall("x:c", own)] for row in sheet.findall(".//x:row", own)
    ]
    assert sorted((dict(zip(head, row, strict=True)) for row in cells), key=lambda row: row["iri"]) == rows
    page.close()


def test_no_page_is_heavy_or_wide_and_the_first_screen_needs_no_scripts(
    browser: Any, servers: dict[int, Running]
) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 850}, java_script_enabled=False)
    page = context.new_page()
    wrong: list[tuple[object, ...]] = []
    for size, pages in ((9, PAGES[:6]), (102, PAGES)):
        for document in pages:
            answer = page.goto(at(servers[size], document, "en" if size == 9 else "zh"))
            weight = len(answer.body())
            if answer.status != 200 or weight > 200_000:
                wrong.append((size, document, answer.status, weight))
            if (wide := page.locator("html").evaluate("e => e.scrollWidth")) > 390:
                wrong.append((size, document, "wide", wide))
            if page.locator("header.top").bounding_box()["height"] > 60:
                wrong.append((size, document, "head of two rows"))
            wrong += [(size, document, "a letter wide", words) for words in page.evaluate(NARROW)[:2]]
            heading = page.locator("h1").bounding_box()
            if heading is None or heading["y"] > 400 or len(page.locator("main").inner_text()) < 100:
                wrong.append((size, document, "nothing to read"))
    assert wrong == []
    context.close()


@pytest.mark.parametrize(
    ("width", "lang", "documents"),
    [(390, "zh", ("index", "bodies", "topic/G1")), (1280, "en", ("reports", ORG))],
)
def test_axe_finds_nothing_where_there_are_many_reports(
    browser: Any, servers: dict[int, Running], width: int, lang: str, documents: tuple[str, ...]
) -> None:
    """Every kind of page is judged in ``test_browser.py``; here, what grows with the reports."""
    context = browser.new_context(viewport={"width": width, "height": 850}, bypass_csp=True)
    page = context.new_page()
    found = []
    for document in documents:
        page.goto(at(servers[102], document, lang))
        found += [(document, *one) for one in violations(page)]
    context.close()
    assert found == []


def test_axe_finds_nothing_on_what_the_server_answers(browser: Any, servers: dict[int, Running]) -> None:
    """Answers, refusals and what is not there, as no file of a release has them."""
    root = f"http://127.0.0.1:{servers[102].port}/"
    answers = {
        "questions/values-with-quotes.html?lang=zh&after=20": 200,
        "questions/values-with-quotes.html?lang=en&after=9999": 200,
        "questions/compare-indicator.html?lang=en&indicator=xyzzy": 400,
        "questions/compare-indicator.html?lang=zh&indicator=%E8%B0%83%E8%A7%A3": 200,
        "questions/compare-indicator.html?after=x": 400,
        "report/nobody/1999.html": 404,
        "report/nobody/1999.en.html": 404,
        "search.html?q=%E8%B0%83%E8%A7%A3": 200,
        "search.en.html?q=mediation": 200,
    }
    found: list[tuple[object, ...]] = []
    for width, scheme in ((390, "light"), (1280, "dark")):
        context = browser.new_context(
            viewport={"width": width, "height": 850}, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        for address, status in answers.items():
            answer = page.goto(root + address)
            if answer.status != status or len(answer.body()) > 200_000:
                found.append((address, answer.status, len(answer.body())))
            if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
                found.append((address, "wide", wide))
            found += [(address, scheme, *one) for one in violations(page)]
        context.close()
    assert found == []


def test_a_long_answer_goes_on_over_pages(browser: Any, servers: dict[int, Running]) -> None:
    server = servers[102]
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/questions/values-with-quotes.html?lang=zh&indicator=")
    seen: list[str] = []
    while True:
        assert len(page.content()) < 200_000
        seen += page.locator("table.answer tbody td:first-child a").evaluate_all(
            "links => links.map(a => a.href)"
        )
        further = page.get_by_role("link", name="再往下")
        if not further.count():
            break
        further.click()
    whole = server.get("/questions/values-with-quotes.plain.csv?lang=zh").body.decode("utf-8-sig")
    assert len(seen) == len(set(seen)) == len(list(csv.DictReader(io.StringIO(whole)))) == 306
    page.close()


def test_what_programs_are_told_to_ask_is_answered(browser: Any, servers: dict[int, Running]) -> None:
    page = browser.new_page()
    page.goto(at(servers[102], "programs", "en"))
    told = "\n".join(page.locator("main pre").all_inner_texts())
    paths = [words.strip("'").removeprefix(BASE) for words in re.findall(r"'?https?://\S+", told)] + [
        f"{path[1:]}.json" for path in page.locator("main h3 code").all_inner_texts()
    ]
    assert len(paths) > 10
    paths = [f"{p}?q=mediation" if p.startswith("api/search") else p for p in paths if p != "sparql"]
    assert {path: servers[102].get(f"/{path}").status for path in paths if path} == {
        path: 303 if path.startswith("report/") else 200 for path in paths
    }
    page.close()


def test_a_list_is_filtered_and_its_address_is_the_view(browser: Any, servers: dict[int, Running]) -> None:
    """Rows of all its pages are looked through, whichever is open."""
    page = browser.new_page()
    expect = playwright.expect
    shown = page.locator("table.listed tbody tr:not([hidden])")
    page.goto(at(servers[102], "bodies-2"))
    assert shown.count() == 34 - 20
    page.get_by_label("层级").select_option("county")
    page.get_by_label("名称或地区").fill("攸县")
    expect(page.locator("#shown")).to_have_text("1 / 34 行")
    expect(shown).to_have_count(1)
    page.goto(page.url)
    expect(shown).to_have_count(1)
    assert page.get_by_label("名称或地区").input_value() == "攸县"
    page.get_by_role("button", name="清除").click()
    expect(shown).to_have_count(34 - 20)
    page.goto(at(servers[102], ORG, "en"))  # a town leads to the others of its district
    page.get_by_role("link", name="Other bodies there").click()
    expect(shown).to_have_count(23)
    page.goto(at(servers[102], "reports", "en"))
    page.get_by_label("Year").select_option("2021")
    expect(page.locator("#shown")).to_have_text("34 of 102 rows")
    page.get_by_label("Level").select_option("township")
    expect(page.locator("#shown")).to_have_text("22 of 102 rows")
    page.close()


def test_the_board_is_filtered_by_what_is_late_and_by_place(
    browser: Any, servers: dict[int, Running]
) -> None:
    page = browser.new_page()
    expect = playwright.expect
    shown = page.locator("table.board tbody tr:not([hidden])")
    page.goto(at(servers[102], "index"))
    page.get_by_role("link", name="102 份报告中，9 份逾期公开").click()
    expect(shown).to_have_count(3)  # each in all three years
    page.get_by_label("名称或地区").fill("合川区")
    expect(shown).to_have_count(2)
    page.get_by_label("公开和收录").select_option("published")
    expect(page.locator("#shown")).to_have_text("21 / 34 行")
    page.goto(at(servers[102], "coverage", "en"))
    page.get_by_role("navigation", name="By place").get_by_role("link", name="Chongqing").click()
    expect(page.locator("table.board tr:target")).to_contain_text("Hechuan District")
    page.close()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_list_of_many_is_two_screens_of_a_phone(
    browser: Any, servers: dict[int, Running], lang: str
) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 850})
    heights = {}
    for document in ("reports", "bodies", "coverage"):
        page.goto(at(servers[102], document, lang))
        heights[document] = page.locator("main table").bounding_box()["height"]
    assert max(heights.values()) <= 2 * 850, heights
    page.close()
