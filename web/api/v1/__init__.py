"""Version 1 of the API: one resource per file, its schemas beside it."""
