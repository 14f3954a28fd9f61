"""The saved questions: every one answered row by row on the Dashi graph, by two engines."""

from __future__ import annotations

import re
from pathlib import Path

import pyoxigraph
import pytest
import rdflib

from dashi_kg.errors import DashiError, DataError
from dashi_kg.pipeline import build, own_quads, shared_quads
from dashi_kg.query.bind import bind
from dashi_kg.query.columns import COLUMNS, cell
from dashi_kg.query.engines import engine
from dashi_kg.query.questions import question, questions, read_question
from dashi_kg.query.result import Engine
from tests.conftest import ROOT
from tests.many import in_one
from tests.questions import BASE, FOLDER, answer, expected, page, table

QUESTIONS = questions()
# what the design note gives as answers: row counts that a wrong golden file would break
COUNTS = {
    "report-metadata": 1, "published-in-time": 1, "required-content": 5, "measures-by-task": 11,
    "problems-without-plan": 6, "plans-without-problem": 1, "plans-that-continue": 9, "plans-with-target": 0,
    "total-implied-by-share": 1, "sums-and-rates": 4, "reconsideration-and-litigation": 2, "legal-counsel": 4,
    "leading-group": 4, "values-with-quotes": 31, "lower-bounds": 9, "values-of-other-periods": 8,
    "requirements-not-results": 1, "tensions": 3, "slogans-spelled-out": 6, "documents-cited": 11, "legal-echoes": 2,
    "compare-indicator": 1, "find-quote": 3, "open-disputes": 1, "measures-without-numbers": 32,
    "what-became-of-plans": 20, "dataset-record": 1, "quotes-in-source": 1, "coverage": 1, "topic-over-years": 6, "rates-with-bases": 3, "who-acted": 4,
    "outcomes-by-stage": 4, "mediation-by-county": 1, "before-and-after": 0, "what-bodies-compare-on": 0,
}  # fmt: skip


@pytest.fixture(scope="module", params=["pyoxigraph", "rdflib"])
def on(request: pytest.FixtureRequest) -> Engine:
    return engine(request.param, own_quads(BASE), BASE)


def test_there_are_thirty_and_more() -> None:
    assert len(QUESTIONS) >= 30
    assert {q.number for q in QUESTIONS} >= set(range(1, 31))


def test_every_question_has_an_answer_and_every_answer_a_question() -> None:
    assert {path.stem for path in FOLDER.glob("*.csv")} == {q.name for q in QUESTIONS}


@pytest.mark.parametrize("name", [q.name for q in QUESTIONS])
def test_the_answer_is_as_expected(on: Engine, name: str) -> None:
    assert answer(question(name), on) == expected(name)


@in_one(("name", "count"), COUNTS.items())
def test_the_answer_has_as_many_rows_as_the_inventory(name: str, count: int) -> None:
    assert len(expected(name)) - 1 == count


@in_one("q", QUESTIONS, ids=lambda q: q.name)
def test_the_order_of_rows_is_total(q) -> None:  # type: ignore[no-untyped-def]
    assert "ORDER BY" in q.text


@pytest.mark.parametrize(
    "on", ["pyoxigraph"], indirect=True
)  # that the other engine agrees was seen in Chinese
@pytest.mark.parametrize("q", QUESTIONS, ids=lambda q: q.name)
def test_in_english_there_is_as_much(on: Engine, q) -> None:  # type: ignore[no-untyped-def]
    text = q.full_text(BASE, bind(q, {}, BASE, "en"))
    rows = table(on.run(text))
    assert len(rows) == len(expected(q.name))
    # the words of the report are in its own language; the columns of the tables say which language they hold
    own = {"words", "quote", "planned", "done", "first", "second", "title", "actor", "counted_words"}
    chinese = {"province", "county"} if q.name == "values-with-quotes" else set()
    named = [i for i, name in enumerate(rows[0]) if name not in own | chinese and not name.endswith("_zh")]
    assert not any(row[i].endswith("@zh") for row in rows[1:] for i in named)


# ------------------------------------------------------------------ parameters


