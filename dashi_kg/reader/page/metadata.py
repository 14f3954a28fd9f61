"""What the page says about itself: dates, source, host, codes, title, issuer, year. Found, never filled in."""

from __future__ import annotations

from dashi_kg.model import Metadata, Section, Source, Span, Stated
from dashi_kg.reader.page.fields import (
    addressee_line,
    bare_date,
    bracketed_date,
    labelled,
    number_line,
    signature_date,
    text_start,
    uscc_of,
)
from dashi_kg.reader.page.head import HeadField, all_stated, head_fields, stated
from dashi_kg.reader.page.issuer import ORGANISATION, issuers
from dashi_kg.reader.page.report_year import covers_of, report_year, years_until
from dashi_kg.reader.page.title import read_title
from dashi_kg.reader.rules.table import wordings
from dashi_kg.text import patterns
from dashi_kg.text.fold import fold

_HOST, _POSTCODE, _ADDRESS, _WEBSITE_ID = (
    wordings("metadata")[kind].pattern for kind in ("host", "postcode", "address", "website-id")
)


def read_metadata(source: Source, view: str, root: Section) -> Metadata:
    """Metadata from head, title, preamble, headings, signature and footer of one report."""
    head = next((c.extent for c in root.children if c.number == "0a"), Span(0, 0))
    foot = next((c.extent for c in reversed(root.children) if c.role == "chrome" and c.number != "0a"), None)
    foot = foot or Span(0, 0)
    closing = next((c.extent for c in root.children if c.role == "closing"), Span(0, 0))
    title = read_title(source, view, head)
    fields = head_fields(view, head)
    signed = (
        stated(source, view, fields, ("signed",), "date-in-head")
        or bracketed_date(view, head, title)
        or signature_date(view, closing)
    )
    issued = _issued(source, view, fields, title) or bare_date(view, head)
    host = labelled(source, view, foot, _HOST, "host-in-footer")
    named = _named(source, view, fields)
    issuer, joint = issuers(source, view, root, head, closing, title, named)
    covers = covers_of(view, title)
    year = report_year(view, root, title, issued or signed, covers)
    covers = covers or years_until(view, root, title, year)
    return Metadata(
        issuer=issuer,
        year=year,
        issued=issued,
        title=title,
        publisher=_publisher(issuer, named) or host,
        source=named[0] if named else None,
        host=host,
        postcode=labelled(source, view, foot, _POSTCODE, "postcode-in-footer"),
        address=labelled(source, view, foot, _ADDRESS, "address-in-footer"),
        website_id=labelled(source, view, foot, _WEBSITE_ID, "website-id-in-footer"),
        document_number=stated(source, view, fields, ("document-number",), "document-number-in-head")
        or number_line(source, view, Span(0, text_start(root, head))),
        index_number=stated(source, view, fields, ("index-number",), "index-number-in-head"),
        signed=signed,
        joint=joint,
        addressee=addressee_line(source, view, root, title),
        topic=stated(source, view, fields, ("subject",), "topic-in-head"),
        covers=covers,
        uscc=uscc_of(source, view, (Span(0, text_start(root, head)), closing)),
    )


def _issued(source: Source, view: str, fields: list[HeadField], title: Stated | None) -> Stated | None:
    """The day of publication; a date before the year of the title is what a template left, where there is another."""
    found = list(all_stated(source, view, fields, ("issued", "sent", "dated", "put-up"), "date-in-head"))
    year = patterns.YEAR_WORD.search(title.value) if title else None
    later = [one for one in found if year is None or one.value[:4] >= year["y"]]
    return next(iter(later or found), None)


def _publisher(issuer: Stated | None, named: list[Stated]) -> Stated | None:
    """The office that the head names and that is not the issuer itself, by its full or short name."""
    own = fold(issuer.value) if issuer else ""
    for row in named:
        name = fold(row.value)
        if ORGANISATION.search(name) and not (own and (own.endswith(name) or name.endswith(own))):
            return row
    return None


def _named(source: Source, view: str, fields: list[HeadField]) -> list[Stated]:
    """The bodies that the fields of the head name: 来源 first, then 发布机构, 作者; a name that is no body's comes last."""
    rows = [
        *all_stated(source, view, fields, ("source",), "source-in-head"),
        *all_stated(source, view, fields, ("office", "author"), "office-in-head"),
    ]
    return sorted(rows, key=lambda row: not ORGANISATION.search(fold(row.value)))
