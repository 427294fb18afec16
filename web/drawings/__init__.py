"""Drawings made by the server: each has a title and an equivalent sentence, and needs no script."""
