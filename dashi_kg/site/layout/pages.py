"""A page from a template: Jinja2 with autoescape; every page has its language, its twin and no remote part."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dashi_kg.site.layout.labels import Labels
from dashi_kg.site.layout.languages import OTHER
from dashi_kg.site.layout.links import Links, document_of, page_path, relative, root_of
from dashi_kg.site.layout.words import FOOT, MENU, Words, words_of

if TYPE_CHECKING:
    from jinja2 import Environment

HERE = Path(__file__).parents[1]
# also sent as a header by the host files of the site (hosting.py) and by the server
POLICY = (
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'self'"
)

_CHINESE = re.compile(
    "[\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]*[\u4e00-\u9fff][\u3001-\u3011\u4e00-\u9fff\uff01-\uff5e]*"
)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # it would look at the file of each template for each page
    )
    environment.filters["runs"] = runs
    environment.filters["counted"] = counted
    environment.filters["named"] = _named
    return environment


def _named(rows: Sequence[tuple[str, Sequence[Any]]]) -> list[tuple[str, Sequence[Any]]]:
    """The rows of a card in which a reader's link stands, whose IRI leads here."""
    return [(word, refs) for word, refs in rows if any(ref.link for ref in refs)]


def counted(words: str, count: int) -> str:
    """The form of a word that goes with a number.

    >>> counted("report|reports", 1), counted("report|reports", 0), counted("份报告", 1)
    ('report', 'reports', '份报告')
    """
    one, _, many = words.partition("|")
    return one if count == 1 or not many else many


def runs(words: str, lang: str, said: str = "") -> str:
    """Words with the Chinese in an English sentence marked as Chinese (WCAG 2.2, 3.1.2).

    Args:
        lang: of the page.
        said: the language of the words; where it is Chinese, the element around them says so.
    """
    from markupsafe import Markup, escape

    if lang != "en" or said.startswith("zh") or not _CHINESE.search(words):
        return words
    return Markup(_CHINESE.sub(r'<span lang="zh-Hans">\g<0></span>', str(escape(words))))


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
            words: more words than :mod:`dashi_kg.site.layout.words` has: key → (zh, en).
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
                menu=_listed(MENU),
                foot=_listed(FOOT),
                w=words_of(lang, words),
                link=link,
                to=to,
                said=lambda iri: self.labels.said(iri, lang),
                label=lambda iri: self.labels.said(iri, lang).words,
            )
        )
        return html.encode("utf-8")

    def alone(self, template: str, style: str, description: str) -> bytes:
        """A page in both languages at once that may be shown at any address, and so has its style within.

        Args:
            style: CSS; the policy of the page lets in this text and no other.
        """
        context = {
            "policy": policy_with(style),
            "style": style,
            "base": self.base,
            "description": description,
        }
        return _environment().get_template(template).render(context).encode("utf-8")


def problem_page(
    title: str,
    lang: str,
    root: str,
    *,
    asked: str,
    lines: Sequence[str] = (),
    available: Sequence[tuple[str, str]] = (),
) -> bytes:
    """The page of a server that tells a problem, with the head and foot of all pages; it may be shown at any address.

    Args:
        title: what is wrong.
        root: the address of the site from the root of the host, with a slash at its end: ``/``, ``/some/path/``.
        asked: the address that was asked for.
        lines: more about it.
        available: address and media type of what is there instead.
    """
    html = (
        _environment()
        .get_template("problem.html")
        .render(
            frame(title, lang, root, root + page_path("index", OTHER[lang]), {"home": ("首页", "Home")}),
            asked=asked,
            lines=[line for line in lines if line],
            available=available,
        )
    )
    return html.encode("utf-8")


def frame(
    title: str, lang: str, root: str, other: str, words: Mapping[str, tuple[str, str]]
) -> dict[str, Any]:
    """What ``base.html`` needs of a page that is none of the site's own files: a server's.

    Args:
        root: the address of the site from the page, with a slash at its end.
        other: the address of the page in the other language.
        words: more words than :mod:`dashi_kg.site.layout.words` has.
    """
    return {
        "title": title, "lang": lang, "root": root, "other": other, "path": "", "base": "", "description": "", "rdf": False, "ld": "",
        "policy": POLICY, "menu": _listed(MENU), "foot": _listed(FOOT), "w": words_of(lang, words), "to": lambda target: root + target,
    }  # fmt: skip


def _listed(rows: Sequence[tuple[str, str]]) -> Callable[[Words], list[tuple[str, str]]]:
    return lambda w: [(name, w[key]) for name, key in rows]


def policy_with(*styles: str) -> str:
    """The policy that lets in these styles within a page, too: by their digests (CSP 3, section 2.3.1)."""
    digests = (b64encode(sha256(style.encode("utf-8")).digest()).decode() for style in styles)
    sources = " ".join(f"'sha256-{digest}'" for digest in digests)
    return POLICY.replace("style-src 'self'", f"style-src 'self' {sources}")


__all__ = ["HERE", "POLICY", "Pages", "Words", "frame", "policy_with", "problem_page", "words_of"]
