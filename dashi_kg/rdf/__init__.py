"""How are terms, IRIs and files of RDF written and read?"""
