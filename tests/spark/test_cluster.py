"""A cluster of two worker processes gives what one machine gives, whatever happens to it meanwhile."""

from __future__ import annotations

import csv
import gzip
import io
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from dashi_kg.corpus.build import Corpus, build_corpus
from dashi_kg.settings import settings
from tests import corpus_make
from tests.commands import ENV
from tests.conftest import ROOT
from tests.spark.cluster import PATHS, executors, kill_one
from tests.spark.outputs import files, lines, manifest, rows
from tests.spark.poison.sitecustomize import KILLS, STALLS, SWELLS

BASE = settings().base
COUNT = int(os.environ.get("DASHI_KG_SPARK_DOCUMENTS", "40"))
BAD = 7
PART = 6  # reports of a file of the output: Hunan has more a year, the others have less
OPTIONS: dict[str, Any] = {"limit": 15.0, "memory": 512}


@dataclass(frozen=True)
class Both:
    """The same documents read by one machine and by the cluster."""

    folder: Path
    one: Corpus
    one_out: Path
    out: Path
    read: int
    killed: int


def poison(folder: Path) -> Path:
    """Three documents that end or stall whoever reads them."""
    folder.mkdir()
    for number, words in enumerate((KILLS, STALLS, SWELLS)):
        text = corpus_make.text("平江县", "司法局", 2021, 900 + number)
        (folder / f"{number}.txt").write_text(text + words, encoding="utf-8")
    return folder


def when_results_come(work: Path, act: Any) -> threading.Thread:
    """Act as soon as the first documents are read."""

    def watch() -> None:
        while not list(work.rglob("results/part-*.parquet")):
            time.sleep(0.05)
        act()

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    return thread


