"""How are rules written as data, and which of them fires first?"""
