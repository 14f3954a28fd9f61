"""Small helpers of the reader's tests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from hypothesis import strategies as st

from dashi_kg.model import Extraction, Mention, Span
from dashi_kg.reader.extract import extract
from dashi_kg.source.read import from_text

HEADER = "日期:2024-02-20来源:仁和镇人民政府\n"


def report(body: str, *, header: str = HEADER, year: int = 2023) -> Extraction:
    """The extraction of a small report whose measures are ``body``."""
    text = f"{header}{year}年以来,仁和镇推进依法行政、法治政府建设,现将情况报告如下:\n"
    text += f"一、{year}年法治政府建设的主要举措和成效\n(一)推进法治政府建设。{body}\n"
    return extract(from_text(text))


def passage(body: str, heading: str = "一、2023年法治政府建设的主要举措和成效") -> Extraction:
    """The extraction of a small report with one part: ``heading`` and under it ``body``."""
    text = f"{HEADER}2023年,仁和镇推进依法行政、法治政府建设,现将情况报告如下:\n{heading}\n{body}\n"
    return extract(from_text(text))


def spans(value: Any) -> Iterator[tuple[str, Span]]:
    """Every span anywhere in a value of the model, with the name of the field that holds it."""
    if not is_dataclass(value):
        return
    for field in fields(value):
        inner = getattr(value, field.name)
        for item in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(item, Span):
                yield field.name, item
            elif is_dataclass(item):
                yield from spans(item)


def mentions(value: Any) -> Iterator[Mention]:
    """Every mention anywhere in a value of the model."""
    if not is_dataclass(value):
        return
    for field in fields(value):
        inner = getattr(value, field.name)
        for item in inner if isinstance(inner, tuple) else (inner,):
            if isinstance(item, Mention):
                yield item
            elif is_dataclass(item):
                yield from mentions(item)


# The genre's own words, so that random text looks like a report often enough to reach the rules.
# fmt: off
SOUP = st.lists(
    st.sampled_from(
        "一、 二、 三、 (一) (二) （三） 1. 2、 (1) 一是 二是 三是 。 , ， 、 ; ： : \n \r\n 《 》 “ ” ( ) 〔2023〕5号 2023年 2023年度 2024年 自2013年以来 "
        "目前 每年 其中 共 达到 不少于 超过 近 余 50余次 12件 99.8% 18万张 ３人 两次 十余项 全覆盖 未发生 行政复议和行政诉讼案件 开展 组织 举办 制定 "
        "法治政府建设 依法行政 依法治 领导小组 律师事务所 中心组 街道办事处 党工委 区委、区政府 上级 “两个确立” 四个“大实话”工作机制 “微治理” 化解率 排查矛盾纠纷509起 "
        "化解508起 存在的主要问题 下一步工作打算 不足 有待 第一责任人职责 主要举措和成效 日期:2024-02-20 来源:大石街道办事处 主办:某某区人民政府 邮编:401520 "
        "以党工委书记任组长 办事处主任为副组长 设有“甲亭”和“乙廊” 柿子村“易家小院”示范点 贯彻实施行政处罚法 《民法典》 𠀀 \t 　 a 9 法治政府建设情况报告".split(
            " "
        )
    ),
    max_size=60,
).map("".join)
# fmt: on