def test_a_parameter_narrows_the_answer(on: Engine) -> None:
    q = question("report-metadata")
    for year, rows in (("2023", 1), ("2022", 0)):
        assert len(table(on.run(q.full_text(BASE, bind(q, {"year": year}, BASE))))) - 1 == rows
    q = question("problems-without-plan")
    for report, rows in (("report/cn-500117007-office/2023", 6), ("report/other/2023", 0)):
        assert len(table(on.run(q.full_text(BASE, bind(q, {"report": report}, BASE))))) - 1 == rows
    for judged, rows in (("true", 6), ("false", 0)):
        assert len(table(on.run(q.full_text(BASE, bind(q, {"judged": judged}, BASE))))) - 1 == rows
    q = question("compare-indicator")
    rows = len(table(on.run(q.full_text(BASE, bind(q, {"indicator": "ind:contracts-revised"}, BASE))))) - 1
    assert rows == 1


@pytest.mark.parametrize("name", ["report-metadata", "dataset-record"])
def test_a_report_without_a_date_of_publication_is_listed_too(tmp_path: Path, name: str) -> None:
    file = tmp_path / "a.txt"
    file.write_text(
        "合川区大石街道办事处2023年法治政府建设年度报告\n一、2023年推进法治政府建设的主要举措和成效\n开展宣传活动30次。\n",
        encoding="utf-8",
    )
    on = engine("pyoxigraph", [*shared_quads(BASE), *build(file, BASE).quads], BASE)
    assert len(table(on.run(question(name).full_text(BASE)))) == 2  # the head, and the report


def test_no_problem_is_called_open_in_a_report_that_nobody_judged() -> None:
    """The bureau's report has problems and plans, and no reading of a person."""
    bureau = build(ROOT / "tests" / "reports" / "bureau.txt", BASE)
    on = engine("pyoxigraph", [*own_quads(BASE), *bureau.quads], BASE)
    rows = answer(question("problems-without-plan"), on)[1:]
    told = {(row[0].partition("#")[0], row[2]) for row in rows}
    assert told == {
        ("<report/cn-500117007-office/2023", "true"),
        ("<report/cn-130534-x28ffa19e/2023", "false"),
    }


def test_values_of_one_indicator_are_marked_where_they_do_not_compare(tmp_path: Path) -> None:
    bodies = {
        "甲": ("合川区大石街道办事处", 2022, "全年开展各类宣传活动30次。"),
        "乙": ("合川区钓鱼城街道办事处", 2023, "全年开展各类宣传活动40次。上半年开展各类宣传活动15次。"),
        "丙": ("合川区南津街街道办事处", 2023, "全年开展各类宣传活动12场。"),
    }
    quads = []
    for name, (body, year, words) in bodies.items():
        file = tmp_path / f"{name}.txt"
        file.write_text(
            f"{body}{year}年法治政府建设年度报告\n一、{year}年推进法治政府建设的主要举措和成效\n{words}\n",
            encoding="utf-8",
        )
        quads.append(build(file, BASE).quads)

    def marks(*which: int) -> list[str]:
        on = engine("pyoxigraph", [*shared_quads(BASE), *(q for i in which for q in quads[i])], BASE)
        rows = table(on.run(question("compare-indicator").full_text(BASE)))
        return [f"{row[5]} {row[-1].removeprefix('<comparability/').rstrip('>')}" for row in rows[1:]]

    assert sorted(marks(0, 1)) == ["15 other-period", "30 comparable", "40 comparable"]
    assert sorted(marks(0, 2)) == ["12 comparable", "30 comparable"]  # 场 and 次 are both events
    assert marks(0) == ["30 alone"]


INJECTIONS = [
    '"} } DROP ALL #', "'; SELECT * WHERE {", '" } UNION { ?s ?p ?o } #', "\\u0022 } #", "\n} #", "\\", '"""', "}",
    '18万" ) } #', "?x", "\t\r\n", "\x00"[:0] + "\x1f", "𠀀",
]  # fmt: skip


@pytest.mark.parametrize("words", INJECTIONS)
def test_what_looks_like_sparql_stays_words(words: str) -> None:
    q = question("find-quote")
    text = q.full_text(BASE, bind(q, {"words": words}, BASE))
    store = pyoxigraph.Store()
    subject, exact = pyoxigraph.NamedNode("urn:a"), pyoxigraph.NamedNode("http://www.w3.org/ns/oa#exact")
    store.add(pyoxigraph.Quad(subject, exact, pyoxigraph.Literal(f"前{words}后")))
    store.add(pyoxigraph.Quad(subject, exact, pyoxigraph.Literal("无关")))
    asked = next(line.strip() for line in text.splitlines() if line.strip().startswith("VALUES"))
    assert asked.startswith("VALUES ?words { ")
    found = store.query(f"SELECT ?q {{ {asked}\n ?x <{exact.value}> ?q FILTER(CONTAINS(?q, ?words)) }}")
    assert [s["q"].value for s in found] == [f"前{words}后"]  # type: ignore[union-attr]
    rdflib.Graph().query(text)  # it parses there, too


