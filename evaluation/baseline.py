"""A fair 50-line baseline: what a regular expression with a unit list and a mask finds."""

from __future__ import annotations

import re
from decimal import Decimal

from evaluation.labels import Labelled
from evaluation.predict import Answer, Guess

_UNIT = (
    "人次|场次|件次|户次|家次|批次|轮次|个工作日|个百分点|百分点|平方米|公里|小时|分钟|学时|课时|个月|"
    "次|个|项|件|家|名|人|期|份|场|条|部|元|天|日|起|支|轮|户|张|册|篇|类|处|例|批|台|辆|套|所|座|本|宗|年"
)
_MASK = re.compile(
    r"《[^》]*》|(?:19|20)\d\d年(?:\d+月(?:\d+日)?)?|\d+月(?:\d+日)?|[〔\[(](?:19|20)\d\d[〕\])]\d+号|第\d+[^,。]|“[^”]{1,6}”|12345|\d+\.0"
)
_NUMBER = re.compile(
    rf"(?P<b>不少于|不低于|不超过|超过|超|近|约|达到|达|共)?(?P<n>\d[\d,]*(?:\.\d+)?|[二三四五六七八九十百千两]+)(?:(?P<p>%)|(?P<y>余|多)?(?P<s>[万亿])?(?P<z>余|多)?(?P<u>{_UNIT}))(?P<a>以上|以内|左右)?"
)
_CN = {c: i for i, c in enumerate("零一二三四五六七八九")} | {"两": 2}


def _value(words: str) -> Decimal:
    if words[0].isdigit():
        return Decimal(words.replace(",", ""))
    total, digit = 0, 0
    for c in words:
        if c in _CN:
            digit = _CN[c]
        else:
            total, digit = total + (digit or 1) * {"十": 10, "百": 100, "千": 1000}[c], 0
    return Decimal(total + digit)


def regex(labelled: Labelled) -> Answer:
    """Numbers, qualifiers, the report year as period, the words up to the last mark as what is counted."""
    text = labelled.text
    masked = _MASK.sub(lambda m: "\x00" * len(m[0]), text)
    answer = Answer(documents=re.findall(r"《([^《》\n]+)》", text[labelled.begin :]))
    answer.organisations = re.findall(
        r"[\u4e00-\u9fff]{2,10}(?:局|政府|委员会|办公室|中心|法院)", text[labelled.begin :]
    )
    for m in _NUMBER.finditer(masked, labelled.begin, labelled.end):
        scale = {"万": 10_000, "亿": 100_000_000}.get(m["s"] or "", 1)
        more = m["y"] or m["z"] or (m["b"] or "").startswith("超")
        qualifier = (
            "more-than"
            if more
            else {
                "近": "below",
                "约": "about",
                "不超过": "at-most",
                "不少于": "at-least",
                "不低于": "at-least",
            }.get(m["b"] or "", "exact")
        )
        qualifier = {"以上": "at-least", "以内": "at-most", "左右": "about"}.get(m["a"] or "", qualifier)
        counted = re.split(r"[,，。;；、:：]", text[: m.start()])[-1]
        unit = "%" if m["p"] else m["u"].replace("个百分点", "百分点")
        answer.numbers.append(
            Guess(
                m.start("n"), m.end("n"), _value(m["n"]) * scale, unit, qualifier, labelled.year, counted, ""
            )
        )
    return answer
