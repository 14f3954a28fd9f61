"""What is the answer: saved questions of ``ontology/questions/`` and free SPARQL 1.1 queries?"""
