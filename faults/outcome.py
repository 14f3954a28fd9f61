"""What came of a fault, counted; and the table of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

FORMER, NEW, REFUSED, MIXED = "former", "new", "refused", "mixed"
_SHOWN = 5


@dataclass
class Row:
    """A fault and what was left by it.

    Attributes:
        zh, en: the fault, in words.
        counts: how often the target held the former state, the new one, or (files of a corpus, which are whole each
            for itself) some of each; how often a run was refused with a line and exit code 2.
        runs: how often the fault was made.
        wanted: how often it was to be made, where time may end it.
        again: undisturbed runs afterwards, each compared with one that nothing had come before.
        amiss: what was not as it should be, in words.
        skipped: why the fault cannot be made here.
    """

    zh: str
    en: str
    runs: int = 0
    wanted: int = 0
    again: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    amiss: list[str] = field(default_factory=list)
    skipped: str = ""

    def cells(self) -> list[str]:
        """The row of the table."""
        if self.skipped:
            return [f"{self.zh} {self.en}", "–", "–", "–", "–", "–", f"略过 skipped: {self.skipped}"]
        states = [str(self.counts[name]) for name in (FORMER, NEW)]
        if self.counts[MIXED]:
            states[1] += f" (+{self.counts[MIXED]} *)"
        return [
            f"{self.zh} {self.en}", f"{self.runs} / {self.wanted}" if self.runs < self.wanted else str(self.runs), *states, str(self.counts[REFUSED]), str(self.again),
            str(len(self.amiss)),
        ]  # fmt: skip


HEAD = (
    "故障 fault", "次数 runs", "旧的完整 former, whole", "新的完整 new, whole", "如实拒绝 refused, and said so",
    "再跑如常 next run as ever", "不符 amiss",
)  # fmt: skip


def table(rows: Iterable[Row]) -> str:
    """Markdown."""
    lines = ["| " + " | ".join(HEAD) + " |", "|---|" + "---:|" * (len(HEAD) - 1)]
    lines += ["| " + " | ".join(row.cells()) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def complaints(rows: Iterable[Row]) -> list[str]:
    """What was amiss, some of each row."""
    return [f"{row.en}: {words}" for row in rows for words in row.amiss[:_SHOWN]]
