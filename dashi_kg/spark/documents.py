"""What a user names → a table of documents: file, place in the order, key by what it holds.

The files are those that ``dashi-kg build`` takes (:mod:`dashi_kg.source.gather`), in the same order. Spark itself passes over
empty files and names that begin with ``_``: below a folder of this machine they are looked for and added; in a store
behind an address they are not seen. The bytes are read twice, by the workers: for the keys, and of those documents that
were not read before.
"""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import TYPE_CHECKING

from dashi_kg.errors import DashiError, SourceError, no_such
from dashi_kg.files import RELEASE_MARKS
from dashi_kg.language import Both
from dashi_kg.pipeline.report_files import READING, SOURCES
from dashi_kg.source.gather import READABLE, TOLD
from dashi_kg.source.read import MAX_BYTES
from dashi_kg.spark.places import for_spark, is_remote

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

LISTING = ".parquet"  # a table of documents: ``path`` and ``bytes``
_MAGIC = re.compile(r"([*?{}\[\]\\])")


@dataclass(frozen=True, slots=True)
class Documents:
    """Three tables, each evaluated when it is asked for.

    Attributes:
        listed: ``file``, ``nth``, ``size``: a row a file, without opening it.
        keyed: ``file``, ``name``, ``nth``, ``order``, ``size``, ``key``: of those that can be opened.
        content: ``file``, ``key``, ``name``, ``size``, ``data``, ``notes``.
    """

    listed: DataFrame
    keyed: DataFrame
    content: DataFrame


