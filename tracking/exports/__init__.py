"""What leaves the product as a file of another kind than a paper: each is written from the same words as its page."""
