"""Organisations, actor groups, posts, seats, places, and the relations that the text states."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode

from dashi_kg.graph.nodes.belonging import kind_of_body
from dashi_kg.graph.nodes.canvas import ACTORS, Canvas
from dashi_kg.knowledge.english.group_names import group_name
from dashi_kg.knowledge.english.place_names import place_name
from dashi_kg.knowledge.english.post_names import post_name
from dashi_kg.knowledge.english_titles import english_body
from dashi_kg.model import Body, Relation
from dashi_kg.rdf import iris
from dashi_kg.rdf.namespaces import curie
from dashi_kg.text.credit_code import uscc_is_valid

_SEATS = {"head-of": "head", "deputy-of": "deputy", "lead-of": "lead", "member-of": "member"}
_PROPERTIES = {
    "retained-by": "retainedBy",
    "set-up-by": "setUpBy",
    "hosts-website-of": "hostsWebsiteOf",
    "governs": "governs",
    "leads-with": "leadsWith",
    "superior-of": "superiorOf",
    "responsible-for": "responsibleFor",
}
_SEAT_EN = {"head": "Head", "deputy": "Deputy head", "lead": "Lead", "member": "Member"}


def write_bodies(c: Canvas) -> None:
    """Each body with its kind, type, other names and mentions; the type comes from the scheme body-kind.

    Names that lead to one IRI (县政府 in the report of 霍山县人民政府) are one body: the first gives label and kind,
    the names of the others stand beside it, with their anchors.
    """
    same: dict[NamedNode, list[Body]] = {}
    for body in c.found.bodies:
        same.setdefault(c.body(body), []).append(body)
    for node, bodies in same.items():
        _write_body(c, node, bodies)


def _write_body(c: Canvas, node: NamedNode, bodies: list[Body]) -> None:
    body = bodies[0]
    kind = c.vocabulary.concept("body-kind", kind_of_body(body, c.division_of_body(body)))
    label = c.name_of(body)
    local = body.kind in ACTORS or not body.named
    if local:
        c.types(node, c.n.fz("ActorGroup"))
    else:
        c.types(node, *(NamedNode(iri) for iri in kind.extra.get("orgType", ())))
    known = c.reference.organisation(body.name)
    # the name of a body that several reports name must be the same in all
    composed = _local_name(c, body, label) if local else _in_english(c, body, label)
    c.named(node, body.id, label, known.en if known else composed)
    c.add(node, c.n.fz("bodyKind"), NamedNode(kind.iri))
    names = {n for one in bodies for n in (*(m.name for m in one.mentions), one.name, c.name_of(one))}
    for name in sorted(names - {label}):
        c.add(node, curie("skos:altLabel"), Literal(name, language="zh"))
    spans = {
        s: None for one in bodies for s in (one.span, *(m.span for m in one.mentions if m.name != one.name))
    }
    code = c.found.metadata.uscc
    if code and code.span and node == c.issuer and uscc_is_valid(code.value):
        c.add(node, curie("org:identifier"), Literal(code.value, datatype=c.n.fz("USCC")))
        spans[code.span] = None
    c.stated_by(node, spans, body.rule)


def _local_name(c: Canvas, body: Body, label: str) -> str:
    """The English of what is no name (17个村); a court is a body. ``""`` where the words are not known."""
    return _in_english(c, body, label) if body.kind == "court" else group_name(label)


def _in_english(c: Canvas, body: Body, label: str) -> str:
    division = c.identity.division if c.is_issuer(body) else c.division_of_body(body)
    kind = c.vocabulary.concept("body-kind", kind_of_body(body, division)).labels["en"]
    return english_body(label, kind, division, c.reference)


def write_posts(c: Canvas) -> None:
    """Posts, and the seats that they hold in a group."""
    bodies = {b.id: b for b in c.found.bodies}
    nodes: dict[str, NamedNode] = {}
    for post in c.found.posts:
        owner = bodies.get(post.body or "")
        holder = c.body(owner) if owner else c.issuer
        same = [p for p in c.found.posts if p.kind == post.kind and p.body == post.body]
        tail = post.kind if len(same) == 1 else f"{post.kind}-{iris.slug(post.name)}"
        node = nodes[post.id] = NamedNode(f"{holder.value}/post/{tail}")
        kind = c.vocabulary.concept("post-kind", post.kind)
        c.types(node, c.kind("post"))
        c.named(node, post.id, post.name, post_name(post.name, kind.labels["en"]))
        c.add(node, curie("org:postIn"), holder)
        c.add(node, c.n.fz("postKind"), NamedNode(kind.iri))
        c.stated_by(node, [post.span], post.rule)
    for relation in c.found.relations:
        if relation.subject in nodes:
            _write_post_relation(c, relation, nodes[relation.subject], bodies)


def _write_post_relation(c: Canvas, relation: Relation, post: NamedNode, bodies: dict[str, Body]) -> None:
    group = c.body(bodies[relation.object])
    role = _SEATS.get(relation.predicate)
    if role is None:
        c.add(post, c.n.fz(_PROPERTIES[relation.predicate]), group)
        return
    concept = c.vocabulary.concept("seat-role", role)
    holders = [
        r.subject
        for r in c.found.relations
        if r.predicate == relation.predicate and r.object == relation.object
    ]
    tail = role if len(holders) == 1 else f"{role}-{holders.index(relation.subject) + 1}"
    seat = NamedNode(f"{group.value}/seat/{tail}")
    c.types(seat, c.kind("seat"))
    c.label(seat, f"{bodies[relation.object].name}{concept.labels['zh']}", f"{_SEAT_EN[role]} of the group")
    c.add(seat, c.n.fz("translationBasis"), c.n.fz("generated"))
    c.add(seat, curie("org:postIn"), group)
    c.add(seat, c.n.fz("seatRole"), NamedNode(concept.iri))
    c.add(seat, c.n.fz("exOfficio"), post)
    c.stated_by(seat, [relation.span], relation.rule)


def write_places(c: Canvas) -> None:
    """Places. A division of the reference table is an external node that the text mentions."""
    for place in c.found.places:
        node = c.place(place)
        if c.division_of(place):
            for span in {place.span: None} | {m.span: None for m in place.mentions[:1]}:
                c.add(node, c.n.fz("anchor"), c.anchor(span))
            continue
        kinds = {
            "site": (c.n.fz("DemonstrationSite"), curie("schema:Place")),
            "address": (curie("schema:Place"), curie("org:Site")),
        }
        administrative = place.kind in ("province", "prefecture", "county", "township", "village")
        default = curie("schema:AdministrativeArea" if administrative else "schema:Place")
        c.types(node, *kinds.get(place.kind, (default,)))
        kind = c.vocabulary.concept("place-kind", place.kind)
        c.named(node, place.id, place.name.strip("“”") if place.kind != "address" else place.name,
                place_name(place.name, place.kind, kind.labels["en"], c.reference.english_name))  # fmt: skip
        c.add(node, c.n.fz("placeKind"), NamedNode(kind.iri))
        if place.parent and place.parent_basis == "stated":
            parent = next(p for p in c.found.places if p.id == place.parent)
            c.add(node, curie("schema:containedInPlace"), c.place(parent))
        if place.kind == "address":
            _write_address(c, node)
        c.stated_by(node, [place.span], place.rule)


def _write_address(c: Canvas, node: NamedNode) -> None:
    meta = c.found.metadata
    if meta.address:
        c.add(node, curie("schema:address"), Literal(meta.address.value, language="zh"))
    if meta.postcode:
        c.add(node, curie("schema:postalCode"), Literal(meta.postcode.value))
        if meta.postcode.span:
            c.add(node, c.n.fz("anchor"), c.anchor(meta.postcode.span))
    host = next((b for b in c.found.bodies if meta.host and b.name == meta.host.value), None)
    if host:
        c.add(c.body(host), curie("org:hasSite"), node)


def write_relations(c: Canvas) -> None:
    """Stated relations between bodies, places and measures (posts: :func:`write_posts`)."""
    posts = {p.id for p in c.found.posts}
    bodies = {b.id for b in c.found.bodies}
    for r in c.found.relations:
        if r.subject in posts:
            continue
        s, o = c.node(r.subject), c.node(r.object)
        if r.predicate == "unit-of":
            c.add(s, curie("org:unitOf"), o)
        elif r.predicate == "partner-in":
            c.add(o, c.n.fz("withPartner"), s)
        elif r.predicate == "at-place":
            c.add(s, c.n.fz("atPlace"), o)
        elif r.predicate == "sets-up":
            # a measure establishes a mechanism; a body that it sets up is a result too
            c.add(s, c.n.fz("establishes"), o)
        elif r.predicate == "uses":
            c.add(s, c.n.fz("uses"), o)
        else:
            c.add(s, c.n.fz(_PROPERTIES[r.predicate]), o)
        if r.subject in bodies and r.predicate in _PROPERTIES:
            c.add(s, c.n.fz("anchor"), c.anchor(r.span))
