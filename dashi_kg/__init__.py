"""dashi-kg: rule-of-law reports (法治政府建设年度报告) as anchored, validated linked data.

>>> import dashi_kg
>>> source = dashi_kg.from_text(
...     "一、2023年法治政府建设的主要举措和成效\\n(一)推进依法行政。全年开展法治培训12次。"
... )
>>> [(str(o.value), o.counted) for o in dashi_kg.extract(source).observations]
[('12', '开展法治培训')]
"""

# The functions are imported here, not on demand: a submodule of the same name would else hide them.
# Their modules import heavy libraries only when they run.
import dashi_kg.load
import dashi_kg.publish
import dashi_kg.validate  # noqa: F401
from dashi_kg.api import Graph, Rows, build, load, publish, read, validate
from dashi_kg.extract import extract
from dashi_kg.outline import outline
from dashi_kg.source import from_text, read_source
from dashi_kg.version import __version__

__all__ = [
    "Graph",
    "Rows",
    "__version__",
    "build",
    "extract",
    "from_text",
    "load",
    "outline",
    "publish",
    "read",
    "read_source",
    "validate",
]
