"""dashi-kg: rule-of-law reports (法治政府建设年度报告) as anchored, validated linked data.

>>> import dashi_kg
>>> source = dashi_kg.from_text(
...     "一、2023年法治政府建设的主要举措和成效\\n(一)推进依法行政。全年开展法治培训12次。"
... )
>>> [(str(o.value), o.counted) for o in dashi_kg.extract(source).observations]
[('12', '开展法治培训')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dashi_kg.version import __version__

if TYPE_CHECKING:
    from dashi_kg.api import Graph, Rows, build, load, open, publish, read, validate
    from dashi_kg.reader.extract import extract
    from dashi_kg.reader.outline.outline import outline
    from dashi_kg.source.read import from_text, read_source

__all__ = [
    "Graph",
    "Rows",
    "__version__",
    "build",
    "extract",
    "from_text",
    "load",
    "open",
    "outline",
    "publish",
    "read",
    "read_source",
    "validate",
]

# Where each function is; its module is imported when it is first asked for (PEP 562), so that
# ``import dashi_kg`` costs nothing. No package of ours has the name of one of them: it would hide the function.
_HOMES = {
    **dict.fromkeys(
        ("Graph", "Rows", "build", "load", "open", "publish", "read", "validate"), "dashi_kg.api"
    ),
    "extract": "dashi_kg.reader.extract",
    "outline": "dashi_kg.reader.outline.outline",
    "from_text": "dashi_kg.source.read",
    "read_source": "dashi_kg.source.read",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(_HOMES[name]), name)
    return found
