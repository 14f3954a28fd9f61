"""What a page says about itself: the fields of a saved page, and the metadata of the report."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from dashi_kg.model.span import Span

# what a person can say of a report in a correction of kind ``report``; ``issued`` and ``signed`` are ISO dates
HEAD_FIELDS = ("issuer", "year", "title", "issued", "signed", "publisher")
BY_PERSON, ADDED = "reader-correction", "reader-addition"  # the rules of what a person corrected, and added
BY_READER = (BY_PERSON, ADDED)


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
class Stated:
    """A piece of metadata: the value as a string, and where it stands (``None``: not in the text)."""

    value: str
    span: Span | None
    rule: str


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the page says about itself. Only what was found; nothing is filled in.

    ``source``: the office that the head names behind 来源 (else 发布机构, 作者); ``publisher``: the same where it is not
    the issuer, else the ``host``, who runs the website (主办); ``issued``: day of publication; ``signed``: 成文 date, or the date under the signature; ``joint``: who reports
    together with the issuer; ``covers``: EDTF interval where the title says another time than one year;
    ``uscc``: as it stands, its check digit not yet tested.
    """

    issuer: Stated | None = None
    year: Stated | None = None
    issued: Stated | None = None
    title: Stated | None = None
    publisher: Stated | None = None
    source: Stated | None = None
    host: Stated | None = None
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
