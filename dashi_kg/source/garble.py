"""Garbled mirror copies: recognised, refused where they are beyond use, marked where little is wrong.

Nothing is repaired: a quote must stand in the text of the government, not in ours.
"""

from __future__ import annotations

import re

from dashi_kg.errors import SourceError
from dashi_kg.language import Both, character

_SIGNS: tuple[tuple[str, str, re.Pattern[str]], ...] = (
    # 建設(shè)  實(shí)
    ("括号中的拼音", "pinyin in brackets", re.compile(r"[\u4e00-\u9fff][(（][a-zü]*[āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ][a-zü]*[)）]")),
    # ?。ㄒ唬?   依法行政?。
    ("错乱的标点", "broken punctuation", re.compile(r"[?？][。！]|[?？]…|[\u3105-\u312f]|[?？]{4,}")),
    # 法治政府の建設  machine translations into Japanese
    ("假名", "kana", re.compile(r"[\u3041-\u3096\u30a1-\u30fa]+")),
    # 锟斤拷  ï¿½  鐨勬硶: UTF-8 read as GBK or Latin-1
    ("编码错误", "characters of a wrong encoding", re.compile(r"\ufffd+|(?:锟斤拷?|斤拷锟)+|烫烫烫|(?:[ÃÂâäåæçèé][\u0080-\u00bf\u0152-\u2122]){2,}|[鐨鏄鍦娉鏀鍙浠涓]{2,}[\u4e00-\u9fff]?")),
)  # fmt: skip
# 皇冠足球比分:关于…   a brand name put before the title
_BRAND = re.compile(
    r"^[^\n]{0,80}?(?:体育|足球|博彩|棋牌|娱乐城|电竞|彩票)[^\n,。]{0,8}[:：|_-]", re.MULTILINE
)
_HEAVY_SHARE = 250  # one sign in so many characters
_HEAVY_AT_LEAST = 4


def check_garbled(text: str, name: str = "") -> tuple[Both, ...]:
    """What is garbled in a text: warnings in zh and en, empty for a clean one.

    Args:
        text: the archived text.
        name: what to call it in messages.

    Raises:
        SourceError: so much is garbled that the text is not the government's any more.
    """
    found = [(zh, en, list(pattern.finditer(text))) for zh, en, pattern in _SIGNS]
    found = [(zh, en, hits) for zh, en, hits in found if hits]
    total = sum(len(hits) for _, _, hits in found)
    if total >= _HEAVY_AT_LEAST and total * _HEAVY_SHARE >= len(text):
        zh, en, hits = max(found, key=lambda one: len(one[2]))
        raise SourceError(
            Both(
                f"这是乱码的副本：{total} 处，多为{zh}（“{_around(text, hits[0])}”）",
                f"a garbled copy of a page: {total} places, most of them {en} (“{_around(text, hits[0])}”)",
            ),
            remedy=Both("请从政府网站取原文。", "Take the text from the site of the government itself."),
            file=name,
            place=character(hits[0].start()),
        )
    warnings = [
        Both(
            f"文本可能有乱码：{zh} {len(hits)} 处，如“{_around(text, hits[0])}”",
            f"perhaps garbled: {en}, {len(hits)} places",
        )
        for zh, en, hits in found
    ]
    if (brand := _BRAND.search(text[:300])) and "法治" in text[: brand.end() + 60]:
        warnings.append(
            Both(
                f"标题前似有广告词：“{brand[0].strip()}”",
                "a brand name seems to stand before the title: perhaps a spam copy",
            )
        )
    return tuple(warnings)


def _around(text: str, hit: re.Match[str]) -> str:
    return " ".join(text[max(0, hit.start() - 3) : hit.end() + 3][:24].split())
