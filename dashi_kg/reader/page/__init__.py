"""What does the page say about itself: title, issuer, year, dates, codes?"""
