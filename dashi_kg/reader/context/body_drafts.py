"""Bodies while they are being found: names of the same body are brought together by their endings; a longer name wins."""

from __future__ import annotations

import re

from dashi_kg.model import Body, Mention, Post, Relation, Span
from dashi_kg.reader.rules.table import wordings

_SAID = wordings("body-drafts")
_LEVEL = _SAID["level"].pattern

_FILLER = _SAID["filler"]
_DEPARTMENT = _SAID["department"]


def is_short_for(name: str, full: str) -> bool:
    """Whether a department's name is a shorter one of another, of the same place: characters left out, none changed.

    >>> is_short_for("县市场监管局", "沂水县市场监督管理局")
    True
    >>> is_short_for("市市场监管局", "沂水县市场监督管理局")
    False
    """
    short = _DEPARTMENT.fullmatch(name)
    if not short or not full.endswith(short["end"]) or len(name) >= len(full):
        return False
    for at in re.finditer(short["at"] or _LEVEL, full):
        rest = iter(full[at.end() : -1])
        if full[at.end()] == short["field"][0] and all(sign in rest for sign in short["field"]):
            return True
    return False


class Draft:
    """One body: its longest name, its kind (key of ``body-kind``), the rule, every mention."""

    def __init__(self, name: str, kind: str, rule: str, mentions: list[Mention], named: bool = True) -> None:
        self.name, self.kind, self.rule, self.mentions, self.named = name, kind, rule, mentions, named
        self.anchor: Span | None = None
        self.aliases: set[str] = set()  # (以下简称X): asked for membership only

    @property
    def span(self) -> Span:
        """The anchor: where it was asked for, else the longest name, the first of several."""
        if self.anchor:
            return self.anchor
        return min(self.mentions, key=lambda m: (-len(m.name), m.span)).span


def add_mention(
    drafts: list[Draft], name: str, kind: str, rule: str, span: Span, *, named: bool = True
) -> Draft:
    """Another mention of a body that is known by this name, or a new body."""
    core = _FILLER.sub("", name)
    known_as = next((draft for draft in drafts if name in draft.aliases), None)
    if known_as and named:
        known_as.mentions.append(Mention(name, span))
        return known_as
    for draft in drafts:
        if draft.kind != kind or draft.named != named:
            continue
        known = _FILLER.sub("", draft.name)
        same = known == core or (named and (known.endswith(core) or core.endswith(known)))
        # 县住建局 in the report of the 县住房和城乡建设局; of other bodies nobody knows
        if same or (draft.anchor and named and is_short_for(core, known)):
            draft.mentions.append(Mention(name, span))
            if len(name) > len(draft.name) and not draft.anchor:
                draft.name = name
            return draft
    draft = Draft(name, kind, rule, [Mention(name, span)], named)
    drafts.append(draft)
    return draft


class Organisations:
    """What was found: bodies, posts, and how they hang together."""

    def __init__(self, bodies: list[Body]) -> None:
        self.bodies = bodies
        self.posts: list[Post] = []
        self.relations: list[Relation] = []
