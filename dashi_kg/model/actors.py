"""Who and where: bodies, posts, places, and what the text says of how they belong together."""

from __future__ import annotations

from dataclasses import dataclass

from dashi_kg.model.span import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that names something in this form."""

    name: str
    span: Span


@dataclass(frozen=True, slots=True)
class Body:
    """An organisation or actor.

    ``kind`` is a key of the scheme ``body-kind`` (``subdistrict-office``, ``party-committee``,
    ``leading-group``, ``law-firm`` … or ``actor-group`` for actors that are not named).
    ``named`` is false for actor groups. ``span`` is the mention that serves as anchor.
    """

    id: str
    name: str
    kind: str
    span: Span
    rule: str
    named: bool = True
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Post:
    """An office that a person holds; persons are never read. ``kind``: key of ``post-kind``."""

    id: str
    name: str
    kind: str
    span: Span
    rule: str
    body: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """``kind``: province, county, township, village, site, facility, address. ``parent``: a place id."""

    id: str
    name: str
    kind: str
    span: Span
    rule: str
    parent: str | None = None
    parent_basis: str = "stated"
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Relation:
    """What the text says of two items. ``subject`` and ``object`` are item ids.

    ``predicate``, of a body to a body: ``retained-by`` (external counsel), ``set-up-by``, ``unit-of``, ``leads-with``,
    ``superior-of``; to a place ``governs``; to the report ``hosts-website-of``; to a measure ``partner-in``. Of a post to
    a body: ``head-of``, ``deputy-of``, ``lead-of``, ``member-of``, ``responsible-for`` (first responsible person). Of a
    measure: ``at-place``, ``sets-up`` (a mechanism or body), ``uses`` (a mechanism).
    """

    subject: str
    predicate: str
    object: str
    span: Span
    rule: str
