"""Actors that the report mentions without naming them: 上级, 个别部门, 3个村, 人大代表、政协委员."""

from __future__ import annotations

import re

from dashi_kg.model import Mention, Span
from dashi_kg.reader.context.body_drafts import Draft, add_mention
from dashi_kg.reader.context.context import Context

_HIGHER = re.compile(r"(?:按照|根据|落实|贯彻)?(?P<name>上级)(?=对|部门|党委|机关|要求|关于|的|和|、)")
_SOME = re.compile(r"(?P<name>(?:个别|部分|少数|有的|一些)(?:部门|单位|科室|站所|村社区))")
_COURT = re.compile(r"(?<!人民)(?P<name>法院)(?=生效|判决|裁决|裁判|的)")
_MANY = re.compile(
    r"(?<!\d)(?P<name>\d+个(?:村\(社区\)|村\(居\)|村居|村社区|社区|村(?!民|干|居)|部门|单位|站所))"
)
_ROLES = r"人大代表|政协委员|人民团体|基层组织|社会组织|专家学者|法律顾问|行业协会|志愿者|民主党派|人民陪审员"
_CLASSES = re.compile(rf"(?P<name>(?:{_ROLES})(?:、(?:{_ROLES})){{1,}})")


def groups_of_actors(ctx: Context, drafts: list[Draft]) -> None:
    """Actors that the report mentions without naming them: one entry for each wording."""
    rules = (
        ("superior", "unspecified-superior", _HIGHER, True),
        ("court", "unnamed-court", _COURT, True),
        ("actor-group", "some-of-a-kind", _SOME, False),
        ("actor-group", "number-of-a-kind", _MANY, False),
        ("actor-group", "classes-of-actors", _CLASSES, False),
    )
    for kind, rule, pattern, once in rules:
        first: Draft | None = None
        for _, stretch in ctx.prose():
            for match in ctx.find(pattern, stretch):
                span = Span(*match.span("name"))
                if once and first:
                    first.mentions.append(Mention(match["name"], span))
                    continue
                first = add_mention(drafts, match["name"], kind, rule, span, named=False)
