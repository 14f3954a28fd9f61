"""How do the numbers of a sentence hang together: wholes and parts, rates and bases, changes, roles?"""
