"""What is a number about: its topic, whom it teaches, what sort of thing is counted, at which stage."""
