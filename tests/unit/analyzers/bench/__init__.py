"""The bench, in miniature."""
