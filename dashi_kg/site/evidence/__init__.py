"""Where in its text does a report say that: the evidence reader, the source page, citations?"""
