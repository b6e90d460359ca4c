"""A corpus of attacks on what reads strangers' words and files, and the guard it is run under.

Every attack is made by code when it is run; each has a name and says in one line what it tries.
"""
