"""Pages of reports to Cabinet: reading, writing and clearing them, what the clerk does, and their templates."""
