"""Posts in English: 党工委书记 is the Secretary of the Party Working Committee, 局长 a Bureau Director."""

from __future__ import annotations

import re
from functools import cache

from dashi_kg.knowledge.english.body_names import body_name
from dashi_kg.knowledge.english.name_words import name_words
from dashi_kg.text.fold import fold
from dashi_kg.text.traditional import simplified

_COUNTED = re.compile("^[名位个](?=.)")
_UNKNOWN = "\0"


def post_name(zh: str, kind_label: str) -> str:
    """The English name of a post.

    Args:
        zh: its name, of several at once with 、 between them.
        kind_label: its kind in English, for what the words do not tell.

    >>> post_name("党工委书记", "secretary"), post_name("副县长", "deputy head of a government")
    ('Secretary of the Party Working Committee', 'Deputy County Head')
    >>> post_name("局党委书记、局长", "head of a department")
    'Secretary of the Party Committee of the Bureau and Bureau Director'
    """
    words = _COUNTED.sub("", fold(zh.translate(simplified())))
    whole = _one(words)
    found = [whole] if whole else [_one(part) for part in words.split("、")]
    return " and ".join(found) if all(found) else kind_label[:1].upper() + kind_label[1:]


def _one(words: str) -> str:
    """A post known as a whole, else a body that is known and a post in it."""
    posts = name_words().post
    if words in posts:
        return posts[words]
    for ending in _endings():
        of = words.removesuffix(ending)
        if of != words and (body := _body(of)):
            return f"{posts[ending].removeprefix('Bureau ')} of {body}"
    return ""


def _body(words: str) -> str:
    """A body, or bodies with 、 between them; ``""`` where the words do not tell all of one."""
    found = [body_name(part, _UNKNOWN) for part in words.split("、")]
    if any(_UNKNOWN in name for name in found):
        return ""
    return " and ".join(f"the {name}" for name in found)


@cache
def _endings() -> tuple[str, ...]:
    return tuple(sorted(name_words().post, key=lambda word: (-len(word), word)))
