"""A person's corrections: saved beside the text, applied after every reading, orphaned where the words are gone."""

from __future__ import annotations

import json
import re
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashi_kg import pipeline
from dashi_kg.errors import DataError
from dashi_kg.knowledge.correct import correct, locate
from dashi_kg.knowledge.corrections import Correction, wrong_values
from dashi_kg.knowledge.reading import load_reading
from dashi_kg.model.fact_list import facts
from dashi_kg.reader.extract import extract
from dashi_kg.review.effect import effect
from dashi_kg.review.lost import misfit
from dashi_kg.review.review_page import review_page
from dashi_kg.review.save import save_corrections
from dashi_kg.review.serve import ReviewServer
from dashi_kg.settings import settings
from dashi_kg.source.read import from_text
from dashi_kg.validation.engine import Validator
from evaluation.labels import _read
from tests.commands import run
from tests.conftest import REPORT_DIR, ROOT

BASE = settings().base
TEXT = (
    "日期:2024-02-20来源:仁和镇人民政府\n2023年,仁和镇推进依法行政,建设法治政府。\n一、2023年主要举措和成效\n"
    "(一)规范执法。受理行政复议申请12件,其中维持8件。组织培训3次。依据行政处罚法开展检查。\n二、存在的问题\n执法力量不足。\n"
)
FIELDS_OF_WORK = (
    "食品", "药品", "消防", "交通", "环保", "水务", "农业", "林业", "价格", "质量", "广告", "特种设备", "燃气", "危化品", "工地",
    "校园", "旅游", "文化", "劳动", "养老", "卫生", "餐饮", "市容", "土地", "矿山",
)  # fmt: skip
WHO = {"id": "reader", "zh": "核对人", "en": "Reader", "date": "2026-11-24"}


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "r.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def row(kind: str, quote: str, decision: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "quote": quote, "decision": decision, **more}


def objects(report: Path, words: str, predicate: str) -> list[tuple[str, str]]:
    """(object, kind of its graph) of the observations whose anchor has exactly these words."""
    quads = pipeline.build(report, BASE).quads

    def pairs(name: str) -> list[tuple[Any, Any]]:
        return [(q.subject, q.object) for q in quads if q.predicate.value.rpartition("#")[2] == name]

    places = {place for place, quote in pairs("anchorOf") if quote.value == words}
    assert places, words
    found = {s for s, o in pairs("anchor") if o in places} & {
        s for s, o in pairs("type") if o.value == f"{BASE}ns#Observation"
    }
    return [
        (getattr(q.object, "value", ""), q.graph_name.value.removeprefix(f"{BASE}graph/").partition("/")[0])  # type: ignore[union-attr]
        for q in quads
        if q.subject in found and q.predicate.value.endswith(predicate)
    ]


def readers(report: Path) -> set[str]:
    """Who reads so: said once, of the named graph of what people interpret."""
    return {
        getattr(q.object, "value", "")
        for q in pipeline.build(report, BASE).quads
        if q.predicate.value.endswith("#wasAttributedTo")
        and getattr(q.subject, "value", "").startswith(f"{BASE}graph/interpreted/")
    }


def test_accepted_corrected_rejected_added(report: Path) -> None:
    rows = [
        row("observation", "受理行政复议申请12件", "accept"),
        row(
            "observation",
            "其中维持8件",
            "correct",
            set={"value": "9", "counted": "维持原决定"},
            note="原文笔误",
        ),
        row("observation", "组织培训3次", "reject"),
        row("problem", "执法力量不足", "accept"),
        row("citation", "开展检查", "add", set={"title": "检查方案", "kind": "plan"}),
    ]
    assert save_corrections(pipeline.reading_file(report), rows, WHO) == 5
    assert objects(report, "受理行政复议申请12件", "#confidence") == [(f"{BASE}ns#reviewed", "stated")]
    corrected = "其中维持8件"
    assert objects(report, corrected, "/hasSimpleResult") == [("9", "interpreted")]
    assert objects(report, corrected, "#basis") == [(f"{BASE}ns#interpreted", "interpreted")]
    assert readers(report) == {f"{BASE}agent/reader"}
    assert objects(report, corrected, "#countedThing") == [("维持原决定", "interpreted")]
    assert objects(report, "组织培训3次", "#basis") == []
    found = pipeline.build(report, BASE).extraction
    assert "检查方案" in {c.title for c in found.citations}
    assert all("orphaned" not in w for w in pipeline.build(report, BASE).warnings)


