"""Chinese punctuation: full-width signs beside Chinese characters, as GB/T 15834 has them."""

from __future__ import annotations

import re

_WIDE = str.maketrans(",:;?!", "，：；？！")
_HAN = "\u3400-\u9fff"
# brackets around Chinese words, or beside one
_BRACKETS = re.compile(rf"(?<=[{_HAN}])\(([^()]*)\)|\(([^()]*[{_HAN}][^()]*)\)|\(([^()]*)\)(?=[{_HAN}])")
# a sign after a Chinese character or a closing mark, or between a word and a Chinese character
_SIGN = re.compile(rf"(?<=[{_HAN}”》）])[,:;?!] ?|(?<=\w)[,:;?!](?=[{_HAN}“《])")


def typeset(words: str) -> str:
    """Words of ours as a Chinese page has them; never for quotes of a report.

    >>> typeset("谁报告的,哪一年(3月)?")
    '谁报告的，哪一年（3月）？'
    >>> typeset("no, (1:2)")
    'no, (1:2)'
    """
    words = _BRACKETS.sub(lambda m: f"（{next(g for g in m.groups() if g is not None)}）", words)
    return _SIGN.sub(lambda m: m.group()[0].translate(_WIDE), words)
