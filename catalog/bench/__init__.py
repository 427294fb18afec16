"""The authority's own captures: ordered from the desk, recorded by the bench, kept sealed. Never a verdict."""
