"""Documents read on the workers, and kept by their keys, so that each is read once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from dashi_kg.corpus.record import dump
from dashi_kg.spark.reading import PARTS, Limits

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from dashi_kg.spark.guard import Guard
    from dashi_kg.spark.places import Place

SCHEMA = (
    "key string, status string, limits string, org_id string, org_name string, division string, level string, "
    "year string, issued string, text_sha256 string, report string, figures int, warnings int, reason string, "
    "remedy string, record string, quads binary, observations binary, findings binary"
)
EACH = 32  # documents of a task: what is lost when its machine is, and what the last worker may be waited for
_guards: dict[str, Guard] = {}


def kept(spark: SparkSession, place: Place, folder: str) -> DataFrame:
    """What was read so far, a key once or more: a machine that was lost may have left what was then read again."""
    if not place.sizes(folder):
        return spark.createDataFrame([], SCHEMA)
    return spark.read.schema(SCHEMA).parquet(place.spark(folder))


def read(documents: DataFrame, place: Place, folder: str, limits: Limits, count: int) -> None:
    """Read documents and keep what came of them.

    Each task's rows are kept as soon as it ends: a run that is killed loses what was being read.

    Args:
        documents: ``key``, ``name``, ``size``, ``data``, ``notes``.
        folder: of the results, below the place.
        count: how many documents.
    """
    spark = documents.sparkSession
    words = limits.words()
    tasks = max(1, min(-(-count // EACH), 20_000))
    tasks = max(tasks, min(count, spark.sparkContext.defaultParallelism))
    spread = documents.select("key", "name", "size", "data", "notes").repartition(tasks, "key")
    rows = spread.rdd.mapPartitions(lambda part: rows_of(part, words))
    # verifying each row in Python takes longer than it helps: the rows are ours
    table = spark.createDataFrame(rows, SCHEMA, verifySchema=False)
    writer = table.write.mode("append").option("mapreduce.fileoutputcommitter.algorithm.version", "2")
    writer.parquet(place.spark(folder))


def rows_of(documents: Iterable[Any], words: str) -> Iterator[tuple[Any, ...]]:
    """The rows of a task's documents (:data:`SCHEMA`); runs on a worker.

    Args:
        words: of the :class:`~dashi_kg.spark.reading.Limits`.
    """
    import json

    from dashi_kg.spark.guard import Document, Guard

    guard = _guards.get(words)
    if guard is None:  # a worker keeps its reader from task to task
        guard = _guards[words] = Guard(Limits(**json.loads(words)))
    for row in documents:
        notes = None if row.notes is None else bytes(row.notes)
        found = guard.read(Document(row.name, row.key, bytes(row.data or b""), notes, row.size))
        r = found.record
        yield (
            row.key, r.status, guard.limits.bounds() if found.limited else "", r.org_id, r.org_name, r.division, r.level,
            r.year, r.issued, r.text_sha256, r.report, r.counts.get("observations", 0), len(r.warnings), str(r.reason),
            str(r.remedy), dump(r).decode("utf-8"), *(found.parts.get(name) or None for name in PARTS),
        )  # fmt: skip
