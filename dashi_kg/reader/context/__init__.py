"""What does each rule of the reader look at: text, folded view, outline, issuer, words of the genre?"""
