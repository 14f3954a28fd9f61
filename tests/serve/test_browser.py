"""The served pages in Chromium: nothing is refused by the policy that comes as a header, and nothing is missing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.browser import chromium
from tests.serve.running import Running

PAGES = {  # address → status, language of the page that a reader of English gets
    "/": (200, "en"),
    "/org/cn-500117007-office": (200, "en"),
    "/org/cn-500117007-office.html": (200, "zh-Hans"),
    "/report/cn-500117007-office/2023": (200, "en"),
    "/ns": (200, "en"),
    "/coverage.html": (200, "zh-Hans"),
    "/reports/cn-500117007-office/2023/validation.html": (200, "zh"),
    "/org/none": (404, "en"),
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    api = pytest.importorskip("playwright.sync_api", reason="no playwright")
    with api.sync_playwright() as p:
        running = chromium(p)
        yield running
        running.close()


def test_the_pages_are_whole_under_the_policy(browser: Any, published_server: Running) -> None:
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    wrong: list[object] = []
    page.on("console", lambda m: wrong.append(m.text) if m.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("response", lambda r: wrong.append((r.url, r.status)) if r.status >= 400 else None)
    for at, (status, language) in PAGES.items():
        wrong.clear()
        answer = page.goto(f"http://127.0.0.1:{published_server.port}{at}", wait_until="networkidle")
        assert answer.status == status, at
        if status == 404:  # the page itself, which the browser tells on its console, too
            wrong[:] = [w for w in wrong if "404" not in str(w)]
        assert not wrong, (at, wrong)
        assert page.evaluate("document.documentElement.lang").startswith(language), at
        styled = page.evaluate(
            "[...document.styleSheets].some(s => s.cssRules.length > 3) && getComputedStyle(document.body).fontFamily"
        )
        assert styled, f"{at} has no style"
    context.close()
