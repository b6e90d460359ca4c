"""How what goes to Cabinet and comes from it is put into words and laid out."""
