"""What was done, planned, wanting, cited, organised: measures, plans, problems, citations, events, mechanisms?"""
