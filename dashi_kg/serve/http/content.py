"""What a host of files gives: bytes in memory or an open file, with media type and digest."""

from __future__ import annotations

from dataclasses import dataclass
from io import BufferedReader
from typing import Protocol

from dashi_kg.publishing.catalog import MEDIA_TYPES
from dashi_kg.serve.http.paths import canonical_path
from dashi_kg.site.layout.links import RDF_SUFFIXES, document_of, language_of, page_path

DERIVED = ("rdf", "json")  # forms of a document that no file has
TYPES = {
    **MEDIA_TYPES,
    "css": "text/css",
    "gif": "image/gif",
    "htm": "text/html",
    "ico": "image/vnd.microsoft.icon",
    "jpg": "image/jpeg",
    "js": "text/javascript",
    "map": "application/json",
    "md": "text/markdown",
    "mjs": "text/javascript",
    "png": "image/png",
    "rdf": "application/rdf+xml",
    "rq": "application/sparql-query",
    "svg": "image/svg+xml",
    "tsv": "text/tab-separated-values",
    "wasm": "application/wasm",
    "webmanifest": "application/manifest+json",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "application/xml",
}
_SQUEEZED = (
    "application/pdf",
    "application/vnd.",
    "image/gif",
    "image/jpeg",
    "image/png",
    "image/webp",
    "font/",
)
SMALL = 1 << 20  # bytes; what is larger is read as it is sent


class GoneError(Exception):
    """The files of this host were taken away: a new release stands in their place."""


@dataclass(frozen=True, slots=True)
class Content:
    """The bytes of one file.

    Attributes:
        path: from the root of the site.
        size: in bytes.
        digest: SHA-256 in hex, of the bytes without any coding.
        data: the bytes, or ``None`` where ``file`` is to be read.
        file: an open file at its start; whoever gets the content closes it.
    """

    path: str
    size: int
    digest: str
    data: bytes | None = None
    file: BufferedReader | None = None

    @property
    def media_type(self) -> str:
        """The media type by the suffix, without parameters."""
        name = self.path.rpartition("/")[2]
        return TYPES.get(
            name.rpartition(".")[2].lower() if "." in name else "txt", "application/octet-stream"
        )

    @property
    def content_type(self) -> str:
        """The value of ``Content-Type``."""
        return with_charset(self.media_type)

    @property
    def compressible(self) -> bool:
        """Whether gzip makes it smaller."""
        return self.size >= 512 and not self.media_type.startswith(_SQUEEZED)

    def close(self) -> None:
        """Close the file, if there is one."""
        if self.file is not None:
            self.file.close()


def with_charset(media_type: str) -> str:
    """The media type as sent: text is UTF-8.

    >>> with_charset("text/turtle"), with_charset("image/png")
    ('text/turtle; charset=utf-8', 'image/png')
    """
    text = media_type.startswith("text/") or media_type in ("image/svg+xml", "application/xml")
    return f"{media_type}; charset=utf-8" if text else media_type


class Host(Protocol):
    """Where the files come from: a release, or the site rendered as it is asked for. It never changes."""

    @property
    def asks(self) -> bool:
        """Whether :meth:`has` may have to ask a store, which takes its time."""
        ...

    @property
    def version(self) -> str:
        """Tells one state of the data from another."""
        ...

    def has(self, path: str) -> bool:
        """Whether there is such a file; touches nothing but memory unless the host :attr:`asks`, and then only at the first time."""
        ...

    def peek(self, path: str) -> Content | None:
        """The file if it is in memory."""
        ...

    def get(self, path: str) -> Content | None:
        """The file; ``None``: there is none. May take its time.

        Raises:
            GoneError: the files were taken away.
            DashiError: the store behind does not answer.
        """
        ...


@dataclass(frozen=True, slots=True)
class Variant:
    """One representation of a document: its file, media type and language (RDF has none)."""

    path: str
    media_type: str
    language: str | None

    @property
    def link(self) -> str:
        """The parameters of a ``Link`` to it."""
        tongue = f'; hreflang="{TAGS[self.language]}"' if self.language else ""
        return f'type="{self.media_type}"{tongue}'


TAGS = {"zh": "zh-Hans", "en": "en"}


def variants(host: Host, document: str) -> list[Variant]:
    """The representations of ``{base}document``, in the order of our preference; none: no such document."""
    names = [page_path(document, "zh"), page_path(document, "en")]
    names += [f"{document or 'index'}.{suffix}" for suffix in RDF_SUFFIXES]
    found = [
        Variant(name, TYPES[name.rpartition(".")[2]], language_of(name)) for name in names if host.has(name)
    ]
    if not document:  # the base itself: the data that describe all data
        found += [
            Variant(n, TYPES[n[8:]], None)
            for n in ("catalog.ttl", "catalog.jsonld", "catalog.nt")
            if host.has(n)
        ]
        document = "catalog"
    if host.has(f"{document}.nt"):  # made when asked for (serve/dereference/derived.py)
        found += [Variant(f"{document}.{suffix}", TYPES[suffix], None) for suffix in DERIVED]
    return found


def document_path(path: str) -> str | None:
    """The document of a page or RDF file (``""``: home); ``None`` for another file."""
    document = document_of(path)
    if document == path:
        return None
    return "" if document == "index" else document


def address(prefix: str, path: str) -> str:
    """The path of a file in an address: ``address("/kg", "org/x.html") == "/kg/org/x.html"``."""
    return f"{prefix}/{canonical_path(path)}"
