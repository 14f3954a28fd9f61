"""A page on which a person reads a report beside its facts, and accepts, corrects, rejects or adds to them."""

from __future__ import annotations

from dashi_kg.review.page import review_page
from dashi_kg.review.save import save_corrections
from dashi_kg.review.serve import ReviewServer

__all__ = ["ReviewServer", "review_page", "save_corrections"]
