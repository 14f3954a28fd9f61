"""What is made of a large file of N-Quads and kept, so that a question need not read the file?"""
