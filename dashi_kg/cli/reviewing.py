"""A person's part: review."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import Any

import click

from dashi_kg.cli.options import INPUT, wait_option
from dashi_kg.cli.printing import checked_output, write
from dashi_kg.cli.spoken import Command, option
from dashi_kg.language import Both, said

_SAVES = 5.0  # seconds that one save waits for another


@click.command(cls=Command)
@click.argument("report", type=INPUT)
@option(
    "-o",
    "--output",
    type=INPUT,
    help=Both("页面的文件（缺省：标准输出）。", "File of the page (default: standard output)."),
)
@option(
    "--serve",
    is_flag=True,
    help=Both(
        "在本机（127.0.0.1）打开页面，保存时写入解读文件。",
        "Serve the page on 127.0.0.1; saving writes to the reading file.",
    ),
)
@option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help=Both("--serve 的端口（缺省：任一空闲端口）。", "Port of --serve (default: any free one)."),
)
@option(
    "--apply",
    "applied",
    type=INPUT,
    help=Both("存入页面导出的更正文件。", "Save corrections that the page gave as a file."),
)
@option(
    "--check",
    is_flag=True,
    help=Both(
        "只列出对不上的更正和原因（有则退出码为 1）。",
        "Only list corrections that no longer fit, with the reason (exit code 1 if any).",
    ),
)
@option(
    "--export",
    "exported",
    type=INPUT,
    help=Both(
        "把核对过的文字写成带标注的文本，存入这个文件夹（evaluation/ 的格式）。",
        "Write reviewed passages as labelled texts into this folder, in the form of evaluation/.",
    ),
)
@option(
    "--reader",
    default="reader",
    show_default=True,
    help=Both("核对人的标识，用于新的解读文件。", "Id of the reviewer, for a new reading file."),
)
@option("--name", default="核对人", help=Both("核对人的姓名。", "Name of the reviewer."))
@wait_option
def review(
    report: Path,
    output: Path | None,
    serve: bool,
    port: int,
    applied: Path | None,
    check: bool,
    exported: Path | None,
    reader: str,
    name: str,
    wait: float,
) -> None:
    """Review REPORT: a page where every highlighted passage opens its items.

    Decisions go into reading.yaml in the report's folder, or NAME.reading.yaml beside a single file, and are applied
    whenever the report is read again.
    """
    from dashi_kg.pipeline import reading_file, review_of
    from dashi_kg.review.effect import effect
    from dashi_kg.review.labels import passages, write_passages
    from dashi_kg.review.lost import lost
    from dashi_kg.review.review_page import review_page
    from dashi_kg.review.save import save_corrections, state
    from dashi_kg.review.serve import ReviewServer
    from dashi_kg.settings import settings

    who = {"id": reader, "zh": name, "en": f"Reviewer {reader}", "date": date.today().isoformat()}
    if applied:
        from dashi_kg.knowledge import yamlfile

        rows = yamlfile.fields(yamlfile.load(applied), file=applied, place="", need=("corrections",))[
            "corrections"
        ]
        file = review_of(report).file
        count = save_corrections(file, rows, who, wait=wait)
        click.echo(said(Both(f"{file}：共 {count} 条更正", f"{file}: {count} corrections")))
        return
    if exported:
        seen = review_of(report)
        written = write_passages(exported, report.stem, passages(seen.found, seen.known))
        click.echo(
            said(
                Both(
                    f"{exported}：{len(written)} 段标注文本", f"{exported}: {len(written)} labelled passages"
                )
            )
        )
        return
    if check:
        seen = review_of(report)
        for words in lost(seen.found, seen.orphaned):
            click.echo(said(words))
        sys.exit(1 if seen.orphaned else 0)

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
            read=seen.read,
            indicators=seen.indicators,
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

    def changes(rows: list[Any]) -> list[str]:
        return [said(words) for words in effect(report, settings().base, rows, who)]

    page()  # a report that cannot be read is told now
    server = ReviewServer(page, save, changes, port)
    words = Both(
        f"核对页：{server.url}\n按 Ctrl-C 结束。", f"Review page: {server.url}\nPress Ctrl-C to stop."
    )
    click.echo(said(words))
    server.run()
