"""``dashi-kg`` with a site of few pages, for servers that publish it first."""

from __future__ import annotations

from dashi_kg import __main__ as command
from dashi_kg.site.site import Site
from tests.once import few_paths


def main() -> None:
    """As :func:`dashi_kg.__main__.main`."""
    Site.paths = few_paths  # type: ignore[method-assign]
    command.main()
