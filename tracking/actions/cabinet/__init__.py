"""Writes on what goes to Cabinet and comes from it, one verb each."""
