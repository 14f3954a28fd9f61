"""The links of a page where not all files are written: none is dead, and each can be given back as it was.

A link to what is told elsewhere leads there; one to a row of a list is put back by its form (``data-row``); one that leads nowhere is a link without an address, which HTML calls a
placeholder (Living Standard, 4.5.1). The former address stands beside it (``data-served-href``): whoever can make all
files puts it back, and the page is byte for byte the page of a release in which all are written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from html import escape, unescape
from urllib.parse import unquote

from dashi_kg.site.layout.links import relative

# a link within the page has no other address
_TAG = re.compile(r"<(?:a\s(?!href=\"?#)|section\s|div\s)[^<>]*>")
_LINK = re.compile(r"<link\s[^<>]*>")
_VALUE = r"""(?:"[^"]*"|'[^']*'|[^\s"'<>]+)"""
_ADDRESS = re.compile(
    rf"(?<=\s)(?P<name>href|data-cite|data-source|data-table|data-turtle)=(?P<value>{_VALUE})"
)
_NEW = re.compile(rf"(?<=\s)(?P<name>href|data-[a-z]+)={_VALUE} (?=data-served-(?P=name)=)")
_KEPT = re.compile(r"(?<=\s)data-served-(href|data-[a-z]+)=")
# a link to the page of an entry ↔ that to its row on the page of the list, most links of a report
_ENTRY = re.compile(r"""(?P<list>.*[^/.])/(?P<key>[\w.-]+?)(?P<end>(?:\.en)?\.html)(?P<mark>["']?)""")
_ROW = re.compile(
    r"""(?<=\s)data-row href=(?P<list>["']?[^\s"'<>#]*?)(?P<end>(?:\.en)?\.html)#c-(?P<key>[\w.-]+)"""
)
# in a row, the link to the page of its own entry: the row is all there is of it, and the key, if the link has not the id of the row
_HERE = re.compile(r"(?<=\s)data-here(?:=(?P<key>[\w.-]+))?(?=[\s>])")
_OWN_ID = re.compile(r"\sid=\"?c-(?P<key>[\w.-]+)")
# tells scripts, which make addresses of their own (assets/ask/terms.js), and those with settings the code lists whose entries have no pages
_CHOSEN = re.compile(r'<html data-chosen(?:="[^"]*")? ')
_SETTINGS = re.compile(r'<script\s[^<>]*\bid="?config\b')
# of a link that leads nowhere: what a person reads who rests on it
_WHY = 'title="由 dashi-kg serve 提供 · made by dashi-kg serve" '
_LINK_BACK = re.compile(r"<!--served (<link\s[^<>]*>)-->")
_AWAY = re.compile(r"[a-z][a-z0-9+.-]*:|//|\?|$", re.IGNORECASE)

Target = Callable[[str, str], str | None]


def led(page: str, path: str, target: Target, lists: str = "") -> str:
    """A page whose links lead to what is written.

    Args:
        page: HTML.
        path: its place, from the root of the site.
        target: file and fragment (``""``: none) of a link → where it leads: the same file, another with its
            fragment, ``""`` where it stands within what it leads to, or ``None`` for nowhere.
        lists: documents of the code lists whose entries have no pages, apart by spaces.
    """

    def goes(address: str) -> str | None:
        """The new address, the same where it stays; ``""``: here; ``None``: nowhere."""
        if address.startswith("#") or _AWAY.match(address):
            return address
        place, _, fragment = address.partition("#")
        file = _joined(path, unquote(place.partition("?")[0]))
        fragment = unquote(fragment)
        found = target(file, fragment)
        if not found:
            return found
        return address if found == (f"{file}#{fragment}" if fragment else file) else relative(found, path)

    own_row = _row_of(path)

    def attribute(match: re.Match[str], tag: str) -> str:
        name, written = match["name"], match["value"]
        address = unescape(written.strip("\"'"))
        new = goes(address)
        if new == address:
            return match[0]
        if name == "href" and new and (entry := _ENTRY.fullmatch(written)):
            row = f"{entry['list']}{entry['end']}#c-{entry['key']}{entry['mark']}"
            if unescape(row.strip("\"'")) == new:
                return f"data-row href={row}"
        if new == "" and name == "href" and (entry := own_row.fullmatch(written)):
            return "data-here" if _key_of(tag) == entry["key"] else f"data-here={entry['key']}"
        kept = f"data-served-{name}={written}"
        # a script puts the address of a place within behind that of a page: it has to be this page
        if name != "href" or new == "":
            return kept
        return f"{_WHY}{kept}" if new is None else f'{name}="{escape(new)}" {kept}'

    def link(match: re.Match[str]) -> str:
        found = _ADDRESS.search(match[0])
        here = found is None or goes(unescape(found["value"].strip("\"'"))) is not None
        return match[0] if here else f"<!--served {match[0]}-->"

    told = f'="{lists}"' if lists and _SETTINGS.search(page) else ""
    page = _LINK.sub(link, page).replace("<html ", f"<html data-chosen{told} ", 1)

    @cache  # many tags of a page are the same
    def led_tag(tag: str) -> str:
        return _ADDRESS.sub(lambda found: attribute(found, tag), tag)

    return _TAG.sub(lambda tag: led_tag(tag[0]), page)


def given_back(page: str, path: str) -> str:
    """The page with its links as they were before :func:`led`.

    Args:
        path: its place, from the root of the site.
    """
    name, end = _name_and_end(path)

    def own(tag: re.Match[str]) -> str:
        rows = _ROW.sub(r"href=\g<list>/\g<key>\g<end>", tag[0])
        if "data-here" in rows:
            rows = _HERE.sub(lambda here: f"href={name}/{here['key'] or _key_of(rows)}{end}", rows)
        return _KEPT.sub(r"\1=", _NEW.sub("", rows.replace(_WHY, "")))

    page = _TAG.sub(own, page)
    return _LINK_BACK.sub(r"\1", _CHOSEN.sub("<html ", page, count=1))


def _name_and_end(path: str) -> tuple[str, str]:
    """The last name of a page, and how its file ends.

    >>> _name_and_end("domain/outline-2021.en.html")
    ('outline-2021', '.en.html')
    """
    name = path.rpartition("/")[2]
    end = ".en.html" if name.endswith(".en.html") else ".html"
    return name.removesuffix(end), end


def _row_of(path: str) -> re.Pattern[str]:
    """The address of the page of an entry, as the page of its list writes it."""
    name, end = _name_and_end(path)
    return re.compile(rf"{re.escape(name)}/(?P<key>[\w.-]+){re.escape(end)}")


def _key_of(tag: str) -> str:
    """The key of the entry whose row a link itself is; ``""``: none."""
    found = _OWN_ID.search(tag)
    return found["key"] if found else ""


def _joined(path: str, address: str) -> str:
    """The file that a relative address on a page names, from the root of the site.

    >>> _joined("report/x/2023.html", "../../org/x.html")
    'org/x.html'
    """
    parts = path.split("/")[:-1]
    for part in address.split("/"):
        if part == "..":
            parts = parts[:-1]
        elif part not in ("", "."):
            parts.append(part)
    return "/".join(parts)
