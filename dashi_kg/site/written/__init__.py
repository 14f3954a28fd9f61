"""Which files of a site lie on the disk, and where do their links lead where not all do?"""
