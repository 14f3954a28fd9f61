"""Is it in the triple store, exactly: staged, swapped in at once, proved by fetching back?"""
