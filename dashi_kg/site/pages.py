"""A page from a template: Jinja2 with autoescape; every page has its language, its twin and no remote part."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashi_kg.site.labels import Labels
from dashi_kg.site.languages import OTHER
from dashi_kg.site.links import Links, document_of, page_path, relative, root_of
from dashi_kg.site.words import MENU, Words, words_of

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parent
# also sent as a header by the host files of the site (hosting.py) and by the server
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'"
)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    return Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


class Pages:
    """Renders the pages of one site.

    Templates extend ``base.html`` and fill its blocks ``title``, ``head``, ``main``, ``scripts``.
    """

    def __init__(self, base: str, links: Links, labels: Labels) -> None:
        self.base, self.links, self.labels = base, links, labels

    def page(
        self,
        template: str,
        *,
        path: str,
        lang: str,
        title: str,
        words: Mapping[str, tuple[str, str]] | None = None,
        description: str = "",
        rdf: bool = False,
        canonical: str = "",
        ld: str = "",
        **context: Any,
    ) -> bytes:
        """One page.

        Args:
            template: a file of ``templates/``.
            path: of the page, from the root of the site.
            lang: ``zh`` or ``en``.
            title: of the page, in its language.
            words: more words than :mod:`dashi_kg.site.words` has: key → (zh, en).
            description: one sentence for search engines and previews.
            rdf: whether the same is there as ``.ttl``, ``.jsonld`` and ``.nt``.
            canonical: the IRI that the page stands for (default: the address of the page).
            ld: schema.org as a JSON text.
            context: what the template needs besides. It also finds ``lang``, ``path``, ``root``, ``other``, ``w``
                (words), ``link(iri)`` (address), ``said(iri)`` (label with its language), ``label(iri)`` (words only)
                and ``to(path)`` (address of a file of the site).
        """
        document = document_of(path)
        if document == "index":
            document = ""

        def link(iri: str) -> str:
            return self.links.href(iri, path, lang)

        def to(target: str) -> str:
            return relative(target, path)

        twin = page_path(document, OTHER[lang])
        html = (
            _environment()
            .get_template(template)
            .render(
                context,
                lang=lang,
                path=path,
                root=root_of(path),
                base=self.base,
                title=title,
                description=description,
                document=document,
                canonical=canonical or self.base + ("" if path == "index.html" else path),
                other=relative(twin, path),
                pages={tag: self.base + page_path(document, tag) for tag in ("zh", "en")},
                rdf=rdf,
                ld=ld,
                policy=POLICY,
                menu=lambda w: [(name, w[key]) for name, key in MENU],
                w=words_of(lang, words),
                link=link,
                to=to,
                said=lambda iri: self.labels.said(iri, lang),
                label=lambda iri: self.labels.said(iri, lang).words,
            )
        )
        return html.encode("utf-8")

    def plain(self, template: str) -> bytes:
        """A page in both languages at once, which stands for no address of its own."""
        html = _environment().get_template(template).render(policy=POLICY, base=self.base)
        return html.encode("utf-8")


__all__ = ["HERE", "POLICY", "Pages", "Words"]
