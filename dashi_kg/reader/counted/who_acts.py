"""Who acts, at the head of the words before a number: 市司法局|审查…, 主要领导带头|出庭应诉, 每个村|培养…"""

from __future__ import annotations

import re

from dashi_kg.reader.context.word_lists import blind
from dashi_kg.reader.counted.marked_verbs import marked, plain_length, without_marks
from dashi_kg.reader.rules.table import table
from dashi_kg.reader.rules.table import words as words_of
from dashi_kg.text.alternatives import one_of

ACTOR_END = re.compile(f"{one_of(words_of('who')['body'])}$")
# between who acts and the verb: 领导班子成员|每半年至少学法
LOOSE_END = re.compile(f"{one_of(words_of('who')['loose'])}+$")
_TAKES = words_of("who")["takes"]  # 受理|社会组织成立登记申请: what it is done to, however it ends
_HOW = words_of("who")["how"]  # 跨部门联合抽查: how it was done


def length_of_actor(words: str) -> int:
    """How many characters at the start name who acts: 市司法局|审查…, 主要领导带头|出庭应诉.

    The rules are ``rules/who-acts.yaml``, and where none of these fires ``rules/who-acts-before-verb.yaml``.
    """
    if words.startswith(_HOW):
        return 0
    words = without_marks(words)
    frame = marked(words)
    if found := table("who-acts").first(frame):
        return plain_length(found[1]["who"])
    unnamed = blind(words)
    if unnamed is not words or (frame[:1] in ("◆", "◈") and not frame.startswith(_TAKES, 1)):
        frame = marked(unnamed, 1)
    said = [match["who"] for _, match in table("who-acts-before-verb").all(frame)]
    return plain_length(min(said, key=len)) if said else 0
