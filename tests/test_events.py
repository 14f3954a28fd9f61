"""Days, campaigns, meetings and slogans in sentences of the genre: each row is a class of names, with the reason."""

from __future__ import annotations

import pytest

from tests.helpers import passage

ROWS = [
    ("a day with its date", "在“12·4”国家宪法日开展宣传3场。", "“12·4”国家宪法日"),
    ("a long name behind its date", "开展“4·15”全民国家安全教育日宣传。", "“4·15”全民国家安全教育日"),
    ("a date in words is no part of the name", "12月4日国家宪法日期间发放资料。", "国家宪法日"),
    (
        "a limit of time is no day",
        "企业开办时间压缩至0.5个工作日以内,平均1.5个自然日办结,最快2.5工作日。",
        "",
    ),
    ("a list of a series", "开展“法治进校园”、“青少年宣传周”等系列活动。", "“法治进校园”|“青少年宣传周”"),
]


@pytest.mark.parametrize(("body", "names"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_events(body: str, names: str) -> None:
    assert "|".join(event.name for event in passage(body).events) == names


SLOGANS = [
    ("a slogan with its number", "做到“两个维护”。", "“两个维护”"),
    ("five years by their ordinal", "推进“八五”普法,落实“十四五”规划,谋划“十五五”时期工作。", ""),
]


@pytest.mark.parametrize(("body", "names"), [row[1:] for row in SLOGANS], ids=[row[0] for row in SLOGANS])
def test_slogans(body: str, names: str) -> None:
    assert "|".join(mechanism.name for mechanism in passage(body).mechanisms) == names
