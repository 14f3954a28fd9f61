"""The command export: every format from every kind of data, the same bytes always, errors that help."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import rdflib
from click.testing import CliRunner
from pyoxigraph import RdfFormat, parse
from rdflib.namespace import SDO

from dashi_kg.cli import cli
from dashi_kg.errors import DashiError
from dashi_kg.export.formats import FORMATS, Material, format_list, format_named
from dashi_kg.pipeline import export, material_of
from tests import commands
from tests.conftest import REPORT, REPORT_DIR, ROOT
from tests.once import data_release
from tests.test_jsonld import by_pyld, by_pyoxigraph, by_rdflib

BASE = "https://example.org/kg/"
NAMES = [f.name for f in FORMATS]
NEEDS = {"parquet": "pyarrow", "duckdb": "duckdb"}
HERE = [n for n in NAMES if n not in NEEDS or find_spec(NEEDS[n])]
# DuckDB marks each file with an id of its own: its rows are compared, not its bytes.
SAME_BYTES = [n for n in HERE if n != "duckdb"]


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return data_release(tmp_path_factory, BASE)


@pytest.fixture(scope="module")
def two_reports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The report, and the same as if it were of the year before."""
    folder = tmp_path_factory.mktemp("reports")
    shutil.copytree(REPORT_DIR, folder / "a" / "2023")
    text = REPORT.read_text("utf-8").replace("2023年", "2022年").replace("2024-02-20", "2023-02-20")
    (folder / "a" / "2022").mkdir()
    (folder / "a" / "2022" / "source.txt").write_text(text, encoding="utf-8")
    return folder


def made(form: str, data: Path | None = None, report: str | None = None) -> bytes:
    return written(form, loaded(data, report))


@cache
def written(form: str, number: int) -> bytes:
    return format_named(form).write(MATERIALS[number])


MATERIALS: list[Material] = []


@cache
def loaded(data: Path | None, report: str | None) -> int:
    """Its place in the list; what is equal, in the same order, is there once."""
    material = material_of(data, BASE, report)[0]
    if material not in MATERIALS:
        MATERIALS.append(material)
    return MATERIALS.index(material)


def missing(form: str) -> None:
    if form not in HERE:
        pytest.skip(f"{NEEDS[form]} is not installed (pip install '.[{form}]')")


# ------------------------------------------------------------------ what each format is


def _rdf(form: RdfFormat) -> Callable[[bytes], object]:
    return lambda data: list(parse(data, form))


def _xlsx(data: bytes) -> object:
    import io

    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def _tables_of_sqlite(data: bytes) -> object:
    import sqlite3

    with sqlite3.connect(":memory:") as made:
        made.deserialize(data)
        return made.execute("SELECT name FROM sqlite_master").fetchall()


READ: dict[str, Callable[[bytes], object]] = {
    "turtle": _rdf(RdfFormat.TURTLE), "trig": _rdf(RdfFormat.TRIG), "nt": _rdf(RdfFormat.N_TRIPLES),
    "nq": _rdf(RdfFormat.N_QUADS), "datacube": _rdf(RdfFormat.TURTLE), "nif": _rdf(RdfFormat.TURTLE), "annotations": _rdf(RdfFormat.TURTLE),
    **dict.fromkeys(("jsonld", "report", "observations", "problems", "plan-items", "dataset"), _rdf(RdfFormat.JSON_LD)),
    "schema": json.loads, "csvw": json.loads, **dict.fromkeys(("csv", "problems-csv", "plans-csv"), lambda data: data.decode("utf-8-sig").splitlines()[1:]),
    "sqlite": _tables_of_sqlite, "duckdb": lambda data: data[8:12] == b"DUCK", "datasette": json.loads,
    "xlsx": _xlsx, "parquet": lambda data: data[:4] == data[-4:] == b"PAR1",
}  # fmt: skip


@pytest.mark.parametrize("form", NAMES)
def test_a_reader_of_the_format_reads_it(form: str) -> None:
    missing(form)
    assert READ[form](made(form))


@pytest.mark.parametrize("form", SAME_BYTES)
def test_all_kinds_of_data_give_the_same(form: str, release: Path) -> None:
    expected = made(form)
    for data in (release, release / "dashi-kg.nq", REPORT_DIR, ROOT / "data"):
        assert made(form, data) == expected, data.name
    if form not in ("trig", "nq"):  # Turtle keeps no named graphs
        assert made(form, release / "dashi-kg.ttl") == expected


@pytest.mark.parametrize("form, path", [
    ("turtle", "dashi-kg.ttl"), ("nq", "dashi-kg.nq"), ("jsonld", "dashi-kg.jsonld"), ("schema", "ontology/report.schema.json"),
    ("report", "reports/cn-500117007-office/2023/report.framed.jsonld"),
    ("csv", "reports/cn-500117007-office/2023/observations.csv"),
    ("csvw", "reports/cn-500117007-office/2023/observations.csv-metadata.json"),
    ("xlsx", "reports/cn-500117007-office/2023/observations.xlsx"),
])  # fmt: skip
def test_a_release_has_the_same_file(form: str, path: str, release: Path) -> None:
    assert made(form) == (release / path).read_bytes()


