"""Organisations, actors without a name, posts, and how they hang together.

A name is found by its ending; its beginning is the last boundary before it (a mark, a verb, 的). Names of
the same body are brought together by their endings; a longer name wins. Nothing is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from dashi_kg.extract.context import REPORTED, Context
from dashi_kg.extract.names import kind_of, names
from dashi_kg.model import Body, Mention, Place, Post, Relation, Span
from dashi_kg.text.fold import fold

# a body is known by its core: 法治政府建设工作领导小组 = 法治政府建设领导小组
_FILLER = re.compile(r"工作(?=领导小组|专班)")

# 发布机构:… 承办:… 抄送:… — bodies of the page's fields, by their labels
_FIELD_OF_PAGE = re.compile(
    r"(?:发\s*布\s*机\s*构|发\s*文\s*机\s*[关构]|公\s*开\s*机\s*构|(?:信\s*息\s*)?来\s*源|作\s*者|责任(?:单位|部门)|主办(?:单位)?|承办(?:单位)?|主管(?:单位)?|协办(?:单位)?"
    r"|技术支持|运行维护|版权所有|制作单位|维护单位|[初终]审|审核|编辑|抄\s*送|主\s*送|抄\s*报)[ \t]*(?:[::|\]】]|(?=[ \t\u4e00-\u9fff]))[ \t|]*(?P<value>[\u4e00-\u9fff()]{2,40}(?:[、,;][\u4e00-\u9fff()]{2,40})*)"
)
_VALUE = re.compile(r"[\u4e00-\u9fff()]{2,40}")
# 永泽县公安局办公室 2016年12月30日印发; two that sign together stand on one line
_ISSUED_BY = re.compile(
    r"(?m)(?:^[ \t\u3000]*|(?<=[\u4e00-\u9fff][ \t\u3000]))(?P<value>[\u4e00-\u9fff]{3,30})(?=[ \t\u3000]*(?:$|(?:19|20)\d\d[ \t]*年)|[ \t\u3000]+[\u4e00-\u9fff]{3,30}[ \t\u3000]*$)"
)
_HIGHER = re.compile(r"(?:按照|根据|落实|贯彻)?(?P<name>上级)(?=对|部门|党委|机关|要求|关于|的|和|、)")
_SOME = re.compile(r"(?P<name>(?:个别|部分|少数|有的|一些)(?:部门|单位|科室|站所|村社区))")
_COURT = re.compile(r"(?<!人民)(?P<name>法院)(?=生效|判决|裁决|裁判|的)")
# 基层行政执法队伍: in a town's report the one team that it has; elsewhere a class
_OWN_TEAM = re.compile(r"基层(?:综合)?行政执法队伍")
_TOWNS = ("subdistrict-office", "township-government")
_MANY = re.compile(r"(?P<name>\d+个(?:村\(社区\)|村\(居\)|村居|村社区|社区|村(?!民|干|居)|部门|单位|站所))")
_ROLES = r"人大代表|政协委员|人民团体|基层组织|社会组织|专家学者|法律顾问|行业协会|志愿者|民主党派|人民陪审员"
_CLASSES = re.compile(rf"(?P<name>(?:{_ROLES})(?:、(?:{_ROLES})){{1,}})")
_BARE_CONFERENCE = re.compile(r"组织(?P<who>[\u4e00-\u9fff]{2,12}?)建立(?P<what>联席会议)")

# ------------------------------------------------------------------ posts
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
    ("deputy-director", re.compile(r"副(?:主任|局长|镇长|乡长|区长|县长|市长)$")),
    ("director", re.compile(r"(?:主任|局长|厅长)$")),
    ("mayor", re.compile(r"(?:镇|乡|区|县|市)长$")),
    ("political-legal-commissioner", re.compile(r"政法委员$")),
    ("leadership-team", re.compile(r"(?:领导班子|班子成员|领导)$")),
    ("principal-leaders", re.compile(r"主要负责(?:人|同志)$")),
)
_FIRST = re.compile(
    r"(?P<who>[\u4e00-\u9fff、]{2,24}?主要负责(?:人|同志))[\u4e00-\u9fff]{0,12}?第一责任人(?:的)?职责"
)


@dataclass(slots=True)
class Organisations:
    """What this module found."""

    bodies: list[Body] = field(default_factory=list)
    posts: list[Post] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)


@dataclass(slots=True)
class _Draft:
    name: str
    kind: str
    rule: str
    mentions: list[Mention]
    named: bool = True
    anchor: Span | None = None

    @property
    def span(self) -> Span:
        """The anchor: where it was asked for, else the longest name, the first of several."""
        if self.anchor:
            return self.anchor
        return min(self.mentions, key=lambda m: (-len(m.name), m.span)).span


def read_organisations(ctx: Context, places: list[Place]) -> Organisations:
    """Bodies, posts and their stated relations. Ids are numbered in the order of the text."""
    drafts: list[_Draft] = []
    issuer = _issuer(ctx, drafts)
    publisher = _publisher(ctx, drafts)
    covered = _titles(ctx)
    _named(ctx, drafts, covered)
    _groups_of_actors(ctx, drafts)
    drafts.sort(key=lambda d: (d.span.start, d.span.end))
    bodies = [
        Body(
            f"b{i}", d.name, d.kind, d.span, d.rule, d.named, tuple(sorted(d.mentions, key=lambda m: m.span))
        )
        for i, d in enumerate(drafts, start=1)
    ]
    ids = {id(draft): body.id for draft, body in zip(drafts, bodies, strict=True)}
    found = Organisations(bodies)
    own = ids.get(id(issuer)) if issuer else None
    _read_posts(ctx, found)
    _relate(ctx, found, own, ids.get(id(publisher)) if publisher else None, places)
    return found


# ------------------------------------------------------------------ bodies


def _issuer(ctx: Context, drafts: list[_Draft]) -> _Draft | None:
    stated = ctx.metadata.issuer
    if not stated or not stated.span:
        return None
    kind = kind_of(fold(stated.value)) or "office"
    draft = _Draft(
        stated.value, kind, stated.rule, [Mention(stated.value, _value_span(stated.span, stated.value))]
    )
    draft.anchor = stated.span
    drafts.append(draft)
    pronoun = re.compile(
        r"(?<![\u4e00-\u9fff])(?:我|本)(?:局|厅|委|办|镇|乡|街道|县|区|市|省|州|旗|院|单位|管委会)(?![\u4e00-\u9fff]?[局委办])"
    )
    for _, stretch in ctx.prose():  # 我局, 我镇: the reporting body itself
        for match in ctx.find(pronoun, stretch):
            draft.mentions.append(Mention(match[0], Span(*match.span())))
    for other in ctx.metadata.joint:
        if other.span:
            kind = kind_of(fold(other.value)) or "other"
            if other.value.startswith("中共"):
                town = re.search(r"(?:镇|乡|街道)(?:委员会|委|工作委员会|工委)$", other.value)
                kind = "party-committee" if town else "county-party-committee"
            _add(drafts, other.value, kind, "joint-issuer", other.span)
    return draft


def _publisher(ctx: Context, drafts: list[_Draft]) -> _Draft | None:
    stated = ctx.metadata.publisher
    if not stated or not stated.span:
        return None
    same = next((d for d in drafts if d.name == stated.value), None)
    if same:
        return same
    kind = kind_of(fold(stated.value)) or "office"
    draft = _Draft(
        stated.value, kind, stated.rule, [Mention(stated.value, _value_span(stated.span, stated.value))]
    )
    draft.anchor = stated.span
    drafts.append(draft)
    return draft


def _value_span(span: Span, value: str) -> Span:
    return Span(span.end - len(value), span.end)


def _titles(ctx: Context) -> list[Span]:
    pattern = re.compile(r"《[^》\n]{1,80}》")
    return [Span(*m.span()) for m in pattern.finditer(ctx.view)]


def _add(drafts: list[_Draft], name: str, kind: str, rule: str, span: Span, *, named: bool = True) -> _Draft:
    """Another mention of a body that is known by this name, or a new body."""
    core = _FILLER.sub("", name)
    for draft in drafts:
        if draft.kind != kind or draft.named != named:
            continue
        known = _FILLER.sub("", draft.name)
        if known == core or (named and (known.endswith(core) or core.endswith(known))):
            draft.mentions.append(Mention(name, span))
            if len(name) > len(draft.name) and not draft.anchor:
                draft.name = name
            return draft
    draft = _Draft(name, kind, rule, [Mention(name, span)], named)
    drafts.append(draft)
    return draft


def _named(ctx: Context, drafts: list[_Draft], covered: list[Span]) -> None:
    taken = bytearray(len(ctx.view))  # 1: the character belongs to a name, or to a title
    for span in [*covered, *(m.span for d in drafts for m in d.mentions)]:
        taken[span.start : span.end] = b"\1" * len(span)
    for _, stretch in ctx.prose():
        for match in ctx.find(_BARE_CONFERENCE, stretch):
            name = match["who"] + match["what"]
            span = Span(match.start("who"), match.end("what"))
            _add(drafts, name, "joint-conference", "conference-of-members", span)
            taken[span.start : span.end] = b"\1" * len(span)
        for span, kind, ending in names(ctx.view, stretch):
            if not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * len(span)
                _add(drafts, ctx.words(span), kind, _rule(ctx.words(span), kind, ending), span)
    for span in _on_page(ctx):
        for name, kind, ending in names(ctx.view, span):
            if name == span and not any(taken[span.start : span.end]):
                taken[span.start : span.end] = b"\1" * len(span)
                _add(drafts, ctx.words(span), kind, _rule(ctx.words(span), kind, ending), span)
    if drafts and drafts[0].kind in _TOWNS and ctx.metadata.issuer:
        for _, stretch in ctx.prose():
            for match in ctx.find(_OWN_TEAM, stretch):
                _add(drafts, match[0], "team", "name-by-ending", Span(*match.span()))
    # 实现中心组列席旁听全覆盖: the short form, once the body is known
    group = next((d for d in drafts if d.kind == "study-group"), None)
    if group:
        for _, stretch in ctx.prose():
            for match in ctx.find(re.compile(r"理论学习中心组|(?<!学习)中心组"), stretch):
                span = Span(*match.span())
                known = (m.span for m in tuple(group.mentions))
                if not any(c.contains(span) for c in (*covered, *known)):
                    group.mentions.append(Mention(match[0], span))


def _rule(name: str, kind: str, ending: str) -> str:
    """Which rule names it: 区委 and 区政府 by their short names, 大石街道党工委 by its town, others by the ending."""
    if ending in ("委", "政府") and len(name) == len(ending) + 1:
        return "superior-by-short-name"
    return (
        "party-committee-of-township"
        if kind == "party-committee" and re.search("街道|镇|乡", name)
        else "name-by-ending"
    )


def _on_page(ctx: Context) -> Iterator[Span]:
    """Where the page's fields, the signature and what stands under it name bodies."""
    for section in ctx.sections():
        if section.role not in ("chrome", "closing"):
            continue
        for match in ctx.find(_FIELD_OF_PAGE, section.extent):
            for value in _VALUE.finditer(ctx.view, *match.span("value")):
                yield Span(*value.span())
        if section.role == "closing":
            for match in ctx.find(_ISSUED_BY, section.extent):
                yield Span(*match.span("value"))


