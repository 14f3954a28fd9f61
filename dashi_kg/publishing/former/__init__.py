"""What of the former release is taken over, since nothing that it is made of has changed?"""
