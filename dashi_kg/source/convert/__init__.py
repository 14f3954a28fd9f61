"""Which text is in a file that is no plain text: an HTML page, DOCX, PDF with a text layer?

Each converter takes bytes and gives a :class:`~dashi_kg.source.convert.archive.Converted`: the text that the graph
quotes, where each piece of it stands in the file, and what the page says about itself. Nothing is fetched.
"""
