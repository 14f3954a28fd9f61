"""Style sheets (without comments and spare spaces), scripts, icons and vendored libraries of ``site/assets/``."""

from __future__ import annotations

from collections.abc import Iterable

from dashi_kg.site.layout.pages import HERE

_FOLDER = HERE / "assets"


class Assets:
    """The files below ``assets/``."""

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.section.Section`."""
        return sorted(
            p.relative_to(HERE).as_posix()
            for p in _FOLDER.rglob("*")
            if p.is_file() and not p.name.startswith(".")
        )

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.section.Section`."""
        target = HERE / path
        if not path.startswith("assets/") or not target.resolve().is_relative_to(_FOLDER.resolve()):
            return None
        if not target.is_file():
            return None
        data = target.read_bytes()
        if target.suffix == ".css" and "vendor" not in target.parts:
            from rcssmin import cssmin

            return str(cssmin(data.decode("utf-8"))).encode("utf-8")
        return data
