"""The pages in a real browser: axe finds nothing, no side scrolling, no errors, usable by keyboard, nothing moves."""

from __future__ import annotations

import csv
import gzip
import io
import zipfile
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from dashi_kg.site.site import Site
from tests.axe import COLOURS, RULES, violations
from tests.browser import chromium
from tests.site.chosen import chosen_release
from tests.site.conftest import BASE, Published

REPORT = "report/cn-500117007-office/2023"
# one page of each kind; the English twin is taken, too
KINDS = (
    "index", "coverage", "ns", "shapes", "org/cn-500117007-office", "indicator/publicity-events", "indicator", "graph/meta", "dataset/all",
    "topic", "topic/G1", "topic/G", "place/cn-500117", "reports", "bodies", "programs", "reports/cn-500117007-office/2022/validation",
)  # fmt: skip


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def address(published: Published) -> Iterator[str]:
    """The site under a sub-path of a plain file server."""
    handler = partial(Quiet, directory=str(published.root.parent))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/{published.root.name}/"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="no playwright")
    with api.sync_playwright() as p:
        running = chromium(p)
        yield running
        running.close()


def kinds(published: Published) -> list[str]:
    known = [k for k in KINDS if f"{k}.html" in published.pages]
    assert len(known) >= 9
    return [k + suffix for k in known for suffix in (".html", ".en.html")] + ["404.html"]


@pytest.mark.parametrize(
    ("width", "scheme"), [(390, "light"), (1280, "dark")]
)  # contrast does not ask for the width
def test_axe_finds_nothing_and_nothing_overflows(
    browser: Any, address: str, published: Published, width: int, scheme: str
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, bypass_csp=True
    )
    page = context.new_page()
    problems: list[tuple[object, ...]] = []
    for name in kinds(published):
        if scheme == "dark" and name.endswith(".en.html"):
            continue  # the same colours
        page.goto(address + name)
        if (wide := page.evaluate("document.documentElement.scrollWidth")) > width:
            problems.append((name, "wider than the window", wide))
        problems += [(name, *found) for found in violations(page, RULES if scheme == "light" else COLOURS)]
    context.close()
    assert problems == []


def test_pages_load_without_errors_and_only_from_here(
    browser: Any, address: str, published: Published
) -> None:
    context = browser.new_context()
    page = context.new_page()
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda m: said.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda e: said.append(str(e)))
    page.on("request", lambda r: asked.append(r.url))
    for name in kinds(published):
        page.goto(address + name)
    context.close()
    assert said == []
    assert asked and all(url.startswith(address) for url in asked)


def test_pages_work_from_a_folder(browser: Any, published: Published) -> None:
    page = browser.new_page()
    page.goto((published.root / "index.html").as_uri())
    page.click("text=大石街道办事处 >> nth=0")
    assert (page.url.startswith("file://") and page.url.endswith(".html")) or "#" in page.url
    # the panel of a chosen item, too: a script of type module would not be loaded from there
    item = published.fragment("开展各类宣传活动50余次", "Observation", REPORT)
    page.goto(f"{(published.root / REPORT).as_uri()}.html#{item}")
    page.locator("#panel:not([hidden])").filter(has_text="开展各类宣传活动50余次").wait_for()
    page.close()


def test_the_other_language_is_one_step_away(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "org/cn-500117007-office.html")
    page.click(".tongue a")
    assert page.url == address + "org/cn-500117007-office.en.html"
    assert page.inner_text("h1") == "Dashi Subdistrict Office"
    assert page.evaluate("document.documentElement.lang") == "en"
    page.close()


def test_the_other_language_shows_the_same_question_and_the_same_item(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "search.html?q=%E8%B0%83%E8%A7%A3")
    page.click(".tongue a")
    assert page.url == address + "search.en.html?q=%E8%B0%83%E8%A7%A3"
    page.wait_for_function("document.querySelector('main input[name=q]').value === '调解'")  # by a script
    page.goto(address + "ns.html")
    page.evaluate("history.pushState(null, '', '#Problem')")  # as the pages that ask do: no event tells of it
    page.focus(".tongue a")
    page.keyboard.press("Enter")
    page.wait_for_url(address + "ns.en.html#Problem")
    page.close()


