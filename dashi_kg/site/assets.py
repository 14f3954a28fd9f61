"""Style sheets, scripts, icons and vendored libraries, as they lie in ``site/assets/``."""

from __future__ import annotations

from collections.abc import Iterable

from dashi_kg.site.pages import HERE

_FOLDER = HERE / "assets"


class Assets:
    """The files below ``assets/``."""

    def paths(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.section.Section`."""
        return sorted(
            p.relative_to(HERE).as_posix()
            for p in _FOLDER.rglob("*")
            if p.is_file() and not p.name.startswith(".")
        )

    def file(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.section.Section`."""
        target = HERE / path
        if not path.startswith("assets/") or not target.resolve().is_relative_to(_FOLDER.resolve()):
            return None
        return target.read_bytes() if target.is_file() else None
