"""Thousands of reports: read in parallel, resumed where it stopped, merged in order, summed up."""

from __future__ import annotations

from dashi_kg.corpus.build import Corpus, build_corpus

__all__ = ["Corpus", "build_corpus"]
