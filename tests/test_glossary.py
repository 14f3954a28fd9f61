"""One word for one thing: words that have another in the glossary stand nowhere that a person reads."""

from __future__ import annotations

import re

import pytest

from dashi_kg.knowledge.vocabulary import vocabulary
from dashi_kg.query.engines import engine
from dashi_kg.rdf.ontology_files import scheme_quads
from dashi_kg.settings import settings
from dashi_kg.site.facts.quantity import COUNTER, unit_name
from dashi_kg.site.layout.labels import Labels
from tests.surface import HAN, surface

BASE = settings().base
# forbidden, right, and where the word means something else
ZH = [
    ("口号", "提法", ""),
    ("观测值|数值陈述|数量表述", "数值", ""),
    ("目标值", "要求达到的数值", ""),
    ("计算所得|推算的数", "推算值", ""),
    ("原文所述|原文陈述|报告所述", "原文所写", ""),
    ("解读所得|人的解读|读者的解读", "人工解读", ""),
    ("机器建议", "机器候选（待确认）", ""),
    ("外部来源|外部事实", "外部资料", ""),
    ("发布目录", "发布包", ""),
    ("发布情况", "收录情况", ""),
    ("张力|抵触", "前后不一致", ""),
    ("失锚|改锚|锚定", "引文定位失效", ""),
    ("来源文本|源文本|存档文本", "存档原文", ""),
    ("阅读器|读取器", "读取程序", ""),
    ("常问的问题|已存的问题|能力问题", "预设问题", ""),
    ("席位", "小组职务", ""),
    ("职位", "职务", ""),
    ("行动者", "主体", ""),
    ("居民自治组织", "基层群众性自治组织", ""),
    ("结转", "延续列入", ""),
    ("计划事项|计划端", "安排", ""),
    ("未见对应安排", "无对应安排", ""),
    ("尚无人判断", "尚未判断", ""),
    ("逐条事实|条事实|全部事实", "条目", ""),
    ("安排有来由|一条一义|别无可比", "一句白话", ""),
]
EN = [
    (r"[Ss]logans?\b", "set phrase", r"indicator\.ttl"),  # banners with slogans are counted
    (r"[Qq]uantified statements?|[Oo]bservation values?", "figure", ""),
    (r"[Cc]ompetency", "saved question", ""),
    (r"\b[Tt]ensions?\b", "inconsistency", ""),
    (r"\b[Oo]rphan|re-anchor", "quote no longer found", ""),
    (r"[Ss]ource texts?\b|pinned source", "archived text", ""),
    (r"\b[Mm]end(?:s|ed|ing)?\b", "fix", ""),
    (r"[Rr]eading only", "read-only", ""),
    (r"[Pp]erson-times?", "attendances", r"quantity-kind\.ttl"),
    (r"reports that\s+come along", "bundled reports", ""),
    (r"\bRemark\b|\bViolations?\b", "note; error", ""),
    (r"group of actors|\bactors\b", "unnamed parties", ""),
    (r"\b[Ss]eats?\b", "role in a group", ""),
    (r"[Dd]igits that count nothing", "digits that are no figure", ""),
    (r"[Cc]arried over", "planned again", ""),
    (r"leaders attending court", "leaders' court appearances", ""),
    (r"strips or articles", "the indicator names the thing", ""),
    (r"machine-proposed|[Pp]roposed by machine", "machine suggestion", ""),
    (r"engine inside|at the doors", "a plain sentence", ""),
    (r"\b[Tt]old\b", "reported, said, listed; distinguished", ""),
    # of screens are persons' tools; everything else that reads by program is the extractor
    (r"(?<!screen )\b[Rr]eaders?\b(?! of English)", "extractor; a person", ""),
]
# punctuation of ASCII beside a Chinese character (?变量 is SPARQL)
_HALF = re.compile(rf"[{HAN}”》）][,;:!?](?![/\d])|[,;!][{HAN}“《（]|[{HAN}]\([{HAN}]|[{HAN}]\)")


def test_there_is_much_to_look_at() -> None:
    found = surface()
    assert len(found) > 7000
    kinds = {"ontology/", "dashi_kg/", "docs/", "README.zh.md"}
    assert all(any(words.place.startswith(kind) for words in found) for kind in kinds)


@pytest.mark.parametrize(("lang", "rows"), [("zh", ZH), ("en", EN)], ids=["zh", "en"])
def test_forbidden_words_stand_nowhere(lang: str, rows: list[tuple[str, str, str]]) -> None:
    assert [
        (place, words.strip(), f"say: {right}")
        for forbidden, right, elsewhere in rows
        for place, language, words in surface()
        if language == lang
        and re.search(forbidden, words)
        and not (elsewhere and re.search(elsewhere, place))
    ] == []


def test_counter_words_that_name_no_thing_are_left_to_the_indicator() -> None:
    """150 条 are 150 banners or 150 rules: in English the number stands alone, and the indicator says of what."""
    counters = vocabulary(BASE).scheme("classifier")
    named = {c.labels["en"] for c in counters.values() if not c.labels["en"].startswith(COUNTER)}
    assert named == {
        "persons", "attendances", "households", "vehicles", "working days", "percentage points", "class-hours", "credits",
    }  # fmt: skip
    labels = Labels(engine("pyoxigraph", scheme_quads(BASE), BASE), BASE)
    said = {key: unit_name(labels, one.iri, "", "en") for key, one in counters.items()}
    assert (said["tiao"], said["ren"], said["ren-ci"]) == ("", "persons", "attendances")
    assert unit_name(labels, counters["tiao"].iri, "", "zh") == "条"


def test_chinese_has_chinese_punctuation_in_documents_and_pages_too() -> None:
    assert [
        (place, words.strip()) for place, lang, words in surface() if lang == "zh" and _HALF.search(words)
    ] == []
