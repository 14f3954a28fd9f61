"""Words of a text for search: pairs of neighbouring Chinese characters, and Latin words and numbers.

Two characters are a word often enough, and every longer word is a row of pairs; so nothing needs a dictionary, and
调解 is found in 人民调解委员会. ``assets/ask/tokens.js`` is the same; the tests hold both to the same cases.
"""

from __future__ import annotations

import re
import unicodedata

from dashi_kg.text.traditional import simplified

HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U000323af"
# endings of English words: what is left is looked up as a beginning
_ENDING = re.compile("(?:ions?|ings?|ed|es|e|s)$")
_SHORTEST = 4
_RUN = re.compile(f"[{HAN}]+|[a-z0-9\u00df-\u024f]+")


def fold(text: str) -> str:
    """Full-width as half-width, compatibility forms as plain (NFKC), lower case, traditional characters as simplified.

    >>> fold("ＡＢ　沙魚")
    'ab 沙鱼'
    """
    return unicodedata.normalize("NFKC", text).lower().translate(simplified())


def folding() -> tuple[str, str]:
    """Traditional characters and, at the same places, their simplified ones: the table of :func:`fold` for the browser."""
    pairs = {chr(a): chr(b) for a, b in sorted(simplified().items()) if max(a, b) <= 0xFFFF}
    kept = {a: b for a, b in pairs.items() if unicodedata.normalize("NFKC", a) == a}
    return "".join(kept), "".join(kept.values())


def runs(text: str) -> list[str]:
    """The Chinese runs and Latin words of a text, folded, in order."""
    return _RUN.findall(fold(text))


def is_han(run: str) -> bool:
    """Whether a run is of Chinese characters."""
    return run[0] >= "\u3400"


def tokens(text: str) -> list[str]:
    """What of a document goes into an index: each pair, each last character of a run, each word.

    A single character is then found as the beginning of a pair or as a last one.

    >>> tokens("人民调解，50次 ＡBC")
    ['人民', '民调', '调解', '解', '50', '次', 'abc']
    """
    found: list[str] = []
    for run in runs(text):
        if is_han(run):
            found += [run[i : i + 2] for i in range(len(run))]
        else:
            found.append(run)
    return found


def query_tokens(text: str) -> list[str]:
    """What of a question is looked up: the pairs; and, as beginnings, a lone character and words less their endings.

    >>> query_tokens("人民调解 案"), query_tokens("Mediation of disputes")
    (['人民', '民调', '调解', '案'], ['mediat', 'of', 'disput'])
    """
    found: list[str] = []
    for run in runs(text):
        if is_han(run) and len(run) > 1:
            found += [run[i : i + 2] for i in range(len(run) - 1)]
        else:
            stem = _ENDING.sub("", run)
            found.append(stem if len(stem) >= _SHORTEST else run)
    return found
