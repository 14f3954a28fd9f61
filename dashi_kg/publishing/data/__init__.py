"""What is made of all data of a release, held in memory or on the disk?"""
