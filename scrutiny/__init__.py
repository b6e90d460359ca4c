"""The project: settings from the environment, root addresses, and what every page has in common."""
