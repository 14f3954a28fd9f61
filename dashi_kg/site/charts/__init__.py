"""How do values and classes look as pictures: bars, the diagram of the ontology?"""
