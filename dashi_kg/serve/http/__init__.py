"""How is HTTP spoken: paths, negotiation, conditions, compression, errors?"""
