"""A Spark session for the command line, and what is wrong where none starts."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from dashi_kg.errors import DashiError, not_installed
from dashi_kg.language import Both

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

# A session of ours serves one run: no pages of its own, and few partitions where little is joined, on one machine still fewer: each is a
# task of its own in each of some twenty joins. Python does the work: Java compiles lightly what it runs.
_JAVA = "-XX:TieredStopAtLevel=1"
_CONFIGURATION = {
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.driver.extraJavaOptions": _JAVA,
    "spark.executor.extraJavaOptions": _JAVA,
}
# Java takes the encoding of file names from the locale: under another one, names in Chinese are not found.
_LOCALE = "C.UTF-8"


@contextlib.contextmanager
def session(master: str = "", configuration: Mapping[str, str] | None = None) -> Iterator[SparkSession]:
    """A session for the length of the block; below ``spark-submit`` the one that it has prepared.

    Args:
        master: where it runs (``spark://…``, ``yarn``, ``k8s://…``, ``local[*]``); nothing: what ``spark-submit`` or
            ``spark-defaults.conf`` says, else all processors of this machine.
        configuration: properties of Spark.

    Raises:
        DashiError: PySpark or Java is missing, or the session does not start.
    """
    try:
        import pyspark
        from pyspark.sql import SparkSession
    except ImportError:
        raise not_installed("pyspark", "spark") from None
    if not (shutil.which("java") or os.environ.get("JAVA_HOME")):
        raise DashiError(
            Both("没有找到 Java", "Java was not found"),
            remedy=Both(
                "请安装 Java 17，或在 JAVA_HOME 写明其位置。", "Install Java 17, or name it in JAVA_HOME."
            ),
        )
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    known = pyspark.SparkConf()
    for key, value in _CONFIGURATION.items():
        known.setIfMissing(key, value)
    where = master or known.get("spark.master") or "local[*]"
    local = where.startswith("local")
    known.setIfMissing("spark.sql.shuffle.partitions", "16" if local else "64")
    if local:  # all on this machine: nothing listens beyond it
        os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
        for key in ("spark.driver.host", "spark.driver.bindAddress"):
            known.setIfMissing(key, "127.0.0.1")
    known.setMaster(where).setAppName("dashi-kg")
    for key, value in (configuration or {}).items():
        known.set(key, value)
    known.setIfMissing("spark.executorEnv.LC_ALL", _LOCALE)
    try:
        with _spoken_by_java():
            started = SparkSession.builder.config(conf=known).getOrCreate()
    except Exception as error:  # Py4J and Spark raise many kinds
        first = (str(error).strip().splitlines() or [type(error).__name__])[0]
        raise DashiError(
            Both(f"Spark 没有启动（{first}）", f"Spark did not start ({first})"),
            remedy=Both(
                "请检查 --master 的地址和 Java 的版本（17）。",
                "Check the address of --master and the version of Java (17).",
            ),
        ) from None
    started.sparkContext.setLogLevel("ERROR")
    try:
        yield started
    finally:
        started.stop()


@contextlib.contextmanager
def _spoken_by_java() -> Iterator[None]:
    """The locale of a JVM that is started in this block; ours stays, which says what language is spoken."""
    before = os.environ.get("LC_ALL")
    os.environ["LC_ALL"] = _LOCALE
    try:
        yield
    finally:
        if before is None:
            del os.environ["LC_ALL"]
        else:
            os.environ["LC_ALL"] = before
