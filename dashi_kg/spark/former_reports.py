"""What the output of an earlier run said and this one says no more, as :mod:`dashi_kg.publishing.data.gone_lines` tells it of one machine.

Only the files that went and those that came are read: a report whose file stays says what it said.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from dashi_kg.publishing.data.gone_lines import Lines
from dashi_kg.spark.places import Place, Written, gzipped

if TYPE_CHECKING:
    from pyoxigraph import Quad
    from pyspark.sql import SparkSession

FOLDER = "moved"
_REPORTS = 5_000  # of a file, about


def write(
    spark: SparkSession, place: Place, earlier: dict[str, Any] | None, files: Sequence[Written], base: str
) -> list[Written]:
    """Write the lines of ``graph/moved`` for what is gone.

    Args:
        earlier: the manifest of the earlier run; its files are still there.
        files: of this run.
        base: the base IRI; what the earlier run has under another is not ours.

    Returns:
        The files with these lines; those of the earlier run where no file of quads went or came.
    """
    from pyspark.sql import functions as F  # noqa: N812

    if earlier is None:
        return []
    there = place.sizes("nquads", FOLDER)
    before = [Written(**file) for file in earlier["files"] if file["path"] in there]
    told = [file for file in before if file.path.startswith(f"{FOLDER}/")]
    now = {file.path for file in files if file.path.startswith("nquads/")}
    was = {file.path for file in before if file.path.startswith("nquads/")}
    if now == was:
        return told
    lines = Lines(base)
    sides = [(sorted({*(was - now), *(file.path for file in told)}), True), (sorted(now - was), False)]
    found = None
    for paths, side in sides:
        if paths:
            read = spark.read.text([place.spark(path) for path in paths], lineSep="\n")
            table = read.withColumn("former", F.lit(side))
            found = table if found is None else found.unionByName(table)
    assert found is not None
    own = found.rdd.mapPartitions(lambda rows: _own(rows, lines))
    table = spark.createDataFrame(own, "report string, former boolean, value string", verifySchema=False)
    # a report of which nothing was said before has nothing to be told
    wanted = table.where("former").select("report").distinct()
    some = table.join(wanted, "report", "left_semi").persist()
    try:
        buckets = max(1, -(-wanted.count() // _REPORTS))
        bucket = F.pmod(F.crc32(F.encode("report", "utf-8")), F.lit(buckets)).cast("int")
        spread = some.withColumn("bucket", bucket).repartition(buckets, "bucket")
        ordered = spread.sortWithinPartitions("bucket", "report")
        return ordered.rdd.mapPartitions(lambda rows: write_told(rows, place, base)).collect()  # type: ignore[no-any-return, unused-ignore]
    finally:
        some.unpersist()


def _own(rows: Iterable[Any], lines: Lines) -> Iterator[tuple[str, bool, str]]:
    """Report, side and line, of the lines by which items are known; runs on a worker."""
    for row in rows:
        line = row.value.encode("utf-8") + b"\n"
        if lines.ours(line):
            yield lines.report(line), row.former, row.value


def write_told(rows: Iterable[Any], place: Place, base: str) -> Iterator[Written]:
    """Write what is told of the reports of each bucket; they come one after the other. Runs on a worker."""
    from pyspark import TaskContext

    from dashi_kg.rdf.serialize import serialize

    context = TaskContext.get()
    attempt = str(context.taskAttemptId()) if context else "one"
    lines = Lines(base)
    for bucket, found in groupby(rows, key=lambda row: row.bucket):
        quads: list[Quad] = []
        for _, group in groupby(found, key=lambda row: row.report):
            sides: tuple[set[bytes], set[bytes]] = (set(), set())
            for row in group:
                sides[row.former].add(row.value.encode("utf-8") + b"\n")
            quads += lines.told(sorted(sides[True]), sorted(sides[False]))
        if quads:
            data = serialize(quads, "nq", base)
            yield place.write(f"{FOLDER}/part-{bucket:04d}-{{digest}}.nq.gz", _packed(data), attempt)


def _packed(data: bytes) -> Any:
    """What writes sorted lines to a file that it is given, and returns how many they are."""

    def fill(out: IO[bytes]) -> int:
        with gzipped(out) as packed:
            packed.write(data)
        return data.count(b"\n")

    return fill