def _groups_of_actors(ctx: Context, drafts: list[_Draft]) -> None:
    """Actors that the report mentions without naming them: one entry for each wording."""
    rules = (
        ("superior", "unspecified-superior", _HIGHER, True),
        ("court", "unnamed-court", _COURT, True),
        ("actor-group", "some-of-a-kind", _SOME, False),
        ("actor-group", "number-of-a-kind", _MANY, False),
        ("actor-group", "classes-of-actors", _CLASSES, False),
    )
    for kind, rule, pattern, once in rules:
        first: _Draft | None = None
        for _, stretch in ctx.prose():
            for match in ctx.find(pattern, stretch):
                span = Span(*match.span("name"))
                if once and first:
                    first.mentions.append(Mention(match["name"], span))
                    continue
                first = _add(drafts, match["name"], kind, rule, span, named=False)


# ------------------------------------------------------------------ posts and relations


def post_kind(name: str) -> str:
    """The key of the scheme ``post-kind`` for the name of a post.

    >>> post_kind("办事处主任"), post_kind("党工委书记")
    ('director', 'secretary')
    """
    return next((kind for kind, pattern in _POST_KINDS if pattern.search(name)), "other")


def _read_posts(ctx: Context, found: Organisations) -> None:
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
        target = group if role != "responsible-for" else _own(found.bodies)
        if target:
            found.relations.append(Relation(post.id, role, target.id, span, rule))


