"""Quads → other shapes of the same data: trees, tables, cubes, annotations (one file a format)."""
