"""Where an IRI's page is: ``{base}P`` ↔ ``P.html``, ``P.en.html``, ``P.ttl``, ``P.jsonld``, ``P.nt``.

All links are relative, so that the site works under any path and from a folder.
"""

from __future__ import annotations

from collections.abc import Container

DISTRIBUTION = "distribution/"  # an IRI below it stands for the file that its path names
RDF_SUFFIXES = ("ttl", "jsonld", "nt")
_FOLLOWED = (
    "http",
    "https",
    "mailto",
    "urn",
    "doi",
    "info",
    "tag",
    "geo",
)  # never what runs: javascript, data
_PAGE = {"zh": ".html", "en": ".en.html"}


class Links:
    """Addresses of a site with this base.

    Args:
        files: IRIs of ours that are files of the release: their address is their own.
    """

    def __init__(self, base: str, files: Container[str] = ()) -> None:
        self.base, self.files = base, files

    def document(self, iri: str) -> str | None:
        """The path of the document that speaks of an IRI of ours, without suffix (``""``: the home page).

        >>> Links("https://x.org/").document("https://x.org/report/a/2023#o16")
        'report/a/2023'
        """
        if not iri.startswith(self.base):
            return None
        return iri.removeprefix(self.base).partition("#")[0].rstrip("/")

    def page(self, iri: str, lang: str) -> str | None:
        """The path of an IRI's page from the root of the site, fragment kept; ``None`` for a foreign IRI."""
        path = self.document(iri)
        if path is None or iri in self.files:
            return path
        if path.startswith(DISTRIBUTION):
            return path.removeprefix(DISTRIBUTION)
        fragment = iri.partition("#")[2]
        return page_path(path, lang) + (f"#{fragment}" if fragment else "")

    def href(self, iri: str, origin: str, lang: str) -> str:
        """The address of an IRI's page as written on the page ``origin``; foreign ones stay, if they are safe to follow.

        >>> Links("https://x.org/").href("javascript:alert(1)", "a.html", "zh")
        ''
        """
        target = self.page(iri, lang)
        if target is None:
            return iri if iri.partition(":")[0].lower() in _FOLLOWED else ""
        return relative(target, origin)


def page_path(document: str, lang: str) -> str:
    """The file of a document's page: ``page_path("org/x", "en") == "org/x.en.html"``; ``""`` is the home page."""
    return (document or "index") + _PAGE[lang]


def language_of(path: str) -> str | None:
    """The language of a page by its file name; ``None``: no page.

    >>> language_of("org/x.en.html"), language_of("org/x.html"), language_of("org/x.ttl")
    ('en', 'zh', None)
    """
    if path.endswith(_PAGE["en"]):
        return "en"
    return "zh" if path.endswith(_PAGE["zh"]) else None


def document_of(path: str) -> str:
    """The document of a page or RDF file: what stands before its suffix."""
    for suffix in (_PAGE["en"], _PAGE["zh"], *(f".{s}" for s in RDF_SUFFIXES)):
        if path.endswith(suffix):
            return path.removesuffix(suffix)
    return path


def root_of(path: str) -> str:
    """The relative prefix from a file to the root of the site: ``root_of("a/b.html") == "../"``."""
    return "../" * path.count("/")


def relative(target: str, origin: str) -> str:
    """The address of one file as written in another; a fragment is kept.

    >>> relative("org/x.html#a", "report/y/2023.html")
    '../../org/x.html#a'
    """
    path, mark, fragment = target.partition("#")
    if path == origin and mark:
        return f"#{fragment}"
    there, here = path.split("/"), origin.split("/")[:-1]
    same = 0
    while same < min(len(here), len(there) - 1) and here[same] == there[same]:
        same += 1
    return "../" * (len(here) - same) + "/".join(there[same:]) + mark + fragment
