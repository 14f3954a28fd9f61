"""The files of the vocabulary in a release."""

from __future__ import annotations

from dashi_kg.export.frames import FRAMES, frame
from dashi_kg.export.schema import schema_bytes
from dashi_kg.language import LANGUAGES
from dashi_kg.publishing.data.release_folder import ReleaseFolder
from dashi_kg.rdf.ontology_files import context, ontology_quads, read_turtle, scheme_quads, shapes_quads
from dashi_kg.rdf.serialize import dump, turtle
from dashi_kg.resources import ontology_dir


def write_ontology(folder: ReleaseFolder, base: str) -> None:
    """The vocabulary with absolute IRIs: merged, and file by file."""
    ontology = [q.triple for q in ontology_quads(base)]
    schemes = [q.triple for q in scheme_quads(base)]
    folder.write("ontology/dashi-kg-ontology.ttl", turtle([*ontology, *schemes], base))
    folder.write("ontology/shapes.ttl", shapes_turtle(base))
    for language in LANGUAGES:  # for engines that take one message for a constraint, such as Apache Jena
        folder.write(f"ontology/shapes.{language}.ttl", shapes_turtle(base, language))
    folder.write("ontology/context.jsonld", dump(context(base)))
    folder.write("ontology/report.schema.json", schema_bytes(base))
    for name in FRAMES:
        folder.write(f"ontology/frames/{name}.jsonld", dump(frame(name, base)))
    source = ontology_dir()
    for path in sorted([*source.glob("*.ttl"), *source.glob("concepts/*.ttl")]):
        name = path.relative_to(source).as_posix()
        folder.write(f"ontology/{name}", turtle([q.triple for q in read_turtle(path, base)], base))


def shapes_turtle(base: str, language: str = "") -> bytes:
    """The shapes as Turtle, with the messages of one language or of all; they have no blank nodes, so the sorted writer serves."""
    return turtle([q.triple for q in shapes_quads(base, language)], base)
