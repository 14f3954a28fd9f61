"""In which other shapes is the same data wanted: trees, tables, cubes, annotations? One file a format."""
