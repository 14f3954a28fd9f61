"""Into a triple store and out: load, unload."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from dashi_kg.cli.options import base_option, wait_option
from dashi_kg.cli.printing import progress
from dashi_kg.settings import settings

_KINDS = ("oxigraph", "fuseki", "virtuoso", "rdf4j", "graphdb", "gsp", "pyoxigraph")


def _store_options(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in (
        base_option,
        wait_option,
        click.option("--force", is_flag=True, help="Also touch graphs that hold other data 覆盖他人数据."),
        click.option("-n", "--dry-run", is_flag=True, help="Only say what would be done 只看不做."),
        click.option(
            "--query-url", default="", metavar="URL", help="For gsp: the SPARQL query endpoint 查询地址."
        ),
        click.option(
            "--update-url", default="", metavar="URL", help="For gsp: the SPARQL update endpoint 更新地址."
        ),
        click.option("--store", type=click.Choice(_KINDS), required=True, help="Kind of store 数据库种类."),
    ):
        command = option(command)
    return command


@click.command(short_help="载入 load into a triple store, with proof")
@click.argument("url")
@click.argument("data", required=False, type=click.Path(path_type=Path))
@_store_options
@click.option("--graph", metavar="IRI", help="Graph 图 for triples that have none.")
@click.option(
    "--chunk",
    type=click.IntRange(1),
    default=50_000,
    show_default=True,
    help="Triples per request 每批三元组.",
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
    chunk: int,
    wait: float,
) -> None:
    """Load 载入 DATA into the store at URL, and prove it.

    DATA: a release, RDF, a corpus, or reports (default: the reports that come along).

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


@click.command(short_help="卸载 remove what was loaded, nothing else")
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
    """Remove 卸载 from the store at URL exactly what dashi-kg loaded, by the record that it left there."""
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
