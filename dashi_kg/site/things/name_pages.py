"""The index of names: what the search finds by name, in alphabetical order, for those without scripts."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cached_property

from dashi_kg.model.kinds import groups
from dashi_kg.site.asking.ask_words import NAMES
from dashi_kg.site.asking.search import Search
from dashi_kg.site.finding.search_records import SearchRecord
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.layout.links import page_path
from dashi_kg.site.shared.site_graph import SiteGraph

# kinds of things that have a name of their own (the items of reports are found on the report's page)
NAMED = ("organisation", "place", "indicator", "document", "mechanism", "event", "concept", "term")
# The first characters of the initials in GB 2312, whose first 3,755 characters stand in the order of pinyin.
_INITIALS = "啊A芭B擦C搭D蛾E发F噶G哈H击J喀K垃L妈M拿N哦O啪P期Q然R撒S塌T挖W昔X压Y匝Z"
_STARTS = [_INITIALS[i].encode("gb2312") for i in range(0, len(_INITIALS), 2)]
_LETTERS = _INITIALS[1::2]
_END = b"\xd7\xfa"
# entries on one page; more go to further pages
_MOST = 600


def initial(name: str) -> str:
    """The letter under which a name stands: Latin as written, Chinese by pinyin, ``""`` where that is unknown.

    >>> initial("大石街道"), initial("Publicity"), initial("“两个确立”"), initial("鎏")
    ('D', 'P', 'L', '')
    """
    for character in name:
        if character.isascii() and character.isalnum():
            return character.upper() if character.isalpha() else "#"
        if "\u4e00" <= character <= "\u9fff":
            try:
                code = character.encode("gb2312")
            except UnicodeEncodeError:
                return ""
            return _LETTERS[bisect_right(_STARTS, code) - 1] if _STARTS[0] <= code < _END else ""
    return ""


def _key(found: SearchRecord, lang: str) -> tuple[object, ...]:
    name = found.name(lang)
    letter = initial(name)
    return (
        letter == "",
        letter,
        name.encode("gb18030", "replace") if lang == "zh" else name.lower(),
        found.path,
    )


class NamePages(Bilingual):
    """``names.html`` and ``names.en.html``: the kinds; ``names/KIND.html`` …: their members by letter."""

    start = "names"

    def __init__(self, site_graph: SiteGraph, search: Search) -> None:
        self.site_graph, self.search = site_graph, search

    @cached_property
    def by_kind(self) -> dict[str, list[SearchRecord]]:
        """The named things of each kind."""
        found: dict[str, list[SearchRecord]] = defaultdict(list)
        kinds = [number for number, (group, _) in enumerate(groups()) if group.key in NAMED]
        for one in self.search.found.of(kinds):
            found[one.kind].append(one)
        return {kind: found[kind] for kind in NAMED if found[kind]}

    def documents(self) -> Mapping[str, tuple[str, int]]:
        """Path without suffix → kind and number of the page."""
        pages = {"names": ("", 0)}
        for kind, found in self.by_kind.items():
            for number in range(-(-len(found) // _MOST)):
                pages[f"names/{kind}" + (f"-{number + 1}" if number else "")] = (kind, number)
        return pages

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        documents = self.documents()
        kind, number = documents[document]
        names = {group.key: group.name for group, _ in groups()}
        title = names[kind].said(lang) if kind else NAMES["names"][lang == "en"]
        ordered = sorted(self.by_kind.get(kind, ()), key=lambda f: _key(f, lang))
        return self.site_graph.pages.page(
            "names.html",
            path=path,
            lang=lang,
            title=title,
            description=NAMES["lead"][lang == "en"],
            words=NAMES,
            kinds=[
                (names[k].said(lang), page_path(f"names/{k}", lang), len(found))
                for k, found in self.by_kind.items()
            ],
            letters=self._letters(ordered[number * _MOST : (number + 1) * _MOST], path, lang),
            parts=[page_path(d, lang) for d, (k, _) in documents.items() if k == kind and kind],
        )

    def _letters(
        self, found: Sequence[SearchRecord], path: str, lang: str
    ) -> list[tuple[str, list[tuple[str, str]]]]:
        groups: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for one in found:
            href = self.site_graph.links.href(self.site_graph.base + one.path, path, lang)
            groups[initial(one.name(lang))].append((href, one.name(lang)))
        return list(groups.items())
