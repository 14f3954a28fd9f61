"""The data from Python: plain rows, frames, libraries in and out, and the tutorial."""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import Literal, NamedNode, Quad

import dashi_kg
from dashi_kg.errors import DashiError
from dashi_kg.export.charts import Chart
from dashi_kg.site.site import Site
from tests.conftest import REPORT, REPORT_DIR, ROOT
from tests.once import few_paths

TUTORIAL = ROOT / "docs" / "tutorial.md"


@pytest.fixture(scope="module")
def graph() -> dashi_kg.Graph:
    return dashi_kg.build(REPORT_DIR)


def test_the_functions_are_not_hidden_by_their_modules(graph: dashi_kg.Graph) -> None:
    import dashi_kg.loading.stores
    import dashi_kg.publishing.release
    import dashi_kg.validation.engine

    for name in ("read", "build", "validate", "publish", "load", "extract", "outline"):
        assert callable(getattr(dashi_kg, name)), name
        assert not isinstance(getattr(dashi_kg, name), type(dashi_kg)), name


def test_rows_are_plain_and_exact(graph: dashi_kg.Graph) -> None:
    (row,) = graph.query("total-implied-by-share")
    assert row["count"] == 42
    assert isinstance(row["count"], int)
    assert row["percent"] == Decimal("38")
    assert isinstance(row["percent"], Decimal)
    assert graph.query("ASK { ?r a fz:Report }").rows == [{"answer": True}]
    assert graph.query("sums-and-rates").rows[0]["holds"] is False
    assert graph.query("SELECT ?x { OPTIONAL { ?x a fz:Nothing } }").rows == [{"x": None}]


def test_questions_take_parameters(graph: dashi_kg.Graph) -> None:
    assert len(graph.query("report-metadata", year=2023)) == 1
    assert len(graph.query("report-metadata", year=2022)) == 0
    with pytest.raises(DashiError, match="no parameter"):
        graph.query("report-metadata", yaer=2023)
    with pytest.raises(DashiError, match="only saved questions"):
        graph.query("SELECT * { ?s ?p ?o }", year=2023)
    with pytest.raises(DashiError, match="gives triples"):
        graph.query("CONSTRUCT WHERE { ?s a fz:Report }")
    with pytest.raises(DashiError, match="gives no triples"):
        graph.construct("ASK {}")


def test_rdflib_in_and_out_keeps_every_quad(graph: dashi_kg.Graph) -> None:
    again = dashi_kg.Graph.from_rdflib(graph.to_rdflib())
    assert {q.triple for q in again.store} == {q.triple for q in graph.store}
    assert {str(q.graph_name) for q in again.store} == {str(q.graph_name) for q in graph.store}
    plain = rdflib.Graph().parse(data='<urn:a> <urn:b> "x" .', format="turtle")
    assert len(dashi_kg.Graph.from_rdflib(plain)) == 1


def test_files_in_and_out(graph: dashi_kg.Graph, tmp_path: Path) -> None:
    (tmp_path / "x.nq").write_text(graph.serialize("nq"), encoding="utf-8")
    assert set(dashi_kg.Graph.open(tmp_path / "x.nq").store) == set(graph.store)


def test_frames(graph: dashi_kg.Graph) -> None:
    pandas = pytest.importorskip("pandas", reason="the extra frames is not installed")
    pytest.importorskip("polars", reason="the extra frames is not installed")
    rows = graph.query("values-with-quotes")
    frame = rows.to_pandas()
    assert isinstance(frame, pandas.DataFrame)
    assert list(frame.columns) == list(rows.columns)
    assert len(frame) == 31
    table = rows.to_polars()
    assert table.shape == (31, 41)
    assert graph.query("plans-with-target").to_polars().columns == ["plan", "words", "target", "unit"]
    assert list(graph.query("plans-with-target").to_pandas().columns) == ["plan", "words", "target", "unit"]


def test_read_is_the_reader() -> None:
    assert len(dashi_kg.read(REPORT).observations) == 31
    assert len(dashi_kg.read(str(REPORT)).observations) == 31