def _principal(who: str) -> str:
    """街道党工委、办事处主要负责人 → 党政主要负责人, the genre's name where party and government are meant."""
    both = re.search(r"党工?委", who) and re.search(r"办事处|政府|行政", who)
    return "党政主要负责人" if both or "党政" in who else who


def _own(bodies: list[Body]) -> Body | None:
    return next((b for b in bodies if b.rule in ("source-in-head", "issuer-in-title", "signature")), None)


def _body_of(name: str, bodies: list[Body]) -> str | None:
    """The body in which a post is held: 党工委书记 in the committee, 办事处主任 in the office."""
    if re.match(r"(?:党工委|党委)", name):
        return next((b.id for b in bodies if b.kind == "party-committee"), None)
    own = _own(bodies)
    return own.id if own else None


_RETAINED = re.compile(
    r"聘请了?(?P<who>[^,。]{2,30}?(?:律师事务所|律师))[^,。]{0,6}(?:为|担任)[^,。]{0,6}法律顾问"
)


def _relate(
    ctx: Context, found: Organisations, own: str | None, publisher: str | None, places: list[Place]
) -> None:
    by_kind = {b.kind: b for b in reversed(found.bodies)}
    add = found.relations.append
    report = "report"
    if publisher and ctx.metadata.publisher and ctx.metadata.publisher.span:
        add(Relation(publisher, "hosts-website-of", report, ctx.metadata.publisher.span, "host-in-footer"))
    party = by_kind.get("party-committee")
    if own and party:
        both = re.compile(r"[\u4e00-\u9fff]{0,6}党工?委、(?:办事处|政府|镇政府|乡政府)")
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
