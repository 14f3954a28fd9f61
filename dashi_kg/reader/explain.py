"""Text and rules side by side: each sentence with what was read in it, by which rule, how sure; and what was not."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping

from dashi_kg.language import Both, said
from dashi_kg.model import Extraction, Span
from dashi_kg.model.fact_list import Fact, facts
from dashi_kg.model.kind_words import Label
from dashi_kg.model.kinds import kind
from dashi_kg.text.fold import fold
from dashi_kg.text.segments import sentences

_GRADES = {
    "high": Both("高", "high"),
    "medium": Both("中", "medium"),
    "low": Both("低", "low"),
    "reviewed": Both("已核对", "reviewed"),
}


_RULE, _GRADE = Both("规则", "rule"), Both("可信度", "confidence")
_NOT = Both("不是数值", "not a figure")


def _rule(key: str, label: Label) -> str:
    """What a rule is called, and its key, by which it is found."""
    words = label(key)
    return key if words == key else f"{words} {key}"


def explain_text(found: Extraction, grades: Mapping[str, str], width: int = 100, label: Label = str) -> str:
    """The report sentence by sentence for a terminal.

    Args:
        grades: rule → ``high``, ``medium``, ``low`` or ``reviewed``.
        width: columns of the terminal; a Chinese character takes two.
        label: how the keys of code lists are said.
    """
    lines = []
    colon = said(Both("：", ": "))
    for span, rows, unread in _sentences(found, label):
        quote = " ".join(found.source.quote(span).split())
        lines.append(f"{span.start:>6}  {_cut(quote, width - 8)}")
        for fact in rows:
            grade = said(_GRADES[grades.get(fact.rule, "medium")])
            name = kind(fact.kind).name
            lines.append(
                _cut(f"        ├ {said(Both(name.zh, name.en))} {fact.id}{colon}{fact.words}", width)
            )
            lines.append(
                f"        │   {said(_RULE)}{colon}{_rule(fact.rule, label)}  {said(_GRADE)}{colon}{grade}"
            )
        for digits, reason in unread:
            lines.append(f"        · {said(_NOT)}{colon}{digits}  {label(reason)}")
    return "\n".join(lines)


def explain_json(found: Extraction, grades: Mapping[str, str]) -> str:
    """The same for programs: a list of sentences with their facts."""
    rows = [
        {
            "start": span.start, "end": span.end, "text": found.source.quote(span),
            "facts": [
                {
                    "kind": f.kind, "id": f.id, "start": f.span.start, "end": f.span.end, "quote": found.source.quote(f.span),
                    "words": f.words, "rule": f.rule, "confidence": grades.get(f.rule, "medium"), "values": dict(f.values),
                }
                for f in facts_here
            ],
            "notCounted": [{"digits": digits, "reason": reason} for digits, reason in unread],
        }
        for span, facts_here, unread in _sentences(found)
    ]  # fmt: skip
    return json.dumps(rows, ensure_ascii=False, indent=1)


def _sentences(found: Extraction, label: Label = str) -> list[tuple[Span, list[Fact], list[tuple[str, str]]]]:
    """Every sentence with the facts that begin in it, and the digits in it that count nothing."""
    text = found.source.text
    rows = facts(found, label)
    result = []
    for span in sentences(fold(text), Span(0, len(text))):
        here = [f for f in rows if span.start <= f.span.start < span.end]
        unread = [
            (found.source.quote(n.span), n.reason) for n in found.not_statistics if span.contains(n.span)
        ]
        result.append((span, here, unread))
    return result


def _cut(words: str, width: int) -> str:
    """The words in at most ``width`` columns, with … where they go on."""
    used = 0
    for index, character in enumerate(words):
        used += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if used > width:
            return words[: max(index - 1, 0)] + "…"
    return words
