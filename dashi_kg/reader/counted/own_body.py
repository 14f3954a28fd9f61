"""Whether words name the reporting body itself, in full, short, or as the trade it is of: 市司法局, 司法部门, 我局."""

from __future__ import annotations

from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import word_class, wordings, words
from dashi_kg.text.fold import fold

_SAID = wordings("own-body")
_OFFICE = "".join(word_class("own-body", "office"))
_ISSUER = "".join(word_class("own-body", "issuer"))
_LEVEL = _SAID["level"]
_IS = "is-"  # class of a long form of a name: is-监管

_OWN = _SAID["own"]
_PART_ONLY = _SAID["part-only"]
_WHOLE_TRADE = _SAID["whole-trade"]
_SHORT = [
    (long, kind.removeprefix(_IS))
    for kind, named in words("own-body").items()
    if kind.startswith(_IS)
    for long in named
]


_LEAST = 2


def _within(short: str, name: str) -> bool:
    """住建局 in 住房和城乡建设局: its characters in the same order."""
    rest = iter(name)
    return all(character in rest for character in short)


_TRADE = _SAID["trade"]


def is_issuer(ctx: Context, words: str) -> bool:
    """Whether the words name the reporting body, alone or with others: 区委、区政府 in the report of a district."""
    parts = words.split("、")
    if len(parts) > 1 and not words.endswith("会"):
        return any(len(part) > 1 and is_issuer(ctx, part) for part in parts)
    issuer = fold(ctx.metadata.issuer.value) if ctx.metadata.issuer else ""
    named = [issuer]
    for long, short in _SHORT:
        named.append(named[-1].replace(long, short))
    short = _LEVEL.sub("", words)
    shortened = (
        len(short) > _LEAST
        and words[-1] in _OFFICE
        and issuer[-1:] in _ISSUER
        and _within(short.rstrip(_OFFICE), issuer)
    )
    part = _TRADE.fullmatch(words)
    return (
        shortened
        or (part is not None and part["trade"] in issuer)
        or words in ctx.self_names
        or any(name.endswith(words) for name in named)
        or _OWN.fullmatch(words) is not None
        or _PART_ONLY.fullmatch(words) is not None
        or _WHOLE_TRADE.fullmatch(words) is not None
    )
