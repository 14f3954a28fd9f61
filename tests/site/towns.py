"""Short reports of 22 towns and 12 bureaus over three years: a release of more than a hundred reports that is cheap to make."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from dashi_kg.pipeline import build, shared_quads

YEARS = (2021, 2022, 2023)
TOWNS = (
    "沙鱼", "官渡", "涞滩", "肖家", "古楼", "三庙", "二郎", "龙凤", "隆兴", "铜溪", "双凤", "狮滩", "清平", "土场", "小沔", "三汇", "香龙",
    "钱塘", "龙市", "燕窝", "太和", "渭沱",
)  # fmt: skip
COUNTIES = (
    "平江县",
    "番禺区",
    "临桂区",
    "浏阳市",
    "攸县",
    "合川区",
    "醴陵市",
    "茶陵县",
    "炎陵县",
    "南沙区",
    "增城区",
    "花都区",
)
ISSUERS = (*(f"合川区{town}镇人民政府" for town in TOWNS), *(f"{county}司法局" for county in COUNTIES))


def cases(number: int, year: int) -> int:
    """The disputes that an issuer mediated in a year."""
    return 60 + 7 * number + 11 * (year - 2021)


def rate(number: int, year: int) -> str:
    """The rate of success, in per cent."""
    return f"{94 + (number * 3 + year) % 6}.{(number + year) % 9 + 1}"


def text(number: int, year: int) -> str:
    """The report of an issuer, by its place in :data:`ISSUERS`."""
    issuer = ISSUERS[number]
    return (
        f"{issuer}{year}年法治政府建设年度报告\n发布日期：{year + 1}-{3 + number % 9 // 8}-1{number % 9}\n"
        f"{year}年，{issuer}推进法治政府建设。现将有关情况报告如下：\n一、主要举措和成效\n"
        f"（一）化解纠纷。全年调解矛盾纠纷{cases(number, year)}件，调解成功率{rate(number, year)}%。\n"
        f"（二）普法宣传。开展普法宣传活动{5 + number % 7}场次。\n"
        f"二、存在的不足\n执法力量不足。\n三、{year + 1}年工作打算\n加强执法人员培训。\n"
    )


def write(folder: Path, files: Mapping[int, Path], base: str) -> None:
    """The N-Quads of so many reports each, all years of an issuer after each other.

    Args:
        folder: for the texts.
        files: number of reports → file.
    """
    quads = dict.fromkeys(shared_quads(base))
    for at in range(max(files)):
        number, year = divmod(at, len(YEARS))
        source = folder / f"{at:03d}.txt"
        source.write_text(text(number, YEARS[year]), encoding="utf-8")
        quads |= dict.fromkeys(build(source, base).quads)
        if file := files.get(at + 1):
            file.write_bytes(serialize(list(quads), format=RdfFormat.N_QUADS))
