"""Quads → a release: files, tables, catalogue, checksums, swapped in at once."""

from dashi_kg.publish.release import Release, write_release
from dashi_kg.publish.several import LeftOut, firsts, read_all
from dashi_kg.publish.swap import takes_a_release

__all__ = ["LeftOut", "Release", "firsts", "read_all", "takes_a_release", "write_release"]
