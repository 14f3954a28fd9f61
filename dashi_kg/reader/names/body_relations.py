"""How bodies hang together, where the text states it: who leads, set up, retains, hosts."""

from __future__ import annotations

import re

from dashi_kg.model import Place, Relation, Span
from dashi_kg.reader.context.body_drafts import Organisations
from dashi_kg.reader.context.context import Context
from dashi_kg.text.han import compiled

_RETAINED = re.compile(
    r"聘请了?(?P<who>[^,。]{2,30}?(?:律师事务所|律师))[^,。]{0,6}(?:为|担任)[^,。]{0,6}法律顾问"
)


def body_relations(
    ctx: Context, found: Organisations, own: str | None, host: str | None, places: list[Place]
) -> None:
    """Add what the text states of how the bodies hang together to ``found``."""
    by_kind = {b.kind: b for b in reversed(found.bodies)}
    add = found.relations.append
    report = "report"
    if host and ctx.metadata.host and ctx.metadata.host.span:
        add(Relation(host, "hosts-website-of", report, ctx.metadata.host.span, "host-in-footer"))
    party = by_kind.get("party-committee")
    if own and party:
        both = compiled(r"[\u4e00-\u9fff]{0,6}党工?委、(?:办事处|政府|镇政府|乡政府)")
        for _, stretch in ctx.prose():
            if match := next(ctx.find(both, stretch), None):
                add(
                    Relation(
                        party.id, "leads-with", own, Span(*match.span()), "party-and-government-together"
                    )
                )
                break
    study = by_kind.get("study-group")
    if study and party and any("党工委" in m.name or "党委" in m.name for m in study.mentions):
        add(Relation(study.id, "unit-of", party.id, study.span, "owner-in-name"))
    team = by_kind.get("team")
    if team and own:
        add(Relation(team.id, "unit-of", own, team.span, "team-of-issuer"))
    for body in found.bodies:
        around = ctx.view[max(body.span.start - 4, 0) : body.span.start]
        if own and body.kind in ("leading-group", "joint-conference"):
            mention = next(
                (m for m in body.mentions if re.search(r"(?:成立|建立)了?$", ctx.view[max(m.span.start - 4, 0) : m.span.start])),
                None,
            )  # fmt: skip
            if mention or "建立" in ctx.words(body.span):
                span = mention.span if mention else body.span
                add(Relation(body.id, "set-up-by", own, span, "set-up-by-issuer"))
        if own and body.kind == "law-firm":
            for _, stretch in ctx.prose():
                match = next((m for m in ctx.find(_RETAINED, stretch) if body.name in m[0]), None)
                if match:
                    add(Relation(body.id, "retained-by", own, Span(*match.span()), "retained-as-counsel"))
                    break
        if body.kind == "resident-committee" and re.search(r"(?:建立|成立)了?$", around):
            sentence = next((s for _, s in ctx.own_sentences() if s.contains(body.span)), None)
            site = sentence and next(
                (p for p in places if p.kind == "site" and p.name.strip("“”") in ctx.words(sentence)), None
            )
            if sentence and site:
                add(Relation(body.id, "governs", site.id, sentence, "committee-of-site"))
