"""The public card: a projection of its certificate, never edited by hand."""
