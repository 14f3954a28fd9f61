"""The figures as an Excel workbook of two sheets: the data, and what the columns hold. The same bytes on every machine."""

from __future__ import annotations

import io
import shutil
import tempfile
import zipfile
from collections.abc import Collection, Iterator
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from dashi_kg.errors import DashiError
from dashi_kg.export.tables.observations import COLUMNS, NUMBERS, Row
from dashi_kg.language import Both

# More rows than this are not held: they are written one after the other, their words in the cells, and packed.
MANY = 20_000
MOST = 1_048_575  # rows that a sheet has below its head
_DAY = (1980, 1, 1, 0, 0, 0)


def xlsx_bytes(rows: Collection[Row], issued: str) -> bytes:
    """See :func:`write_xlsx`."""
    out = io.BytesIO()
    write_xlsx(out, rows, issued)
    return out.getvalue()


def write_xlsx(out: IO[bytes], rows: Collection[Row], issued: str) -> None:
    """Write the workbook.

    Args:
        out: takes the file.
        rows: the figures; of many, none is held.
        issued: the day that it bears (ISO 8601), or ``""``.

    Raises:
        DashiError: there are more rows than a sheet has.
    """
    if len(rows) > MOST:
        raise DashiError(
            Both(
                f"有 {len(rows):,} 行，一张工作表只容得下 {MOST:,} 行",
                f"{len(rows):,} rows; a sheet has {MOST:,}",
            ),
            remedy=Both("请改用 csv 或 parquet。", "Use csv or parquet."),
        )
    import xlsxwriter

    many = len(rows) > MANY
    kept = {"strings_to_formulas": False, "strings_to_urls": False}
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "book.xlsx"
        how = {"constant_memory": True, "tmpdir": folder} if many else {"in_memory": True}
        book = xlsxwriter.Workbook(str(made), {**how, **kept})
        day = datetime.fromisoformat(issued) if issued else datetime(2000, 1, 1)
        book.set_properties({"title": "法治政府建设年度报告数据 · observations", "created": day})
        bold = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#E8EEF4"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        _data(book.add_worksheet("数据 data"), rows, bold, wrap, many)
        _about(book.add_worksheet("说明 columns"), bold, wrap)
        book.close()
        with made.open("rb") as file:
            archive(file, out, packed=many)


def _data(sheet: Any, rows: Collection[Row], bold: Any, wrap: Any, many: bool) -> None:
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(rows), 1), len(COLUMNS) - 1)
    sheet.set_row(0, 32)
    for column, (*_, width) in enumerate(COLUMNS):
        sheet.set_column(column, column, width)
    for line, column, name, cell in _cells(rows, many):
        if line == 0:
            sheet.write_string(line, column, cell, bold)
        elif name in NUMBERS and cell:
            sheet.write_number(line, column, float(cell))
        elif cell:
            sheet.write_string(line, column, cell, wrap)


def _cells(rows: Collection[Row], many: bool) -> Iterator[tuple[int, int, str, str]]:
    """Line, column, name of the column and words of each cell: by rows where they are many, else by columns."""
    heads = {name: f"{zh}\n{en}" for name, zh, en, *_ in COLUMNS}
    if many:
        for column, name in enumerate(heads):
            yield 0, column, name, heads[name]
        for line, row in enumerate(rows, start=1):
            for column, name in enumerate(heads):
                yield line, column, name, row[name]
        return
    held = list(rows)
    for column, name in enumerate(heads):
        yield 0, column, name, heads[name]
        for line, row in enumerate(held, start=1):
            yield line, column, name, row[name]


def _about(about: Any, bold: Any, wrap: Any) -> None:
    headings = (("标题 Heading", 30), ("CSV 列名 Column in the CSV", 20), ("含义", 40), ("Meaning", 44))
    for column, (_, width) in enumerate(headings):
        about.set_column(column, column, width)
    for column, (heading, _) in enumerate(headings):
        about.write_string(0, column, heading, bold)
    for line, (name, head_zh, head_en, zh, en, _) in enumerate(COLUMNS, start=1):
        for column, cell in enumerate((f"{head_zh} {head_en}", name, zh, en)):
            about.write_string(line, column, cell, wrap)


def archive(file: IO[bytes], out: IO[bytes], *, packed: bool = False) -> None:
    """Write an archive again with fixed dates.

    Args:
        packed: whether it is compressed: smaller, and its bytes depend on the zlib that packed it.
    """
    kind = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(out, "w", kind) as new:
        for entry in old.infolist():
            info = zipfile.ZipInfo(entry.filename, _DAY)
            info.create_system = 3
            info.external_attr = 0o600 << 16
            info.compress_type = kind
            info.file_size = entry.file_size
            with old.open(entry) as source, new.open(info, "w") as target:
                shutil.copyfileobj(source, target)
