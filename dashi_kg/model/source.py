"""One captured text, with everything that is known of its file."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

from dashi_kg.language import Both
from dashi_kg.model.page import PageField
from dashi_kg.model.span import Origin, Span


@dataclass(frozen=True, slots=True)
class Source:
    """One captured text.

    ``sha256`` is the digest of ``text`` in UTF-8; ``file_sha256`` that of the bytes as they were read.
    ``steps`` names what was done between the two (``decode gb18030``, ``remove BOM``, ``CRLF to LF``).
    Where the file was no plain text, ``media_type`` says what it was, ``origins`` where the pieces of the
    text stand in it (in the order of the text, not overlapping) and ``page`` what the page says about itself.
    """

    text: str
    sha256: str
    file_sha256: str
    name: str
    encoding: str
    byte_length: int
    steps: tuple[str, ...] = ()
    media_type: str = "text/plain"
    origins: tuple[Origin, ...] = ()
    page: tuple[PageField, ...] = ()
    warnings: tuple[Both, ...] = ()

    def quote(self, span: Span) -> str:
        return self.text[span.start : span.end]

    def origin_at(self, offset: int) -> tuple[int, str] | None:
        """The place of the original file where the character at ``offset`` stands, and its number.

        Places are numbered from 1 in the order of the text, a place that occurs again keeps its number.
        ``None``: plain text, or a character that the converter wrote.
        """
        at = bisect_right(self.origins, offset, key=lambda origin: origin.span.start) - 1
        if at < 0 or offset >= self.origins[at].span.end:
            return None
        place = self.origins[at].place
        return list(dict.fromkeys(origin.place for origin in self.origins)).index(place) + 1, place
