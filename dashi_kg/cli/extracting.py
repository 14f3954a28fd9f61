"""What is read from a report: outline, extract."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dashi_kg.cli.options import formats
from dashi_kg.cli.printing import warn
from dashi_kg.cli.spoken import Command, option
from dashi_kg.errors import DashiError
from dashi_kg.language import Both, language

if TYPE_CHECKING:
    from dashi_kg.knowledge.corrections import Correction
    from dashi_kg.model import Source

FILES = click.argument("files", nargs=-1, required=True, metavar="FILE...")


@click.command(cls=Command)
@FILES
@formats("text", "json")
def outline(files: tuple[str, ...], form: str) -> None:
    """Print the outline of each report: headings, roles, offsets.

    FILE is text, a saved page, a DOCX, a PDF, a folder or pattern of these, or - for standard input.
    """
    from dashi_kg.reader.outline.outline import outline as read_outline
    from dashi_kg.reader.show import outline_json, outline_text

    def show(source: Source, file: Path) -> str:
        root = read_outline(source)
        warn(source.warnings)
        return outline_json(root, source) if form == "json" else outline_text(root, source)

    _each(files, show)


@click.command(cls=Command)
@FILES
@formats("text", "json")
@option("--explain", is_flag=True, help=Both("原文与规则对照。", "Text and rules side by side."))
@option(
    "--width",
    type=click.IntRange(60, 400),
    help=Both("--explain 的列宽（缺省：终端的列宽）。", "Columns of --explain (default: the terminal's)."),
)
def extract(files: tuple[str, ...], form: str, explain: bool, width: int | None) -> None:
    """Print the items read from each report, with their quotes and places; saved corrections are applied.

    FILE is text, a saved page, a DOCX, a PDF, a folder or pattern of these, or - for standard input.
    """
    from dashi_kg.knowledge.correct import correct
    from dashi_kg.knowledge.corrections import head_of
    from dashi_kg.knowledge.placing import with_levels
    from dashi_kg.knowledge.reference import load_reference
    from dashi_kg.knowledge.vocabulary import confidence, key_label
    from dashi_kg.reader.explain import explain_json, explain_text
    from dashi_kg.reader.extract import extract as read_facts
    from dashi_kg.reader.show import extraction_json, extraction_text
    from dashi_kg.resources import data_dir
    from dashi_kg.settings import settings

    reference = load_reference(data_dir() / "reference")

    def show(source: Source, file: Path) -> str:
        saved = _saved(file)
        found = correct(with_levels(read_facts(source, head_of(saved)), reference), saved).found
        warn(found.warnings)
        label = key_label(settings().base, language())
        if explain:
            grades = confidence(settings().base)
            import shutil

            columns = width or shutil.get_terminal_size((100, 24)).columns
            return (
                explain_json(found, grades) if form == "json" else explain_text(found, grades, columns, label)
            )
        return extraction_json(found) if form == "json" else extraction_text(found, label)

    _each(files, show)


def _saved(file: Path) -> tuple[Correction, ...]:
    """The corrections that were saved for a file, which every command applies."""
    from dashi_kg.knowledge.reading import load_reading
    from dashi_kg.pipeline import SOURCES
    from dashi_kg.pipeline.report_files import reading_file

    notes = reading_file(file.parent if file.name in SOURCES else file)
    return load_reading(notes).corrections if notes.is_file() else ()


def _each(names: tuple[str, ...], show: Callable[[Source, Path], str]) -> None:
    """Show every file that is meant; one that cannot be read does not stop the rest (exit code 2 at the end)."""
    from dashi_kg.source.gather import gather
    from dashi_kg.source.read import read_source

    files = gather(names)
    failed = False
    for file in files:
        try:
            source = read_source(file)
        except DashiError as error:
            if len(files) == 1:
                raise
            click.echo(f"dashi-kg: {error}", err=True)
            failed = True
            continue
        if len(files) > 1:
            click.echo(f"== {file}", err=True)
        click.echo(show(source, file))
    if failed:
        sys.exit(2)
