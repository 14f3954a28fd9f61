"""Minting IRIs by the patterns of ``docs/graph.md``: ASCII, stable, from codes rather than names.

All functions take and give strings; paths are relative to the base.
"""

from __future__ import annotations

import hashlib
import re

OF_REPORTS = ("report/", "source/")  # how paths begin of what one report alone says: itself, its text
_SLUG = re.compile(r"[^a-z0-9]+")


def slug(words: str, registered: str = "") -> str:
    """A kebab-case ASCII slug; a name without one gets ``x`` and the first 8 hex digits of its SHA-256.

    >>> slug("Yi Family Courtyard"), slug("柿子村")
    ('yi-family-courtyard', 'xbfc61a61')
    """
    if registered:
        return registered
    if words.isascii() and (plain := _SLUG.sub("-", words.lower()).strip("-")):
        return plain
    return "x" + hashlib.sha256(words.encode("utf-8")).hexdigest()[:8]


def lines_of_reports(base: str) -> tuple[bytes, ...]:
    """How lines of N-Quads begin that tell of reports and their texts."""
    return tuple(f"<{base}{path}".encode() for path in OF_REPORTS)


def source(sha256: str) -> str:
    """The captured text, by digest."""
    return f"source/sha256-{sha256[:16]}"


def original(sha256: str) -> str:
    """The file that a captured text was converted from, by digest."""
    return f"original/sha256-{sha256[:16]}"


def fragment(source_path: str, kind: str, start: int, end: int) -> str:
    """An anchor (``char``, RFC 5147) of a source, or a selector (``pos``, ``quote``) of the Web Annotation view."""
    return f"{source_path}#{kind}={start},{end}"


def report(org_id: str, year: str) -> str:
    """A report of one organisation for one year."""
    return f"report/{org_id}/{year}"


def item(report_path: str, identity: str) -> str:
    """An item of a report: its IRI is a fragment, so that one file answers for all."""
    return f"{report_path}#{identity}"


def place(code: str) -> str:
    """A division, by its code."""
    return f"place/cn-{code}"


def local_place(parent_code: str, name: str, registered: str = "") -> str:
    """A place without a code, below the division that it lies in."""
    head = f"place/cn-{parent_code}-" if parent_code else "place/"
    return head + slug(name, registered)


def organisation(org_id: str) -> str:
    """An organisation, by its id."""
    return f"org/{org_id}"


def graph(kind: str, org_id: str = "", year: str = "") -> str:
    """A named graph."""
    return f"graph/{kind}/{org_id}/{year}" if org_id else f"graph/{kind}"
