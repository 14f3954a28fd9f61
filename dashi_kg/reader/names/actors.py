"""Actors that the report mentions without naming them: 上级, 个别部门, 3个村, 人大代表、政协委员."""

from __future__ import annotations

from dashi_kg.model import Mention, Span
from dashi_kg.reader.context.body_drafts import Draft, add_mention
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import compiled_rule, table

_ONE = ("superior", "court")  # kinds of which a report means one, however it is named


def groups_of_actors(ctx: Context, drafts: list[Draft]) -> None:
    """Actors that the report mentions without naming them: one entry for each wording."""
    for rule in table("actor-group").rules:
        pattern = compiled_rule(rule.pattern)
        first: Draft | None = None
        for _, stretch in ctx.prose():
            for match in ctx.find(pattern, stretch):
                span = Span(*match.span("name"))
                if first and rule.action in _ONE:
                    first.mentions.append(Mention(match["name"], span))
                    continue
                first = add_mention(drafts, match["name"], rule.action, rule.id, span, named=False)
