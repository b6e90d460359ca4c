"""Writing improvement plans: those of the owning post write them, publish them and end them."""
