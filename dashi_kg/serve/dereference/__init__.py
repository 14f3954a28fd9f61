"""What stands at an IRI: files of a release or pages rendered on demand?"""
