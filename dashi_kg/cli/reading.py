"""What the reader sees: outline, extract."""

from __future__ import annotations

from pathlib import Path

import click

from dashi_kg.cli.options import INPUT, formats
from dashi_kg.cli.printing import warn


@click.command(short_help="提纲 headings with their roles and offsets")
@click.argument("file", type=INPUT)
@formats("text", "json")
def outline(file: Path, form: str) -> None:
    """Print the outline 提纲 of the report in FILE: headings, roles, offsets."""
    from dashi_kg.outline import outline as read_outline
    from dashi_kg.show import outline_json, outline_text
    from dashi_kg.source import read_source

    source = read_source(file)
    root = read_outline(source)
    click.echo(outline_json(root, source) if form == "json" else outline_text(root, source))


@click.command(short_help="抽取 what the reader sees, with spans")
@click.argument("file", type=INPUT)
@formats("text", "json")
def extract(file: Path, form: str) -> None:
    """Print what the reader sees in FILE 抽取: facts with their spans and quotes."""
    from dashi_kg.extract import extract as read_facts
    from dashi_kg.show import extraction_json, extraction_text
    from dashi_kg.source import read_source

    found = read_facts(read_source(file))
    warn(found.warnings)
    click.echo(extraction_json(found) if form == "json" else extraction_text(found))
