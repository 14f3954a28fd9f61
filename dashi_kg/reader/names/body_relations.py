"""How bodies hang together, where the text states it: who leads, set up, retains, hosts."""

from __future__ import annotations

from dashi_kg.model import Place, Relation, Span
from dashi_kg.reader.context.body_drafts import Organisations
from dashi_kg.reader.context.context import Context
from dashi_kg.reader.rules.table import wordings

_SAID = wordings("body-relations")
_BEFORE = 4  # characters before a body that are looked at


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
        for _, stretch in ctx.prose():
            if match := next(ctx.find(_SAID["party-and-government"], stretch), None):
                add(
                    Relation(
                        party.id, "leads-with", own, Span(*match.span()), "party-and-government-together"
                    )
                )
                break
    study = by_kind.get("study-group")
    if study and party and any(_SAID["committee"].search(m.name) for m in study.mentions):
        add(Relation(study.id, "unit-of", party.id, study.span, "owner-in-name"))
    team = by_kind.get("team")
    if team and own:
        add(Relation(team.id, "unit-of", own, team.span, "team-of-issuer"))
    for body in found.bodies:
        if own and body.kind in ("leading-group", "joint-conference"):
            mention = next((m for m in body.mentions if _is_set_up(ctx, m.span)), None)
            if mention or _SAID["sets-up"].search(ctx.words(body.span)):
                span = mention.span if mention else body.span
                add(Relation(body.id, "set-up-by", own, span, "set-up-by-issuer"))
        if own and body.kind == "law-firm":
            for _, stretch in ctx.prose():
                match = next((m for m in ctx.find(_SAID["retained"], stretch) if body.name in m[0]), None)
                if match:
                    add(Relation(body.id, "retained-by", own, Span(*match.span()), "retained-as-counsel"))
                    break
        if body.kind == "resident-committee" and _is_set_up(ctx, body.span):
            sentence = next((s for _, s in ctx.own_sentences() if s.contains(body.span)), None)
            site = sentence and next(
                (p for p in places if p.kind == "site" and p.name.strip("“”") in ctx.words(sentence)), None
            )
            if sentence and site:
                add(Relation(body.id, "governs", site.id, sentence, "committee-of-site"))


def _is_set_up(ctx: Context, span: Span) -> bool:
    """Whether what stands right before says that it was set up."""
    return _SAID["has-set-up"].search(ctx.view, max(span.start - _BEFORE, 0), span.start) is not None
