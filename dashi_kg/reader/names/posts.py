"""Posts that sit in a group (以…任组长), and those who are first responsible."""

from __future__ import annotations

import re

from dashi_kg.model import Body, Post, Relation, Span
from dashi_kg.reader.context.body_drafts import Organisations
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.text.han import compiled

# 以党工委书记任组长,办事处主任为副组长,党工委政法委员牵头,其他党政领导班子为成员的
_SEATS = re.compile(
    r"(?P<post>[\u4e00-\u9fff、]{2,20}?)(?P<link>担?任|为)?(?P<seat>常务副组长|副组长|组长|牵头|成员|召集人)(?=[,、;。的]|$)"
)
_SEAT_ROLES = {
    "组长": "head-of", "召集人": "head-of", "副组长": "deputy-of", "常务副组长": "deputy-of",
    "牵头": "lead-of", "成员": "member-of",
}  # fmt: skip
_POST_KINDS = (
    ("secretary", re.compile(r"书记$")),
    ("deputy-mayor", re.compile(r"副(?:镇|乡|区|县|市|州|省|旗)长$")),
    ("deputy-director", re.compile(r"副(?:主任|局长|厅长|所长|站长)$")),
    ("director", re.compile(r"(?:主任|局长|厅长|所长|站长)$")),
    ("mayor", re.compile(r"(?:镇|乡|区|县|市|州|省|旗)长$")),
    ("political-legal-commissioner", re.compile(r"政法委员$")),
    ("leadership-team", re.compile(r"(?:领导班子|班子成员|领导)$")),
    ("principal-leaders", re.compile(r"主要负责(?:人|同志)$")),
)
_FIRST = compiled(
    r"(?P<who>[\u4e00-\u9fff、]{2,24}?主要负责(?:人|同志))[\u4e00-\u9fff]{0,12}?第一责任人(?:的)?职责"
)


def post_kind(name: str) -> str:
    """The key of the scheme ``post-kind`` for the name of a post.

    >>> post_kind("司法局局长"), post_kind("副镇长"), post_kind("党工委书记")
    ('director', 'deputy-mayor', 'secretary')
    """
    return next((kind for kind, pattern in _POST_KINDS if pattern.search(name)), "other")


def read_posts(ctx: Context, found: Organisations) -> None:
    """Posts that sit in a group (以…任组长), and those who are first responsible."""
    group = next((b for b in found.bodies if b.kind == "leading-group"), None)
    drafts: list[tuple[Span, str, str, str]] = []
    for _, sentence in ctx.own_sentences(*REPORTED, "preamble"):
        words = ctx.words(sentence)
        first = _FIRST.search(words)
        if first and not any(d[2] == "responsible-for" for d in drafts):
            span = Span(sentence.start + first.start(), sentence.start + first.end())
            drafts.append((span, _principal(first["who"]), "responsible-for", "first-responsible"))
        if "领导小组" not in words and "专班" not in words:
            continue
        start = words.find("以") + 1 if "以" in words else 0
        for seat in _SEATS.finditer(words, start):
            name = re.split("[由以]", seat["post"])[-1].lstrip("为、")
            if seat["seat"] == "成员" and seat["link"] != "为":
                continue
            if any(d[1] == name and d[2] == _SEAT_ROLES[seat["seat"]] for d in drafts):
                continue
            at = sentence.start + seat.start() + seat["post"].rindex(name)
            drafts.append(
                (Span(at, sentence.start + seat.end()), name, _SEAT_ROLES[seat["seat"]], "seat-in-group")
            )
    drafts.sort(key=lambda d: d[0])
    for span, name, role, rule in drafts:
        post = next((p for p in found.posts if p.name == name), None)
        if post is None:
            kind = post_kind(name)
            post = Post(f"post{len(found.posts) + 1}", name, kind, span, rule, _body_of(name, found.bodies))
            found.posts.append(post)
        target = group if role != "responsible-for" else own_body(found.bodies)
        if target:
            found.relations.append(Relation(post.id, role, target.id, span, rule))


def _principal(who: str) -> str:
    """街道党工委、办事处主要负责人 → 党政主要负责人, the genre's name where party and government are meant."""
    both = re.search(r"党工?委", who) and re.search(r"办事处|政府|行政", who)
    return "党政主要负责人" if both or "党政" in who else who


def own_body(bodies: list[Body]) -> Body | None:
    """The body that reports."""
    return next((b for b in bodies if b.rule in ("source-in-head", "issuer-in-title", "signature")), None)


def _body_of(name: str, bodies: list[Body]) -> str | None:
    """The body in which a post is held: 党工委书记 in the committee, 办事处主任 in the office."""
    if re.match(r"(?:党工委|党委)", name):
        return next((b.id for b in bodies if b.kind == "party-committee"), None)
    own = own_body(bodies)
    return own.id if own else None
