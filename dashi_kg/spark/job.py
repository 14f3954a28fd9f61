"""A corpus of any size on Spark: documents in; N-Quads, tables and a manifest out (``docs/scale.md``)."""

from __future__ import annotations

import contextlib
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dashi_kg.corpus.summary import STATUS_WORDS
from dashi_kg.errors import DashiError
from dashi_kg.files import Progress
from dashi_kg.language import Both, said
from dashi_kg.settings import settings
from dashi_kg.spark import former_reports, manifest, parts, tables
from dashi_kg.spark.places import Place, Written, gzipped
from dashi_kg.spark.reading import Limits

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

LOCK = ".lock"
WORK = ".work"


@dataclass(frozen=True, slots=True)
class Options:
    """What a document may take, and what is made of it.

    Attributes:
        limit: seconds of a document.
        memory: MiB of a document, beyond what the reader itself needs.
        tables: whether there are tables of observations, and of what compares.
        check: whether each report is validated.
        wait: seconds to wait for another run that writes to the same folder.
    """

    limit: float = 120.0
    memory: int = 1024
    tables: bool = True
    check: bool = True
    wait: float = 0.0


@dataclass(frozen=True, slots=True)
class Built:
    """What was built: the manifest, and how many documents this run has read."""

    manifest: dict[str, Any]
    read: int

    @property
    def refused(self) -> int:
        return int(self.manifest["totals"]["status"].get("refused", 0))

    def text(self) -> str:
        """Totals for a terminal, in the language of the person."""
        totals = self.manifest["totals"]
        words = Both(
            f"{totals['documents']} 个文件（本次读取 {self.read} 个），{totals['quads']} 条四元组，{totals['follow_ups']} 条跟踪的机器候选",
            f"{totals['documents']} files ({self.read} read in this run), {totals['quads']} quads, {totals['follow_ups']} machine suggestions of follow-up",
        )
        lines = [said(words)]
        for name, told in STATUS_WORDS.items():
            if count := totals["status"].get(name):
                lines.append(f"  {said(Both(f'{told.zh}：{count}', f'{told.en}: {count}'))}")
        for one in totals["reasons"]:
            lines.append(f"  {one['count']} × {said(Both(one['zh'], one['en']))}")
        return "\n".join(lines)


def build(
    spark: SparkSession,
    paths: Sequence[str | Path],
    out: str | Path,
    *,
    base: str = "",
    options: Options | None = None,
    progress: Progress | None = None,
) -> Built:
    """Read all documents that are named and write graph and tables.

    Each document is read once for its bytes and the version of the program; a run that was stopped goes on, and a second
    one reads only what is new. The output does not depend on the cluster, nor on what failed meanwhile.

    Args:
        spark: a session; ``dashi_kg`` and what it needs must be installed on its machines.
        paths: see :func:`dashi_kg.spark.documents.documents`.
        out: a folder that all machines see, or an address.
        base: the base IRI (default: of the settings).

    Raises:
        DashiError: nothing is named, the output cannot be written, or another run writes to it. A document that cannot be
            read is told in the tables.
    """
    from dashi_kg.locks import locked

    options = options or Options()
    place = Place(str(out))
    with contextlib.ExitStack() as stack:
        if not place.remote:
            lock = Path(place.name.removeprefix("file:")) / LOCK
            stack.enter_context(locked(lock, place.name, wait=options.wait))
        run = _Run(spark, place, base or settings().base, options, progress)
        try:
            return run.built([str(p) for p in paths])
        except DashiError:
            raise
        except (
            Exception
        ) as error:  # Spark and Py4J raise many kinds; what a worker says stands among their words
            if not type(error).__module__.startswith(("py4j", "pyspark")):
                raise
            raise _failed(str(error)) from None


