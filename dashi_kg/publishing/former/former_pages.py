"""The pages of the former release whose things are still as they were: they are taken over, and not made again.

A list beside the release has the digest (:mod:`dashi_kg.publishing.data.page_keys`) and the files of each document. What it lists is taken
only where the former release has it with these bytes.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from dashi_kg.errors import DashiError
from dashi_kg.files import write_file
from dashi_kg.publishing.data.pages_maker import Made
from dashi_kg.publishing.data.release_folder import File, ReleaseFolder
from dashi_kg.site.evidence.parts import Part

_FORM = 1  # of the list; with another number all is made anew


class FormerPages:
    """What the list of the former release says, and the list of the new one.

    Args:
        file: of the list; need not be there.
    """

    def __init__(self, file: Path) -> None:
        self._file = file
        self._former = _read(file)
        self._new: dict[str, tuple[bytes, Made]] = {}

    def take(
        self, folder: ReleaseFolder, document: str, key: bytes, paths: Sequence[str] | None = None
    ) -> Made | None:
        """Take over the files of a document; ``None``: they have to be made.

        Args:
            folder: the folder of the new release.
            key: the digest of what the pages depend on now.
            paths: the files wanted (default: whichever the document has).
        """
        known, made = self._former.get(document, (b"", Made([], 0)))
        names = sorted(file.path for file in made.files)
        if known != key or not names or (paths is not None and sorted(paths) != names):
            return None
        if not folder.keep_all(made.files):
            return None
        self._new[document] = key, made
        return made

    def note(self, document: str, key: bytes, made: Made) -> None:
        """The files of a document as they were made."""
        self._new[document] = key, made

    def write(self) -> None:
        """Write the list of the new release; where it cannot be written, the next run makes all pages."""
        told = {document: _told(key, made) for document, (key, made) in sorted(self._new.items())}
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_file(self._file, json.dumps({"form": _FORM, "documents": told}).encode("utf-8"))
        except (OSError, DashiError):
            return


def _told(key: bytes, made: Made) -> list[object]:
    files = [[file.path, file.sha256, file.size] for file in made.files]
    return [key.hex(), files, [[part.number, part.start, part.end] for part in made.parts], made.works]


def _read(file: Path) -> dict[str, tuple[bytes, Made]]:
    """The list; empty where there is none, or a damaged one."""
    try:
        told = json.loads(file.read_bytes())
        if told["form"] != _FORM:
            return {}
        found = {
            document: (
                bytes.fromhex(key),
                Made([File(*one) for one in files], 0, tuple(Part(*part) for part in parts), works),
            )
            for document, (key, files, parts, works) in told["documents"].items()
        }
        outside = any(".." in file.path.split("/") for _, made in found.values() for file in made.files)
        return {} if outside else found
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}
