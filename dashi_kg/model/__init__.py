"""What the reader found in one report: frozen values, no RDF.

Every item that comes from the text carries a ``span``; ``source.text[span.start:span.end]`` is its quote.
Offsets are half-open and count Unicode code points of :attr:`Source.text`.
Item ids are the fragments of the published IRIs (``m2.4.3e``, ``o16``, ``p3.2a``, ``a4.1b`` …).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open interval of code points."""

    start: int
    end: int

    def __len__(self) -> int:
        return self.end - self.start

    def contains(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a stretch of the archived text stands in the original file.

    ``place``: an XPath of the page (``/html[1]/body[1]/div[2]/p[3]``) or of the main part of a DOCX
    (``/w:document/w:body/w:p[12]``), or a page of a PDF (``page=3``).
    """

    span: Span
    place: str


@dataclass(frozen=True, slots=True)
class PageField:
    """Something that a saved page says about itself: ``索引号`` → ``00832/2024-7``.

    ``key``: what the label means (see :mod:`dashi_kg.source.convert.labels`); a clock has the key ``clock`` and is no date.
    ``place``: as in :class:`Origin`. ``span``: the line of the archived text that says so, label included
    (``None``: the field was left out of it).
    """

    key: str
    label: str
    value: str
    place: str
    span: Span | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One captured text.

    ``sha256`` is the digest of ``text`` in UTF-8; ``file_sha256`` that of the bytes as they were read.
    ``steps`` names what was done between the two (``decode gb18030``, ``remove BOM``, ``CRLF to LF``).
    Where the file was no plain text, ``media_type`` says what it was, ``origins`` where the pieces of the
    text stand in it (in the order of the text, not overlapping) and ``page`` what the page says about itself.
    """

    text: str
    sha256: str
    file_sha256: str
    name: str
    encoding: str
    byte_length: int
    steps: tuple[str, ...] = ()
    media_type: str = "text/plain"
    origins: tuple[Origin, ...] = ()
    page: tuple[PageField, ...] = ()
    warnings: tuple[str, ...] = ()

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def origin_at(self, offset: int) -> tuple[int, str] | None:
        """The place of the original file where the character at ``offset`` stands, and its number.

        Places are numbered from 1 in the order of the text, a place that occurs again keeps its number.
        ``None``: plain text, or a character that the converter wrote.
        """
        at = bisect_right(self.origins, offset, key=lambda origin: origin.span.start) - 1
        if at < 0 or offset >= self.origins[at].span.end:
            return None
        place = self.origins[at].place
        return list(dict.fromkeys(origin.place for origin in self.origins)).index(place) + 1, place


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the report.

    ``number`` is the dotted path (``2.4.3``; ``0a`` head, ``0b`` preamble), ``marker`` what stands in
    the text (``(四)``, ``三是``), ``title`` the heading without marker. ``extent`` tiles the text;
    ``span`` is the extent without surrounding white space. ``role`` is a key of the scheme
    ``section-role``. ``body`` is the section's own prose (without heading, without children).
    """

    number: str
    marker: str
    title: str
    heading: Span | None
    extent: Span
    span: Span
    body: Span
    level: int
    role: str
    children: tuple[Section, ...] = ()

    @property
    def id(self) -> str:
        return f"s{self.number}"


@dataclass(frozen=True, slots=True)
class Stated:
    """A piece of metadata: the value as a string, and where it stands (``None``: not in the text)."""

    value: str
    span: Span | None
    rule: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about itself. Only what was found; nothing is filled in.

    ``issued``: day of publication; ``signed``: 成文 date, or the date under the signature; ``joint``: who reports
    together with the issuer; ``covers``: EDTF interval where the title says another time than one year;
    ``uscc``: as it stands, its check digit not yet tested.
    """

    issuer: Stated | None = None
    year: Stated | None = None
    issued: Stated | None = None
    title: Stated | None = None
    publisher: Stated | None = None
    postcode: Stated | None = None
    address: Stated | None = None
    website_id: Stated | None = None
    document_number: Stated | None = None
    index_number: Stated | None = None
    signed: Stated | None = None
    joint: tuple[Stated, ...] = ()
    addressee: Stated | None = None
    topic: Stated | None = None
    covers: Stated | None = None
    uscc: Stated | None = None

    @property
    def issued_date(self) -> date | None:
        """The day of publication, else that of the signature: nothing in the report is later."""
        known = self.issued or self.signed
        return date.fromisoformat(known.value) if known else None


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
    """``subject`` and ``object`` are item ids; ``predicate`` a key of :data:`RELATIONS`."""

    subject: str
    predicate: str
    object: str
    span: Span
    rule: str


RELATIONS = (
    "retained-by",  # body → body: external counsel of
    "set-up-by",  # body → body
    "unit-of",  # body → body
    "hosts-website-of",  # body → report
    "governs",  # body → place
    "head-of",  # post → body
    "deputy-of",
    "lead-of",
    "member-of",
    "responsible-for",  # post → body: first responsible person
    "leads-with",  # body → body
    "superior-of",  # body → body
    "partner-in",  # body → measure
    "at-place",  # measure → place
    "sets-up",  # measure → mechanism or body
    "uses",  # measure → mechanism
)


@dataclass(frozen=True, slots=True)
class Measure:
    """Something the report says was done. A group head has ``children``; a leaf has none.

    ``span`` covers the statement (one sentence, or several that belong together); ``label_span`` the
    clause that names it. ``section`` is the number of the smallest numbered section around it.
    """

    id: str
    span: Span
    label_span: Span
    section: str
    rule: str
    parent: str | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Period:
    """The time a value is about.

    ``key`` is the IRI-safe name: ``2023``, ``since-2013``, ``as-of-2024-02-20``, ``each-year``.
    ``edtf`` follows the Extended Date/Time Format (ISO 8601-2). ``end_not_after``: open end, known limit.
    """

    key: str
    begin: date | None
    end: date | None
    edtf: str
    end_not_after: date | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What the text says of an increase or decrease.

    ``direction``: ``increase``, ``decrease`` or ``""``; ``compared``: ``year-on-year``, ``previous-period``,
    ``earlier-value`` or ``""`` (not said). ``level``: the observation's value is the level reached
    (减至14个), else the size of the change (同比增长12%). ``previous``: the earlier value where it is stated.
    """

    direction: str
    compared: str
    level: bool
    previous: Decimal | None = None
    previous_span: Span | None = None


@dataclass(frozen=True, slots=True)
class Observation:
    """A quantified statement.

    ``value`` is ``None`` only where the words give none (full coverage) or two (a range: see the bounds).
    ``unit``: ``number``, ``percent``, ``class-hour`` … ``classifier`` is the Chinese word as written (次, 件 …) or ``""``.
    ``qualifier``: key of the scheme ``qualifier``. ``kind``: ``actual``, ``practice``, ``target`` or
    ``former`` (由16个…: the value before a change).
    ``about``: id of a body or place; ``""`` is the reporting body. ``counted`` is the counted thing in
    words (``counted_span`` where those words stand together). ``decimals``: digits after the point.
    ``wording``: the counted words with the act they stand in (empty: the same as ``counted``); two values are
    of one indicator only if these agree. ``possible_wholes``: where the text leaves open what this is part of (``certainty`` is ambiguous).

    ``counted`` alone says what the number is; where a bare verb needs what was named earlier (覆盖384人次), both are joined in it
    and ``counted_span`` is the main stretch. ``role``: ``value``, ``before``, ``after``, ``change``, ``scope``, ``part`` or
    ``target``. ``change_of``: what the size of a change is a change of; ``changed_from``: the value before; ``scope_of``: what is
    counted over this number (ids). ``breakdown`` tells several breakdowns of one whole apart, each is summed by itself.
    ``actor``: who acts, in the words of the text (``""``: the issuer). ``rules``: by which rule a field was read, as (field, rule).
    """

    id: str
    span: Span
    rule: str
    counted: str
    counted_span: Span | None
    value: Decimal | None
    number_span: Span | None
    unit: str
    classifier: str
    qualifier: str
    period: Period
    period_basis: str
    kind: str
    about: str
    section: str
    measure: str | None = None
    min_inclusive: Decimal | None = None
    min_exclusive: Decimal | None = None
    max_inclusive: Decimal | None = None
    max_exclusive: Decimal | None = None
    stated_precision: Decimal | None = None
    decimals: int | None = None
    component_of: str | None = None
    possible_wholes: tuple[str, ...] = ()
    numerator: str | None = None
    denominator: str | None = None
    certainty: str = "clear"
    per: str = ""
    change: Change | None = None
    wording: str = ""
    role: str = "value"
    change_of: str | None = None
    changed_from: str | None = None
    scope_of: str | None = None
    breakdown: int = 1
    actor: str = ""
    actor_span: Span | None = None
    rules: tuple[tuple[str, str], ...] = ()

    def rules_of(self, name: str) -> tuple[str, ...]:
        """The rules by which a field was read, in the order in which they fired."""
        return tuple(rule for read, rule in self.rules if read == name)


@dataclass(frozen=True, slots=True)
class Citation:
    """A document that the report names. ``mode``: key of the scheme ``citation-mode``.

    ``kind``: key of ``document-kind``; ``marked`` says whether it stands in title marks 《》; ``number`` is the
    document's number where it stands behind the title (``石发〔2016〕23号``), else ``""``.
    """

    id: str
    title: str
    span: Span
    rule: str
    mode: str
    kind: str
    marked: bool
    mentions: tuple[Mention, ...] = ()
    number: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """A campaign, activity or day. ``recurring`` names are written once, with all mentions."""

    id: str
    name: str
    span: Span
    rule: str
    kind: str
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Mechanism:
    """A standing arrangement or numbered slogan.

    ``stated_count``: how many items its name announces (17 for 三六三五); ``listed``: the items that
    the text spells out, as spans; ``None`` and empty where the name has no number.
    """

    id: str
    name: str
    span: Span
    rule: str
    kind: str
    stated_count: int | None = None
    listed: tuple[Span, ...] = ()
    mentions: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """A stated shortcoming; sub-problems name their ``parent``."""

    id: str
    span: Span
    section: str
    rule: str
    parent: str | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanItem:
    """An announced action or goal (``kind``: ``head``, ``action`` or ``goal``) for ``for_year``."""

    id: str
    span: Span
    section: str
    rule: str
    kind: str
    for_year: int | None
    parent: str | None = None
    children: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class NotStatistic:
    """A group of digits that counts nothing, with the reason (``date``, ``year``, ``code`` …)."""

    span: Span
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Everything read from one source: the input of the graph stage."""

    source: Source
    outline: Section
    metadata: Metadata
    bodies: tuple[Body, ...] = ()
    posts: tuple[Post, ...] = ()
    places: tuple[Place, ...] = ()
    relations: tuple[Relation, ...] = ()
    measures: tuple[Measure, ...] = ()
    observations: tuple[Observation, ...] = ()
    citations: tuple[Citation, ...] = ()
    events: tuple[Event, ...] = ()
    mechanisms: tuple[Mechanism, ...] = ()
    problems: tuple[Problem, ...] = ()
    plan_items: tuple[PlanItem, ...] = ()
    not_statistics: tuple[NotStatistic, ...] = ()
    warnings: tuple[str, ...] = field(default=())
    reviewed: tuple[str, ...] = ()

    @property
    def year(self) -> int | None:
        return int(self.metadata.year.value) if self.metadata.year else None
