"""The list of the files that a release does not hold, but whoever serves it makes when they are asked for."""

from __future__ import annotations

from collections.abc import Iterable

SERVED = "served.txt"


def listed(paths: Iterable[str]) -> bytes:
    """The list: a path a line, sorted."""
    return "".join(f"{path}\n" for path in sorted(paths)).encode("utf-8")


def read(data: bytes) -> frozenset[str]:
    """The paths of such a list."""
    return frozenset(data.decode("utf-8", "replace").splitlines())
