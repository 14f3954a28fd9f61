"""Which document is 《纲要》, where no bracket has said what it is short for?"""

from __future__ import annotations

import re

from dashi_kg.reader.rules.table import word_class

# what a document is, longest first
TYPES = word_class("short-forms", "document")
_NEVER = -1


class ShortForms:
    """The documents that a text has named so far, by what they are; titles come in the order of the text.

    >>> forms = ShortForms("贯彻《甲县奖励办法》《甲县处罚办法》。对照《办法》自查。")
    >>> forms.named("甲县奖励办法", 2)
    >>> forms.full("办法", 5)
    '甲县奖励办法'
    >>> forms.named("甲县处罚办法", 10)
    >>> forms.full("办法", 21)  # either
    '办法'
    """

    def __init__(self, view: str) -> None:
        """``view``: the text, folded."""
        self._view = view
        self._at = self._sentence = self._line = 0
        # type → of each title the place where it was named last
        self._last: dict[str, dict[str, int]] = {}

    def named(self, title: str, place: int) -> None:
        """A title stands at a place (code points)."""
        for kind in types_of(title):
            if kind != title:
                found = self._last.setdefault(kind, {})
                found.pop(title, None)  # the latest stands last
                found[title] = place

    def full(self, title: str, place: int) -> str:
        """The title that a short form stands for: the only one of its type in the sentence so far, else in the line, else in the
        text; of several in the nearest of these it may be either, and the short form stays as it is.
        """
        found = self._last.get(title) if title in TYPES else None
        if not found:
            return title
        self._go_to(place)
        later = reversed(found.items())
        latest, last = next(later)
        _, before = next(later, ("", _NEVER))
        start = next(start for start in (self._sentence, self._line, 0) if last >= start)
        return latest if before < start else title

    def _go_to(self, place: int) -> None:
        """Where the sentence and the line of a place begin; each stretch is looked at once."""
        for stop in ("。", "\n"):
            if (found := self._view.rfind(stop, self._at, place)) != _NEVER:
                self._sentence = max(self._sentence, found + 1)
                self._line = found + 1 if stop == "\n" else self._line
        self._at = max(self._at, place)


def types_of(title: str) -> list[str]:
    """The words that say what a document is: 实施办法 and 办法 of …实施办法(试行)."""
    bare = re.sub(r"\([^()]*\)$", "", title)
    return [t for t in TYPES if bare.endswith(t)]
