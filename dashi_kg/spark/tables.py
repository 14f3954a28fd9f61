"""Tables over all documents: reports, what was refused, coverage, what compares.

Each file is named by the digest of what is in it, so that none is ever written over.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TYPE_CHECKING, Any

from dashi_kg.corpus.record import READ, REFUSED
from dashi_kg.errors import shown
from dashi_kg.language import parted
from dashi_kg.model.board import MISSING, PUBLISHED, UNREADABLE, YEAR
from dashi_kg.spark.parts import table_of
from dashi_kg.spark.places import Place, Written

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

FOLDERS = ("reports", "refused", "coverage", "comparable")
_ROWS = 50_000  # of a file
REPORTS = {
    "file": "string", "status": "string", "org_id": "string", "organisation": "string", "level": "string",
    "division": "string", "year": "string", "issued": "string", "observations": "int32", "warnings": "int32",
    "reason_zh": "string", "reason_en": "string", "remedy_zh": "string", "remedy_en": "string", "same_as": "string",
    "report": "string", "text_sha256": "string", "key": "string",
}  # fmt: skip
REFUSALS = {name: REPORTS[name] for name in ("file", "reason_zh", "reason_en", "remedy_zh", "remedy_en")}
COVERAGE = {
    "org_id": "string",
    "organisation": "string",
    "level": "string",
    "year": "string",
    "cell": "string",
}
COMPARABLE = {
    "comparison_key": "string", "indicator_iri": "string", "indicator_zh": "string", "indicator_en": "string",
    "figures": "int64", "reports": "int64", "bodies": "int64", "first_year": "int32", "last_year": "int32",
}  # fmt: skip
_SAME_FOLDER = rf"^(.*/([a-z0-9]+(?:-[a-z0-9]+)*))/({YEAR.pattern})/source\.[^/]*$"


def reports(found: DataFrame, place: Place, count: int) -> list[Written]:
    """What became of each document, and the refused ones apart."""
    from pyspark.sql import functions as F  # noqa: N812

    refused = found.where(F.col("status") == REFUSED)
    return [
        *_written(found, count, "file", ("nth", "order"), place, "reports", _report_rows, REPORTS),
        *_written(refused, count, "file", ("nth", "order"), place, "refused", _report_rows, REFUSALS),
    ]


def _report_rows(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    for row in rows:
        reason, remedy = parted(row.reason), parted(row.remedy)
        yield {
            "file": shown(row.file), "status": row.status, "org_id": row.org_id, "organisation": row.org_name,
            "level": row.level, "division": row.division, "year": row.year, "issued": row.issued,
            "observations": row.figures, "warnings": row.warnings,
            "reason_zh": shown(reason.zh), "reason_en": shown(reason.en),
            "remedy_zh": shown(remedy.zh), "remedy_en": shown(remedy.en),
            "same_as": shown(row.same_as), "report": row.report, "text_sha256": row.text_sha256, "key": row.key,
        }  # fmt: skip


def coverage(found: DataFrame, place: Place) -> list[Written]:
    """Body × year, as :func:`dashi_kg.corpus.coverage.of_records` has it: as CSV, and long as Parquet."""
    from pyspark.sql import functions as F  # noqa: N812

    first = F.struct("nth", "order")
    taken = found.where((F.col("status") == READ) & F.col("year").rlike(f"^{YEAR.pattern}$"))
    published = taken.select(
        "org_id", "year", F.lit(PUBLISHED).alias("cell"), "org_name", "level", first.alias("at")
    )
    folder, told, year = (F.regexp_extract("file", _SAME_FOLDER, n) for n in (1, 2, 3))
    bodies = (
        found.where((F.col("status") == READ) & (folder != ""))
        .groupBy(folder.alias("folder"))
        .agg(F.min("org_id").alias("body"), F.countDistinct("org_id").alias("many"))
        .where("many = 1")
    )
    refused = found.where((F.col("status") == REFUSED) & (folder != ""))
    refused = refused.select(folder.alias("folder"), told.alias("told"), year.alias("year"))
    unreadable = refused.join(bodies, "folder", "left").select(
        F.coalesce("body", "told").alias("org_id"), "year", F.lit(UNREADABLE).alias("cell"),
        F.lit("").alias("org_name"), F.lit("").alias("level"),
        F.lit(None).cast(published.schema["at"].dataType).alias("at"),
    )  # fmt: skip
    cells = published.unionByName(unreadable)
    years = cells.agg(F.min(F.col("year").cast("int")), F.max(F.col("year").cast("int"))).first()
    if years is None or years[0] is None:
        return []
    told_years = tuple(str(y) for y in range(years[0], years[1] + 1))
    # the least of two cells of a year is the published one
    by_year = cells.groupBy("org_id", "year").agg(F.min("cell").alias("cell"))
    names = published.groupBy("org_id").agg(
        F.min_by("org_name", "at").alias("org_name"), F.min_by("level", "at").alias("level")
    )
    rows = (
        by_year.groupBy("org_id")
        .agg(F.map_from_entries(F.collect_list(F.struct("year", "cell"))).alias("cells"))
        .join(names, "org_id", "left")
        .na.fill("", ["org_name", "level"])
    )
    ordered = rows.repartition(1).sortWithinPartitions("org_id")
    return ordered.rdd.mapPartitions(lambda part: _board(list(part), told_years, place)).collect()  # type: ignore[no-any-return, unused-ignore]


def _board(rows: list[Any], years: tuple[str, ...], place: Place) -> Iterator[Written]:
    def as_csv(out: IO[bytes]) -> int:
        text = io.TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(("org_id", "organisation", "level", *years))
        for row in rows:
            writer.writerow(
                (row.org_id, row.org_name, row.level, *(row.cells.get(y, MISSING) for y in years))
            )
        text.flush()
        text.detach()
        return len(rows)

    if not rows:
        return
    yield place.write("coverage/coverage-{digest}.csv", as_csv, "coverage")
    long = [
        {"org_id": r.org_id, "organisation": r.org_name, "level": r.level, "year": y, "cell": r.cells.get(y, MISSING)}
        for r in rows
        for y in years
    ]  # fmt: skip
    yield place.write("coverage/coverage-{digest}.parquet", table_of(long, COVERAGE), "coverage")


def comparable(spark: SparkSession, files: list[str], place: Place) -> list[Written]:
    """By comparison key: how many figures of how many reports and bodies compare; keys of one report are left out.

    Args:
        files: of the observations, below the place.
    """
    from pyspark.sql import functions as F  # noqa: N812

    if not files:
        return []
    table = spark.read.parquet(*(place.spark(file) for file in files))
    report = F.regexp_replace("iri", "#.*$", "")
    keys = (
        table.where(F.col("comparison_key").isNotNull() & F.col("value").isNotNull())
        .groupBy("comparison_key")
        .agg(
            F.min("indicator_iri").alias("indicator_iri"),
            F.min("indicator_zh").alias("indicator_zh"),
            F.min("indicator_en").alias("indicator_en"),
            F.count("value").alias("figures"),
            F.countDistinct(report).alias("reports"),
            F.countDistinct("org_id").alias("bodies"),
            F.min("report_year").alias("first_year"),
            F.max("report_year").alias("last_year"),
        )
        .where("reports > 1")
        .persist()
    )
    try:
        rows = keys.count()
        return _written(
            keys, rows, "comparison_key", ("comparison_key",), place, "comparable", _plain_rows, COMPARABLE
        )
    finally:
        keys.unpersist()


def _plain_rows(rows: Iterable[Any]) -> Iterator[dict[str, Any]]:
    return (row.asDict() for row in rows)


def _written(
    table: DataFrame,
    count: int,
    by: str,
    order: tuple[str, ...],
    place: Place,
    folder: str,
    rows_of: Callable[[Iterable[Any]], Iterator[dict[str, Any]]],
    columns: dict[str, str],
) -> list[Written]:
    """The table in files of some :data:`_ROWS` rows, each sorted; which a row is in, is decided by ``by``."""
    from pyspark.sql import functions as F  # noqa: N812

    parts = max(1, -(-count // _ROWS))
    bucket = F.pmod(F.crc32(F.encode(by, "utf-8")), F.lit(parts)).cast("int")
    spread = table.withColumn("bucket", bucket).repartitionByRange(parts, "bucket")
    ordered = spread.sortWithinPartitions("bucket", *order)
    return ordered.rdd.mapPartitions(  # type: ignore[no-any-return, unused-ignore]
        lambda part: write_buckets(part, place, folder, rows_of, columns)
    ).collect()


def write_buckets(
    rows: Iterable[Any],
    place: Place,
    folder: str,
    rows_of: Callable[[Iterable[Any]], Iterator[dict[str, Any]]],
    columns: dict[str, str],
) -> Iterator[Written]:
    """Write each bucket to a file of its own; runs on a worker."""
    from itertools import groupby

    from pyspark import TaskContext

    context = TaskContext.get()
    attempt = str(context.taskAttemptId()) if context else "one"
    for bucket, found in groupby(rows, key=lambda row: row.bucket):
        made = [{name: one[name] for name in columns} for one in rows_of(found)]
        name = f"{folder}/part-{bucket:04d}-{{digest}}.parquet"
        yield place.write(name, table_of(made, columns), attempt)
