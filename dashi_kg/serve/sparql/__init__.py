"""How is SPARQL 1.1 Protocol spoken, reading only, and which addresses have saved questions?"""
