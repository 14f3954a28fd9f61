"""How are more reports read than one machine can: on Apache Spark, by the functions that read one?"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dashi_kg.spark.cluster import session
    from dashi_kg.spark.job import Built, Options, build

__all__ = ["Built", "Options", "build", "session"]

_HOMES = {"session": "cluster"}


def __getattr__(name: str) -> Any:
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = import_module(f"{__name__}.{_HOMES.get(name, 'job')}")
    found = globals()[name] = getattr(home, name)
    return found
