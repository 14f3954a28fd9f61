"""A person's part: review."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from dashi_kg.cli.options import INPUT, wait_option
from dashi_kg.cli.printing import checked_output, write

_SAVES = 5.0  # seconds that one save waits for another


@click.command(short_help="核对 a page to accept, correct or reject facts")
@click.argument("report", type=INPUT)
@click.option("-o", "--output", type=INPUT, help="File of the page 页面文件 (default: standard output).")
@click.option(
    "--serve",
    is_flag=True,
    help="Serve the page on 127.0.0.1; saving writes to the reading file 保存到解读文件.",
)
@click.option(
    "--port", type=click.IntRange(0, 65535), default=0, help="Port of --serve (default: any free one)."
)
@click.option(
    "--apply", "applied", type=INPUT, help="Take corrections that the page gave as a file 存入页面导出的更正."
)
@click.option(
    "--check", is_flag=True, help="Only list orphaned corrections 只列失锚的更正 (exit code 1 if any)."
)
@click.option(
    "--reader",
    default="reader",
    show_default=True,
    help="Id of who reads, for a new reading file 核对人标识.",
)
@click.option("--name", default="核对人", show_default=True, help="Name of who reads 核对人.")
@wait_option
def review(
    report: Path,
    output: Path | None,
    serve: bool,
    port: int,
    applied: Path | None,
    check: bool,
    reader: str,
    name: str,
    wait: float,
) -> None:
    """Review REPORT 核对: a page where every highlighted span opens its facts.

    Decisions go into reading.yaml in the report's folder, or NAME.reading.yaml beside a single file, and are applied
    whenever the report is read again.
    """
    from dashi_kg.pipeline import reading_file, review_of
    from dashi_kg.review.page import review_page
    from dashi_kg.review.save import save_corrections, state
    from dashi_kg.review.serve import ReviewServer

    who = {"id": reader, "zh": name, "en": f"Reader {reader}", "date": date.today().isoformat()}
    if applied:
        from dashi_kg.knowledge import yamlfile

        rows = yamlfile.fields(yamlfile.load(applied), file=applied, place="", need=("corrections",))[
            "corrections"
        ]
        file = review_of(report).file
        click.echo(f"{file}: {save_corrections(file, rows, who, wait=wait)} 条更正 corrections")
        return
    if check:
        orphaned = review_of(report).orphaned
        for c in orphaned:
            click.echo(f"{c.decision}\t{c.kind}\t{c.quote}")
        sys.exit(1 if orphaned else 0)

    shown: list[str] = []  # states of the reading file, the last the one that the page tells of

    def page(save_url: str = "") -> str:
        shown.append(state(reading_file(report)))  # before it is read: a change in between is noticed
        seen = review_of(report)
        return review_page(
            seen.found,
            seen.grades,
            name=report.name,
            known=seen.known,
            orphaned=seen.orphaned,
            save_url=save_url,
        )

    if not serve:
        checked_output(output, report)
        write(page(), output)
        return

    def save(rows: list[Any]) -> str:
        file = review_of(report).file
        save_corrections(file, rows, who, seen=shown[-1], wait=max(wait, _SAVES))
        shown.append(state(file))
        return str(file)

    page()  # a report that cannot be read is told now
    server = ReviewServer(page, save, port)
    click.echo(f"核对页 review page: {server.url}\n按 Ctrl-C 结束 stop with Ctrl-C")
    server.run()
