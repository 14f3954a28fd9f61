"""The fields of a page's head, as sites print them: in cells, in lines, without separators, cut or empty.

A label is read with what stands behind it up to the next label; what does not look like a value of its kind is none:
an empty 发文字号 before 发文时间 gives no number. What the labels mean is said in :mod:`dashi_kg.source.convert.labels`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from dashi_kg.model import Source, Span, Stated
from dashi_kg.reader.page.days import day_at
from dashi_kg.reader.rules.table import the_word, word_class, wordings, words
from dashi_kg.source.convert.labels import LABELS
from dashi_kg.text import patterns
from dashi_kg.text.han import compiled

_SAID = wordings("head")
_OFFICE_ENDS = _SAID["office-ends"].pattern
_NUMBERED = _SAID["numbered"]

# further labels of the same meaning, which only the heads of reports need
_SIZE_OF_LETTERS = the_word("head-field", "size-of-letters")
_LABEL, _CUT_TO = "label-", "cut-"  # classes of words: label-issued, and what is left of a label
_MORE = {
    kind.removeprefix(_LABEL): named for kind, named in words("head-field").items() if kind.startswith(_LABEL)
}
# What is left of a label that was cut to its last letter: 号: 期: 源:
_CUT = {
    word: kind.removeprefix(_CUT_TO)
    for kind, named in words("head-field").items()
    if kind.startswith(_CUT_TO)
    for word in named
}
_DATES = ("issued", "sent", "dated", "put-up", "signed")
_NAMES = ("source", "office", "author")
_BEFORE = r"(?:^|(?<=[\s|\[\]【】()>;,。•·●▪*日\d/]))"
# a field that says that there is nothing to say
_NOTHING = frozenset(word_class("head-field", "nothing"))
_NAME = re.compile(r"[\u4e00-\u9fff()·]{2,40}(?:[、,][\u4e00-\u9fff()]{2,30})*")
_NUMBER = _SAID["number"]
_INDEX = re.compile(r"[^\s|:,。]*\d[^\s|:,。]*")
_WORD = re.compile(r"[^\s|:]{2,40}")
_BULLET = re.compile(r"[ \t]*[•·●▪*][ \t]*")


class HeadField(NamedTuple):
    """A label of a head. ``key``: what it means; ``label``: where it stands; ``value``: where what it says stands."""

    key: str
    label: Span
    value: Span


@cache
def _meaning() -> dict[str, str]:
    """The words of each label → its key; labels of several meanings have the one of a head."""
    found = {word: key for key, words in LABELS.items() for word in words.split()}
    for key, labels in _MORE.items():
        found |= dict.fromkeys(labels, key)
    return found


@cache
def _label() -> re.Pattern[str]:
    words = sorted(_meaning(), key=lambda word: (-len(word), word))
    any_label = "|".join(r"[ \t]*".join(map(re.escape, word)) for word in words)
    long = "|".join(r"[ \t]*".join(map(re.escape, word)) for word in words if len(word) > 3)
    cut = "|".join(_CUT)
    return compiled(
        rf"(?:{_BEFORE}(?P<label>{any_label})(?=[ \t]*[:|】\]\n]|[ \t]|\d{{4}}[年./-]|[\u4e00-\u9fff]{{2,20}}(?:{_OFFICE_ENDS})|$)"
        rf"|(?P<inner>{long})(?=[ \t]*[:|])"
        rf"|(?:^|(?<=\|))[ \t|]*(?P<cut>{cut})(?=[ \t]*[:|]))",
        re.MULTILINE,
    )


_SEPARATOR = re.compile(r"[ \t:|】\]\[【]*")


def head_fields(view: str, where: Span) -> list[HeadField]:
    """The labels of a stretch in the order of the text, each with what stands behind it (may be empty).

    Args:
        view: the folded text; where: a part of it (code points).
    """
    found = list(_label().finditer(view, where.start, where.end))
    fields = []
    for at, match in enumerate(found):
        group = match.lastgroup or "label"
        words = re.sub(r"\s+", "", match[group])
        key = _CUT[words] if group == "cut" else _meaning()[words]
        begin, end = match.span(group)
        limit = found[at + 1].start() if at + 1 < len(found) else where.end
        start = _SEPARATOR.match(view, end, limit).end()  # type: ignore[union-attr]
        if start < limit and view[start] == "\n":  # the value stands in the next line that is not empty
            while start < limit and (view[start].isspace() or view[start] in "|"):
                start += 1
            if _BULLET.match(view, start, limit):
                start = limit
        stop = view.find("\n", start, limit)
        stop = limit if stop == -1 else stop
        if key == "document-number" and words == _SIZE_OF_LETTERS and not _NUMBERED.search(view[start:stop]):
            key = "font"  # 字号:大 中 小 is the size of the type
        fields.append(HeadField(key, Span(begin, end), Span(start, max(start, stop))))
    return fields


def stated(
    source: Source, view: str, fields: list[HeadField], keys: tuple[str, ...], rule: str
) -> Stated | None:
    """The value of the first field of these keys that has one of its kind; its span covers label and value."""
    return next(all_stated(source, view, fields, keys, rule), None)


def all_stated(
    source: Source, view: str, fields: list[HeadField], keys: tuple[str, ...], rule: str
) -> Iterator[Stated]:
    """The values of the fields of these keys, in the order of the keys, then of the text."""
    for key in keys:
        for field in fields:
            if field.key != key:
                continue
            if key in _DATES:
                start = field.value.start
                while start < field.value.end and view[start] in "[【( |":
                    start += 1
                if day := day_at(view, start, field.value.end):
                    yield Stated(day[0], Span(field.label.start, day[1]), rule)
                continue
            pattern = {"document-number": _NUMBER, "index-number": _INDEX}.get(
                key, _NAME if key in _NAMES else _WORD
            )
            value = pattern.match(view, field.value.start, field.value.end)
            if value is None or value[0].strip().lower() in _NOTHING or patterns.TITLE.search(value[0]):
                continue
            end = value.end() - (len(value[0]) - len(value[0].rstrip("】] ,、(")))
            if end - value.start() < 2:
                continue
            span = Span(value.start(), end)
            yield Stated(source.quote(span), Span(field.label.start, end), rule)
