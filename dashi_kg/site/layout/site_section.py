"""What a part of the site is."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class SiteSection(Protocol):
    """A part of the site: knows its files and makes each one's bytes."""

    def paths(self) -> Iterable[str]:
        """The files of this part, relative to the root of the site, sorted: ``org/cn-500117007-office.html``."""
        ...

    def holds(self, path: str) -> bool:
        """Whether there is such a file; it is not made, and where that is dear, the others are not listed.

        Raises:
            DashiError: a query fails.
        """
        ...

    def file(self, path: str) -> bytes | None:
        """The bytes of one file; ``None`` where it is not of this part.

        Raises:
            DashiError: a query fails.
        """
        ...