def test_the_bytes_do_not_depend_on_the_machine() -> None:
    code = (
        "import hashlib; from dashi_kg.export.formats import format_named\n"
        f"from dashi_kg.pipeline import material_of; material = material_of(None, {BASE!r})[0]\n"
        f"for name in {SAME_BYTES!r}: print(hashlib.sha256(format_named(name).write(material)).hexdigest())"
    )
    env = os.environ | {
        "PYTHONHASHSEED": "4242", "TZ": "America/Lima", "LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)
    }  # fmt: skip
    done = subprocess.run([sys.executable, "-c", code], env=env, capture_output=True, text=True, check=True)
    assert done.stdout.split() == [hashlib.sha256(made(form)).hexdigest() for form in SAME_BYTES]


@pytest.mark.parametrize("form", ["jsonld", "report", "observations", "problems", "plan-items", "dataset"])
def test_three_readers_find_the_same_graph(form: str) -> None:
    data = made(form)
    assert by_pyoxigraph(data) == by_pyld(data) == by_rdflib(data) != set()


@pytest.mark.parametrize("form", ["jsonld", "report", "observations", "problems", "plan-items", "dataset"])
def test_the_context_stands_in_the_file(form: str) -> None:
    contexts = re.findall(rb'"@(?:context|import)": ("[^"]*"|.)', made(form))
    assert contexts and set(contexts) == {b"{"}


# ------------------------------------------------------------------ one of two reports


def test_of_loose_files_each_report_is_taken_once(tmp_path: Path) -> None:
    """Two texts of one body and year have items of the same IRIs: together they would state what neither does."""
    text = REPORT.read_text("utf-8")
    (tmp_path / "a.txt").write_text(text, encoding="utf-8")
    (tmp_path / "b.txt").write_text(text.replace("50余次", "60余次"), encoding="utf-8")
    found, given = material_of(tmp_path, BASE)
    assert format_named("csv").write(found) == format_named("csv").write(
        material_of(tmp_path / "a.txt", BASE)[0]
    )
    assert any("another text of" in w and "b.txt" in w for w in given.warnings)


def test_one_of_two_reports_is_chosen(two_reports: Path) -> None:
    with pytest.raises(DashiError, match=r"2 reports.*--report"):
        made("report", two_reports)
    for year in ("2022", "2023"):
        tree = json.loads(made("report", two_reports, f"cn-500117007-office/{year}"))
        assert tree["reportYear"] == year
        assert f"office/{2022 + 2023 - int(year)}#" not in json.dumps(tree)
    with pytest.raises(DashiError, match=r"no report “x/1”"):
        made("csv", two_reports, "x/1")


def test_choosing_a_report_leaves_the_others_out(two_reports: Path) -> None:
    years = [re.findall(rb"/report/[^,]*#", made("csv", two_reports, y)) for y in
             (None, "cn-500117007-office/2022", "cn-500117007-office/2023")]  # fmt: skip
    assert years[0] == years[1] + years[2] and len(years[1]) == len(years[2]) == 31
    assert set(years[1]).isdisjoint(years[2])
    assert made("csv", two_reports, "cn-500117007-office/2023") == made("csv", REPORT_DIR)
    both, alone = (
        set(made("nt", *of).splitlines()) for of in ((two_reports, "cn-500117007-office/2023"), (REPORT_DIR,))
    )
    assert alone <= both
    # what reports share, the other may have called by more names
    assert all(b"/report/" not in line and b"/source/" not in line for line in both - alone)


def test_without_named_graphs_the_other_text_stays_out_too(two_reports: Path, tmp_path: Path) -> None:
    file = tmp_path / "both.ttl"
    file.write_bytes(made("turtle", two_reports))
    tree = json.loads(made("report", file, "cn-500117007-office/2022"))
    texts = {a["referenceContext"] for a in anchors(tree)}
    assert texts == {tree["wasDerivedFrom"]}
    assert [n["id"] for n in tree["included"] if n.get("text")] == [tree["wasDerivedFrom"]]


def anchors(value: Any) -> Iterator[Any]:
    """Every anchor anywhere in a tree."""
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from anchors(inner)
    if isinstance(value, dict) and isinstance(value.get("anchorOf"), str) and "@version" not in value:
        yield value


def test_the_cube_of_two_years_is_well_formed(two_reports: Path) -> None:
    from dashi_kg.export.datacube import violated

    triples = [q.triple for q in parse(made("datacube", two_reports), RdfFormat.TURTLE)]
    years = {str(t.object) for t in triples if str(t.predicate) == f"<{BASE}ns#refPeriod>"}
    assert years == {f"<{BASE}period/2022>", f"<{BASE}period/2023>"}
    assert violated(triples, BASE) == []