def test_the_facets_of_a_figure_are_shown_and_set(report: Path) -> None:
    found = pipeline.build(report, BASE).extraction
    (fact,) = (f for f in facts(found) if f.words and found.source.quote(f.span) == "受理行政复议申请12件")
    shown = dict(fact.values)
    assert (shown["topic"], shown["quantity_kind"], shown["stage"], shown["audience"]) == (
        "G2",
        "matter",
        "accepted",
        "",
    )
    rows = [row("observation", "受理行政复议申请12件", "correct", set={"topic": "G3", "stage": "concluded"})]
    assert save_corrections(pipeline.reading_file(report), rows, WHO) == 1
    # no name of litigation: the words speak of 复议
    assert objects(report, "受理行政复议申请12件", "/observedProperty") == [
        (f"{BASE}indicator/G3.matter.concluded", "interpreted")
    ]
    wrong = wrong_values({"topic": "Z9"})
    assert wrong is not None
    assert wrong.en.startswith("“Z9” is not a key of topic")
    assert wrong_values({"stage": "concluded", "quantity_kind": "matter", "audience": "staff"}) is None


def test_a_correction_whose_words_are_gone_is_orphaned_and_kept(report: Path) -> None:
    file = pipeline.reading_file(report)
    save_corrections(file, [row("observation", "组织培训3次", "reject")], WHO)
    report.write_text(TEXT.replace("组织培训3次", "组织培训4次"), encoding="utf-8")
    built = pipeline.build(report, BASE)
    assert any("no longer in the report" in w and "组织培训3次" in w for w in built.warnings)
    assert "4" in {str(o.value) for o in built.extraction.observations}
    assert len(load_reading(file).corrections) == 1
    done = run("review", report, "--check")
    said = "reject figure “组织培训3次”: these words are no longer in the text.\n"
    assert (done.returncode, done.stdout.decode()) == (1, said)
    seen = pipeline.review_of(report)
    page = review_page(seen.found, seen.grades, name="r", known=seen.known, orphaned=seen.orphaned, lang="zh")
    assert "驳回数值“组织培训3次”：原文中已没有这些字。" in page
    unread = Correction("problem", "组织培训4次", "accept")
    assert misfit(seen.found, unread).zh == "现在的规则从这些字读不出这样的条目"
    twice = Correction("observation", "件", "accept")  # 12件, 8件
    assert "more than once" in misfit(seen.found, twice).en
    other = Correction("observation", "组织培训4次", "correct", values=(("numerator", "没有的数9件"),))
    assert "other figure" in misfit(seen.found, other).en


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([row("number", "x", "accept")], "unknown kind “number”"),
        ([row("observation", "x", "maybe")], "unknown decision “maybe”"),
        ([row("observation", "x", "correct")], "gives no value"),
        ([row("observation", "x", "correct", set={"value": "zwölf"})], "“zwölf” is not a number"),
        ([row("observation", "x", "correct", set={"period": "last year"})], "is not a period"),
        ([row("observation", "x", "correct", set={"colour": "red"})], "unknown key “colour”"),
        ([row("measure", "x", "add")], "a measure cannot be added"),
        ([row("problem", "x", "accept"), row("problem", "x", "reject")], "two decisions on one item"),
        ([{"kind": "problem", "decision": "accept"}], "“quote” is missing"),
        (["x"], "a list of corrections is expected"),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_wrong_corrections_are_one_error_and_change_nothing(
    report: Path, rows: list[Any], words: str
) -> None:
    file = pipeline.reading_file(report)
    save_corrections(file, [row("problem", "执法力量不足", "accept")], WHO)
    before = file.read_bytes()
    with pytest.raises(DataError, match=re.escape(words)):
        save_corrections(file, rows, WHO)
    assert file.read_bytes() == before


