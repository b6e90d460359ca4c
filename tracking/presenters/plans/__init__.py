"""Improvement plans in words: what their pages print."""
