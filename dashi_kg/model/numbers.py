"""What a report counts: values with their periods and changes, and the digits that count nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dashi_kg.model.span import Span


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
class Facets:
    """What a number is about, in keys of closed lists; two figures compare where these agree.

    ``topic``: ``A1`` … ``L1``. ``audience``: ``leaders``, ``staff``, ``officers`` or ``public`` of study and training,
    else ``""``. ``quantity_kind``: ``matter``, ``occasion``, ``person`` … ``stage``: ``accepted``, ``success`` … or ``""``
    where the words say none. ``margin``: how far the topic was ahead of the next one (0 and more; 0: as good as
    undecided). ``topic_rule``, ``kind_rule``, ``stage_rule``: ids of the deciders. ``backing``: how far all words around the
    number together speak for the topic, ahead of the next one (less than 0: for another; 0: they were not asked).
    """

    topic: str
    audience: str
    quantity_kind: str
    stage: str
    margin: int
    topic_rule: str
    kind_rule: str
    stage_rule: str
    backing: int = 0


@dataclass(
    frozen=True
)  # no slots: the reader copies each figure several times, and a dict of fields is copied at once
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
    ``indicator``: key of the named indicator that a person set; ``""``: words and facets decide.
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
    facets: Facets | None = None
    role: str = "value"
    change_of: str | None = None
    changed_from: str | None = None
    scope_of: str | None = None
    breakdown: int = 1
    actor: str = ""
    actor_span: Span | None = None
    rules: tuple[tuple[str, str], ...] = ()
    indicator: str = ""

    @property
    def topic(self) -> str:
        """Key of the topic; ``""`` where the facets were not read."""
        return self.facets.topic if self.facets else ""

    @property
    def quantity_kind(self) -> str:
        """Key of the quantity kind; ``""`` where the facets were not read."""
        return self.facets.quantity_kind if self.facets else ""

    @property
    def stage(self) -> str:
        """Key of the stage; ``""`` where none is said."""
        return self.facets.stage if self.facets else ""

    @property
    def audience(self) -> str:
        """Key of the audience of study and training; ``""`` of anything else."""
        return self.facets.audience if self.facets else ""

    def rules_of(self, name: str) -> tuple[str, ...]:
        """The rules by which a field was read, in the order in which they fired."""
        return tuple(rule for read, rule in self.rules if read == name)


@dataclass(frozen=True, slots=True)
class NotStatistic:
    """A group of digits that counts nothing, with the reason (``date``, ``year``, ``code`` …)."""

    span: Span
    reason: str
