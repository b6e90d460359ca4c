"""What machines read again and again: Atom feeds and calendars, public material alone whoever asks."""
