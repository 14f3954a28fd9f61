"""Are all words of a figure accounted for by the name of an indicator? What is left over may cut out a part of it.

涉企检查 is not all 行政检查, 撤回投诉 none of those that were dealt with, 重大隐患 not all 隐患. So each word must stand in the wordings
of the name (or in ``fz:wordNeeded``, ``fz:wordAllowed``), be a verb of its stage, or say nothing of its own (各类, 全县, 开展:
``reader/words/naming.tsv``, class ``neutral``). A name that holds whatever the thing is called (``fz:anyObject``: 检查企业, 检查车辆)
leaves the other words alone, save a sort of body (class ``body``: 检查药店 is a part of what is inspected) and those that cut out a part wherever they stand (class ``apart``) or that say how, when or in what
state something is counted: 按期办结率 is not 办结率, nor the other way round; 压减材料3份 is no number of materials (``MANNERS``).
A name of one sort (``fz:oneSort``: 查处某类违法案件数) asks for words that say which; those that cut out a part do so, too, where they say a sort of
thing (class ``which-sort``: 涉企纠纷).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache, lru_cache

from dashi_kg.knowledge.vocabulary import Concept
from dashi_kg.reader.rules.table import wordings
from dashi_kg.reader.rules.table import words as listed
from dashi_kg.text.alternatives import one_of

_LIST = "naming"
_LONGEST = 12  # characters of a word
# classes of words that a name has if its figure has one, whichever of the class
MANNERS = ("on-time", "mean", "statutory", "on-site", "written", "backlog", "joint", "together", "cut")
# of these, what the Chinese name says must stand in the words too; 压减幅度 may be 下降12%, and 集体学法 is 学法 of many
_SAID_TOO = ("on-time", "mean", "statutory", "on-site", "written", "backlog", "joint")
OF_SORTS = ("E1", "E2", "E5")  # topics of inspections, penalties, campaigns
_OWN_PAPERS = ("C", "D")  # topics of making rules and of decisions
_SAYING = 3  # characters that say what they are of: 采纳率
_REST = 1  # one character alone is what is left of a word: 讲|法治课
_GAP = "·"
_SAID = wordings("explained")
STAGES = (
    "asked", "accepted", "handled", "concluded", "success", "failure", "pending", "new", "found", "issued", "dropped", "changed",
    "stock", "passed-on",
)  # fmt: skip
# which law is taught, which rule was made: an example of what the words behind it count
_TITLE = re.compile("《[^》]*》")
_SIGNS = re.compile(r"[^\u4e00-\u9fff]+")  # digits, letters and marks say nothing of their own


def explained(concept: Concept, words: str, part: bool = False) -> bool:
    """Whether a figure with these words may bear the name of an indicator.

    Args:
        words: what the figure counts, with the act that it stands in.
        part: whether it is a part of another figure (其中涉企3件): then every other word says which part.
    """
    left, cut = left_over(concept, words)
    if "oneSort" in concept.extra:
        return not cut and len(left) > _REST
    if cut or (part and left):
        return False
    return len(left) <= _REST or ("anyObject" in concept.extra and not words_of("body").search(words))


def without_examples(words: str, topic: str) -> str:
    """The words without the examples of what they count (调解土地、婚姻等纠纷 → 调解纠纷): those before 等 say what there is among it.

    Of inspections and penalties they say the sort (查处占道经营、乱堆乱放等行为), save of problems and campaigns.

    >>> without_examples("调解土地、婚姻等纠纷", "G1"), without_examples("调解土地、婚姻纠纷", "G1")
    ('调解纠纷', '调解土地、婚姻纠纷')
    """
    among = _SAID["among"].search(words) if "等" in words else None
    if among is None or (topic in OF_SORTS and not _SAID["of-any-sort"].match(words, among.end())):
        return words
    acts, at = words_of("neutral", *MANNERS, *STAGES), 0
    while act := acts.match(words, at, among.start()):
        at = act.end()
    return words[:at] + words[among.end() :] if _SAID["several"].search(words, at, among.start()) else words


def stage_said(concept: Concept, words: str) -> bool:
    """Whether a word of the name says its stage, and stands in the words (承接|下放事项, 未审结|案件); or the words are in the name (采纳率).
    That something succeeded may be said by another word (调处成功 of 化解).
    """
    stage, name = _stage(concept), concept.labels["zh"]
    verbs, own = listed(_LIST).get(stage, ()), (*concept.extra.get("wordNeeded", ()), name)
    if len(words) >= _SAYING and words in name:
        return True
    said, named = (
        [verb for verb in verbs if any(verb in word for word in among)] for among in ((words,), own)
    )
    return bool(said and named) if stage == "success" else any(verb in named for verb in said)


def topic_told(words: str) -> bool:
    """Whether words hold one that is said of one topic only, whatever stands around (超限率, 留抵退税, 法律明白人)."""
    return bool(words_of("telling").search(words))


def end_said(concept: Concept, words: str) -> bool:
    """Whether the words say how a case ended, where the Chinese name does: 其中采砂19起 is no 办结采砂案件."""
    ends = words_of("concluded")
    return not ends.search(concept.labels["zh"]) or bool(ends.search(words))


def unsaid(concept: Concept, words: str) -> bool:
    """Whether the Chinese name says how or when something is counted, and the words do not: 按时办结率 of a mere 办结率."""
    if words in concept.wordings():
        return False
    return any(
        words_of(key).search(concept.labels["zh"]) and not words_of(key).search(words) for key in _SAID_TOO
    )


def of_head(actor: str) -> bool:
    """Whether a head of an office acts in person (县长, 局主要负责人)."""
    return actor.endswith(listed(_LIST)["head"])


def of_one_head(concept: Concept, actor: str) -> bool:
    """Whether a head of the office acts in person (县长接访), and the name is not one of what heads do: his act is no total."""
    return of_head(actor) and not words_of("head-act").search(concept.labels["zh"])


def of_heads_only(concept: Concept, words: str, actor: str) -> bool:
    """Whether the name is of what leaders do (领导接访), and neither the words nor who acts says that one did."""
    if not words_of("led").search(concept.labels["zh"]):
        return False
    return not (of_head(actor) or words_of("led-act").search(words))


def of_village_counsel(concept: Concept, actor: str) -> bool:
    """Whether the counsel of a village acts, and the name is of the office's own documents and decisions: 村法律顾问审查合同."""
    about = concept.extra.get("about", ("",))[0].rpartition("/")[2]
    return about[:1] in _OWN_PAPERS and bool(words_of("village-counsel").search(actor))


