"""The read-only API: the same data as on the pages and in the files, for programs.

Everything is served from what `visible_to(viewer)` gives. Nothing is ever written here.
"""
