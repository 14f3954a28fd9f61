"""Does the data hold: the SHACL shapes, run set at a time, and reports that an author can read?"""