def left_over(concept: Concept, words: str) -> tuple[str, bool]:
    """The words that neither the name nor the plain words account for, as few as can be; and whether words beside those of the
    name cut out a part.

    >>> from dashi_kg.settings import DEFAULT_BASE
    >>> from dashi_kg.knowledge.vocabulary import vocabulary
    >>> name = vocabulary(DEFAULT_BASE).concept("indicator", "disputes-resolved")
    >>> left_over(name, "化解各类矛盾纠纷"), left_over(name, "当场化解草场纠纷")
    (('', False), ('当场草场', True))
    """
    more = (*concept.extra.get("wordNeeded", ()), *concept.extra.get("wordAllowed", ()))
    plain = _SIGNS.sub("", _TITLE.sub("", words))
    return _left_over(_own((*concept.wordings(), *more)), _stage(concept), plain, "oneSort" in concept.extra)


def _stage(concept: Concept) -> str:
    """The key of the stage that a name says; ``""``: none."""
    return concept.extra.get("stage", ("",))[0].rpartition("/")[2]


@lru_cache(maxsize=1024)
def _own(wordings: tuple[str, ...]) -> str:
    """The words of a name, one a line, without marks."""
    return "\n".join(_SIGNS.sub("", wording) for wording in wordings)


@lru_cache(maxsize=4096)
def _left_over(own: str, stage: str, words: str, of_a_sort: bool) -> tuple[str, bool]:
    if words in own:
        return "", False
    rest = _without(words, lambda word: len(word) > 1 and word in own)
    plain = _known(stage, own)
    rest = _without(rest, lambda word: len(word) > 1 and word in plain)
    cuts = words_of("which-sort").sub(_GAP, rest) if of_a_sort else rest
    return _without(rest, plain.__contains__).replace(_GAP, ""), bool(
        words_of("apart", *MANNERS).search(cuts)
    )


def _without(words: str, known: Callable[[str], bool]) -> str:
    """The words with all that is known taken out, so that the fewest characters remain; a gap where something stood."""
    # for each place: how many characters before it are left, and how long the word is that ends there (0: it is left itself)
    best = [(0, 0)]
    for end in range(1, len(words) + 1):
        found = (best[end - 1][0] + 1, 0)
        for size in range(1, min(_LONGEST, end) + 1):
            left = best[end - size][0]
            if left < found[0] and known(words[end - size : end]):
                found = (left, size)
        best.append(found)
    kept, at = "", len(words)
    while at:
        size = best[at][1]
        kept = (_GAP if size else words[at - 1]) + kept
        at -= size or 1
    return kept


@lru_cache(maxsize=2048)
def _known(stage: str, own: str) -> frozenset[str]:
    """The words that need no name of their own: plain ones, verbs of the stage, and manners that the name says, too."""
    manners = _manners(own)
    return _plain(stage) | manners if manners else _plain(stage)


@cache
def _plain(stage: str) -> frozenset[str]:
    found = listed(_LIST)
    return frozenset((*found["neutral"], *found.get(stage, ())))


@lru_cache(maxsize=1024)
def _manners(own: str) -> frozenset[str]:
    """The words of the classes of which a name has one: 按时 for 按期."""
    return frozenset(word for key in MANNERS if words_of(key).search(own) for word in listed(_LIST)[key])


@cache
def words_of(*keys: str) -> re.Pattern[str]:
    """A pattern of the words of some classes of ``naming.tsv``, the longest first."""
    return re.compile(one_of([word for key in keys for word in listed(_LIST)[key]]))
