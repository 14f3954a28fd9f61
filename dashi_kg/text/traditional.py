"""Traditional characters, compatibility forms and radicals, and the simplified characters that rules are written in.

One character for one, so that offsets stay. Most pairs are OpenCC's (``scripts/traditional.py``): only characters that
simplified text never uses; 著, 乾, 瞭, 藉 and the like mean something of their own there and are left alone.
"""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

from dashi_kg.prepared import worked_out

# Left out of the table since simplified text or another script has them, too, but never in these reports with another
# meaning. Each word is a pair: traditional, simplified.
_MORE = "於于 後后 徵征 夥伙 戸户 歩步 衹只 擧举 戞戛 敺驱 搆构 庻庶"
# Radicals that converters of PDF put in the place of the character (CJK Radicals Supplement); those without a character
# of their own, such as ⺅ and ⺡, are left alone.
_RADICALS = (
    "⺒巳 ⺓幺 ⺝月 ⺟母 ⺠民 ⺬示 ⻁虎 ⻄西 ⻅见 ⻆角 ⻉贝 ⻋车 ⻓长 ⻔门 ⻘青 ⻙韦 ⻚页 ⻛风 ⻜飞 ⻝食 ⻢马 ⻣骨 ⻤鬼 ⻥鱼 ⻦鸟 ⻧卤 ⻨麦 "
    "⻩黄 ⻪黾 ⻬齐 ⻮齿 ⻰龙 ⻱龟 ⻳龟"
)
_COMPATIBLE = (
    range(0x2F00, 0x2FD6),
    range(0xF900, 0xFADA),
)  # Kangxi radicals (⼆ is 二), compatibility ideographs


@cache
def simplified() -> dict[int, int]:
    """Code point → code point of its simplified character; read from the table when first asked for."""
    return worked_out("simplified", "", _read)


def _read() -> dict[int, int]:
    rows = Path(__file__).with_name("traditional.tsv").read_text(encoding="utf-8").splitlines()
    found = {ord(row[0]): ord(row[2]) for row in rows if row[:1] not in ("", "#")}
    found |= {ord(pair[0]): ord(pair[1]) for pair in [*_MORE.split(), *_RADICALS.split()]}
    for code in (code for block in _COMPATIBLE for code in block):
        plain = unicodedata.normalize("NFKC", chr(code))
        if len(plain) == 1 and plain != chr(code):
            found[code] = found.get(ord(plain), ord(plain))
    return found
