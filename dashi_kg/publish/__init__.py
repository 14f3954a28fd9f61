"""Quads → a release: files, tables, catalogue, checksums, swapped in at once."""

from dashi_kg.publish.release import Release, write_release

__all__ = ["Release", "write_release"]