def test_the_lasting_address_is_copied(browser: Any, address: str, published: Published) -> None:
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(address + "topic/G1.html")
    page.get_by_role("button", name="复制网址").click()
    page.get_by_role("button", name="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{BASE}topic/G1"
    item = published.fragment("开展各类宣传活动50余次", "Observation", REPORT)
    page.goto(f"{address}{REPORT}.html#{item}")
    page.locator("#panel").get_by_role("button", name="复制网址").first.click()
    page.get_by_role("button", name="已复制").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == f"{BASE}{REPORT}#{item}"
    context.close()


def test_the_first_step_of_the_keyboard_skips_to_the_content(browser: Any, address: str) -> None:
    page = browser.new_page()
    page.goto(address + "index.html")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    box = page.evaluate("document.activeElement.getBoundingClientRect().top")
    assert box >= 0
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.close()


def test_nothing_moves_while_a_page_loads(browser: Any, address: str) -> None:
    page = browser.new_page()
    for name in (
        "index.html",
        "indicator/publicity-events.html",
        "ns.html",
        "topic/G1.html",
        "coverage.html",
    ):
        page.goto(address + name, wait_until="load")
        moved = page.evaluate(
            """() => new Promise(done => { let sum = 0;
            new PerformanceObserver(list => { for (const e of list.getEntries()) sum += e.value; }).observe({type: 'layout-shift', buffered: true});
            setTimeout(() => done(sum), 200); })"""
        )
        assert moved == 0, name
    page.close()


@pytest.mark.parametrize("width", [320, 3840])
def test_narrow_and_wide_windows(browser: Any, address: str, published: Published, width: int) -> None:
    """320 px is what 1280 px are at 400 % (WCAG 2.2, 1.4.10); 3840 px is 4K."""
    context = browser.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    for name in kinds(published):
        page.goto(address + name)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, name
    context.close()


def test_a_topic_is_sorted_and_filtered_and_its_rows_are_taken(browser: Any, address: str) -> None:
    context = browser.new_context()
    page = context.new_page()
    page.goto(address + "topic/G1.html#i-disputes-resolved")
    table = page.locator("#i-disputes-resolved")
    column = "td[data-year='2022']"
    assert [c.strip() for c in table.locator(column).all_inner_texts() if c.strip()] == ["508"]
    table.get_by_role("button", name="2022").click()
    assert table.locator("th[aria-sort=descending]").inner_text().startswith("2022")
    assert "sort=2022-" in page.url and "table=i-disputes-resolved" in page.url
    page.get_by_label("机关名称").fill("无此机关")
    assert not table.is_visible()
    page.get_by_label("机关名称").fill("大石")
    page.get_by_label("从").select_option("2023")
    assert table.is_visible() and not table.locator(column).first.is_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载这些行 CSV").click()
    rows = list(csv.DictReader(io.StringIO(taken.value.path().read_text("utf-8-sig"))))
    assert {(row["org_id"], row["report_year"]) for row in rows} == {("cn-500117007-office", "2023")}
    page.evaluate("delete document.getElementById('matrix').dataset.table")  # a release without this table
    with page.expect_download() as taken:
        page.get_by_role("button", name="下载这些行 CSV").click()
    other = list(csv.DictReader(io.StringIO(taken.value.path().read_text("utf-8-sig"))))
    assert [(row["iri"], row["quote"], row["grade"]) for row in other] == [
        (row["iri"], row["quote"], row["grade"]) for row in rows
    ]
    again = context.new_page()  # the address is the view
    again.goto(page.url)
    assert again.get_by_label("机关名称").input_value() == "大石"
    assert not again.locator("#i-disputes-resolved").locator(column).first.is_visible()
    context.close()


def test_a_plain_host_of_the_chosen_files_gives_excel(
    browser: Any, published: Published, site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Made of the packed table by a script, as is the CSV; without scripts the links lead to it."""
    root = chosen_release(tmp_path_factory, published, site) / "dist"
    handler = partial(Quiet, directory=str(root))
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    Thread(target=server.serve_forever, daemon=True).start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/index.html")
    link, plain = (page.get_by_role("link", name=name).first for name in ("Excel", "CSV"))
    table = root / (link.get_attribute("href") or "")
    with page.expect_download() as taken:
        link.click()
    assert taken.value.suggested_filename.endswith("-observations.xlsx")
    with zipfile.ZipFile(taken.value.path()) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    rows = list(csv.reader(io.StringIO(gzip.decompress(table.read_bytes()).decode("utf-8-sig"))))
    with page.expect_download() as taken:
        plain.click()
    assert Path(taken.value.path()).read_bytes() == gzip.decompress(table.read_bytes())
    assert sheet.count("<row>") == len(rows) > 10
    values = [row[rows[0].index("value")] for row in rows[1:]]
    assert values[0] and f"<v>{values[0]}</v>" in sheet  # a number, not words
    page.close()
    server.shutdown()
    server.server_close()
