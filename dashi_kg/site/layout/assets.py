"""Style sheets (without comments and spare spaces), scripts, icons and vendored libraries of ``site/assets/``."""

from __future__ import annotations

import re
from collections.abc import Iterable

from dashi_kg.model.kinds import cards
from dashi_kg.site.layout.pages import HERE

_FOLDER = HERE / "assets"
_REPORT_STYLE = "assets/report.css"


class Assets:
    """The files below ``assets/``."""

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        return sorted(
            p.relative_to(HERE).as_posix()
            for p in _FOLDER.rglob("*")
            if p.is_file() and not p.name.startswith(".")
        )

    def holds(self, path: str) -> bool:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        return path.startswith("assets/") and path in self.paths()

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.site_section.SiteSection`."""
        target = HERE / path
        if not path.startswith("assets/") or not target.resolve().is_relative_to(_FOLDER.resolve()):
            return None
        if not target.is_file():
            return None
        data = target.read_bytes()
        if target.suffix == ".css" and "vendor" not in target.parts:
            from rcssmin import cssmin

            style = data.decode("utf-8")
            style += filters(style) if path == _REPORT_STYLE else ""
            return str(cssmin(style)).encode("utf-8")
        return data


def filters(style: str) -> str:
    """The rules that hide the kinds of which a style sheet of the report page says nothing: those without a look yet."""
    new = [card.css for card in cards() if not re.search(rf"\.{re.escape(card.css)}\b", style)]
    return "".join(
        f"\nmain:has(#show-{css}:not(:checked)) .{css} {{ --shown: none; --kind: transparent; }}"
        for css in new
    )
