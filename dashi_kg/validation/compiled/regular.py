"""Regular expressions of SPARQL that mean the same in Python; of others, it is not known."""

from __future__ import annotations

import re

from dashi_kg.validation.compiled.tree import NotCompiledError

# no \ and no (?: classes of characters and groups differ between the two
_SAME = re.compile(r"(?:\[\^?[^\[\]\\]+\]|\((?!\?)|[^\[\]\\(])*")
_OF_CLASSES = re.compile("&&|--|~~")  # what is done with classes elsewhere
_DOLLAR = re.compile(r"\[[^\]]*\]|\$")
_GROUP = re.compile(r"\$(\d)")


def pattern(words: str) -> re.Pattern[str]:
    """The pattern of ``REGEX`` or ``REPLACE``, compiled; ``$`` is the end of the words, not the line.

    Raises:
        NotCompiledError: it may mean another thing in Python.
    """
    if not _SAME.fullmatch(words) or _OF_CLASSES.search(words):
        raise NotCompiledError(words)
    try:
        return re.compile(_DOLLAR.sub(lambda m: r"\Z" if m[0] == "$" else m[0], words))
    except re.error:
        raise NotCompiledError(words) from None


def replacement(words: str) -> str:
    r"""What ``REPLACE`` puts in: ``$1`` is ``\1`` here.

    Raises:
        NotCompiledError: it may mean another thing in Python.
    """
    found = _GROUP.sub(r"\\g<\1>", words)
    if "\\" in _GROUP.sub("", words) or "$" in found:
        raise NotCompiledError(words)
    return found
