"""What goes to a worker and comes back: jobs, formats, limits, problems?"""