# ------------------------------------------------------------------ schema.org


def datasets(release: Path) -> list[dict[str, Any]]:
    files = sorted(release.rglob("dataset.jsonld"))
    assert len(files) == 2
    return [json.loads(f.read_text("utf-8")) for f in files]


def test_every_word_of_the_dataset_is_in_schema_org(release: Path) -> None:
    seen: set[str] = set()

    def walk(value: Any) -> None:
        for name, inner in value.items() if isinstance(value, dict) else ():
            if name == "@type":
                seen.add(inner)
            elif not name.startswith("@"):
                seen.add(name)
            if name != "@context":
                walk(inner)
        for inner in value if isinstance(value, list) else ():
            walk(inner)

    for dataset in datasets(release):
        walk(dataset)
    assert {"Dataset", "DataDownload", "variableMeasured", "contentUrl"} <= seen
    assert [word for word in sorted(seen) if word not in SDO] == []


def test_the_dataset_has_what_search_engines_ask_for(release: Path) -> None:
    for dataset in datasets(release):
        assert dataset["@type"] == "Dataset" and dataset["name"] and dataset["alternateName"]
        assert 50 <= len(dataset["description"]) <= 5000
        assert "license" not in dataset and "尚未决定" in dataset["description"]
        assert dataset["publisher"]["name"] == "dashi-kg"
        assert all(p["name"] and len(p["description"]) >= 50 for p in dataset.get("hasPart", []))
        assert dataset["temporalCoverage"] == "2023"
        assert dataset["spatialCoverage"][0]["identifier"] == "500117007"
        assert {v["name"] for v in dataset["variableMeasured"]} >= {"矛盾纠纷化解率"}


def test_downloads_are_the_files_of_the_release(release: Path) -> None:
    sums = dict(reversed(line.split("  ")) for line in (release / "SHA256SUMS").read_text().splitlines())
    found = {}
    for dataset in datasets(release):
        for file in dataset["distribution"]:
            path = file["contentUrl"].removeprefix(BASE)
            assert sums[path] == file["sha256"]
            assert file["contentSize"] == f"{(release / path).stat().st_size} B"
            found[path] = file["encodingFormat"]
    rest = {
        "dataset.jsonld",
        "reports/cn-500117007-office/2023/dataset.jsonld",
        "catalog.ttl",
        "catalog.jsonld",
    }
    assert set(sums) - set(found) == rest


def test_the_dataset_is_of_schema_org_only() -> None:
    graph = rdflib.Graph().parse(data=made("dataset"), format="json-ld")
    assert len(graph) > 100
    assert {str(p) for p in graph.predicates() if not str(p).startswith("https://schema.org/")} == {
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
    }


# ------------------------------------------------------------------ the command


def run(*args: str) -> Any:
    return CliRunner().invoke(cli, ["export", *args], catch_exceptions=True)


def test_the_list_names_every_format_in_both_languages() -> None:
    assert run("--list").output == run().output == format_list()
    lines = format_list().splitlines()
    assert [line.split()[0] for line in lines] == NAMES and len(set(NAMES)) == len(NAMES)
    assert format_list().isascii()
    for one in FORMATS:
        assert re.search(r"[\u4e00-\u9fff]|TriG|Turtle", one.zh) and one.en.isascii()


def test_the_file_is_written_or_printed(tmp_path: Path) -> None:
    out = tmp_path / "x.csv"
    assert run("-f", "csv", "-o", str(out), "--base", BASE).exit_code == 0
    assert out.read_bytes() == made("csv") == export("csv", None, BASE)[0]
    assert run("-f", "xlsx", "--base", BASE).stdout_bytes == made("xlsx")


def test_a_binary_format_is_kept_off_the_terminal() -> None:
    pty = pytest.importorskip("pty", reason="this system has no terminals")
    main, terminal = pty.openpty()
    done = commands.run("export", "-f", "xlsx", to=Path(os.ttyname(terminal)))
    os.close(terminal)
    os.close(main)
    assert done.returncode == 2 and "-o FILE" in done.stderr.decode()


@pytest.mark.parametrize(
    "args, words",
    [
        (["-f", "datacub"], "Did you mean “datacube”?"),
        (["-f", "nothing-like-it"], "export --list"),
        (["-f", "csv", "no/such/folder"], "no such file or folder"),
        (["-f", "csv", "no-such.ttl"], "no such file"),
        (["-f", "csv", "--report", "x/2020"], "These are there: cn-500117007-office/2023"),
    ],
)
def test_mistakes_are_told_in_one_line(args: list[str], words: str) -> None:
    done = commands.run("export", *args)
    assert done.returncode == 2
    assert words in done.stderr.decode() and len(done.stderr.splitlines()) == 1


def test_formats_are_found_by_name() -> None:
    assert format_named("nif").suffix == "ttl"
    with pytest.raises(DashiError, match="no format"):
        format_named("")
