"""The board of coverage as pages: ``coverage.html`` …, filtered in the page, and as a table."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cached_property

from dashi_kg.export.tables.figures import LEVELS
from dashi_kg.site.layout.bilingual import Bilingual
from dashi_kg.site.shared.body_places import BodyPlaces
from dashi_kg.site.shared.paging import documents, number_of, turn
from dashi_kg.site.things.coverage import TEXTS, Board, as_csv, signs
from dashi_kg.site.things.lists import LEVEL_WORDS

BODIES = 20  # on a page
_NAME = "coverage"
WORDS = {**TEXTS, **{key: (words.zh, words.en) for key, words in LEVEL_WORDS.items()}}


class CoveragePages(Bilingual):
    """``coverage.html``, ``coverage-2.html`` …, their English twins, and ``coverage.csv``.

    Args:
        board: the reports by body and year.
        places: where the bodies are.
    """

    start = _NAME

    def __init__(self, board: Board, places: BodyPlaces) -> None:
        self.board, self.places = board, places

    def documents(self) -> Sequence[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return documents(_NAME, len(self.board.coverage.rows), BODIES)

    def has(self, document: str) -> bool:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return document == _NAME or document in self.documents()

    def others(self) -> Iterable[str]:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return (f"{_NAME}.csv",)

    def other(self, path: str) -> bytes | None:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        return as_csv(self.board) if path == f"{_NAME}.csv" else None

    def write(self, document: str, path: str, lang: str) -> bytes:
        """See :class:`~dashi_kg.site.layout.bilingual.Bilingual`."""
        board, number, pages = self.board, number_of(document), self.documents()
        rows = board.coverage.rows[(number - 1) * BODIES : number * BODIES]
        board.site_graph.labels.need(board.iri(row.org_id) for row in rows)
        counts = board.counts()
        return board.site_graph.pages.page(
            "coverage.html",
            path=path,
            lang=lang,
            title=TEXTS["title"][lang == "en"] + (f" {number}" if number > 1 else ""),
            words=WORDS,
            description=TEXTS["about"][lang == "en"],
            board=board,
            rows=rows,
            where={row.org_id: self.places.where(board.iri(row.org_id)) for row in rows},
            levels=self._levels,
            years=board.coverage.years,
            signs=signs(lang),
            cells=[(kind, words) for kind, words, _ in signs(lang) if counts[kind]],
            counts=counts,
            why=[(row, y, words.said(lang)) for row in rows for y, words in board.reasons(row.org_id)],
            refused=[(file, words.said(lang)) for file, words in board.refused] if number == 1 else [],
            turn=turn(pages, number, lang),
            beginnings=self.places.beginnings(self._ids, pages, BODIES, lang) if len(pages) > 1 else [],
        )

    @cached_property
    def _ids(self) -> list[str]:
        return [row.org_id for row in self.board.coverage.rows]

    @cached_property
    def _levels(self) -> list[str]:
        """The levels of all bodies, in order."""
        found = {self.places.where(self.board.iri(body)).level for body in self._ids}
        return [level for level in LEVELS if level in found]
