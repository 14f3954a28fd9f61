"""How does a visitor find and ask: search, saved questions, SPARQL in the page, the explorer?"""
