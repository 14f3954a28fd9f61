"""Words with their verbs in marks, as rules look at them: 市司法局◈审查◇合同, 案件◆受理▣标准."""

from __future__ import annotations

from dashi_kg.reader.context.word_lists import NOUN_AFTER_VERB, NOUNLIKE, VERB

# before a verb, and before one that is as often a noun; behind it, and where what follows makes a noun of it
_VERB, _NOUNLIKE, _END, _NOUN = "◆◈◇▣"
_HELD, _HELD_END, _MEANS = "‹›▸"
MARKS = frozenset((_VERB, _NOUNLIKE, _END, _NOUN, _HELD, _HELD_END, _MEANS))
_OUT = str.maketrans(dict.fromkeys(MARKS, "□"))


def without_marks(words: str) -> str:
    """Words of a report in which nothing looks like a mark, at the same length."""
    return words if MARKS.isdisjoint(words) else words.translate(_OUT)


def marked(words: str, start: int = 0) -> str:
    """Words with each verb from ``start`` on in marks.

    >>> marked("市司法局审查企业"), marked("受理标准")
    ('市司法局◈审查◇企业', '◆受理▣标准')
    """
    found: list[str] = []
    end = 0
    for verb in VERB.finditer(words, start):
        found += (words[end : verb.start()], in_marks(verb[0], words[verb.end() :]))
        end = verb.end()
    return "".join((*found, words[end:])) if found else words


def in_marks(verb: str, rest: str) -> str:
    """A verb in its marks; ``rest``: what stands behind it."""
    mark = _NOUNLIKE if verb in NOUNLIKE else _VERB
    return f"{mark}{verb}{_NOUN if NOUN_AFTER_VERB.match(rest) else _END}"


def plain_length(marked_words: str) -> int:
    """How many characters stand in marked words, without the marks."""
    return sum(sign not in MARKS for sign in marked_words)


def asked_about(before: str, held: tuple[int, int] | None, verb: str, rest: str, *, by_means: bool) -> str:
    """Words in which one verb is asked about.

    Args:
        before: what stands before it.
        held: where the verb stands that begins the words so far, if there is one.
        by_means: words of means lead to it.

    >>> asked_about("开展河道", (0, 2), "清理", "整治", by_means=False)
    '‹开展›河道◆清理◇整治'
    """
    if held:
        start, end = held
        before = f"{before[:start]}{_HELD}{before[start:end]}{_HELD_END}{before[end:]}"
    return f"{before}{_MEANS if by_means else ''}{in_marks(verb, rest)}{rest}"
