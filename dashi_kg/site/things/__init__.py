"""What is there besides reports: indicators, terms, shapes, names, coverage, the home page?"""
