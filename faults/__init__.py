"""What is left when something fails: kills, full disks, inputs that change, writers at once, greedy clients?"""
