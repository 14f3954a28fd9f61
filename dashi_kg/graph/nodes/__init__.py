"""Where is a node written: its IRI, labels, anchors, named graph; and which division does a body belong to?"""
