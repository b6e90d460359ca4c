"""Attacks the running product, on this machine alone, with tools of others and one of ours.

Each tool must first find a hole planted for it in a throw-away copy: only then does its silence mean something.
"""
