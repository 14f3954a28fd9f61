"""What crosses reports: which texts are the same, which of several texts of a report is taken, what follows what.

The rules are those of :mod:`dashi_kg.corpus.build`, as joins and windows: nothing is collected.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from dashi_kg.corpus.record import DUPLICATE, OTHER_VERSION, READ, REFUSED
from dashi_kg.language import Both
from dashi_kg.publishing.several import UNSURE

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame

PART = 200  # reports of a file of the output, about
UNKNOWN = "unknown"
_UNREAD = (
    Both("文件无法打开，或在读取时被改动", "the file cannot be opened, or was changed while it was read"),
    Both("请检查文件及其权限，再次运行。", "Check the file and its permissions, and run again."),
)
_PLAIN = ("org_id", "org_name", "division", "level", "year", "issued", "text_sha256", "report")


def settled(documents: DataFrame, results: DataFrame) -> DataFrame:
    """A row a document: what became of it.

    Args:
        documents: ``file``, ``nth``, ``order``, ``key`` (null: it could not be opened).
        results: :data:`dashi_kg.spark.results.SCHEMA`, without the parts.

    Returns:
        ``file``, ``nth``, ``order``, ``key``, ``status``, ``reason``, ``remedy``, ``same_as``, and of one that was read the
        columns of the result.
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    # of a document that once went beyond a limit, and was read within another: as it was read
    result = F.struct(*(name for name in results.columns if name != "key"))
    once = results.groupBy("key").agg(F.min_by(result, "limits").alias("result")).select("key", "result.*")
    found = documents.join(once, "key", "left")
    place = F.struct("nth", "order")

    def nth(*by: str | Column) -> tuple[Column, Column]:
        """Which of those alike a document is, and the first of them."""
        window = Window.partitionBy(*by).orderBy(place)
        return F.row_number().over(window), F.first("file").over(window)

    def own(column: str, condition: Column) -> Column:
        """The value where the condition holds, else one that no other document has."""
        return F.when(condition, F.concat(F.lit("="), column)).otherwise(F.concat(F.lit("/"), "file"))

    found = found.withColumn("status", F.coalesce("status", F.lit(REFUSED)))
    found = found.withColumn("reason", F.coalesce("reason", F.lit(str(_UNREAD[0]))))
    found = found.withColumn("remedy", F.coalesce("remedy", F.lit(str(_UNREAD[1]))))
    row, first = nth(own("key", F.col("key").isNotNull()))
    found = found.withColumn("copy", row).withColumn("same_as", F.when(row > 1, first).otherwise(""))
    copied = (F.col("copy") > 1) & (F.col("status") == READ)
    found = found.withColumn("status", F.when(copied, DUPLICATE).otherwise(F.col("status")))
    found = found.withColumn("same_as", F.when(F.col("status") == DUPLICATE, F.col("same_as")).otherwise(""))
    for name in (*_PLAIN, "figures", "warnings"):
        blank = F.lit(0) if name in ("figures", "warnings") else F.lit("")
        taken = (F.col("copy") == 1) & F.col(name).isNotNull()
        found = found.withColumn(name, F.when(taken, F.col(name)).otherwise(blank))

    still = F.col("status") == READ
    row, first = nth(own("text_sha256", still))
    found = found.withColumn("row", row).withColumn("first", first)
    again = still & (F.col("row") > 1)
    found = found.withColumn("same_as", F.when(again, F.col("first")).otherwise(F.col("same_as")))
    found = found.withColumn("status", F.when(again, DUPLICATE).otherwise(F.col("status")))

    identity = F.concat_ws("/", "org_id", "year")
    found = found.withColumn("identity", identity)
    row, first = nth(own("identity", still))
    found = found.withColumn("row", row).withColumn("first", first)
    other = still & (F.col("row") > 1)
    unsure = other & ((F.col("division") == "") | ~F.col("year").rlike(r"^\d+$"))
    for name, words in zip(("reason", "remedy"), UNSURE, strict=True):
        found = found.withColumn(name, F.when(unsure, F.lit(str(words))).otherwise(F.col(name)))
    found = found.withColumn("same_as", F.when(other, F.col("first")).otherwise(F.col("same_as")))
    found = found.withColumn("status", F.when(other, OTHER_VERSION).otherwise(F.col("status")))
    return found.drop("row", "first", "identity", "copy")


def members(found: DataFrame) -> DataFrame:
    """The reports that are taken, each with the file of the output that it goes to, and the report of the year before.

    Returns:
        ``key``, ``report``, ``province``, ``of_year``, ``part``, ``parts``, ``before`` (a key, or null).
    """
    from pyspark.sql import Window
    from pyspark.sql import functions as F  # noqa: N812

    taken = found.where(F.col("status") == READ)
    province = (
        F.when(F.col("division") != "", F.concat(F.substring("division", 1, 2), F.lit("0000")))
        .when(F.col("level") == "national", F.lit("000000"))
        .otherwise(F.lit(UNKNOWN))
    )
    taken = taken.select("key", "report", "org_id", "year", "division", province.alias("province"))
    taken = taken.withColumn("of_year", F.when(F.col("year") == "", UNKNOWN).otherwise(F.col("year")))
    many = F.count("key").over(Window.partitionBy("province", "of_year"))
    taken = taken.withColumn("parts", F.ceil(many / PART).cast("int"))
    taken = taken.withColumn("part", F.pmod(F.crc32(F.encode("report", "utf-8")), F.col("parts")).cast("int"))
    # a body whose place is not decided is left out: two bodies of one name could be taken for one
    sure = taken.where((F.col("division") != "") & F.col("year").rlike(r"^\d+$"))
    next_year = (F.col("year").cast("int") + 1).cast("string")
    before = sure.select("org_id", next_year.alias("year"), F.col("key").alias("before"))
    taken = taken.join(before, ["org_id", "year"], "left")
    taken = taken.withColumn("before", F.when(F.col("division") != "", F.col("before")))
    return taken.select("key", "report", "province", "of_year", "part", "parts", "before")


def groups(members: DataFrame) -> DataFrame:
    """A row a file of the output: ``province``, ``of_year``, ``part``, ``parts``, ``digest`` of all that decides it."""
    from pyspark.sql import functions as F  # noqa: N812

    line = F.concat_ws(" ", "key", F.coalesce("before", F.lit("-")))
    return members.groupBy("province", "of_year", "part", "parts").agg(
        F.sha2(F.concat_ws("\n", F.sort_array(F.collect_list(line))), 256).alias("digest")
    )
