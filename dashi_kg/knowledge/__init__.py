"""What is known besides the text: code lists, divisions, reference data, and what a person added or corrected?"""
