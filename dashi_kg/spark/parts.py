"""The files of the output for one province and year: N-Quads, observations, findings, candidates of follow-ups.

Each is named by the digest of all that it is made of. So none is ever written over, what is there need not be made again,
and a file of a run that was stopped is either whole or not there.
"""

from __future__ import annotations

import heapq
import json
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from itertools import groupby
from typing import IO, TYPE_CHECKING, Any

from dashi_kg.corpus.record import READ, parse
from dashi_kg.spark.places import Place, Written, gzipped

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

FOLDERS = ("nquads", "observations", "findings", "follow-ups")
RECEIPTS = "written"
_GROUP = ("province", "of_year", "part", "parts", "digest")
_BLOCK = 1 << 16
RECEIPT_SCHEMA = (
    "province string, of_year string, part int, parts int, digest string, "
    "files array<struct<path:string,bytes:long,sha256:string,rows:long>>"
)


def write(
    pending: DataFrame, members: DataFrame, results: DataFrame, place: Place, work: str, base: str
) -> None:
    """Write the files of the groups that are pending, each with a receipt beside it.

    Args:
        pending: :func:`dashi_kg.spark.settling.groups` that are not written yet.
        members: :func:`dashi_kg.spark.settling.members`.
        results: of the reading, with their parts.
        work: the folder of receipts, below the place.
        base: the base IRI.
    """
    from pyspark.sql import functions as F  # noqa: N812

    count = pending.count()
    if not count:
        return
    wanted = members.join(F.broadcast(pending), ["province", "of_year", "part", "parts"])
    results = results.where(F.col("status") == READ)
    blobs = results.select("key", "record", "quads", "observations", "findings")
    before = results.select(
        F.col("key").alias("before"), F.col("record").alias("before_record")
    ).dropDuplicates(["before"])
    rows = wanted.join(blobs, "key").join(before, "before", "left")
    tasks = min(count, 20_000)
    spread = rows.repartition(tasks, *_GROUP).sortWithinPartitions(*_GROUP, "report", "key")
    spread.rdd.foreachPartition(lambda part: write_groups(part, place, work, base))


def write_groups(rows: Iterable[Any], place: Place, work: str, base: str) -> None:
    """Write groups; their rows come one group after the other, sorted by report. Runs on a worker."""
    from pyspark import TaskContext

    context = TaskContext.get()
    attempt = str(context.taskAttemptId()) if context else "one"
    for group, found in groupby(rows, key=lambda row: tuple(row[name] for name in _GROUP)):
        province, of_year, part, parts, digest = group
        once = [next(same) for _, same in groupby(found, key=lambda row: row.key)]
        name = f"{part:04d}-{digest[:16]}"
        where = f"province_code={province}/of_year={of_year}/part-{name}"
        files = _files(once, where, place, base, attempt)
        receipt = {**dict(zip(_GROUP, group, strict=True)), "files": [asdict(file) for file in files]}
        told = json.dumps(receipt, sort_keys=True).encode("ascii") + b"\n"
        place.write(f"{work}/{RECEIPTS}/{province}-{of_year}-{name}-of-{parts}.json", _all(told), attempt)


def _all(data: bytes) -> Any:
    def fill(out: IO[bytes]) -> int:
        out.write(data)
        return 1

    return fill


def _files(rows: list[Any], where: str, place: Place, base: str, attempt: str) -> list[Written]:
    candidates, links = _follow_ups(rows, base)

    def quads(out: IO[bytes]) -> int:
        sources = [_lines(bytes(row.quads)) for row in rows]
        count, last = 0, b""
        with gzipped(out) as packed:
            for line in heapq.merge(*sources, *links):
                if line != last:
                    packed.write(line)
                    count, last = count + 1, line
        return count

    files = [place.write(f"nquads/{where}.nq.gz", quads, attempt)]
    if streams := [bytes(row.observations) for row in rows if row.observations is not None]:
        files.append(place.write(f"observations/{where}.parquet", _observations(streams), attempt))
    if any(row.findings is not None for row in rows):
        found = [one for row in rows if row.findings is not None for one in json.loads(bytes(row.findings))]
        files.append(place.write(f"findings/{where}.parquet", table_of(found, FINDINGS), attempt))
    if candidates:
        files.append(place.write(f"follow-ups/{where}.parquet", table_of(candidates, FOLLOW_UPS), attempt))
    return files


def _lines(packed: bytes) -> Iterator[bytes]:
    """The lines of a stream that zlib packed, a block at a time."""
    unpacker = zlib.decompressobj()
    rest = b""
    while packed:
        block = unpacker.decompress(packed, _BLOCK)
        packed = unpacker.unconsumed_tail
        *lines, rest = (rest + block).splitlines(keepends=True) or [b""]
        if rest.endswith(b"\n"):
            lines, rest = [*lines, rest], b""
        yield from lines
    yield from (rest + unpacker.flush()).splitlines(keepends=True)


def _follow_ups(rows: list[Any], base: str) -> tuple[list[dict[str, Any]], list[list[bytes]]]:
    """Rows of the table, and the quads of each pair of reports as sorted lines."""
    from dashi_kg.corpus.follow_up import candidates, quads_of
    from dashi_kg.rdf.serialize import serialize

    table, links = [], []
    for row in rows:
        if row.before_record is None:
            continue
        before, after = parse(row.before_record.encode("utf-8")), parse(row.record.encode("utf-8"))
        assert before is not None and after is not None
        if found := list(candidates(before, after)):
            links.append(
                serialize(quads_of(before, after, found, base), "nq", base).splitlines(keepends=True)
            )
            table += [
                {
                    "org_id": after.org_id, "year": after.year, "plan": base + plan[0], "measure": base + measure[0],
                    "plan_words": plan[1], "measure_words": measure[1], "score": float(points), "shared": "、".join(shared),
                }
                for plan, measure, points, shared in found
            ]  # fmt: skip
    return table, links


# column → type of Arrow
FINDINGS = {
    "org_id": "string", "year": "string", "code": "string", "severity": "string", "focus": "string",
    "message_zh": "string", "message_en": "string", "value": "string", "quote": "string", "start": "int32",
    "end": "int32", "line": "int32", "source": "string",
}  # fmt: skip
FOLLOW_UPS = {
    "org_id": "string", "year": "string", "plan": "string", "measure": "string", "plan_words": "string",
    "measure_words": "string", "score": "float64", "shared": "string",
}  # fmt: skip


def table_of(rows: list[dict[str, Any]], columns: dict[str, str]) -> Any:
    """What writes rows as Parquet to a file that it is given, and returns how many they are."""
    import pyarrow

    schema = pyarrow.schema([(name, getattr(pyarrow, kind)()) for name, kind in columns.items()])
    return _parquet(pyarrow.Table.from_pylist(rows, schema=schema))


def _observations(streams: list[bytes]) -> Any:
    import pyarrow

    return _parquet(pyarrow.concat_tables([pyarrow.ipc.open_stream(s).read_all() for s in streams]))


def _parquet(table: Any) -> Any:
    import pyarrow.parquet

    def fill(out: IO[bytes]) -> int:
        pyarrow.parquet.write_table(table, out, compression="zstd", version="2.6", row_group_size=2**17)
        return int(table.num_rows)

    return fill