def _failed(words: str) -> DashiError:
    """A run of Spark that failed: in the words of the worker, where it was one of ours that gave up."""
    ours = re.search(r"dashi_kg\.errors\.\w+: (.+)", words)
    first = ours[1] if ours else (words.strip().splitlines() or ["?"])[0]
    return DashiError(
        Both(f"Spark 的任务失败（{first}）", f"the run on Spark failed ({first})"),
        remedy=Both(
            "请看执行器的日志；再次运行会接着做。", "See the logs of the executors; the same command goes on."
        ),
    )


class _Run:
    """One run: its stages in a row."""

    def __init__(
        self, spark: SparkSession, place: Place, base: str, options: Options, progress: Progress | None
    ) -> None:
        from dashi_kg.corpus.one_file import tool_digest

        self.spark, self.place, self.base, self.options = spark, place, base, options
        self.tool = tool_digest(base)
        made = f"{self.tool} {options.tables} {options.check}"
        self.work = f"{WORK}/{hashlib.sha256(made.encode('ascii')).hexdigest()[:16]}"
        self.limits = Limits(
            options.limit, options.memory, base, self.tool, tables=options.tables, check=options.check
        )
        self._progress = progress

    def _tell(self, zh: str, en: str) -> None:
        if self._progress:
            self._progress(Both(zh, en))

    def built(self, names: Sequence[str]) -> Built:
        from pyspark import StorageLevel

        from dashi_kg.spark.documents import documents
        from dashi_kg.spark.settling import groups, members, settled

        earlier = manifest.load(self.place)  # one that is not ours is not replaced
        self._tell("正在查看", "looking")
        found = documents(self.spark, names, self.tool)
        listed = found.keyed.persist(StorageLevel.DISK_ONLY)
        count = listed.count()
        everything = self._with_unopened(listed, found.listed, count)
        self._tell("正在读取", "reading")
        read = self._read(listed, found.content)
        self._tell("正在合并", "merging")
        results = self._kept()
        slim = results.drop("quads", "observations", "findings", "record")
        outcome = settled(everything, slim).persist(StorageLevel.DISK_ONLY)
        taken = members(outcome).persist(StorageLevel.DISK_ONLY)
        wanted = groups(taken).persist(StorageLevel.DISK_ONLY)
        pending = self._pending(wanted).persist(
            StorageLevel.DISK_ONLY
        )  # receipts that are written change it no more
        parts.write(pending, taken, results, self.place, self.work, self.base)
        self._tell("正在写表", "writing the tables")
        files = self._files(wanted)
        observations = [file.path for file in files if file.path.startswith("observations/")]
        files += tables.reports(outcome, self.place, outcome.count())
        files += tables.coverage(outcome, self.place)
        files += tables.comparable(self.spark, observations, self.place)
        files.append(self._shared())
        files += former_reports.write(self.spark, self.place, earlier, files, self.base)
        head = {"base": self.base, "program": self.tool, "totals": self._totals(outcome, files)}
        content = manifest.commit(self.place, head, files)
        manifest.tidy(
            self.place, content, (*parts.FOLDERS, *tables.FOLDERS, former_reports.FOLDER, "shared"), self.work
        )
        for table in (listed, outcome, taken, wanted, pending):
            table.unpersist()
        return Built(content, read)

    def _with_unopened(self, listed: DataFrame, names: DataFrame, count: int) -> DataFrame:
        """The list with the files that could not be opened, which have no key."""
        from pyspark.sql import functions as F  # noqa: N812

        keyed = listed.select("file", "nth", "order", "key")
        if names.count() == count:
            return keyed
        lost = names.join(listed, "file", "left_anti")
        order = F.split("file", "/").alias("order")
        return keyed.unionByName(lost.select("file", "nth", order, F.lit(None).cast("string").alias("key")))

    def _kept(self) -> DataFrame:
        """What was read so far and holds: not what went beyond limits that are others now."""
        from pyspark.sql import functions as F  # noqa: N812

        from dashi_kg.spark.results import kept

        found = kept(self.spark, self.place, f"{self.work}/results")
        return found.where(F.col("limits").isin("", self.limits.bounds()))

    def _read(self, listed: DataFrame, content: DataFrame) -> int:
        """Read what was not read before; how many those are."""
        from pyspark.sql import functions as F  # noqa: N812

        from dashi_kg.spark.results import read

        first = listed.groupBy("key").agg(F.min_by("file", F.struct("nth", "order")).alias("file"))
        pending = first.join(self._kept().select("key"), "key", "left_anti").persist()
        try:
            if count := pending.count():
                read(
                    content.join(F.broadcast(pending), ["file", "key"]),
                    self.place,
                    f"{self.work}/results",
                    self.limits,
                    count,
                )
            return int(count)
        finally:
            pending.unpersist()

    def _receipts(self) -> DataFrame:
        folder = f"{self.work}/{parts.RECEIPTS}"
        if not self.place.sizes(folder):
            return self.spark.createDataFrame([], parts.RECEIPT_SCHEMA)
        return self.spark.read.schema(parts.RECEIPT_SCHEMA).json(self.place.spark(folder))

    def _pending(self, wanted: DataFrame) -> DataFrame:
        """The groups whose files are not all there."""
        from pyspark.sql import functions as F  # noqa: N812

        sizes = self.place.sizes(*parts.FOLDERS)
        there = self.spark.createDataFrame(list(sizes.items()), "path string, bytes long")
        each = self._receipts().select("digest", F.explode("files").alias("file"))
        each = each.select("digest", F.col("file.path").alias("path"), F.col("file.bytes").alias("bytes"))
        lost = each.join(there, ["path", "bytes"], "left_anti").select("digest")
        done = self._receipts().select("digest").join(lost, "digest", "left_anti")
        return wanted.join(done, "digest", "left_anti")

    def _files(self, wanted: DataFrame) -> list[Written]:
        """The files of all groups: a row a file of the output, not of a document."""
        rows = self._receipts().join(wanted.select("digest"), "digest", "left_semi").collect()
        return [Written(*file) for row in rows for file in row.files]

    def _shared(self) -> Written:
        """What all reports share, written here."""
        from dashi_kg.pipeline import shared_quads
        from dashi_kg.rdf.serialize import serialize

        data = serialize(shared_quads(self.base), "nq", self.base)

        def fill(out: IO[bytes]) -> int:
            with gzipped(out) as packed:
                packed.write(data)
            return data.count(b"\n")

        return self.place.write("shared/shared-{digest}.nq.gz", fill)

    def _totals(self, outcome: DataFrame, files: list[Written]) -> dict[str, Any]:
        from pyspark.sql import functions as F  # noqa: N812

        from dashi_kg.language import parted

        def counts(by: str, table: DataFrame) -> dict[str, int]:
            return {str(row[0]): int(row[1]) for row in table.groupBy(by).count().orderBy(by).collect()}

        status = counts("status", outcome)
        refused = outcome.where(F.col("status") == "refused").groupBy("reason", "remedy").count()
        most = refused.orderBy(F.desc("count"), "reason", "remedy").limit(20).collect()
        taken = outcome.where(F.col("status") == "read")

        def rows(folder: str) -> int:
            return sum(file.rows for file in files if file.path.startswith(f"{folder}/"))

        return {
            "documents": sum(status.values()),
            "status": status,
            "levels": counts("level", taken),
            "years": counts("year", taken),
            "reasons": [
                {
                    "count": int(row["count"]),
                    **{
                        lang: f"{parted(row.reason).said(lang).rstrip('.。')}{stop}{parted(row.remedy).said(lang)}"
                        for lang, stop in (("zh", "。"), ("en", ". "))
                    },
                }
                for row in most
            ],
            "quads": rows("nquads") + rows("shared") + rows(former_reports.FOLDER),
            "observations": rows("observations"),
            "findings": rows("findings"),
            "follow_ups": rows("follow-ups"),
            "comparable": rows("comparable"),
        }
