"""Answers that are kept: the same question of the same data is not worked out again."""

from __future__ import annotations

from collections import OrderedDict

from dashi_kg.serve.answers.job import Answer

_MOST = 16 << 20  # bytes of all
_LARGEST = 1 << 20  # bytes of one
_OVERHEAD = 500


class AnswerCache:
    """Answers by the tag of data and question; those that were asked for least recently go first.

    Only whole answers are kept: not what was cut, what changes each time, or what failed.
    """

    def __init__(self, most: int = _MOST) -> None:
        self.most, self.size = most, 0
        self._answers: OrderedDict[str, Answer] = OrderedDict()

    def get(self, tag: str) -> Answer | None:
        """The answer that has this tag."""
        answer = self._answers.get(tag)
        if answer is not None:
            self._answers.move_to_end(tag)
        return answer

    def put(self, tag: str, answer: Answer) -> None:
        """Keep an answer if it may be kept."""
        whole = answer.status == 200 and not answer.truncated and not answer.changing
        if not tag or not whole or len(answer.body) > _LARGEST or tag in self._answers:
            return
        self._answers[tag] = answer
        self.size += len(answer.body) + _OVERHEAD
        while self.size > self.most:
            _, old = self._answers.popitem(last=False)
            self.size -= len(old.body) + _OVERHEAD
