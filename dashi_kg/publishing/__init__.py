"""Which files and bytes make a release, how does it take the place of the former, and does it verify?"""
