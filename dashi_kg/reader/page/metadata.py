"""What the page says about itself: dates, source, host, codes, title, issuer, year. Found, never filled in."""

from __future__ import annotations

from dashi_kg.model import Metadata, Section, Source, Span
from dashi_kg.reader.page.fields import (
    DATED,
    PUBLISHED,
    PUT_UP,
    SENT,
    SIGNED,
    addressee_line,
    bare_date,
    bracketed_date,
    labelled,
    labelled_date,
    number_line,
    signature_date,
    text_start,
    uscc_of,
)
from dashi_kg.reader.page.issuer import issuers
from dashi_kg.reader.page.report_year import covers_of, report_year, years_until
from dashi_kg.reader.page.title import read_title


def read_metadata(source: Source, view: str, root: Section) -> Metadata:
    """Metadata from head, title, preamble, headings, signature and footer of one report."""
    head = next((c.extent for c in root.children if c.number == "0a"), Span(0, 0))
    foot = next((c.extent for c in reversed(root.children) if c.role == "chrome" and c.number != "0a"), None)
    foot = foot or Span(0, 0)
    closing = next((c.extent for c in root.children if c.role == "closing"), Span(0, 0))
    title = read_title(source, view, head)
    dates = {label: labelled_date(view, head, label) for label in (PUBLISHED, SENT, DATED, PUT_UP, SIGNED)}
    signed = dates[SIGNED] or bracketed_date(view, head) or signature_date(view, closing)
    issued = dates[PUBLISHED] or dates[SENT] or dates[DATED] or dates[PUT_UP] or bare_date(view, head)
    issuer, joint = issuers(source, view, root, head, closing, title)
    covers = covers_of(view, title)
    year = report_year(view, root, title, issued or signed, covers)
    covers = covers or years_until(view, root, title, year)
    return Metadata(
        issuer=issuer,
        year=year,
        issued=issued,
        title=title,
        publisher=labelled(source, view, foot, r"主办(?:单位)?", "host-in-footer"),
        postcode=labelled(source, view, foot, r"邮编|邮政编码", "postcode-in-footer"),
        address=labelled(source, view, foot, r"(?:单位|联系)?地址", "address-in-footer"),
        website_id=labelled(source, view, foot, r"网站标识码", "website-id-in-footer"),
        document_number=labelled(
            source, view, head, r"发?\s*文\s*字?\s*号|文\s*号|文\s*件\s*编\s*号", "document-number-in-head"
        )
        or number_line(source, view, Span(0, text_start(root, head))),
        index_number=labelled(source, view, head, r"索\s*引\s*号(?:/统一编号)?", "index-number-in-head"),
        signed=signed,
        joint=joint,
        addressee=addressee_line(source, view, root, title),
        topic=labelled(source, view, head, r"主\s*题\s*分\s*类", "topic-in-head"),
        covers=covers,
        uscc=uscc_of(source, view, (Span(0, text_start(root, head)), closing)),
    )
