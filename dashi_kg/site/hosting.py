"""What a host needs beside the pages: configurations with content negotiation, site map, robots, icons, 404 page.

The negotiation redirects (303) from an IRI to one of its files, as the W3C note “Cool URIs for the Semantic Web”
(2008) describes; a static host then serves plain files with plain types.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from urllib.parse import quote, urlsplit
from xml.sax.saxutils import escape

from dashi_kg.site.layout.languages import LANGUAGES
from dashi_kg.site.layout.links import document_of, language_of, page_path
from dashi_kg.site.layout.pages import HERE, Pages, policy_with
from dashi_kg.site.written.choice import FOLDERS
from dashi_kg.site.written.served import SERVED

_HOSTS = {
    ".htaccess": "htaccess",
    "hosting/Caddyfile": "Caddyfile",
    "hosting/nginx.conf": "nginx.conf",
    "hosting/w3id.htaccess": "w3id.htaccess",
}
_ICONS = ("favicon.ico", "favicon.svg")
_NOT_FOUND = "404.html"
_NOT_FOUND_SAYS = "这个地址没有对应的条目。There is no item at this address."
ROBOTS = "robots.txt"
URLS = 20_000  # in one site map; the protocol allows 50,000 and 50 MB


class Hosting:
    """``.htaccess``, ``hosting/…``, ``favicon.*``, ``404.html``."""

    def __init__(self, base: str, pages: Pages) -> None:
        self.base, self.pages = base, pages

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        return sorted([*_HOSTS, *_ICONS, _NOT_FOUND])

    def holds(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        return path in self.paths()

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        if path in _HOSTS:
            text = (HERE / "hosts" / _HOSTS[path]).read_text(encoding="utf-8")
            policy = policy_with(_not_found_style())  # a page with its style within: what is not there
            text = text.replace("{{policy}}", policy).replace("{{path}}", urlsplit(self.base).path)
            text = text.replace("{{folders}}", "|".join(FOLDERS)).replace("{{served}}", SERVED)
            return text.encode("utf-8")
        if path in _ICONS:
            return (HERE / "icons" / path).read_bytes()
        if path == _NOT_FOUND:
            return self.pages.alone(_NOT_FOUND, _not_found_style(), _NOT_FOUND_SAYS)
        return None


def _not_found_style() -> str:
    return (HERE / "templates" / "404.css").read_text(encoding="utf-8")


class SiteMap:
    """``sitemap.xml`` (Sitemaps protocol 0.9, with the other language of each page), ``robots.txt``.

    Args:
        all_paths: gives the paths of all files of the site; asked only when the site map is.
        listable: whether there is a site map: a site may be too large to be listed.
    """

    def __init__(
        self, base: str, all_paths: Callable[[], Iterable[str]], listable: Callable[[], bool] = lambda: True
    ) -> None:
        self.base, self._all_paths, self._listable = base, all_paths, listable
        self._documents: list[str] | None = None

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        if not self._listable():
            return [ROBOTS]
        parts = -(-len(self._found()) // URLS)
        return sorted(
            [ROBOTS, "sitemap.xml", *(f"sitemap-{n}.xml" for n in range(1, parts + 1) if parts > 1)]
        )

    def holds(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        return path == ROBOTS or (is_site_map(path) and path in self.paths())

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        if path == ROBOTS:
            told = f"Sitemap: {self.base}sitemap.xml\n" if self._listable() else ""
            return f"User-agent: *\nAllow: /\n{told}".encode()
        if not is_site_map(path) or not self._listable():
            return None
        found = self._found()
        if path == "sitemap.xml":
            return _urls(self.base, found) if len(found) <= URLS else self._index()
        number = path.removeprefix("sitemap-").removesuffix(".xml")
        part = found[(int(number) - 1) * URLS : int(number) * URLS] if number.isdecimal() else []
        return _urls(self.base, part) if part else None

    def _found(self) -> list[str]:
        if self._documents is None:
            pages = {p for p in self._all_paths() if language_of(p) and p != _NOT_FOUND}
            both = {document_of(p) for p in pages}
            self._documents = sorted(
                d for d in both if all(page_path(d, lang) in pages for lang in LANGUAGES)
            )
        return self._documents

    def _index(self) -> bytes:
        parts = range(1, -(-len(self._found()) // URLS) + 1)
        lines = "".join(f"<sitemap><loc>{escape(self.base)}sitemap-{n}.xml</loc></sitemap>\n" for n in parts)
        return _xml(
            f'<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{lines}</sitemapindex>\n'
        )


def is_site_map(path: str) -> bool:
    """Whether a file lists the pages of the site.

    >>> is_site_map("sitemap.xml"), is_site_map("sitemap-2.xml"), is_site_map("robots.txt")
    (True, True, False)
    """
    return path.startswith("sitemap") and path.endswith(".xml")


def _urls(base: str, documents: list[str]) -> bytes:
    lines = []
    for document in documents:
        address = {lang: escape(base + quote(page_path(document, lang))) for lang in LANGUAGES}
        both = (
            f'<xhtml:link rel="alternate" hreflang="zh-Hans" href="{address["zh"]}"/>'
            f'<xhtml:link rel="alternate" hreflang="en" href="{address["en"]}"/>'
        )
        lines += [f"<url><loc>{address[lang]}</loc>{both}</url>\n" for lang in LANGUAGES]
    return _xml(
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:xhtml="http://www.w3.org/1999/xhtml">\n{"".join(lines)}</urlset>\n'
    )


def _xml(body: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + body).encode("utf-8")
