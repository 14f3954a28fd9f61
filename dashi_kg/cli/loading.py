"""Into a triple store and out: load, unload."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dashi_kg.cli.options import base_option, wait_option
from dashi_kg.cli.printing import progress
from dashi_kg.cli.spoken import Command, option
from dashi_kg.language import Both
from dashi_kg.settings import settings

_KINDS = ("oxigraph", "fuseki", "virtuoso", "rdf4j", "graphdb", "gsp", "pyoxigraph")


def _store_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for one in (
        base_option,
        wait_option,
        option(
            "--force",
            is_flag=True,
            help=Both("存有别的数据的图也覆盖。", "Also overwrite graphs that hold other data."),
        ),
        option(
            "-n",
            "--dry-run",
            is_flag=True,
            help=Both("只说明将做什么，不做。", "Only say what would be done."),
        ),
        option(
            "--query-url",
            default="",
            metavar="URL",
            help=Both("用于 gsp：SPARQL 查询的地址。", "For gsp: the address of SPARQL queries."),
        ),
        option(
            "--update-url",
            default="",
            metavar="URL",
            help=Both("用于 gsp：SPARQL 更新的地址。", "For gsp: the address of SPARQL updates."),
        ),
        option(
            "--store",
            type=click.Choice(_KINDS),
            required=True,
            help=Both("数据库的种类。", "The kind of store."),
        ),
    ):
        command = one(command)
    return command


@click.command(cls=Command)
@click.argument("url")
@click.argument("data", required=False, type=click.Path(path_type=Path))
@_store_options
@option(
    "--graph",
    metavar="IRI",
    help=Both("不属于任何图的三元组放进这个图。", "The graph for triples that have none."),
)
@option(
    "--chunk",
    type=click.IntRange(1),
    help=Both(
        "每次请求的三元组数（缺省：按数据库的种类）。", "Triples per request (default: by the kind of store)."
    ),
)
def load(
    url: str,
    data: Path | None,
    store: str,
    update_url: str,
    query_url: str,
    dry_run: bool,
    force: bool,
    base: str | None,
    graph: str | None,
    chunk: int | None,
    wait: float,
) -> None:
    """Load DATA into the store at URL, and prove it.

    DATA: a release, RDF, a corpus, or reports (default: the bundled reports).

    Graphs are staged, swapped in at once, fetched back and compared by count and hash. Credentials:
    DASHI_KG_USER and DASHI_KG_PASSWORD, DASHI_KG_TOKEN, or ~/.netrc.
    """
    from dashi_kg.pipeline import load_into, load_table

    with progress() as tell:
        found = load_into(
            url, data, store, settings(base).base, update_url=update_url, query_url=query_url, dry_run=dry_run,
            force=force, graph=graph, chunk=chunk, progress=tell, wait=wait,
        )  # fmt: skip
    click.echo(load_table(found), nl=False)
    sys.exit(1 if any(g.state in ("differs", "not loaded") for g in found) else 0)


@click.command(cls=Command)
@click.argument("url")
@_store_options
def unload(
    url: str,
    store: str,
    update_url: str,
    query_url: str,
    dry_run: bool,
    force: bool,
    wait: float,
    base: str | None,
) -> None:
    """Remove from the store at URL exactly what dashi-kg loaded, by the record that it left there."""
    from dashi_kg.pipeline import load_table, unload_from

    found = unload_from(
        url,
        store,
        settings(base).base,
        update_url=update_url,
        query_url=query_url,
        dry_run=dry_run,
        force=force,
        wait=wait,
    )
    click.echo(load_table(found), nl=False)
