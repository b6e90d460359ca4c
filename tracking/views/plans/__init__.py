"""Pages of improvement plans: reading them, and writing them for those of the owning post."""