@in_one(
    ("name", "values", "words"),
    [
        ("report-metadata", {"yaer": "2023"}, "Did you mean “year”?"),
        ("report-metadata", {"x": "1"}, "It has: year."),
        ("leading-group", {"x": "1"}, "It has: none."),
        ("report-metadata", {"year": "2023 } #"}, "not an xsd:gYear"),
        ("compare-indicator", {"indicator": "a b"}, "not an IRI"),
        ("compare-indicator", {"indicator": "x> } #"}, "not an IRI"),
        ("compare-indicator", {"indicator": ""}, "not an IRI"),
        ("find-quote", {"words": "a\0b"}, "a character that no text has"),
    ],
)
def test_bad_values_are_refused(name: str, values: dict[str, str], words: str) -> None:
    with pytest.raises(DashiError) as caught:
        bind(question(name), values, BASE)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("ind:contracts-revised", f"{BASE}indicator/contracts-revised"),
        ("indicator/contracts-revised", f"{BASE}indicator/contracts-revised"),
        ("https://example.org/x", "https://example.org/x"),
    ],
)
def test_iris_may_be_short(written: str, meant: str) -> None:
    assert f"VALUES ?indicator {{ <{meant}> }}" in bind(
        question("compare-indicator"), {"indicator": written}, BASE
    )


# ------------------------------------------------------------------ files


HEADER = "# zh: 问\n# en: ask\n# rows-zh: 行\n# rows-en: row\n# cq: 1\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("# zh: 问\nASK {}", "lacks “# en:”"),
        (HEADER + "# cp: 1\nASK {}", "line 6: unknown header"),
        (HEADER + "# param: x\nASK {}", "malformed parameter"),
        (HEADER + "# param: x colour 甲 | a\nASK {}", "malformed parameter"),
        (HEADER + "# param: x string 甲 | a\nASK {}", "differ"),
        (HEADER + "ASK {\n  VALUES ?x { UNDEF } # param\n}", "differ"),
    ],
)
def test_a_malformed_file_is_named(tmp_path: Path, text: str, words: str) -> None:
    (tmp_path / "x.rq").write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        read_question(tmp_path / "x.rq")
    assert words in str(caught.value)
    assert str(caught.value).startswith("x.rq")


def test_the_nearest_name_is_suggested() -> None:
    with pytest.raises(DashiError, match="no saved question") as caught:
        question("lower-bound")
    assert "lower-bounds" in str(caught.value)


def test_every_column_of_a_saved_question_has_a_name_in_both_languages() -> None:
    heads = [path.read_text(encoding="utf-8").partition("\n")[0] for path in sorted(FOLDER.glob("*.csv"))]
    variables = {name for line in heads for name in line.strip().split(",")}
    assert len(variables) > 60
    assert variables == set(COLUMNS)


@in_one("name", [q.name for q in questions()])
def test_a_person_meets_no_variable_and_no_key_of_a_question(name: str) -> None:
    """What a row is is said without the names of variables; words that a question puts into cells have Chinese ones."""
    asked = question(name)
    assert re.findall("[a-z]{3,}", asked.rows_zh) == []
    put = re.findall(r'BIND\((?:"([a-z ]+)"|IF\([^"()]*"([a-z ]+)", "([a-z ]+)"\)) AS', asked.text)
    for words in {word for pair in put for word in pair if word}:
        assert cell(words, str(rdflib.XSD.string), "zh") != words, words


def test_keys_in_a_table_of_figures_are_said_in_chinese() -> None:
    rows = expected("values-with-quotes")
    kind = str(rdflib.XSD.string)
    for column in ("stage", "quantity_kind", "audience", "role", "rule_counted", "level", "grade"):
        keys = {row[rows[0].index(column)] for row in rows[1:]} - {""}
        assert keys and not [key for key in keys if cell(key, kind, "zh", column) == key], column


@pytest.mark.parametrize(("lang", "name"), [("en", "questions.md"), ("zh", "questions.zh.md")])
def test_the_pages_list_every_question(lang: str, name: str) -> None:
    """``python -m tests.questions`` writes them."""
    assert (ROOT / "docs" / name).read_text(encoding="utf-8") == page(lang)
