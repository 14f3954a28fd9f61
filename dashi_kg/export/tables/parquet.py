"""The figures as Apache Parquet for columnar engines: typed columns, exact decimals, descriptions in zh and en.

Needs pyarrow (the extra ``parquet``).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Context, Decimal
from itertools import islice
from typing import IO, Any

from dashi_kg.errors import DashiError, not_installed
from dashi_kg.export.tables.csvw import DATATYPES, REQUIRED
from dashi_kg.export.tables.observations import COLUMNS, Row
from dashi_kg.language import Both

# 28 digits before and 10 after the point: one type for all files, so that they can be read as one table.
_PRECISION, _SCALE = 38, 10
_ENOUGH = Context(prec=_PRECISION)


# Rows of a row group, and rows that are held as words meanwhile.
_GROUP, _HELD = 2**14, 2**11


def parquet_bytes(rows: Iterable[Row]) -> bytes:
    """See :func:`write_parquet`."""
    out = io.BytesIO()
    write_parquet(out, rows)
    return out.getvalue()


def write_parquet(out: IO[bytes], rows: Iterable[Row]) -> None:
    """Write the file, uncompressed: the same bytes wherever the same pyarrow writes them. A row group is held at a time.

    Args and errors: as :func:`arrow_table`.
    """
    empty = arrow_table(())
    import pyarrow
    import pyarrow.parquet

    rest = iter(rows)
    with pyarrow.parquet.ParquetWriter(out, empty.schema, compression="none", version="2.6") as writer:
        more = True
        first = True
        while more:
            pieces: list[Any] = []
            while len(pieces) < _GROUP // _HELD and (held := list(islice(rest, _HELD))):
                pieces.append(arrow_table(held))
            more = len(pieces) == _GROUP // _HELD
            if pieces or first:
                writer.write_table(
                    pyarrow.concat_tables([empty, *pieces]).combine_chunks(), row_group_size=_GROUP
                )
            first = False


def arrow_table(rows: Sequence[Row]) -> Any:
    """The figures as a ``pyarrow.Table`` of typed columns.

    Args:
        rows: as :func:`dashi_kg.export.tables.observations.observation_rows` gives them; an empty cell becomes null.

    Raises:
        DashiError: pyarrow is not installed, or a number has more digits than the column.
    """
    try:
        import pyarrow
    except ImportError:
        raise not_installed("pyarrow", "parquet") from None
    types = {
        "decimal": pyarrow.decimal128(_PRECISION, _SCALE),
        "date": pyarrow.date32(),
        "gYear": pyarrow.int16(),
        "nonNegativeInteger": pyarrow.int32(),
    }
    fields, arrays = [], []
    for name, zh, en, about_zh, about_en, _ in COLUMNS:
        kind = DATATYPES.get(name, "string")
        arrow = types.get(kind, pyarrow.string())
        notes = {"title_zh": zh, "title_en": en, "description_zh": about_zh, "description_en": about_en}
        fields.append(pyarrow.field(name, arrow, nullable=name not in REQUIRED, metadata=notes))
        arrays.append(pyarrow.array([_cell(row[name], kind) for row in rows], arrow))
    return pyarrow.Table.from_arrays(arrays, schema=pyarrow.schema(fields))


def _cell(words: str, kind: str) -> Any:
    if not words:
        return None
    if kind == "decimal":
        number = Decimal(words)
        if not number.is_finite() or number.adjusted() >= _PRECISION - _SCALE:
            raise DashiError(
                Both(
                    f"数 {words} 的位数超过该列的上限",
                    f"the number {words} has too many digits for the column",
                ),
                remedy=Both("请改用 CSV。", "Use CSV."),
            )
        # A fraction that never ends (三分之一) is rounded where the column ends; the bounds of the figure say the rest.
        return number.quantize(Decimal(1).scaleb(-_SCALE), context=_ENOUGH)
    if kind == "date":
        return date.fromisoformat(words)
    return int(words) if kind in ("gYear", "nonNegativeInteger") else words
