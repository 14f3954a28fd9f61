"""Which words say what a number counts?"""