def test_every_block_of_the_tutorial_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Top to bottom in one namespace, as a reader would; the site that is published has few pages."""
    monkeypatch.setattr(Site, "paths", few_paths)
    blocks = re.findall(
        r"^```python\n(.*?)^```$", TUTORIAL.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    assert len(blocks) >= 10
    monkeypatch.chdir(ROOT)
    namespace: dict[str, object] = {}
    for number, block in enumerate(blocks):
        if "to_pandas" in block or "to_polars" in block:
            pytest.importorskip("pandas", reason="the extra frames is not installed")
            pytest.importorskip("polars", reason="the extra frames is not installed")
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(block, f"tutorial block {number}", "exec"), namespace)
        assert printed.getvalue(), block


def test_a_change_in_the_store_is_seen_even_where_its_length_stays() -> None:
    quads = [
        Quad(NamedNode("https://x.org/a"), NamedNode("https://x.org/p"), Literal(word))
        for word in ("one", "two")
    ]
    graph = dashi_kg.Graph(quads[:1])
    asked = "SELECT ?o WHERE { ?s ?p ?o }"
    store = graph.store
    assert graph.query(asked).rows == [{"o": "one"}]
    store.remove(quads[0])
    store.add(quads[1])
    assert graph.query(asked).rows == [{"o": "two"}]


def test_tables_are_those_of_the_site(graph: dashi_kg.Graph) -> None:
    rows = graph.observations(topic="G1", place="合川区", year=2023)
    assert {row["organisation_zh"] for row in rows} == {"大石街道办事处"}
    resolved = [
        row for row in rows if row["indicator_iri"].endswith("/disputes-resolved") and row["role"] == "value"
    ]
    assert [(row["value"], row["unit"], row["actor"]) for row in resolved] == [(508, "NUM", None)]
    assert [(row["year"], row["body"]) for row in graph.table("reports")] == [("2023", "cn-500117007-office")]
    with pytest.raises(dashi_kg.api.DashiError, match="topic"):
        graph.observations(topc="G1")
    with pytest.raises(dashi_kg.api.DashiError, match="reports"):
        graph.table("report")


def test_frames_have_types_and_rows_show_as_a_table(graph: dashi_kg.Graph) -> None:
    rows = graph.observations()
    assert rows._repr_html_().count("<tr>") == 21 and "20 / 31" in rows._repr_html_()
    assert "&lt;b&gt;" in dashi_kg.Rows(("a",), [{"a": "<b>"}])._repr_html_()
    pytest.importorskip("pandas", reason="the extra frames is not installed")
    frame = rows.to_pandas()
    assert (str(frame.value.dtype), str(frame.report_year.dtype), str(frame.quote.dtype)) == (
        "Float64",
        "Int64",
        "string",
    )
    assert frame.value.isna().sum() == 1 and frame.value.max() == 180000


NOTEBOOKS = sorted((ROOT / "docs" / "notebooks").glob("*.ipynb"))


def test_every_cell_of_the_notebooks_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """Top to bottom, and the last line of each cell has something to show."""
    pytest.importorskip("pandas", reason="the extra frames is not installed")
    assert NOTEBOOKS
    monkeypatch.chdir(ROOT)
    for notebook in NOTEBOOKS:
        cells = json.loads(notebook.read_text(encoding="utf-8"))["cells"]
        namespace: dict[str, object] = {}
        for cell in cells:
            if cell["cell_type"] != "code":
                continue
            assert not cell["outputs"]  # what is shown is made by whoever runs it
            body = ast.parse("".join(cell["source"])).body
            last = body.pop() if isinstance(body[-1], ast.Expr) else None
            exec(compile(ast.Module(body, []), notebook.name, "exec"), namespace)
            if isinstance(last, ast.Expr):
                shown = eval(compile(ast.Expression(last.value), notebook.name, "eval"), namespace)
                assert len(shown._repr_mimebundle_() if isinstance(shown, Chart) else shown)
