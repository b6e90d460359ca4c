"""Pages of the executive’s response to an inquiry."""
