"""Posts that sit in a group (以…任组长), and those who are first responsible."""

from __future__ import annotations

from dashi_kg.model import Body, Post, Relation, Span
from dashi_kg.reader.context.body_drafts import Organisations
from dashi_kg.reader.context.context import REPORTED, Context
from dashi_kg.reader.rules.table import table, the_word, wordings

_SAID = wordings("posts")


def post_kind(name: str) -> str:
    """The key of the scheme ``post-kind`` for the name of a post.

    >>> post_kind("司法局局长"), post_kind("副镇长"), post_kind("党工委书记")
    ('director', 'deputy-mayor', 'secretary')
    """
    found = table("post-kind").first(name)
    return found[0].action if found else "other"


def read_posts(ctx: Context, found: Organisations) -> None:
    """Posts that sit in a group (以…任组长), and those who are first responsible."""
    group = next((b for b in found.bodies if b.kind == "leading-group"), None)
    drafts: list[tuple[Span, str, str, str]] = []
    for _, sentence in ctx.own_sentences(*REPORTED, "preamble"):
        words = ctx.words(sentence)
        first = _SAID["first-responsible"].search(words)
        if first and not any(d[2] == "responsible-for" for d in drafts):
            span = Span(sentence.start + first.start(), sentence.start + first.end())
            drafts.append((span, _principal(first["who"]), "responsible-for", "first-responsible"))
        if not _SAID["group"].search(words):
            continue
        for seat in _SAID["seat"].finditer(words, words.find("以") + 1):
            name = _SAID["by"].split(seat["post"])[-1].lstrip("为、")
            taken = table("seat").first(f"{seat['link'] or ''}{seat['seat']}")
            if not taken or any(d[1] == name and d[2] == taken[0].action for d in drafts):
                continue
            at = sentence.start + seat.start() + seat["post"].rindex(name)
            drafts.append((Span(at, sentence.start + seat.end()), name, taken[0].action, "seat-in-group"))
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
    both = _SAID["party"].search(who) and _SAID["government"].search(who)
    return the_word("posts", "principal") if both or _SAID["party-and-government"].search(who) else who


def own_body(bodies: list[Body]) -> Body | None:
    """The body that reports."""
    return next((b for b in bodies if b.rule in ("source-in-head", "issuer-in-title", "signature")), None)


def _body_of(name: str, bodies: list[Body]) -> str | None:
    """The body in which a post is held: 党工委书记 in the committee, 办事处主任 in the office."""
    if _SAID["in-committee"].match(name):
        return next((b.id for b in bodies if b.kind == "party-committee"), None)
    own = own_body(bodies)
    return own.id if own else None
