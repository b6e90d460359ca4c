"""Attacks the running product with tools of others and one of ours, in a network that holds this machine alone.

Each tool must first find a hole planted for it in a throw-away copy: only then does its silence mean something.
"""
