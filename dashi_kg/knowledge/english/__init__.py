"""What is a Chinese name of a body or a place in English, where nobody has written one?"""