def documents(spark: SparkSession, names: Sequence[str], digest: str) -> Documents:
    """The documents that are named.

    Args:
        names: folders, files, patterns (``*``, ``?``, ``[…]``, ``**``), or tables of documents: Parquet with the columns
            ``path`` and ``bytes`` (or ``content``).
        digest: what decides a result beside the document (:func:`dashi_kg.corpus.one_file.tool_digest`).

    Raises:
        DashiError: something that is named is not there.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812 - as everybody calls it

    pairs = [_one(spark, name) for name in names]
    listed, found = (
        reduce(lambda a, b: a.unionByName(b), [t.withColumn("nth", F.lit(n)) for n, t in enumerate(tables)])
        for tables in zip(*pairs, strict=True)
    )
    parts = F.split("file", "/")
    keyed = (
        found.withColumn("name", F.element_at(parts, -1))
        .withColumn("order", parts)
        .withColumn("key", _key(digest))
    )
    listing = keyed.select("file", "name", "nth", "order", "size", "key")
    if len(names) > 1:  # each file once, where it was first named
        first = F.row_number().over(Window.partitionBy("file").orderBy("nth"))
        listing = listing.withColumn("row", first).where("row = 1").drop("row")
        listed = listed.groupBy("file").agg(F.min("nth").alias("nth"), F.first("size").alias("size"))
    return Documents(listed, listing, keyed.select("file", "key", "name", "size", "data", "notes"))


def _one(spark: SparkSession, name: str) -> tuple[DataFrame, DataFrame]:
    """``file``, ``size``, and the same with ``data``, ``notes``, of one name."""
    bare = name.removeprefix("file:")
    if bare.rstrip("/").endswith(LISTING):
        return _listing(spark, name)
    root, pattern = _root(bare)
    if not is_remote(name) and not Path(root).exists():
        raise no_such(Path(bare))
    return _files(spark, root, pattern, name)


def _listing(spark: SparkSession, name: str) -> tuple[DataFrame, DataFrame]:
    from pyspark.sql import functions as F  # noqa: N812

    try:
        table = spark.read.parquet(for_spark(name))
    except Exception:
        raise no_such(Path(name)) from None
    bytes_of = next((c for c in ("bytes", "content") if c in table.columns), "")
    if "path" not in table.columns or not bytes_of:
        raise DashiError(
            Both("表里没有 path 和 bytes 两列", "the table has no columns path and bytes"),
            remedy=Both(
                "请给出含这两列的 Parquet：文件路径、文件内容。",
                "Give Parquet with both: the path and the bytes of each file.",
            ),
            file=name,
        )
    data = F.col(bytes_of).cast("binary")
    notes = F.col("reading").cast("binary") if "reading" in table.columns else F.lit(None).cast("binary")
    file, size = F.col("path").alias("file"), F.length(data).cast("long").alias("size")
    small = F.when(F.length(data) <= MAX_BYTES, data).alias("data")
    return table.select(file, size), table.select(file, size, small, notes.alias("notes"))


def _root(name: str) -> tuple[str, str]:
    """The folder from which a pattern is looked for, and the pattern; none where the name is plain."""
    if not glob.has_magic(name) or (not is_remote(name) and Path(name).exists()):
        return name, ""
    parts = name.split("/")
    plain = next(i for i, part in enumerate(parts) if glob.has_magic(part))
    return "/".join(parts[:plain]) or ("/" if name.startswith("/") else "."), name


def _files(spark: SparkSession, root: str, pattern: str, name: str) -> tuple[DataFrame, DataFrame]:
    from pyspark.sql import functions as F  # noqa: N812

    where = _MAGIC.sub(r"\\\1", for_spark(root))
    table = (
        spark.read.format("binaryFile")
        .option("recursiveFileLookup", "true")
        .option("ignoreCorruptFiles", "true")
        .option("ignoreMissingFiles", "true")
        .load(where)
    )
    file = F.col("path") if is_remote(root) else F.regexp_replace("path", r"^file:/*", "/")
    table = table.select(file.alias("file"), F.col("length").alias("size"), F.col("content").alias("data"))
    if not is_remote(root) and (rest := passed_over(Path(root).absolute())):
        named = spark.createDataFrame(rest, "file string, size long").repartition(max(1, len(rest) // 1000))
        read = named.rdd.map(lambda row: (row.file, row.size, _bytes_of(row.file)))
        table = table.unionByName(spark.createDataFrame(read, table.schema, verifySchema=False))
    listing = table.select("file", "size")
    one = not is_remote(root) and Path(root).is_file()
    wanted: Column = F.lit(True)
    if pattern:
        absolute = (
            pattern if is_remote(pattern) else f"{Path.cwd()}/{pattern}" if pattern[0] != "/" else pattern
        )
        wanted = F.col("file").rlike(as_regex(absolute))
    elif not one:
        suffix = F.lower(F.regexp_extract("file", r"[^/](\.[^./]+)$", 1))
        wanted = suffix.isin(*sorted(READABLE | TOLD)) & ~F.col("file").rlike(r"/~\$[^/]*$")
        base = for_spark(root).removeprefix("file:") if not is_remote(root) else root
        wanted &= ~F.substring(F.col("file"), len(base) + 1, 1 << 20).rlike(r"/\.")
    chosen, whole = listing.where(wanted), table.where(wanted)
    if not pattern and not one and (copies := _copies(listing)) is not None:
        chosen, whole = (t.join(F.broadcast(copies), "file", "left_anti") for t in (chosen, whole))
    if chosen.limit(1).count() == 0:
        raise SourceError(
            Both("这里没有报告", "no report is here"),
            remedy=Both("请检查文件夹或通配符。", "Check the folder or the pattern."),
            file=name,
        )
    # Beyond the limit only its size is told; the reader refuses it as it does any such file.
    large = chosen.where(F.col("size") > MAX_BYTES).withColumn("data", F.lit(None).cast("binary"))
    small = whole.where((F.col("size") <= MAX_BYTES) & F.col("data").isNotNull())
    return chosen, _with_notes(small.unionByName(large), listing, table)


def passed_over(root: Path) -> list[tuple[str, int]]:
    """Path and size of the files below a folder (or of the one file) that Spark does not list."""
    found = []
    for at, folders, files in os.walk(root) if root.is_dir() else [(str(root.parent), [], [root.name])]:
        below = Path(at).relative_to(root if root.is_dir() else root.parent).parts
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        hidden = any(map(_is_passed_over, below))
        for name in sorted(files):
            path = Path(at, name)
            try:
                size = path.stat().st_size if path.is_file() else -1
            except OSError:
                continue
            if size == 0 or (size > 0 and (hidden or _is_passed_over(name))):
                found.append((str(path), size))
    return found


def _is_passed_over(name: str) -> bool:
    return (name.startswith("_") and "=" not in name) or name.endswith("._COPYING_")


def _bytes_of(file: str) -> bytes | None:
    try:
        with Path(file).open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError:  # told as one that cannot be opened
        return None


def _copies(listing: DataFrame) -> DataFrame | None:
    """The files below a release of ours, and those that a browser saved with a page; nothing where none can be."""
    from pyspark.sql import functions as F  # noqa: N812

    suspects = F.col("file").rlike(r"(?:_files|\.files)/") | F.col("file").endswith(f"/{RELEASE_MARKS[0]}")
    if listing.where(suspects).limit(1).count() == 0:
        return None
    folder = F.regexp_replace("file", r"/[^/]*$", "")
    releases = (
        listing.where(F.element_at(F.split("file", "/"), -1).isin(*RELEASE_MARKS))
        .groupBy(folder.alias("folder"))
        .count()
        .where(F.col("count") == len(RELEASE_MARKS))
        .select("folder")
    )
    stem = F.regexp_extract("file", r"(?i)^(.*)\.html?$", 1)
    pages = listing.select(stem.alias("stem")).where("stem != ''")
    saved = pages.select(F.explode(F.array(F.concat("stem", F.lit("_files")), F.concat("stem", F.lit(".files")))).alias("folder"))  # fmt: skip
    parts = F.split("file", "/")
    above = F.expr("transform(sequence(1, size(parts) - 1), n -> array_join(slice(parts, 1, n), '/'))")
    return (
        listing.select("file", parts.alias("parts"))
        .select("file", F.explode(above).alias("folder"))
        .join(releases.union(saved).distinct(), "folder", "left_semi")
        .select("file")
        .distinct()
    )


def _with_notes(found: DataFrame, listing: DataFrame, table: DataFrame) -> DataFrame:
    """The bytes of the reading file beside a document, where there is one."""
    from pyspark.sql import functions as F  # noqa: N812

    is_notes = F.col("file").endswith(f"/{READING}") | F.col("file").endswith(f".{READING}")
    if listing.where(is_notes).limit(1).count() == 0:
        return found.withColumn("notes", F.lit(None).cast("binary"))
    notes = table.where(is_notes).select(F.col("file").alias("beside"), F.col("data").alias("notes"))
    name = F.element_at(F.split("file", "/"), -1)
    folder = F.regexp_replace("file", r"[^/]*$", "")
    beside = F.when(name.isin(*SOURCES), F.concat(folder, F.lit(READING))).otherwise(
        F.concat(F.regexp_replace("file", r"(?<=[^/])\.[^./]*$", ""), F.lit(f".{READING}"))
    )
    return found.withColumn("beside", beside).join(notes, "beside", "left").drop("beside")


def _key(digest: str) -> Column:
    """The key of a document, as :func:`dashi_kg.corpus.one_file.key_of` makes it of a file."""
    from pyspark.sql import functions as F  # noqa: N812

    zero = F.lit(bytearray(b"\0"))
    suffix = F.lower(F.regexp_extract("name", r"[^/](\.[^./]+)$", 1))
    notes = F.when(F.col("notes").isNotNull(), F.concat(zero, "notes")).otherwise(F.lit(bytearray(b"")))
    data = F.coalesce("data", F.encode(F.concat(F.lit("size "), "size"), "utf-8"))
    parts = (F.encode(F.lit(digest), "utf-8"), data, notes, zero, F.encode(suffix, "utf-8"))
    return F.sha2(F.concat(*parts), 256)


def as_regex(pattern: str) -> str:
    """A pattern of file names as a regular expression of Java.

    >>> as_regex("/in/**/[!a]*.txt")
    '^/in/(?:[^/.][^/]*/)*[^a](?:[^/]*)\\\\.txt$'
    """
    found = ["^"]
    at = 0
    while at < len(pattern):
        sign = pattern[at]
        if pattern.startswith("**/", at):
            found.append("(?:[^/.][^/]*/)*")
            at += 3
            continue
        if pattern.startswith("**", at):
            found.append("(?:[^/.][^/]*/)*(?:[^/.][^/]*)")
            at += 2
            continue
        end = pattern.find("]", at + 2) if sign == "[" else -1
        if end > 0:
            inside = pattern[at + 1 : end].replace("\\", "\\\\")
            found.append(f"[^{inside[1:]}]" if inside[0] == "!" else f"[{inside}]")
            at = end
        elif sign == "*":
            hidden = (
                "(?!\\.)" if pattern[at - 1 : at] == "/" else ""
            )  # as a shell: not those that begin with a point
            found.append(f"{hidden}(?:[^/]*)")
        elif sign == "?":
            found.append("[^/]")
        else:
            found.append(re.escape(sign))
        at += 1
    return "".join(found) + "$"
