"""What does the graph say of a thing, as every section of the site asks it?"""
