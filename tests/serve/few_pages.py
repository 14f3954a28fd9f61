"""``dashi-kg`` with a site of few pages, for servers that publish it first."""

from __future__ import annotations

from collections.abc import Iterable

from dashi_kg import __main__ as command
from dashi_kg.site.site import Site

_paths = Site.paths


def _few(site: Site) -> Iterable[str]:
    return [path for path in _paths(site) if path.startswith(("index.", "report/", "org/"))]


def main() -> None:
    """As :func:`dashi_kg.__main__.main`."""
    Site.paths = _few  # type: ignore[method-assign]
    command.main()
