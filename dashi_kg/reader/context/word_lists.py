"""Word lists of the genre that several rules share. Chinese writes no word breaks: these words make them.

The words are rows of ``reader/words/``, what is no plain word rules of ``reader/rules/``.
"""

from __future__ import annotations

import re

from dashi_kg.reader.rules.table import listed, together, words

# Verbs that open a statement and are hardly ever part of a noun: 受理|行政复议案件, 开展|执法培训
VERBS = words("act")["opens"]
# …of all verbs, those that as often stand in front of a noun: 调解|案件, 培训|班, 学习|会, 宣传|活动
NOUNLIKE = frozenset(words("act")["noun-too"])
ACTS = tuple(sorted((*VERBS, *words("act")["act"]), key=lambda w: (-len(w), w)))
VERB = re.compile(listed("act", "opens", "act"))
# a verb as part of a noun: 受理|窗口, 办结|率, 处罚|案件
NOUN_AFTER_VERB = together("noun-of-verb", "^{}")
# words that end a noun which is counted: 12名执法人员|取得…, 开展培训5次|覆盖…
FOLLOWING = together("follower")
# whom and when the words speak of: 全区|行政执法人员, 我局|共受理…
SUBJECT = together("whom-and-when", "^(?:{}[,、]?)+")
# adverbs and particles in front of a verb or number
ADVERBS = together("adverb", "^{}+")

_NAME_MARKS = frozenset("《》“”")
_NAMES = re.compile(r"《[^》]*》|“[^”]*”|^[^《“]*[》”]|《[^》]*$|“[^”]*$")


def blind(words: str) -> str:
    """The words with everything inside title marks and quotation marks made unreadable, at the same length: a verb in
    a name is no verb.

    >>> blind("发放《未成年人保护法》读本")
    '发放□□□□□□□□□读本'
    """
    if _NAME_MARKS.isdisjoint(words):
        return words
    return _NAMES.sub(lambda m: "□" * len(m[0]), words)