def test_the_rest_of_a_hand_made_file_stays_as_it_is(tmp_path: Path) -> None:
    own = (ROOT / "data" / "reports" / "cn-500117007-office" / "2023" / "reading.yaml").read_text(
        encoding="utf-8"
    )
    file = tmp_path / "reading.yaml"
    file.write_text(own, encoding="utf-8")
    save_corrections(file, [row("problem", "x", "accept")], WHO)
    save_corrections(file, [row("problem", "y", "accept", note="第二次: 改")], WHO)
    assert file.read_text(encoding="utf-8").startswith(own.rstrip("\n"))
    assert [c.quote for c in load_reading(file).corrections] == ["y"]
    save_corrections(file, [], WHO)
    assert file.read_text(encoding="utf-8").rstrip("\n") == own.rstrip("\n")


WORDS = st.text(st.sampled_from("甲乙丙丁受理案件12件,。\n"), max_size=40)


@given(before=WORDS, after=WORDS)
def test_a_correction_survives_text_around_it(before: str, after: str) -> None:
    """However the text before and after changes, a correction finds its own words, or nothing; never others."""
    one = Correction("observation", "组织培训3次", "reject", prefix="维持8件。", suffix="。依据")
    text = TEXT.replace("(一)规范执法。", f"(一)规范执法。{before}") + after
    span = locate(text, one)
    assert span is not None
    assert text[span.start : span.end] == one.quote
    found = extract(from_text(text)) if text.strip() else None
    if found:
        fixed = correct(found, [one])
        left = [o for o in fixed.found.observations if o.span == span]
        assert (left == []) != bool(fixed.orphaned)


def test_two_equal_quotes_are_told_apart_by_the_words_around(report: Path) -> None:
    twice = TEXT.replace("组织培训3次。", "组织培训3次。再次组织培训3次。")
    found = extract(from_text(twice))
    near = Correction("observation", "组织培训3次", "reject", prefix="维持8件。", suffix="。再次")
    assert correct(found, [near]).orphaned == ()
    bare = Correction("observation", "组织培训3次", "reject")
    assert correct(found, [bare]).orphaned == (bare,)


def test_the_page_holds_every_fact_and_nothing_from_elsewhere(report: Path) -> None:
    seen = pipeline.review_of(report)
    page = review_page(seen.found, seen.grades, name="<r>", known=seen.known, lang="zh")
    assert "<title>人工核对 · &lt;r&gt;</title>" in page
    english = review_page(seen.found, seen.grades, name="r", known=seen.known, lang="en")
    assert "<title>Review · r</title>" in english
    assert not re.search(r"\[\[[a-z_]+\]\]|\{\{[a-z]+\}\}", english + page)
    data = json.loads(
        re.search(r'<script type="application/json" id="data">(.*?)</script>', page, re.DOTALL)[1]
    )  # type: ignore[index]
    assert [row[1] for row in data["facts"]["rows"]] == [f.id for f in facts(seen.found)]
    assert data["text"] == seen.found.source.text
    beside = re.sub(r'<header class="top">.*?</header>', "", page, count=1)  # whose links lead to the site
    assert beside != page and not re.search(r"https?://", beside)
    assert "unsafe-inline" not in page


@pytest.fixture
def served(report: Path) -> Iterator[tuple[Path, str]]:
    file = pipeline.reading_file(report)

    def page(save_url: str) -> str:
        seen = pipeline.review_of(report)
        return review_page(
            seen.found, seen.grades, name="r", known=seen.known, orphaned=seen.orphaned, save_url=save_url,
            read=seen.read, indicators=seen.indicators, lang="zh",
        )  # fmt: skip

    def save(rows: list[Any]) -> str:
        save_corrections(file, rows, WHO)
        return file.name

    def changes(rows: list[Any]) -> list[str]:
        return [words.zh for words in effect(report, BASE, rows, WHO)]

    server = ReviewServer(page, save, changes)
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    yield report, server.url
    server.server.shutdown()
    thread.join()


