"""The catalogue satisfies the shapes of DCAT-AP 3.0.1: what is mandatory, and of which class it must be."""

from __future__ import annotations

import pytest
import rdflib

from tests.once import data_release
from tests.referees.given import files

pytestmark = pytest.mark.referee

BASE = "https://example.org/kg/"


@pytest.mark.parametrize("shapes", ["shapes.ttl", "range.ttl"])
def test_the_catalogue_satisfies_the_shapes(tmp_path_factory: pytest.TempPathFactory, shapes: str) -> None:
    import pyshacl

    asked = rdflib.Graph().parse(files("dcat-ap-3.0.1") / shapes)
    catalogue = rdflib.Graph().parse(data_release(tmp_path_factory, BASE) / "catalog.ttl")
    conforms, _, told = pyshacl.validate(catalogue, shacl_graph=asked, advanced=True)
    assert conforms, told


def test_the_shapes_see_what_is_missing(tmp_path_factory: pytest.TempPathFactory) -> None:
    import pyshacl

    asked = rdflib.Graph().parse(files("dcat-ap-3.0.1") / "shapes.ttl")
    catalogue = rdflib.Graph().parse(data_release(tmp_path_factory, BASE) / "catalog.ttl")
    catalogue.remove((rdflib.URIRef(f"{BASE}catalog"), rdflib.DCTERMS.publisher, None))
    conforms, _, told = pyshacl.validate(catalogue, shacl_graph=asked, advanced=True)
    assert not conforms and "publisher" in told
