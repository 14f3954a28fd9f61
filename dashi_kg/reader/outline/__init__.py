"""Where are the parts, headings and chrome of a report, and what is each part for?"""