def post(url: str, body: bytes, **headers: str) -> tuple[int, str]:
    request = urllib.request.Request(url, body, {"Content-Type": "application/json", **headers})
    try:
        with urllib.request.urlopen(request) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_saving_needs_the_page_s_own_address(served: tuple[Path, str]) -> None:
    report, url = served
    rows = json.dumps([row("problem", "执法力量不足", "accept")]).encode()
    root = url.rsplit("/", 2)[0]
    assert post(f"{root}/save", rows)[0] == 403
    assert post(f"{url}save", rows, Origin="https://elsewhere.example")[0] == 403
    assert post(f"{url}save", b"[", Origin=root)[0] == 400
    assert post(f"{url}save", b'[{"kind": "x"}]')[0] == 400
    assert not pipeline.reading_file(report).exists()
    assert post(f"{url}save", rows, Origin=root) == (200, json.dumps({"file": "r.reading.yaml"}))
    assert pipeline.reading_file(report).exists()


@pytest.mark.browser
def test_in_a_browser_a_clerk_sets_a_date_corrects_accepts_undoes_and_saves(
    served: tuple[Path, str], tmp_path: Path
) -> None:
    """Real Chromium: issuer, date and indicator set, one figure rejected, the rest accepted at once, taken back and
    done again, the effect shown before it is saved; the graph has changed, and is published."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from tests.browser import chromium

    report, url = served
    many = "".join(f"开展{what}检查{n}次。" for n, what in enumerate(FIELDS_OF_WORK, start=2))
    report.write_text(
        TEXT.replace("来源", "主办").replace("依据行政处罚法", f"{many}依据行政处罚法"), encoding="utf-8"
    )
    with playwright.sync_playwright() as p:
        browser = chromium(p)
        page = browser.new_page(viewport={"width": 1280, "height": 800})
        faults: list[str] = []
        page.on("pageerror", lambda e: faults.append(str(e)))
        page.on("console", lambda m: faults.append(m.text) if m.type == "error" else None)
        page.goto(url)
        progress = page.locator("#progress")
        for field, value in (("signed", "2024-02-01"), ("issuer", "合川区司法局")):
            page.locator(f"#head-{field}").fill(value)
            page.locator(f"#head-{field}").press("Tab")
        page.locator("mark[aria-label*='= 12 件']").first.focus()
        page.keyboard.press("Enter")
        page.locator("#item-o01 input[data-field=indicator]").fill(
            page.locator("#indicators option[value*='[litigation-cases-concluded]']").get_attribute("value")
        )
        page.locator("#item-o01 button[data-decision=correct]").click()
        page.locator("mark[aria-label*='= 3 次']").first.click()
        page.locator("#item-o03 button[data-decision=reject]").click()
        page.locator("#accept-all").click()
        count = page.evaluate("data.facts.length")
        figures = page.evaluate("data.facts.filter((f) => f.kind === 'observation').length")
        progress.filter(has_text=f"已决定 {count} / {count}").wait_for()
        assert count - 2 >= 50
        page.locator("h1").click()
        page.keyboard.press("u")
        progress.filter(has_text=f"已决定 2 / {count}").wait_for()
        page.select_option("#kind", "problem")
        page.locator("#accept-all").click()
        progress.filter(has_text=f"已决定 3 / {count}").wait_for()
        page.select_option("#kind", "")
        page.locator("#accept-all").click()
        progress.filter(has_text=f"已决定 {count} / {count}").wait_for()
        page.locator("h1").click()
        page.screenshot(path=str(tmp_path / "1280.png"))
        page.keyboard.press("s")
        page.locator("#confirm").wait_for()
        shown = page.locator("#effect").text_content() or ""
        assert "成文日期：没有 → 2024-02-01" in shown
        assert f"数值的条数：{figures} → {figures - 1}" in shown
        assert f"经人核对的条目：+{count - 2}" in shown
        assert not pipeline.reading_file(report).exists()
        page.locator("#confirm").click()
        progress.filter(has_text="已保存").wait_for()
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth <= 390")
        page.reload()
        assert f"已决定 {count} / " in (progress.text_content() or "")  # and the body that was named
        assert page.locator("#head-signed").input_value() == "2024-02-01"
        assert faults == []
        browser.close()
    found = pipeline.build(report, BASE).extraction
    assert [(o.id, str(o.value), o.indicator) for o in found.observations][:2] == [
        ("o01", "12", "litigation-cases-concluded"),
        ("o02", "8", ""),
    ]
    assert len(found.reviewed) == count - 2
    assert found.metadata.signed is not None
    assert found.metadata.signed.value == "2024-02-01"
    release = pipeline.publish(tmp_path / "out", BASE, data=report, site=False)
    assert release.reports == 1
    assert "2024-02-01" in (tmp_path / "out" / "dashi-kg.nq").read_text(encoding="utf-8")


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme", "lang"), [(390, "light", "zh"), (1280, "dark", "en")])
def test_axe_finds_nothing_on_the_review_page(tmp_path: Path, width: int, scheme: str, lang: str) -> None:
    """As it opens, with the fields of the report, and with an item to correct; and nothing runs over the edge."""
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    from tests.axe import violations
    from tests.browser import chromium

    seen = pipeline.review_of(REPORT_DIR)
    file = tmp_path / "review.html"
    page_of = review_page(
        seen.found, seen.grades, name="r", known=seen.known, indicators=seen.indicators, lang=lang
    )
    file.write_text(page_of, encoding="utf-8")
    # of 31 figures, with the list of all indicators, half of it; a report of 5,000 characters with 250 of them takes 47 kB more
    assert file.stat().st_size < 200_000
    found: list[tuple[object, ...]] = []
    with playwright.sync_playwright() as p:
        browser = chromium(p)
        context = browser.new_context(
            viewport={"width": width, "height": 850}, color_scheme=scheme, bypass_csp=True
        )
        for state in ("opened", "report", "item", "menu"):
            page = context.new_page()
            page.goto(file.as_uri())
            if state == "report":
                page.locator("#report summary").click()
            elif state == "item":
                page.locator("#text mark").nth(5).focus()
                page.keyboard.press("Enter")
                page.locator("#panel input").first.wait_for()
            elif state == "menu" and width == 390:
                page.locator(".to-menu").click()
            wide = page.evaluate("document.documentElement.scrollWidth")
            found += [(state, "wide", wide)] if wide > width else []
            found += [(state, *one) for one in violations(page)]
            page.close()
        browser.close()
    assert found == []


def head(**values: str) -> dict[str, Any]:
    return {"kind": "report", "decision": "correct", "set": values}


def test_what_the_page_does_not_say_of_the_report_is_set_kept_and_signed(report: Path) -> None:
    """A pasted text without head: issuer, year, dates, publisher come from a person, and the graph says so."""
    report.write_text(TEXT.partition("\n")[2].replace("仁和镇", "我镇"), encoding="utf-8")
    bare = pipeline.build(report, BASE)
    assert bare.extraction.metadata.issuer is None
    given = head(
        issuer="合川区司法局", year="2022", title="合川区司法局2022年报告", issued="2023-03-01", signed="2023-02-28",
        publisher="合川区人民政府",
    )  # fmt: skip
    save_corrections(pipeline.reading_file(report), [given], WHO)
    built = pipeline.build(report, BASE)
    assert (built.org_id, built.year) == ("cn-500117-justice-bureau", "2022") or built.year == "2022"
    said = {
        q.predicate.value.rpartition("/")[2].rpartition("#")[2]: q.graph_name.value.removeprefix(
            f"{BASE}graph/"
        )  # type: ignore[union-attr]
        for q in built.quads
        if getattr(q.subject, "value", "").endswith(f"/{built.org_id}/2022")
        and "/interpreted/" in q.graph_name.value  # type: ignore[union-attr]
    }
    assert {"creator", "publisher", "issued", "created", "reportYear", "title"} <= set(said)
    periods = {o.period.key for o in built.extraction.observations}
    assert periods == {"2022"}
    assert "公开日期" not in " ".join(w.zh for w in built.warnings)
    # who interprets is said of the bodies, too, which no graph of a report holds
    assert "S25" not in {f.code for f in Validator(BASE).check(built.quads).findings}
    assert run("extract", report).stdout.decode() != ""
    seen = pipeline.review_of(report)
    assert seen.read.issuer is None
    assert seen.orphaned == ()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"issued": "2024年3月"}, "is not a date"),
        ({"year": "23"}, "is not a year"),
        ({"colour": "red"}, "unknown key"),
    ],
)
def test_wrong_words_of_the_report_itself_are_refused(
    report: Path, values: dict[str, str], words: str
) -> None:
    with pytest.raises(DataError, match=words):
        save_corrections(pipeline.reading_file(report), [head(**values)], WHO)


def test_part_and_base_of_a_figure_are_set_by_its_words(report: Path) -> None:
    rows = [
        row(
            "observation",
            "组织培训3次",
            "correct",
            set={"numerator": "其中维持8件", "denominator": "受理行政复议申请12件"},
        ),
        row("observation", "其中维持8件", "correct", set={"component_of": ""}),
    ]
    save_corrections(pipeline.reading_file(report), rows, WHO)
    first, second, third = pipeline.build(report, BASE).extraction.observations
    assert (third.numerator, third.denominator) == (second.id, first.id)
    assert (second.component_of, second.role) == (None, "value")
    rows[0]["set"] = {"numerator": "其中维持9件"}
    save_corrections(pipeline.reading_file(report), rows, WHO)
    assert [c.quote for c in pipeline.review_of(report).orphaned] == ["组织培训3次"]
    rows[0]["set"] = {"numerator": "其中维持8件"}
    rows[1] = row("observation", "其中维持8件", "reject")
    save_corrections(pipeline.reading_file(report), rows, WHO)
    assert pipeline.build(report, BASE).extraction.observations[-1].numerator is None


def test_the_effect_is_said_and_nothing_is_written(report: Path) -> None:
    said = effect(report, BASE, [head(issued="2024-04-02"), row("problem", "执法力量不足", "reject")], WHO)
    assert "公开日期：2024-02-20 → 2024-04-02" in [w.zh for w in said]
    assert "items of the kind “shortcoming”: 1 → 0" in [w.en for w in said]
    assert not pipeline.reading_file(report).exists()
    assert effect(report, BASE, [], WHO) == []


def test_what_was_reviewed_becomes_labelled_text(report: Path, tmp_path: Path) -> None:
    """A line with an open figure is left out; one whose figures are judged has facets, one judged whole has all labels."""
    seen = pipeline.review_of(report)
    line = seen.found.source.text.split("\n")[3]
    own = [f for f in facts(seen.found) if seen.found.source.quote(f.span) in line]
    figures = [f for f in own if f.kind == "observation"]

    def accepted(chosen: list[Any]) -> list[dict[str, Any]]:
        return [row(f.kind, seen.found.source.quote(f.span), "accept", of=f.of) for f in chosen]

    def exported() -> list[Path]:
        folder = tmp_path / "out"
        done = run("review", report, "--export", folder)
        assert done.returncode == 0, done.stderr
        return sorted(folder.glob("*.yaml")) if folder.exists() else []

    save_corrections(pipeline.reading_file(report), accepted(figures[1:]), WHO)
    assert exported() == []
    corrected = row("observation", "组织培训3次", "correct", set={"counted": "培训"}, of="组织培训")
    save_corrections(pipeline.reading_file(report), [*accepted(figures[:2]), corrected], WHO)
    (file,) = exported()
    (labelled,) = [_read(file)]
    assert labelled.facets_only
    assert [(n.quote, n.counted) for n in labelled.numbers][2] == ("3次", "培训")
    assert labelled.numbers[1].relations.part_of == 0
    save_corrections(pipeline.reading_file(report), accepted(own), WHO)
    (file,) = exported()
    assert (_read(file).facets_only, _read(file).documents) == (False, ("行政处罚法",))


def test_extract_applies_saved_corrections(report: Path) -> None:
    assert "组织培训" in run("extract", report).stdout.decode()
    save_corrections(
        report.with_suffix(".reading.yaml"), [row("observation", "组织培训3次", "reject", of="组织培训")], WHO
    )
    assert "组织培训 = 3" not in run("extract", report).stdout.decode()
