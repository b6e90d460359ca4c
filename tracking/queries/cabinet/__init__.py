"""Reads of what goes to Cabinet and comes from it."""
