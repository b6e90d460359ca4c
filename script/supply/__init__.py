"""What the product is made of: an inventory of it, and an audit of that."""
