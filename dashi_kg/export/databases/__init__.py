"""How do the data become tables that refer to each other, in SQLite and DuckDB?"""