@pytest.fixture(scope="module")
def both(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Both:
    from dashi_kg.spark import Options, build

    where = tmp_path_factory.mktemp("spark")
    folder, out = where / "in", where / "lake"
    corpus_make.make(folder, COUNT, BAD)
    one = build_corpus([folder], where / "one", BASE, jobs=2)
    killed: list[int] = []
    application = spark.sparkContext.applicationId
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("dashi_kg.spark.results.EACH", max(4, COUNT // 12))
        patch.setattr("dashi_kg.spark.settling.PART", PART)
        assert len(executors(application)) == 2
        watching = when_results_come(out / ".work", lambda: killed.append(kill_one(application)))
        built = build(spark, [folder, poison(where / "poison")], out, options=Options(**OPTIONS))
        watching.join(60)
    assert killed, "no executor was killed"
    return Both(folder, one, where / "one", out, built.read, killed[0])


def test_the_quads_are_those_of_one_machine(both: Both) -> None:
    assert lines(both.out) == (both.one_out / "corpus.nq").read_bytes().splitlines(keepends=True)


def test_a_large_province_is_more_than_one_file(both: Both) -> None:
    names = [p.relative_to(both.out).parts for p in files(both.out, "nquads")]
    assert all(p[1].startswith("province_code=") and p[2].startswith("of_year=") for p in names)
    each = {(p[1], p[2]) for p in names}
    assert len(each) < len(names), "no partition is split"
    assert len({p[1] for p in names}) >= 3


def test_what_became_of_each_document_is_that_of_one_machine(both: Both) -> None:
    from dashi_kg.language import parted

    found = {row["file"]: row for row in rows(both.out, "reports")}
    assert len(found) == len(both.one.records) + 3
    for record in both.one.records:
        row = found[record.file]
        assert (row["status"], row["org_id"], row["year"], row["same_as"]) == (
            record.status, record.org_id, record.year, record.same_as,
        )  # fmt: skip
        assert (row["reason_zh"], row["remedy_en"]) == (parted(record.reason).zh, parted(record.remedy).en)
    refused = {row["file"] for row in rows(both.out, "refused")}
    assert refused == {row["file"] for row in found.values() if row["status"] == "refused"}


def test_poison_is_told_and_the_rest_goes_on(both: Both) -> None:
    told = {row["file"]: row["reason_en"] for row in rows(both.out, "refused") if "/poison/" in row["file"]}
    assert [told[name] for name in sorted(told)] == [
        "the extractor ended unexpectedly over this file (exit code -9)",
        "not read within 15 s",
        "reading it takes more than 512 MiB of memory",
    ]


def test_the_coverage_is_that_of_one_machine(both: Both) -> None:
    (found,) = [p for p in files(both.out, "coverage") if p.suffix == ".csv"]
    assert found.read_bytes() == (both.one_out / "coverage.csv").read_bytes()
    cells = [(row["org_id"], row["year"], row["cell"]) for row in rows(both.out, "coverage")]
    table = csv.DictReader(io.StringIO(found.read_text(encoding="utf-8")))
    assert cells == [(row["org_id"], year, row[year]) for row in table for year in row if year.isdigit()]


def test_the_observations_are_those_of_the_export(both: Both) -> None:
    """Rows and types equal those that the table of each report has."""
    import pyarrow.compute
    import pyarrow.parquet

    from dashi_kg.export.tables.observations import observation_rows
    from dashi_kg.export.tables.parquet import arrow_table
    from dashi_kg.pipeline import build, shared_quads

    shared = shared_quads(BASE)
    some = [r for r in both.one.records if r.status == "read"][:3]
    for record in some:
        built = build(Path(record.file), BASE)
        wanted = arrow_table(observation_rows([*built.quads, *shared], BASE))
        tables = [pyarrow.parquet.ParquetFile(p).read() for p in files(both.out, "observations")]
        found = [
            table.filter(pyarrow.compute.starts_with(table["iri"], f"{BASE}{record.report}#"))
            for table in tables
        ]
        assert wanted.num_rows > 0
        (same,) = [table for table in found if table.num_rows]
        assert same.equals(wanted)


def test_the_findings_are_those_of_validation(both: Both) -> None:
    from dashi_kg.pipeline import build, shared_quads
    from dashi_kg.validation.engine import Validator

    validator = Validator(BASE, shared_quads(BASE))
    record = next(r for r in both.one.records if r.status == "read")
    wanted = validator.check(build(Path(record.file), BASE).quads).findings
    found = [
        r for r in rows(both.out, "findings") if (r["org_id"], r["year"]) == (record.org_id, record.year)
    ]
    assert [(f.code, f.focus, f.message_zh, f.start) for f in wanted] == [
        (r["code"], r["focus"], r["message_zh"], r["start"]) for r in found
    ]


def test_the_follow_ups_are_a_table_too(both: Both) -> None:
    found = rows(both.out, "follow-ups")
    assert len(found) == both.one.follow_ups > 0
    assert all(r["plan"].startswith(BASE) and r["shared"] and 0 < r["score"] <= 1 for r in found)


def test_what_compares_is_what_sparql_says(both: Both) -> None:
    """The same counts from the table of Spark, from DuckDB over the Parquet, and from the graph."""
    import pyoxigraph

    duckdb = pytest.importorskip("duckdb")
    store = pyoxigraph.Store()
    store.bulk_load((both.one_out / "corpus.nq").read_bytes(), format=pyoxigraph.RdfFormat.N_QUADS)
    query = f"""PREFIX fz: <{BASE}ns#> PREFIX sosa: <http://www.w3.org/ns/sosa/>
        SELECT ?key (COUNT(DISTINCT ?s) AS ?figures) (COUNT(DISTINCT ?r) AS ?reports) (COUNT(DISTINCT ?b) AS ?bodies) {{ GRAPH ?g {{
          ?s fz:comparisonKey ?key ; sosa:hasSimpleResult ?value ; fz:inReport ?r ; fz:issuer ?b }} }}
        GROUP BY ?key HAVING (COUNT(DISTINCT ?r) > 1)"""
    asked = {
        (row["key"].value, *(int(row[k].value) for k in ("figures", "reports", "bodies")))  # type: ignore[index, union-attr]
        for row in store.query(query)  # type: ignore[union-attr]
    }
    told = {
        (r["comparison_key"], r["figures"], r["reports"], r["bodies"]) for r in rows(both.out, "comparable")
    }
    parquet = f"{both.out}/observations/*/*/*.parquet"
    counted = duckdb.sql(
        f"""SELECT comparison_key, count(*), count(DISTINCT split_part(iri, '#', 1)) AS reports, count(DISTINCT org_id)
        FROM read_parquet('{parquet}', hive_partitioning = true)
        WHERE comparison_key IS NOT NULL AND value IS NOT NULL GROUP BY comparison_key HAVING reports > 1"""
    ).fetchall()
    assert told == asked == set(counted) and len(told) > 3


def test_a_second_run_reads_only_what_is_new(spark: Any, both: Both, tmp_path: Path) -> None:
    """Nothing, one document that was changed and one that was added, and the first as it was: each time as on one machine.

    What was said of the document that was changed, and is said no more, is told; and no more when it is as it was.
    """
    from dashi_kg.spark import Options, build

    folder, out, one = tmp_path / "in", tmp_path / "lake", tmp_path / "one"
    shutil.copytree(both.out, out)
    shutil.copytree(both.folder, folder)
    shutil.copytree(both.one_out, one)
    changed = folder / "0" / "0000.txt"
    was = changed.read_bytes()
    before = {p: p.stat().st_mtime_ns for p in files(out, "nquads")}

    def again() -> int:
        """Documents that the cluster has read; its quads are those of one machine that did the same."""
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("dashi_kg.spark.settling.PART", PART)
            built = build(spark, [folder], out, options=Options(**OPTIONS))
        build_corpus([folder], one, BASE, jobs=2)
        assert lines(out) == (one / "corpus.nq").read_bytes().splitlines(keepends=True)
        return built.read

    assert again() == 0, "the same bytes elsewhere are the same documents"
    assert {p: p.stat().st_mtime_ns for p in files(out, "nquads")} == before
    assert not files(out, "moved")
    changed.write_text(corpus_make.text("攸县", "司法局", 2019, 7), encoding="utf-8")
    (folder / "_new.txt").write_text(corpus_make.text("攸县", "司法局", 2020, 8), encoding="utf-8")
    assert again() == 2
    # written again: where the document was, and where a report has another one before it now
    kept = {p for p in files(out, "nquads") if p in before}
    assert len(before) - len(kept) <= 3 and all(p.stat().st_mtime_ns == before[p] for p in kept)
    (told,) = files(out, "moved")
    assert b"owl#deprecated" in gzip.decompress(told.read_bytes())
    changed.write_bytes(was)
    assert again() == 0
    assert files(out, "moved") != [told], "what is there again is told no more, and what went now is"


def test_a_run_that_was_killed_goes_on(spark: Any, both: Both, tmp_path: Path) -> None:
    """The whole of it: driver, executors, readers. Nothing of it is taken for output; what was read is not read again."""
    from dashi_kg.spark import Options, build

    folder, out = tmp_path / "in", tmp_path / "lake"
    for name in ("1", "3"):
        shutil.copytree(both.folder / name, folder / name)
    count = sum(p.is_file() for p in folder.rglob("*"))
    code = f"""
from pathlib import Path
from dashi_kg.spark import Options, build, results, session
results.EACH = 1
with session("local[1]", {{"spark.sql.shuffle.partitions": "2"}}) as spark:
    build(spark, [{str(folder)!r}], {str(out)!r}, options=Options(**{OPTIONS!r}))
"""
    env = {**ENV, "PYTHONPATH": PATHS}
    process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=env, start_new_session=True)
    try:
        work = out / ".work"
        while len(list(work.rglob("results/part-*.parquet"))) < 2:
            assert process.poll() is None
            time.sleep(0.05)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert not (out / "manifest.json").exists()
    assert not [p for p in out.rglob("*") if p.is_file() and ".work" not in p.parts and p.name != ".lock"]
    built = build(spark, [folder], out, options=Options(**OPTIONS))
    assert 0 < built.read < count
    shutil.copytree(both.one_out / ".work", tmp_path / "one" / ".work")  # what one machine has read already
    build_corpus([folder], tmp_path / "one", BASE, jobs=2)
    assert lines(out) == (tmp_path / "one" / "corpus.nq").read_bytes().splitlines(keepends=True)
    # and a table of the same documents gives the same files
    table = tmp_path / "documents.parquet"
    listing(folder, table)
    build(spark, [table], tmp_path / "listed", options=Options(**OPTIONS))
    assert [
        (f["path"], f["sha256"])
        for f in manifest(out)["files"]
        if not f["path"].startswith(("reports", "refused"))
    ] == [
        (f["path"], f["sha256"])
        for f in manifest(tmp_path / "listed")["files"]
        if not f["path"].startswith(("reports", "refused"))
    ]


def listing(folder: Path, out: Path) -> None:
    """A table of the documents of a folder: path and bytes."""
    import pyarrow
    import pyarrow.parquet

    found = sorted((p for p in folder.rglob("*") if p.is_file()), key=lambda p: p.parts)
    columns = {
        "path": [f"s3a://bucket/{p.relative_to(folder)}" for p in found],
        "bytes": [p.read_bytes() for p in found],
    }
    pyarrow.parquet.write_table(pyarrow.table(columns), out)
