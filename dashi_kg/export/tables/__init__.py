"""How do the figures become a table: CSV, CSVW, XLSX, Parquet?"""
